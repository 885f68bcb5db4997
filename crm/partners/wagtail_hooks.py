"""Plugs the ground floor into the admin; registrations only."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from crm.partners.menu import SeatMenuItem
from crm.partners.views.who_sits import WhoSitsView
from crm.partners.views.who_sits_files import EXPORT_NETWORK, WhoSitsFileView


@hooks.register("register_admin_urls")
def register_seat_screens() -> list[URLPattern]:
    return [
        path("qui-siege-ou/", WhoSitsView.as_view(), name="who_sits"),
        path("qui-siege-ou/fichier.<str:extension>", WhoSitsFileView.as_view(), name="who_sits_file"),
    ]


@hooks.register("register_admin_menu_item")
def register_who_sits() -> MenuItem:
    return SeatMenuItem(_("Who sits where?"), reverse("who_sits"), icon_name="group", order=220)


@hooks.register("register_log_actions")
def register_exports(actions: LogActionRegistry) -> None:
    actions.register_action(EXPORT_NETWORK, _("Export who sits where"), _("Took a file of who sits where"))
