"""« Add a partner » in the menu, for those who may."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from crm.partners.views.quick import NEEDED, QuickPartnerView


class QuickMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perms(NEEDED))


class QuickPartnerViewSet(ViewSet):
    name = "partner_quick"
    url_prefix = "ajouter-un-partenaire"
    icon = "plus"
    menu_label = _("Add a partner")
    menu_item_class = QuickMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", QuickPartnerView.as_view(), name="index")]
