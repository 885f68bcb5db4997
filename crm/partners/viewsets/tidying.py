"""Where lists come in and where two records become one."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from crm.partners.views import duplicates, lists
from crm.partners.views.tidying import PERMISSION
from crm.partners.viewsets.permitted import menu_item_for


class TidyingViewSet(ViewSet):
    menu_item_class = menu_item_for(PERMISSION)


class ListsViewSet(TidyingViewSet):
    name = "partner_lists"
    url_prefix = "partenaires/listes"
    icon = "upload"
    menu_label = _("Import a list")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", lists.ListsView.as_view(), name="index"),
            path("<int:pk>/colonnes/", lists.ColumnsView.as_view(), name="columns"),
            path("<int:pk>/", lists.ListView.as_view(), name="list"),
        ]


class DuplicatesViewSet(TidyingViewSet):
    name = "duplicates"
    url_prefix = "partenaires/doublons"
    icon = "copy"
    menu_label = _("Duplicates")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", duplicates.DuplicatesView.as_view(), name="index"),
            path("<str:kind>/<int:kept>/<int:lost>/", duplicates.MergeView.as_view(), name="merge"),
        ]
