"""Where a volunteer sees what is to be described."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from cms.archive.views.admin.to_describe import QuickView, ToDescribeView
from crm.partners.viewsets.permitted import menu_item_for


class ToDescribeViewSet(ViewSet):
    name = "to_describe"
    url_prefix = "a-decrire"
    icon = "edit"
    menu_label = _("To describe")
    menu_item_class = menu_item_for("archive.change_item")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ToDescribeView.as_view(), name="index"),
            path("<int:pk>/", QuickView.as_view(), name="item"),
        ]
