"""« Passer le relais », in the menu of the follow-up."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from crm.partners.views import handovers
from crm.partners.views.guarded import HAND_OVER
from crm.partners.viewsets.permitted import menu_item_for


class HandoverViewSet(ViewSet):
    name = "handover"
    url_prefix = "relais"
    icon = "group"
    menu_label = _("Pass on the torch")
    menu_item_class = menu_item_for(HAND_OVER)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", handovers.LeaversView.as_view(), name="index"),
            path("<int:pk>/", handovers.LeaverView.as_view(), name="leaver"),
            path("<int:pk>/remettre/", handovers.GiveView.as_view(), name="give"),
            path("<int:pk>/siege/", handovers.EndSeatView.as_view(), name="end_seat"),
            path("<int:pk>/le-reste/", handovers.GiveRestView.as_view(), name="give_rest"),
            path("<int:pk>/compte/", handovers.CloseAccountView.as_view(), name="close"),
        ]
