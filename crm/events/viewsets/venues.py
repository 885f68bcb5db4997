"""The places where one meets, kept once for every event."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from crm.events.forms import VenueForm
from crm.events.models import Venue
from crm.events.views.plain_forms import PlainAddView, PlainEditView


class VenueViewSet(ModelViewSet):
    """Four lines a place; the form of an event proposes them by name."""

    model = Venue
    name = "venue"
    url_prefix = "lieux"
    icon = "site"
    menu_label = pgettext_lazy("venue", "Places")
    add_to_admin_menu = False
    add_view_class = PlainAddView
    edit_view_class = PlainEditView
    list_display = ["name", "address", "accessibility"]
    search_backend_name = None
    search_fields = ["folded_name", "address"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("address"), FieldPanel("accessibility"), FieldPanel("position")],
        base_form_class=VenueForm,
    )

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(add_item_label=_("Add a place"), **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**{**kwargs, "page_title": _("Add a place")})
