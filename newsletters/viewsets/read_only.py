"""A list that one may look at and search, and in which nothing is added, changed or deleted."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet


class ReadOnlyIndexView(IndexView):
    """Shown to those who may view; the lines lead to no form."""

    any_permission_required = ["view"]

    def get_add_url(self) -> str | None:
        return None

    def get_edit_url(self, instance: object) -> None:
        return None

    def get_delete_url(self, instance: object) -> None:
        return None

    def get_copy_url(self, instance: object) -> None:
        return None


class ReadOnlyViewSet(ModelViewSet):
    """Only the list has an address: the forms that ModelViewSet makes are not merely hidden, they do not exist."""

    index_view_class = ReadOnlyIndexView
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []

    def register_admin_url_finder(self) -> None:
        """There is no edit page to find."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
