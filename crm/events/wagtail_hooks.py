"""Plugs the square into the admin; registrations only."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from crm.events import audit
from crm.events.viewsets import AgendaGroup


@hooks.register("register_admin_viewset")
def register_agenda() -> AgendaGroup:
    return AgendaGroup()


@hooks.register("insert_global_admin_js")
def sweep_telephones() -> str:
    """Whoever opens the administration erases from this device the lists at the door of events that are over."""
    return format_html('<script src="{}" defer></script>', static("js/admin-sweep.js"))


@hooks.register("insert_global_admin_js")
def warn_of_unsent_ticks() -> str:
    """Signing out erases what a telephone noted at the door and has not sent."""
    words = _("Ticks made at the door that are not sent yet: {count}. Signing out erases them from this device.")
    door = reverse("attendance:door", args=[0])
    return format_html(
        '<script src="{}" data-words="{}" data-door="{}"></script>', static("js/unsent-ticks.js"), words, door
    )


@hooks.register("register_log_actions")
def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action("events.publish", _("Publish an event"), _("Published in the agenda"))
    actions.register_action("events.restore", _("Restore an event"), _("Restored in the agenda"))
    actions.register_action("events.postpone", _("Postpone an event"), _("Postponed"))
    actions.register_action("events.cancel", _("Cancel an event"), _("Cancelled"))
    actions.register_action("events.withdraw", _("Withdraw an event"), _("Withdrawn from the agenda"))
    actions.register_action("events.duplicate", _("Duplicate an event"), _("Copied from another event"))
    actions.register_action("events.repeat", _("Repeat an event"), _("Repeated"))
    actions.register_action("events.extend", _("Change what follows"), _("What follows was changed too"))
    actions.register_action("events.stop", _("Cancel what follows"), _("What follows was cancelled"))
    actions.register_action("events.series", _("Publish a series"), _("The drafts of its series were published"))
    actions.register_action(audit.CONSULT, _("Consult those registered"), _("Consulted those registered"))
    actions.register_action(audit.EXPORT, _("Export those registered"), _("Exported those registered"))
    actions.register_action(audit.ACT, _("Act for someone registered"), _("Acted for someone registered"))
