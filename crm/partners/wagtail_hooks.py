"""Plugs the partners into the admin; registrations only."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.log_actions import LogActionRegistry

from crm.partners import audit
from crm.partners.menu import SeatMenuItem
from crm.partners.views.where_we_sit import OurBoardView, WhereWeSitView
from crm.partners.views.who_sits import WhoSitsView
from crm.partners.views.who_sits_files import EXPORT_NETWORK, WhoSitsFileView
from crm.partners.viewsets import PartnersGroup
from crm.partners.viewsets.choosers import CHOOSERS
from crm.partners.viewsets.group import DeskGroup


@hooks.register("register_admin_viewset", order=-1)
def register_choosers() -> list[ChooserViewSet]:
    """Before the forms are made, so that they use them."""
    return list(CHOOSERS)


@hooks.register("register_admin_viewset")
def register_partners() -> PartnersGroup:
    return PartnersGroup()


@hooks.register("register_admin_viewset")
def register_desk() -> DeskGroup:
    return DeskGroup()


@hooks.register("register_admin_urls")
def register_seat_screens() -> list[URLPattern]:
    return [
        path("qui-siege-ou/", WhoSitsView.as_view(), name="who_sits"),
        path("qui-siege-ou/fichier.<str:extension>", WhoSitsFileView.as_view(), name="who_sits_file"),
        path("ou-siegeons-nous/", WhereWeSitView.as_view(), name="where_we_sit"),
        path("notre-conseil/", OurBoardView.as_view(), name="our_board"),
    ]


@hooks.register("register_admin_menu_item")
def register_who_sits() -> MenuItem:
    return SeatMenuItem(_("Who sits where?"), reverse("who_sits"), icon_name="group", order=220)


@hooks.register("register_admin_menu_item")
def register_where_we_sit() -> MenuItem:
    return SeatMenuItem(_("Where do we sit?"), reverse("where_we_sit"), icon_name="site", order=221)


@hooks.register("register_admin_menu_item")
def register_our_board() -> MenuItem:
    return SeatMenuItem(_("Our board"), reverse("our_board"), icon_name="user", order=222)


@hooks.register("register_log_actions")
def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action(audit.CONSULT, _("Consult a person's file"), _("Consulted"))
    actions.register_action(EXPORT_NETWORK, _("Export who sits where"), _("Took a file of who sits where"))
    actions.register_action(audit.EXPORT, _("Export partners"), _("Took a file of partners"))
    actions.register_action("partners.seat", _("Name someone to a seat"), _("Named to the seat"))
    actions.register_action("partners.end_term", _("End a term"), _("Term ended"))
    actions.register_action("partners.renew_term", _("Renew a term"), _("Term renewed"))
    actions.register_action("partners.verify_membership", _("Verify a membership"), _("Verified"))
    actions.register_action("partners.vacate", _("Vacate a seat"), _("Seat vacated"))
