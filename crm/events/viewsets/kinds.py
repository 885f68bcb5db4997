"""The kinds of events that the council names itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from crm.events.models import OwnKind
from crm.events.views.plain_forms import PlainAddView, PlainEditView


class OwnKindViewSet(ModelViewSet):
    """A word of the council's own, and what it is near to."""

    model = OwnKind
    name = "own_kind"
    url_prefix = "genres"
    icon = "tag"
    menu_label = _("Kinds of our own")
    add_to_admin_menu = False
    add_view_class = PlainAddView
    edit_view_class = PlainEditView
    form_fields = ["name", "nature"]
    list_display = ["name", Column("nature", label=_("Nature"), accessor="get_nature_display")]
    search_backend_name = None
    search_fields = ["name"]
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(add_item_label=_("Add a kind of our own"), **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**{**kwargs, "page_title": _("Add a kind of our own")})
