"""The journal of what was taken down, which nobody writes by hand."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from cms.archive.models import Takedown
from cms.archive.views.admin.closing import DestroyView, ForgetAskerView, RestoreView, TakedownListView
from cms.archive.viewsets.base import FormlessViewSet


class TakedownViewSet(FormlessViewSet):
    """A list, the two acts that end a line of it, and forgetting who asked."""

    model = Takedown
    name = "archive_takedowns"
    url_prefix = "retraits"
    icon = "download"
    menu_label = _("What was taken down")
    index_view_class = TakedownListView
    search_fields = ["title", "reason"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/remettre/", RestoreView.as_view(), name="restore"),
            path("<int:pk>/detruire/", DestroyView.as_view(), name="destroy"),
            path("<int:pk>/oublier/", ForgetAskerView.as_view(), name="forget_asker"),
        ]
