"""Gives a person the file of what they wrote when they registered (Law 25): all of theirs, nothing of anyone else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.events.domain.dates import event_when
from crm.events.models import Registration
from crm.partners.domain.cells import write_csv


def as_numbers(moment: datetime) -> str:
    """On the council's clock, as numbers (ISO 8601), for a file that a program reads."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def registration_facts(
    registration: Registration, told: Callable[[datetime], str] = as_numbers
) -> Iterator[tuple[str, str]]:
    """Each fact with its name, in the words of the site, each moment as it is ``told``; what is empty is left out."""
    event = registration.desk.event
    facts = (
        (_("Event"), event.title),
        (_("When"), event_when(event)),
        (_("Name"), registration.name),
        (_("E-mail"), registration.email),
        (_("Telephone"), registration.telephone),
        (pgettext("seats", "Places"), str(registration.places)),
        (_("State"), registration.get_state_display()),
        (_("Parent's name"), registration.parent_name),
        (_("Parent's telephone or e-mail"), registration.parent_contact),
        (_("Consent to photographs"), registration.photo_statement),
        (_("Asked"), told(registration.asked_at)),
        (_("Last change"), told(registration.changed_at)),
        (_("Noted at the door"), "; ".join(_ticks(registration, told))),
        *((answer.asked, answer.text) for answer in registration.answers.all()),
    )
    return ((name, value) for name, value in facts if value)


def _ticks(registration: Registration, told: Callable[[datetime], str]) -> Iterator[str]:
    return (f"{tick.present} ({told(tick.ticked_at)})" for tick in registration.ticks.all())


def registration_as_json(registration: Registration) -> str:
    return json.dumps(dict(registration_facts(registration)), ensure_ascii=False, indent=2)


def registration_as_csv(registration: Registration) -> str:
    return write_csv([(_("Fact"), _("Value")), *registration_facts(registration)])
