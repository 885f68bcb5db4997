"""Receives what a citizen gives, and lets them correct it, answer about it, take it back."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import astuple, dataclass
from datetime import datetime
from uuid import uuid4

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.archive.domain.agreement_texts import current_text
from cms.archive.domain.agreements import withdraw_agreement
from cms.archive.domain.contributed_files import FoundFile
from cms.archive.domain.gift_news import announce
from cms.archive.domain.masters import refuse_where_full
from cms.archive.enums import AgreementSubject, ContributionNews, ContributionState
from cms.archive.errors import MemoryRefused
from cms.archive.models import ContributedFile, Contribution, ContributionMessage, Item, archive_storage

logger = logging.getLogger("parvis.archive")

State, News = ContributionState, ContributionNews


@dataclass(frozen=True)
class Telling:
    """What the person says of the thing, in their own words."""

    title: str
    description: str = ""
    date_said: str = ""
    place_said: str = ""
    made_by: str = ""


@dataclass(frozen=True)
class Giver:
    """Who gives it, and on which terms."""

    name: str
    email: str
    licence: str
    wants_name: bool = False
    parent_name: str = ""
    parent_contact: str = ""


def receive_contribution(
    telling: Telling, giver: Giver, files: tuple[FoundFile, ...], form: str, now: datetime
) -> Contribution:
    """Keep it, with the words that were accepted, until somebody has read it.

    ``form`` tells one form from another: the same form with the same content is received once, however often it is
    sent. The files are written first; they are erased again where the rest fails. Raises `MemoryRefused` where the disk
    is full.
    """
    once = _digest(form, telling, giver, files)
    known = Contribution.objects.filter(once=once).first()
    if known is not None:
        return known
    written: list[str] = []
    try:
        with transaction.atomic():
            return _write(telling, giver, files, once, now, written)
    except Exception as error:
        for name in written:
            archive_storage().delete(name)
        if isinstance(error, IntegrityError) and (twin := Contribution.objects.filter(once=once).first()):
            return twin
        refuse_where_full(error)
        raise


def _write(
    telling: Telling, giver: Giver, files: tuple[FoundFile, ...], once: str, now: datetime, written: list[str]
) -> Contribution:
    contribution = Contribution.objects.create(
        title=telling.title,
        description=telling.description,
        date_said=telling.date_said,
        place_said=telling.place_said,
        made_by=telling.made_by,
        person_name=giver.name,
        person_email=giver.email,
        wants_name=giver.wants_name,
        parent_name=giver.parent_name,
        parent_contact=giver.parent_contact,
        licence=giver.licence,
        text=current_text(AgreementSubject.LICENCE),
        received_at=now,
        changed_at=now,
        once=once,
    )
    for position, found in enumerate(files):
        kept = ContributedFile(
            contribution=contribution,
            position=position,
            name=found.name,
            media_type=found.media_type,
            size=found.size,
            sha256=found.sha256,
        )
        kept.file.save(f"{uuid4().hex}.{found.extension}", File(found.content), save=False)
        written.append(str(kept.file.name))
        kept.save()
    announce(contribution, News.RECEIVED, now)
    return contribution


def _digest(form: str, telling: Telling, giver: Giver, files: tuple[FoundFile, ...]) -> str:
    said = [form, astuple(telling), astuple(giver), [found.sha256 for found in files]]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@transaction.atomic
def correct_contribution(contribution_id: int, telling: Telling, now: datetime) -> Contribution:
    """The person says it better. Raises `MemoryRefused` once somebody has decided."""
    contribution = hold_open(contribution_id)
    for name, words in vars(telling).items():
        setattr(contribution, name, words)
    contribution.changed_at = now
    contribution.save(update_fields=[*vars(telling), "changed_at"])
    logger.info("contribution corrected", extra={"contribution": contribution.pk})
    return contribution


@transaction.atomic
def answer_question(contribution_id: int, words: str, now: datetime) -> Contribution:
    """The answer to what the team asked, which puts it back among those to read. Raises `MemoryRefused`."""
    contribution = hold_open(contribution_id)
    if contribution.state != State.QUESTION:
        raise MemoryRefused(_("Your answer is already with us."))
    ContributionMessage.objects.create(contribution=contribution, words=words, from_team=False, written_at=now)
    _move(contribution, State.RECEIVED, now)
    logger.info("contribution answered", extra={"contribution": contribution.pk})
    return contribution


@transaction.atomic
def withdraw_contribution(contribution_id: int, now: datetime) -> Contribution:
    """The person takes it back, at any time; what was made of it is closed to the public at once.

    A second call changes nothing.
    """
    contribution = Contribution.objects.select_for_update().get(pk=contribution_id)
    if contribution.state == State.WITHDRAWN:
        return contribution
    if contribution.agreement is not None:
        withdraw_agreement(contribution.agreement, now)
        contribution.refresh_from_db()
    if contribution.state != State.WITHDRAWN:
        _move(contribution, State.WITHDRAWN, now)
        announce(contribution, News.WITHDRAWN, now)
    return contribution


def hold_open(contribution_id: int) -> Contribution:
    """The contribution, held, as long as nobody has decided. Raises `MemoryRefused` otherwise."""
    contribution = Contribution.objects.select_for_update().get(pk=contribution_id)
    if not contribution.is_open:
        raise MemoryRefused(_("Somebody has already decided about this contribution."))
    return contribution


def _move(contribution: Contribution, state: ContributionState, now: datetime) -> None:
    contribution.state, contribution.changed_at = state, now
    contribution.save(update_fields=["state", "changed_at"])


def items_of(contribution: Contribution) -> list[Item]:
    """What was made of it."""
    return list(contribution.agreement.items.order_by("number")) if contribution.agreement else []
