"""Fixes a mailing before its first letter leaves: its words, and one row for every person of its topics."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from email.utils import parseaddr
from itertools import islice
from typing import Protocol

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.accounts.models import User
from crm.partners.domain.tallies import Tally
from crm.partners.models import Council
from newsletters.domain.audience import WRITE_TO_THEM, Audience, classify_audience, count_audience
from newsletters.domain.errors import MailingRefused
from newsletters.domain.message import build_template
from newsletters.domain.segment_words import audience_words
from newsletters.domain.segments import EVERYONE, Segment
from newsletters.domain.strangers import leave_out_strangers
from newsletters.enums import ExclusionReason
from newsletters.models import Delivery, Exclusion, Mailing, NewsletterPage, Topic

CHUNK = 2000
Candidate = tuple[int, str, str]


class Words(Protocol):
    """What a rendered letter says."""

    @property
    def subject(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...


@transaction.atomic
def freeze_mailing(
    page: NewsletterPage,
    topics: Sequence[Topic],
    words: Words,
    by: User | None,
    now: datetime,
    apart: Collection[str] = (),
    segment: Segment = EVERYONE,
) -> Mailing:
    """Write the mailing and a row for each candidate, or nothing at all.

    Refuses a page that is already being sent, an audience without anyone to write to, and a header
    that would not be safe. People are read by one statement, so everyone is classified at the same
    instant, and in chunks, so memory does not grow with their number.
    """
    mailing = _open_mailing(page, words, by, now)
    mailing.topics.set(topics)
    mailing.segment, mailing.audience_words = segment.as_json(), audience_words(topics, segment)
    build_template(mailing, now)
    mailing.candidates = _write_rows(mailing, _candidates(page, topics, now, apart, segment), now)
    mailing.candidates += leave_out_strangers(mailing, segment)
    mailing.prepared = mailing.deliveries.count()
    if mailing.candidates != mailing.prepared + mailing.exclusions.count():
        raise MailingRefused(_("Nothing was sent: the count of people does not come out right. Please try again."))
    if not mailing.prepared:
        raise MailingRefused(_nobody(count_audience(page, topics, timezone.localdate(now), apart, segment)))
    mailing.save(update_fields=["candidates", "prepared", "segment", "audience_words"])
    return mailing


def _open_mailing(page: NewsletterPage, words: Words, by: User | None, now: datetime) -> Mailing:
    """The constraint on `Mailing` refuses a second one, even when two people press the button at once."""
    council = Council.load()
    from_email = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    try:
        with transaction.atomic():
            return Mailing.objects.create(
                page=page,
                subject=words.subject,
                html=words.html,
                text=words.text,
                from_name=council.name,
                from_email=from_email,
                reply_to=council.email,
                list_id=f"infolettre.{from_email.rpartition('@')[2]}",
                created_at=now,
                created_by=by,
            )
    except IntegrityError as error:
        raise MailingRefused(_("This newsletter is already being sent.")) from error


def _candidates(
    page: NewsletterPage, topics: Iterable[Topic], now: datetime, apart: Collection[str], segment: Segment
) -> Iterator[Candidate]:
    people = classify_audience(page, topics, timezone.localdate(now), apart, segment)
    return people.values_list("pk", "email", "exclusion").iterator(chunk_size=CHUNK)


def _write_rows(mailing: Mailing, candidates: Iterator[Candidate], now: datetime) -> int:
    """A Delivery or an Exclusion for each; returns how many candidates there were."""
    total = 0
    while chunk := list(islice(candidates, CHUNK)):
        total += len(chunk)
        Delivery.objects.bulk_create(
            Delivery(mailing=mailing, subscriber_id=pk, email=email, changed_at=now)
            for pk, email, reason in chunk
            if reason == WRITE_TO_THEM
        )
        Exclusion.objects.bulk_create(
            Exclusion(mailing=mailing, subscriber_id=pk, reason=reason)
            for pk, _email, reason in chunk
            if reason != WRITE_TO_THEM
        )
    return total


def _nobody(audience: Audience) -> str:
    """Why there is no one to write to, in a sentence."""
    if not audience.candidates:
        return _("Nothing was sent: nobody follows these topics yet.")
    if set(audience.excluded) == {ExclusionReason.RECEIVED}:
        return _("Nothing was sent: all these people have already received it.")
    reasons = ", ".join(f"{reason.label} ({Tally(total)})" for reason, total in audience.excluded.items())
    return ngettext(
        "Nothing was sent: the only person of these topics may not be written to. Reason: %(reasons)s.",
        "Nothing was sent: none of the %(total)s people of these topics may be written to. Reasons: %(reasons)s.",
        audience.candidates,
    ) % {"total": Tally(audience.candidates), "reasons": reasons}
