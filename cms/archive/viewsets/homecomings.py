"""Where a blog or a Facebook page comes in."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from cms.archive.views.admin import homecomings
from crm.partners.viewsets.permitted import menu_item_for


class HomecomingsViewSet(ViewSet):
    name = "homecomings"
    url_prefix = "apporter"
    icon = "upload"
    menu_label = homecomings.TITLE
    menu_item_class = menu_item_for(homecomings.PERMISSION)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", homecomings.HomecomingsView.as_view(), name="index"),
            path("<int:pk>/", homecomings.HomecomingView.as_view(), name="list"),
        ]
