"""The addresses of the minutes in the administration."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from crm.assemblies.views import minutes


class MinutesViewSet(ViewSet):
    """Reached from the page of an assembly."""

    name = "minutes"
    url_prefix = "assemblees/proces-verbal"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("<int:pk>/", minutes.MinutesView.as_view(), name="read"),
            path("<int:pk>/papier/", minutes.SheetsView.as_view(), name="sheets"),
            path("<int:pk>/rediger/", minutes.DraftView.as_view(), name="draft"),
            path("<int:pk>/relire/", minutes.ReviewView.as_view(), name="review"),
            path("<int:pk>/publier/", minutes.PublishView.as_view(), name="publish"),
            path("<int:pk>/retirer/", minutes.WithdrawView.as_view(), name="withdraw"),
            path("<int:pk>/noms/", minutes.NamesView.as_view(), name="names"),
            path("<int:pk>/erratum/", minutes.ErratumView.as_view(), name="erratum"),
            path("<int:pk>/section/<int:section>/", minutes.SectionView.as_view(), name="section"),
        ]
