"""Approval by a second person: asked for, given or refused, and required before a letter leaves."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from newsletters.domain.compose import compose_issue
from newsletters.domain.errors import MailingRefused
from newsletters.domain.kept import as_json
from newsletters.domain.notice_words import notice_words
from newsletters.models import ApprovalRules, LetterReading, NewsletterPage, NoticeDraft, NoticeMailing
from newsletters.models.approvals import approval_workflow

logger = logging.getLogger("parvis.newsletters")

APPROVE = "newsletters.approve_letter"
# The day of publication is set by the approval itself; places are taken while one reads.
NOT_READ = frozenset({"dated", "places"})

Subject = NewsletterPage | NoticeDraft


def needs_approval(subject: Subject) -> bool:
    """Whether the council wants a second person to read it. The page of a notice was read as a notice."""
    rules = ApprovalRules.load()
    if isinstance(subject, NoticeDraft):
        return bool(rules.notices)
    return bool(rules.newsletters) and not NoticeMailing.objects.filter(mailing__page=subject.pk).exists()


def latest_reading(subject: Subject) -> LetterReading | None:
    """The last request to read it, answered or not."""
    kind = ContentType.objects.get_for_model(NoticeDraft if isinstance(subject, NoticeDraft) else NewsletterPage)
    readings = LetterReading.objects.filter(
        workflow_state__content_type=kind, workflow_state__object_id=str(subject.pk or "")
    )
    return readings.select_related("workflow_state__requested_by", "finished_by").order_by("-pk").first()


def fingerprint_of(subject: Subject, as_of: datetime) -> str:
    """What the letter says, as it would have been composed at that moment: 64 characters, equal for equal words."""
    if isinstance(subject, NoticeDraft):
        said: Any = asdict(notice_words(subject.assembly, with_numbers=False))
    else:
        said = _without_what_moves(as_json(compose_issue(subject, as_of)))
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def may_approve(reading: LetterReading, person: User) -> bool:
    """Whoever asked, and whoever wrote last, is not the second person."""
    return person.is_active and person.has_perm(APPROVE) and person not in (reading.asked_by, reading.latest_writer)


def approvers_of(reading: LetterReading) -> list[User]:
    """Who may approve it now, by name."""
    people = User.objects.filter(is_active=True).order_by("first_name", "last_name", "pk")
    return [person for person in people if may_approve(reading, person)]


@transaction.atomic
def ask_approval(subject: Subject, by: User) -> LetterReading:
    """Begin a reading of the latest words. Refused while one waits, and where nobody else may approve."""
    if (last := latest_reading(subject)) and last.is_waiting:
        raise MailingRefused(why_not_yet(subject, last))
    if subject.current_workflow_state:
        subject.current_workflow_state.cancel(user=by)
    if subject.latest_revision is None or isinstance(subject, NoticeDraft):
        subject.save_revision(user=by)
    approval_workflow().start(subject, by)
    reading = latest_reading(subject)
    if reading is None or not approvers_of(reading):
        raise MailingRefused(nobody_else())
    logger.info("approval asked for", extra={"reading": reading.pk, "user": by.pk})
    return reading


@transaction.atomic
def approve_letter(reading: LetterReading, by: User, seen: str, now: datetime, comment: str = "") -> None:
    """The words whose fingerprint, as of ``now``, is ``seen`` may leave. Nothing is published.

    Refused to who asked or wrote, once answered, and when the words changed while they were read.
    """
    held = _held(reading, by)
    if fingerprint_of(latest_words(held.subject), now) != seen:
        raise MailingRefused(_("Nothing was approved: the letter changed while you were reading it. Read it again."))
    held.fingerprint, held.read_at = seen, now
    held.approve(user=by, comment=comment)
    logger.info("letter approved", extra={"reading": held.pk, "user": by.pk})


@transaction.atomic
def send_letter_back(reading: LetterReading, by: User, comment: str) -> None:
    """It does not leave as it is, for the reason that is said. Refused without a reason, and once answered."""
    if not comment.strip():
        raise MailingRefused(_("Say what is to be changed: it is what the person who wrote it will read."))
    held = _held(reading, by)
    held.reject(user=by, comment=comment.strip())
    logger.info("letter sent back", extra={"reading": held.pk, "user": by.pk})


@transaction.atomic
def withdraw_request(reading: LetterReading, by: User) -> None:
    """Nobody is asked any more. Refused once answered."""
    held = LetterReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if not held.is_waiting:
        raise MailingRefused(_("Nothing was changed: this request has been answered."))
    held.workflow_state.cancel(user=by)


def refuse_unapproved(subject: Subject, *, nothing: str = "") -> None:
    """Raise `MailingRefused` unless what would leave now is what a second person approved, or none is asked for.

    ``nothing`` begins the sentence: « Rien n’est prévu. »
    """
    if not needs_approval(subject):
        return
    reading = latest_reading(subject)
    if is_approved(subject, reading):
        return
    is_draft = isinstance(subject, NewsletterPage) and is_approved(latest_words(subject), reading)
    why = _("It is approved: publish it, and it may leave.") if is_draft else why_not_yet(subject, reading)
    raise MailingRefused(" ".join([nothing or _("Nothing was sent."), why]))


def latest_words(subject: Subject) -> Subject:
    """With what was saved last, published or not."""
    if isinstance(subject, NewsletterPage):
        latest: NewsletterPage = subject.get_latest_revision_as_object()
        return latest
    return subject


def is_approved(subject: Subject, reading: LetterReading | None) -> bool:
    """Whether ``reading``, its last one, approved what it says now. What has left once says the same for ever."""
    if reading is None or not reading.is_approved or reading.read_at is None:
        return False
    if isinstance(subject, NewsletterPage) and subject.frozen_content:
        return True
    return fingerprint_of(subject, reading.read_at) == reading.fingerprint


def why_not_yet(subject: Subject, reading: LetterReading | None) -> str:
    """Of a letter that is not approved, what it waits for, in a sentence."""
    if reading is not None and reading.is_waiting:
        people = ", ".join(str(person) for person in approvers_of(reading))
        return _("It waits for the approval of: %(people)s.") % {"people": people} if people else nobody_else()
    if reading is not None and reading.is_sent_back:
        said = {"person": reading.finished_by or _("someone"), "comment": reading.comment}
        return _("%(person)s sent it back: “%(comment)s” Change it, then ask again.") % said
    if reading is not None and reading.is_approved:
        said = {"person": reading.finished_by or _("someone")}
        return _("It was changed after %(person)s approved it: ask for the approval again.") % said
    return _("It is to be approved by a second person: ask for the approval.")


def nobody_else() -> str:
    """What a council of one volunteer is told."""
    return _(
        "Nobody else may approve it: invite a second person, or let the secretariat switch the approval off "
        "in the settings, under “Approval by a second person”."
    )


def _held(reading: LetterReading, by: User) -> LetterReading:
    """The reading as it stands, kept from other answers until the end of the transaction."""
    held = LetterReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if not held.is_waiting:
        raise MailingRefused(_("Nothing was changed: this request has been answered."))
    if not may_approve(held, by):
        raise MailingRefused(_("Nothing was changed: who asked for the approval, or wrote last, cannot give it."))
    return held


def _without_what_moves(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: _without_what_moves(value) for name, value in said.items() if name not in NOT_READ}
    if isinstance(said, list | tuple):
        return [_without_what_moves(value) for value in said]
    return said
