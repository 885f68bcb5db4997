"""Where lists of descriptions come in."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from cms.archive.views.admin import descriptions
from crm.partners.viewsets.permitted import menu_item_for


class DescriptionsViewSet(ViewSet):
    name = "descriptions"
    url_prefix = "descriptions"
    icon = "upload"
    menu_label = _("Describe from a spreadsheet")
    menu_item_class = menu_item_for(*descriptions.PERMISSIONS)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", descriptions.DescriptionsView.as_view(), name="index"),
            path("<int:pk>/colonnes/", descriptions.DescriptionColumnsView.as_view(), name="columns"),
            path("<int:pk>/", descriptions.DescriptionListView.as_view(), name="list"),
        ]
