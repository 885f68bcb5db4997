"""Contacts: the list, the quick form, and each one's page."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from crm.partners.models import Interaction
from crm.partners.views import contacts
from crm.partners.viewsets.desk import DeskViewSet


class ContactViewSet(DeskViewSet):
    model = Interaction
    name = "contact"
    url_prefix = "contacts"
    icon = "comment"
    menu_label = _("Contacts")
    index_view_class = contacts.ContactListView
    index_template_name = "partners/desk/contacts.html"
    index_results_template_name = "partners/desk/contacts_results.html"
    filterset_class = contacts.ContactFilterSet
    list_per_page = 50
    inspect_view_enabled = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("noter/", self.construct_view(contacts.NoteContactView), name="add"),
            path("qui/", self.construct_view(contacts.WhoView), name="who"),
            path("<int:pk>/", self.construct_view(contacts.ContactView), name="inspect"),
            path("<int:pk>/corriger/", self.construct_view(contacts.AmendContactView), name="edit"),
            path("<int:pk>/supprimer/", self.construct_view(contacts.DeleteContactView), name="delete"),
        ]
