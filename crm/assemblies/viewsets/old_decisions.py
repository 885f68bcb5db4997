"""Where lists of old decisions come in."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from crm.assemblies.views import old_decisions
from crm.partners.viewsets.permitted import menu_item_for


class OldDecisionsViewSet(ViewSet):
    name = "old_decisions"
    url_prefix = "decisions-anciennes"
    icon = "upload"
    menu_label = _("Bring in old decisions")
    menu_item_class = menu_item_for(*old_decisions.PERMISSIONS)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", old_decisions.OldDecisionsView.as_view(), name="index"),
            path("<int:pk>/colonnes/", old_decisions.DecisionColumnsView.as_view(), name="columns"),
            path("<int:pk>/", old_decisions.OldDecisionListView.as_view(), name="list"),
        ]
