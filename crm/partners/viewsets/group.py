"""The menu « Suivi »: what one does with partners from day to day."""

from __future__ import annotations

from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from crm.partners.viewsets.cadences import CadenceViewSet, NeglectedViewSet
from crm.partners.viewsets.contacts import ContactViewSet
from crm.partners.viewsets.handovers import HandoverViewSet
from crm.partners.viewsets.permitted import menu_item_for
from crm.partners.viewsets.tasks import TaskViewSet


class NoteContactLine(ViewSet):
    """The first line of the menu: straight to the quick form."""

    name = "note-contact"
    menu_label = _("Note a contact")
    menu_icon = "plus-inverse"
    menu_item_class = menu_item_for("partners.add_interaction")

    @property
    def menu_url(self) -> str:
        return reverse("contact:add")

    def get_urlpatterns(self) -> list[URLPattern]:
        return []


class DeskGroup(ViewSetGroup):
    menu_label = _("Follow-up")
    menu_name = "desk"
    menu_icon = "comment"
    menu_order = 120
    items = (NoteContactLine, ContactViewSet, TaskViewSet, NeglectedViewSet, CadenceViewSet, HandoverViewSet)
