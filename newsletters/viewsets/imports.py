"""The lists that were brought in, and the way to bring one."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UserColumn
from wagtail.permissions import ModelPermissionPolicy

from newsletters.models import ImportBatch, Subscriber
from newsletters.views.admin.columns import MomentColumn
from newsletters.views.admin.imports import ColumnsView, ImportView, ListView, RefusedView
from newsletters.viewsets.read_only import ReadOnlyIndexView, ReadOnlyViewSet


class ImportIndexView(ReadOnlyIndexView):
    any_permission_required = ["import"]
    add_item_label = _("Import a list")

    def get_add_url(self) -> str:
        return reverse(self.add_url_name)

    def get_inspect_url(self, instance: ImportBatch) -> str:
        return reverse(self.inspect_url_name, args=[instance.pk])


class ImportViewSet(ReadOnlyViewSet):
    model = ImportBatch
    index_view_class = ImportIndexView
    icon = "upload"
    name = "subscriber-imports"
    menu_label = _("Imports")
    inspect_view_enabled = True
    list_display = [
        "filename",
        Column("get_state_display", label=_("State")),
        MomentColumn("created_at", label=_("Prepared"), sort_key="created_at"),
        UserColumn("created_by", label=_("By")),
    ]

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Importing is a permission about subscribers; batches have none of their own."""
        return ModelPermissionPolicy(Subscriber)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("new/", self.construct_view(ListView), name="add"),
            path("<int:pk>/columns/", self.construct_view(ColumnsView), name="columns"),
            path("<int:pk>/refused.csv", self.construct_view(RefusedView), name="refused"),
            path("<int:pk>/", self.construct_view(ImportView), name="inspect"),
        ]
