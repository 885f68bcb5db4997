"""Calls an assembly: freezes its numbers, writes the notice that proves it, and announces it to the post room."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.assemblies.domain.agenda_numbers import number_items
from crm.assemblies.domain.agendas import hold
from crm.assemblies.domain.duties import last_day, notice_rule
from crm.assemblies.enums import AssemblyState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Assembly, Notice
from crm.assemblies.signals import assembly_called
from crm.events.enums import EventStatus
from crm.events.models import Event
from crm.partners.domain.interlock_words import day_words
from crm.partners.models import Council

logger = logging.getLogger("parvis.assemblies")


@transaction.atomic
def call_assembly(
    assembly: Assembly, by: User | None, now: datetime, *, override: str = "", given_otherwise: str = ""
) -> Notice:
    """The notice of this assembly, given now; a second call finds the first and sends nothing.

    ``given_otherwise`` says how it was given without Parvis, and then no letter leaves. Raises `AssemblyRefused`, with
    nothing written, for what `obstacles` says, and for a notice that comes too late without an ``override``, which is
    kept in the proof.
    """
    stored = Assembly.objects.select_for_update(of=("self",)).get(pk=assembly.pk)
    if known := Notice.objects.filter(assembly=stored).first():
        return known
    held = hold(stored)
    refused = list(obstacles(held, now, by_letters=not given_otherwise))
    if refused:
        raise AssemblyRefused(" ".join(refused))
    if (late := lateness(held, timezone.localdate(now))) and not override.strip():
        raise AssemblyRefused(late)
    notice = _write(held, by, now, override.strip() if late else "", given_otherwise.strip())
    if not given_otherwise:
        assembly_called.send(sender=Notice, notice=notice, by=by, now=now)
    logger.info("assembly called", extra={"assembly": held.pk, "late": bool(late)})
    return notice


def obstacles(assembly: Assembly, now: datetime, *, by_letters: bool = True) -> Iterator[str]:
    """Why it cannot be called now, a sentence each."""
    event = assembly.event
    if assembly.state != AssemblyState.PREPARING:
        yield _("This assembly is already under way or over.")
    if event.status == EventStatus.DRAFT:
        yield _("Publish the event in the agenda first: the letters lead to its page.")
    if event.is_cancelled:
        yield _("The event is cancelled.")
    if event.awaits_new_date:
        yield _("The event is postponed to a day that is not known yet.")
    if by_letters and event.starts_at <= now:
        yield _("The hour of the assembly has passed.")
    missing = Council.load().missing_identity()
    if by_letters and missing:
        yield _("The identity of the council is incomplete: %(missing)s.") % {"missing": ", ".join(missing)}


def lateness(assembly: Assembly, on: date) -> str:
    """Why a notice given that day comes too late, in a sentence; empty where it does not, or where no rule is known."""
    rule = notice_rule(assembly)
    due_on = last_day(rule, assembly.held_on)
    if rule is None or due_on is None or on <= due_on:
        return ""
    return _("The notice was to leave by %(day)s (%(source)s).") % {"day": day_words(due_on), "source": rule.source}


def _write(assembly: Assembly, by: User | None, now: datetime, override: str, given_otherwise: str) -> Notice:
    rule = notice_rule(assembly)
    assembly.state = AssemblyState.CALLED
    assembly.save(update_fields=["state"])
    number_items(assembly)
    return Notice.objects.create(
        assembly=assembly,
        given_at=now,
        given_by=by,
        given_otherwise=given_otherwise,
        starts_at=assembly.event.starts_at,
        place=place_words(assembly.event),
        days_required=rule.amount if rule else None,
        source=rule.source if rule else "",
        due_on=last_day(rule, assembly.held_on),
        override=override,
    )


def place_words(event: Event) -> str:
    """« Centre communautaire, 12, rue du Four-à-Chaux », or the address where one meets online."""
    return ", ".join(part for part in (event.venue, event.address) if part) or event.online_url
