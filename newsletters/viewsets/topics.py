"""The topics that people choose from."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from newsletters.models import Topic


class TopicIndexView(IndexView):
    add_item_label = _("Add a topic")


class TopicViewSet(ModelViewSet):
    model = Topic
    index_view_class = TopicIndexView
    icon = "tag"
    name = "topics"
    menu_label = _("Topics")
    form_fields = ["name", "slug", "description", "is_open", "position"]
    list_display = [
        "name",
        "description",
        BooleanColumn("is_open", label=_("Offered")),
        Column("position", label=_("Order"), sort_key="position"),
    ]
    search_fields = ["name", "slug"]
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False
