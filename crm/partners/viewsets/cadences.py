"""Cadences, and whom they say we neglect."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from crm.partners.models import Cadence
from crm.partners.views import cadences
from crm.partners.viewsets.desk import DeskViewSet


class NeglectedViewSet(DeskViewSet):
    model = Cadence
    name = "neglected"
    url_prefix = "nouvelles"
    icon = "group"
    menu_label = _("Who should hear from us")

    def register_admin_url_finder(self) -> None:
        """A cadence is edited in its own list."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self.construct_view(cadences.NeglectedView), name="index")]


class CadenceViewSet(DeskViewSet):
    model = Cadence
    name = "cadence"
    url_prefix = "cadences"
    icon = "history"
    menu_label = _("Cadences")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(cadences.CadenceListView), name="index"),
            path("ajouter/", self.construct_view(cadences.AddCadenceView), name="add"),
            path("proposer/", self.construct_view(cadences.ProposedCadencesView), name="propose"),
            path("<int:pk>/", self.construct_view(cadences.EditCadenceView), name="edit"),
            path("<int:pk>/supprimer/", self.construct_view(cadences.DeleteCadenceView), name="delete"),
        ]
