"""Says in a few words who is there, for the list at the door and for the telephone that keeps it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.events.domain.check_in import Party
from crm.events.domain.dates import short_time


def party_name(party: Party) -> str:
    return party.name or _("Without a name")


def places_label(party: Party) -> str:
    """« 3 places », « liste d’attente », « sans inscription »."""
    if party.registration is None:
        return _("registered, name destroyed") if party.had_registered else _("not registered")
    if party.is_waiting:
        return _("waiting list")
    if not party.places:
        return _("had cancelled")
    return ngettext("{count} place", "{count} places", party.places).format(count=party.places)


def number_shown(party: Party) -> int:
    """What stands in the field, ready to be sent with one touch."""
    return party.present if party.is_noted else (party.places or 1)


def here_words(party: Party) -> str:
    if party.last is None:
        return ""
    facts = {"count": party.present, "hour": short_time(party.last.ticked_at), "name": party.last.ticked_by or "?"}
    if not party.present:
        return _("Nobody there, {hour}, {name}").format(**facts)
    return ngettext("{count} there, {hour}, {name}", "{count} there, {hour}, {name}", party.present).format(**facts)


def others_words(party: Party) -> str:
    if not party.others:
        return ""
    told = _("Two telephones disagree; the last number is kept. Noted otherwise: {others}. Write the right one again.")
    return told.format(others=party.others)


def door_words() -> dict[str, str]:
    """What the script of the page says by itself, without asking the site."""
    return {
        "noted": _("{count} noted on this telephone, not sent yet"),
        "sent": _("Everything is sent."),
        "waiting": _("To send: {count}."),
        "offline": _("No network: go on, it is kept on this telephone and leaves by itself."),
        "signed_out": _("Your session is over: sign in again and what you noted leaves. Nothing is lost."),
        "kept": _("This list opens even without network."),
        "not_kept": _("This browser cannot keep the page: without network, do not close it."),
        "erase": _("Some lines are not sent yet and would be lost. Erase all the same?"),
        "erased": _("The names are erased from this telephone."),
        "unnamed": _("Without a name"),
        "new": _("not registered"),
        "gone": _("This list is no longer on this telephone."),
        "open_again": _("Open it again where there is network."),
    }
