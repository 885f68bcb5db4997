"""The numbers of the by-laws in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from crm.assemblies.forms import BylawForm
from crm.assemblies.models import Bylaw
from crm.assemblies.views import keeping


class BylawViewSet(ModelViewSet):
    """A rule a line, from which day, and where it is written."""

    model = Bylaw
    name = "bylaw"
    url_prefix = "reglements"
    icon = "list-ol"
    menu_label = _("Rules of the by-laws")
    add_to_admin_menu = False
    index_view_class = keeping.BylawListView
    add_view_class = keeping.BylawAddView
    edit_view_class = keeping.BylawEditView
    list_filter = ["kind", "assembly_kind"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("kind"),
            FieldPanel("assembly_kind"),
            FieldPanel("amount", help_text=_("Days, people or a percentage. Zero for more than half.")),
            FieldPanel("basis"),
            FieldPanel("in_force_from"),
            FieldPanel("source"),
        ],
        base_form_class=BylawForm,
    )
