"""« Add a partner » in the menu, for those who may."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from crm.partners.views.quick import NEEDED, QuickPartnerView
from crm.partners.viewsets.permitted import menu_item_for


class QuickPartnerViewSet(ViewSet):
    name = "partner_quick"
    url_prefix = "ajouter-un-partenaire"
    icon = "plus"
    menu_label = _("Add a partner")
    menu_item_class = menu_item_for(*NEEDED)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", QuickPartnerView.as_view(), name="index")]
