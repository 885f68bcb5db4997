"""Gathers what we hold about one person, and erases it when they ask (Law 25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from newsletters.domain.consent import suppress
from newsletters.domain.evidence_words import evidence_words
from newsletters.domain.hearing.forgetting import forget_reports_of
from newsletters.domain.hearing.history import report_answer, report_words
from newsletters.domain.ledger import PERSON, Act, Proof, former_hashes, record
from newsletters.domain.papers import describe_paper
from newsletters.enums import ConsentKind, ConsentMethod, DeliveryState, ReportKind, SuppressionReason
from newsletters.models import (
    ConsentDispute,
    ConsentEvent,
    Delivery,
    MailReport,
    SignUp,
    Subscriber,
    Subscription,
    Topic,
)


@dataclass(frozen=True)
class SubscriptionLine:
    """One topic, as it stands."""

    topic: str
    state: str
    basis: str
    expires_on: date | None


@dataclass(frozen=True)
class HistoryLine:
    """One line of the ledger; who did it is told as a role, never as another person's number."""

    occurred_at: datetime
    what: str
    topic: str
    how: str
    by: str
    wording: str
    basis: str
    basis_date: date | None
    evidence: str


@dataclass(frozen=True)
class LetterLine:
    """One letter of ours to this person."""

    subject: str
    state: str
    when: datetime


@dataclass(frozen=True)
class DisputeLine:
    """One « Je n’ai rien demandé », and what was answered."""

    occurred_at: datetime
    said: str
    answer: str


@dataclass(frozen=True)
class ReturnLine:
    """One thing heard about a letter after it left, or that the council decided about the address."""

    occurred_at: datetime
    what: str
    words: str


@dataclass(frozen=True)
class PersonalData:
    """Everything that we hold about one person, and nothing about anyone else."""

    email: str
    known_since: datetime
    confirmed_at: datetime | None
    language: str
    sector: str
    paused_until: date | None
    moving_to: str
    subscriptions: tuple[SubscriptionLine, ...]
    history: tuple[HistoryLine, ...]
    letters: tuple[LetterLine, ...]
    returns: tuple[ReturnLine, ...]
    disputes: tuple[DisputeLine, ...]


def personal_data(subscriber: Subscriber) -> PersonalData:
    """The person's own file."""
    letters = Delivery.objects.filter(subscriber=subscriber).select_related("mailing").order_by("-pk")
    reports = subscriber.reports.select_related("delivery__mailing").order_by("-received_at", "-pk")
    subscriptions = subscriber.subscriptions.select_related("topic").order_by("topic")
    return PersonalData(
        email=subscriber.email,
        known_since=subscriber.created_at,
        confirmed_at=subscriber.confirmed_at,
        language=subscriber.get_language_display(),
        sector=subscriber.sector,
        paused_until=subscriber.paused_until,
        moving_to=next((change.new_email for change in subscriber.address_changes.filter(done_at=None)), ""),
        subscriptions=tuple(_subscription_line(subscription) for subscription in subscriptions),
        history=consent_history(subscriber.address_hash),
        letters=tuple(_letter_line(letter) for letter in letters),
        returns=tuple(_return_line(report) for report in reports),
        disputes=tuple(
            DisputeLine(dispute.occurred_at, dispute.said, dispute.answer) for dispute in subscriber.disputes.all()
        ),
    )


def consent_history(address_hash: str) -> tuple[HistoryLine, ...]:
    """The lines of the ledger of one address and of those it followed, the oldest first, file or no file."""
    names = dict(Topic.objects.values_list("slug", "name"))
    events = ConsentEvent.objects.filter(address_hash__in=former_hashes(address_hash)).select_related("paper")
    return tuple(_history_line(event, names) for event in events)


@transaction.atomic
def erase_subscriber(
    subscriber: Subscriber,
    *,
    method: ConsentMethod,
    now: datetime,
    actor: str = PERSON,
    page: str = "",
    evidence: str = "",
) -> None:
    """Forget the person: file, topics, and the address wherever a letter or a request carries it.

    What stays holds no address: the lines of the ledger, the count of letters sent, and a keyed hash that
    keeps imports from bringing the address back. Only the person can, by subscribing again. Letters that
    still wait do not leave. The second call finds nobody and does nothing.

    The file is locked first: a mailing being frozen at this moment either ends before, and its letter is seen
    here, or meets the lock when it commits. Then it finds the person gone and is refused as a whole, and
    `start_mailing` says so; pressed again, it leaves the person out.
    """
    if Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first() is None:
        return
    letters = Delivery.objects.filter(subscriber=subscriber)
    letters.filter(state__in=[DeliveryState.QUEUED, DeliveryState.DEFERRED]).update(state=DeliveryState.SKIPPED)
    letters.update(email="", smtp_reply="")
    ConsentDispute.objects.filter(address_hash=subscriber.address_hash).update(said="", answer="")
    forget_reports_of(subscriber)
    SignUp.objects.filter(email__iexact=subscriber.email).delete()
    suppress(subscriber.address_hash, SuppressionReason.ERASED, now)
    record(ConsentKind.ERASED, subscriber.address_hash, [None], Act(method, now, actor, page), Proof(evidence=evidence))
    subscriber.delete()


def _subscription_line(subscription: Subscription) -> SubscriptionLine:
    return SubscriptionLine(
        topic=subscription.topic.name,
        state=subscription.get_state_display(),
        basis=subscription.get_basis_display(),
        expires_on=subscription.expires_on,
    )


def _history_line(event: ConsentEvent, names: dict[str, str]) -> HistoryLine:
    return HistoryLine(
        occurred_at=event.occurred_at,
        what=event.get_kind_display(),
        topic=names.get(event.topic_slug, event.topic_slug) or _("every topic"),
        how=event.get_method_display(),
        by=_("the person") if event.actor == PERSON else _("the council"),
        wording=event.wording,
        basis=event.get_basis_display(),
        basis_date=event.basis_date,
        evidence="; ".join(filter(None, [evidence_words(event.evidence), describe_paper(event.paper)])),
    )


def _letter_line(letter: Delivery) -> LetterLine:
    return LetterLine(letter.mailing.subject, letter.get_state_display(), letter.sent_at or letter.changed_at)


def _return_line(report: MailReport) -> ReturnLine:
    """Of what the council decided, its reason; who decided it is nobody else's data to take away."""
    if report.kind == ReportKind.LIFTED:
        return ReturnLine(report.received_at, report.get_kind_display(), report.words)
    return ReturnLine(report.received_at, report_words(report), report_answer(report))
