"""What the lists of contacts, tasks and cadences have in common, and the menu that holds them."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.viewsets.model import ModelViewSet


class DeskViewSet(ModelViewSet):
    """Only the addresses that it names: Wagtail's own forms, history and usage ask nobody for their level."""

    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
