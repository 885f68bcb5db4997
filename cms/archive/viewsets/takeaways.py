"""The button that takes the whole memory away."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from cms.archive.models import Takeaway
from cms.archive.views.admin.takeaways import AskTakeawayView, DownloadView, StopTakeawayView, TakeawaysView


class ExportPolicy(ModelPermissionPolicy):
    """One right for all of it: that of taking the memory away."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.has_perm("archive.export_archive"))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return self.user_has_permission(user, "")


class TakeawayViewSet(ModelViewSet):
    """One screen: ask, follow, stop, download."""

    model = Takeaway
    name = "archive_takeaways"
    url_prefix = "emporter"
    icon = "download"
    menu_label = _("Take the memory away")
    add_to_reference_index = False
    form_fields: list[str] = []

    @property
    def permission_policy(self) -> ExportPolicy:
        return ExportPolicy(Takeaway)

    def register_admin_url_finder(self) -> None:
        """There is no form to find."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", TakeawaysView.as_view(), name="index"),
            path("commencer/", AskTakeawayView.as_view(), name="ask"),
            path("<int:pk>/arreter/", StopTakeawayView.as_view(), name="stop"),
            path("<int:pk>/memoire.zip", DownloadView.as_view(), name="download"),
        ]
