"""Plugs the partners into the admin; registrations only."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from crm.accounts.models import User
from crm.partners import audit
from crm.partners.board_files import BOARD_DOCUMENT_CHOOSER
from crm.partners.dealings import show_dealings
from crm.partners.sections import PAGE_HOOK
from crm.partners.views.guarded import HAND_OVER
from crm.partners.views.who_sits_files import EXPORT_NETWORK
from crm.partners.viewsets import PartnersGroup
from crm.partners.viewsets.choosers import CHOOSERS
from crm.partners.viewsets.group import DeskGroup
from crm.partners.viewsets.privacy import PrivacyGroup


@hooks.register("register_admin_viewset", order=-1)
def register_choosers() -> list[ChooserViewSet]:
    """Before the forms are made, so that they use them."""
    return [*CHOOSERS, BOARD_DOCUMENT_CHOOSER]


@hooks.register("register_admin_viewset")
def register_partners() -> PartnersGroup:
    return PartnersGroup()


@hooks.register("register_admin_viewset")
def register_desk() -> DeskGroup:
    return DeskGroup()


@hooks.register("register_admin_viewset")
def register_privacy() -> PrivacyGroup:
    return PrivacyGroup()


@hooks.register("register_user_listing_buttons")
def offer_handover(user: User, request_user: User) -> Iterator[Button]:
    if request_user.has_perm(HAND_OVER):
        yield Button(
            _("Hand over what is held"), url=reverse("handover:leaver", args=[user.pk]), icon_name="group", priority=60
        )


hooks.register(PAGE_HOOK, show_dealings, order=-1)


@hooks.register("register_log_actions")
def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action(audit.CONSULT, _("Consult a person's file"), _("Consulted"))
    actions.register_action(EXPORT_NETWORK, _("Export who sits where"), _("Took a file of who sits where"))
    actions.register_action(audit.EXPORT, _("Export partners"), _("Took a file of partners"))
    actions.register_action(audit.OPEN_FILE, _("Open everything held about a person"), _("Whole file opened"))
    actions.register_action(audit.EXPORT_FILE, _("Take away a person's file"), _("Whole file taken away"))
    actions.register_action(audit.ERASE, _("Erase a person"), _("Erased"))
    actions.register_action(audit.KEEP, _("Say until when a person is kept"), _("Time of keeping set"))
    actions.register_action(audit.HAND_ON, _("Hand over what someone holds"), _("Something was handed over"))
    actions.register_action("partners.seat", _("Name someone to a seat"), _("Named to the seat"))
    actions.register_action("partners.end_term", _("End a term"), _("Term ended"))
    actions.register_action("partners.renew_term", _("Renew a term"), _("Term renewed"))
    actions.register_action("partners.verify_membership", _("Verify a membership"), _("Verified"))
    actions.register_action("partners.vacate", _("Vacate a seat"), _("Seat vacated"))
    actions.register_action("partners.merge", _("Merge two records"), _("Merged with another record"))
    actions.register_action("partners.unmerge", _("Undo a merger"), _("Merger undone"))
