"""The screens that read the seats, in the menu of the partners: who sits where, where we sit, our own board."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from crm.partners.views.where_we_sit import OurBoardView, WhereWeSitView
from crm.partners.views.who_sits import WhoSitsView
from crm.partners.views.who_sits_files import WhoSitsFileView
from crm.partners.viewsets.permitted import menu_item_for


class WhoSitsViewSet(ViewSet):
    name = "who_sits"
    url_prefix = "qui-siege-ou"
    icon = "group"
    menu_label = _("Who sits where?")
    menu_item_class = menu_item_for("partners.view_membership")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", WhoSitsView.as_view(), name="index"),
            path("fichier.<str:extension>", WhoSitsFileView.as_view(), name="file"),
        ]


class WhereWeSitViewSet(ViewSet):
    name = "where_we_sit"
    url_prefix = "ou-siegeons-nous"
    icon = "site"
    menu_label = _("Where do we sit?")
    menu_item_class = menu_item_for("partners.view_membership")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", WhereWeSitView.as_view(), name="index")]


class OurBoardViewSet(ViewSet):
    name = "our_board"
    url_prefix = "notre-conseil"
    icon = "user"
    menu_label = _("Our board")
    menu_item_class = menu_item_for("partners.view_membership")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", OurBoardView.as_view(), name="index")]
