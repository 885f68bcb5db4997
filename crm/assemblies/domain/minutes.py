"""Drafts the minutes from the record, lets people write in them, reads them over, publishes and corrects them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.assemblies.domain.marked_text import brackets_match
from crm.assemblies.domain.minutes_parts import Part, minutes_parts
from crm.assemblies.domain.versions import save_version
from crm.assemblies.enums import MinutesState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Assembly, Erratum, Minutes, MinutesSection
from crm.assemblies.signals import minutes_published, minutes_withdrawn


@transaction.atomic
def draft_minutes(assembly: Assembly, now: datetime) -> Minutes:
    """Write the minutes from the record. Called again: what nobody changed is written again, the rest stays.

    Raises `AssemblyRefused` before the assembly opens, and once its minutes are adopted.
    """
    stored = Assembly.objects.select_for_update(of=("self",)).select_related("event", "chair", "secretary")
    table = stored.get(pk=assembly.pk)
    if table.opened_at is None:
        raise AssemblyRefused(_("This assembly is not open yet."))
    minutes, _made = Minutes.objects.get_or_create(assembly=table, defaults={"drafted_at": now})
    _refuse_once_adopted(minutes)
    sections = {section.key: section for section in minutes.sections.all()}
    parts = minutes_parts(table)
    for position, part in enumerate(parts):
        _write_part(minutes, sections.pop(part.key, None), part, position)
    for section in sections.values():
        if not section.is_touched:
            section.delete()
    return minutes


def _write_part(minutes: Minutes, section: MinutesSection | None, part: Part, position: int) -> None:
    if section is None:
        section = MinutesSection(minutes=minutes, key=part.key)
        section.body = section.drafted = part.body
    section.position, section.item, section.heading = position, part.item, part.heading
    section.is_closed_session = part.is_closed_session
    if not section.is_touched and section.drafted != part.body:
        section.body = section.drafted = part.body
        section.version += 1
    section.save()


def sections_behind(minutes: Minutes) -> dict[str, Part]:
    """What the record says otherwise by now, by key."""
    drafted = dict(minutes.sections.values_list("key", "drafted"))
    parts = minutes_parts(minutes.assembly)
    return {part.key: part for part in parts if drafted.get(part.key) != part.body}


def _refuse_once_adopted(minutes: Minutes) -> None:
    if minutes.is_adopted:
        raise AssemblyRefused(_("The minutes are adopted: their words stay. Write an erratum."))


def _hold(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_for_update(of=("self",)).select_related("assembly__event").get(pk=minutes.pk)


@transaction.atomic
def write_section(section: MinutesSection, seen: int, body: str) -> MinutesSection:
    """Save what a person wrote; what was read over is to be read over again.

    Raises `StaleRecord` where someone else wrote meanwhile.
    """
    minutes = _hold(section.minutes)
    _refuse_once_adopted(minutes)
    _check_brackets(body)
    written = save_version(section, seen, body=body)
    if written.version != seen:
        _back_to_draft(minutes)
    return written


def _check_brackets(text: str) -> None:
    if not brackets_match(text):
        raise AssemblyRefused(_("A name opened by [[ is not closed by ]]: everyone would read it."))


def _back_to_draft(minutes: Minutes) -> None:
    if minutes.state == MinutesState.REVIEWED:
        minutes.state, minutes.reviewed_at, minutes.reviewed_by = MinutesState.DRAFT, None, None
        minutes.save(update_fields=["state", "reviewed_at", "reviewed_by"])


@transaction.atomic
def restore_section(section: MinutesSection, seen: int) -> MinutesSection:
    """Give a section back to the record, as it says it now; what a person wrote there is lost, knowingly."""
    minutes = _hold(section.minutes)
    _refuse_once_adopted(minutes)
    part = next((part for part in minutes_parts(minutes.assembly) if part.key == section.key), None)
    if part is None:
        raise AssemblyRefused(_("The record says nothing about this section any more."))
    _back_to_draft(minutes)
    return save_version(section, seen, body=part.body, drafted=part.body)


@transaction.atomic
def review_minutes(minutes: Minutes, by: User | None, now: datetime) -> Minutes:
    """Say that someone read them over; a second call changes nothing."""
    stored = _hold(minutes)
    if stored.state == MinutesState.DRAFT:
        stored.state, stored.reviewed_at, stored.reviewed_by = MinutesState.REVIEWED, now, by
        stored.save(update_fields=["state", "reviewed_at", "reviewed_by"])
    return stored


@transaction.atomic
def publish_minutes(minutes: Minutes, now: datetime) -> Minutes:
    """Let everyone read them. Raises `AssemblyRefused` before their adoption."""
    stored = _hold(minutes)
    if stored.state == MinutesState.PUBLISHED:
        return stored
    if stored.state != MinutesState.ADOPTED:
        raise AssemblyRefused(_("Minutes are published once they are adopted."))
    for text in stored.sections.values_list("body", flat=True):
        _check_brackets(text)
    stored.state, stored.published_at = MinutesState.PUBLISHED, now
    stored.save(update_fields=["state", "published_at"])
    minutes_published.send(Minutes, minutes=stored)
    return stored


@transaction.atomic
def withdraw_minutes(minutes: Minutes, now: datetime) -> Minutes:
    """Take them off the site; they stay adopted."""
    stored = _hold(minutes)
    if stored.state == MinutesState.PUBLISHED:
        stored.state, stored.published_at = MinutesState.ADOPTED, None
        stored.save(update_fields=["state", "published_at"])
        minutes_withdrawn.send(Minutes, minutes=stored, now=now)
    return stored


@transaction.atomic
def hide_citizens(minutes: Minutes, hides: bool) -> Minutes:
    """Say whether the public reads the names written between [[ and ]]."""
    stored = _hold(minutes)
    stored.hides_names = hides
    stored.save(update_fields=["hides_names"])
    return stored


@transaction.atomic
def correct_minutes(minutes: Minutes, text: str, on: date, by: User | None) -> Erratum:
    """Add a dated erratum; the same words of the same day are one erratum. Raises `AssemblyRefused` before adoption."""
    stored = _hold(minutes)
    if not stored.is_adopted:
        raise AssemblyRefused(_("Before their adoption, correct the minutes themselves."))
    if not text.strip():
        raise AssemblyRefused(_("Write the correction."))
    _check_brackets(text)
    erratum, _made = Erratum.objects.get_or_create(
        minutes=stored, made_on=on, text=text.strip(), defaults={"made_by": by}
    )
    return erratum
