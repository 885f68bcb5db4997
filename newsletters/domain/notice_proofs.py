"""Proves a notice from the rows of its letters: when it went, to how many, who did not get it and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.assemblies.models import Notice
from newsletters.enums import DeliveryState, NoticeGap
from newsletters.models import Delivery, Exclusion, Mailing, NoticeLetter

WAITING = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEFERRED)


@dataclass(frozen=True)
class ProofLine:
    """One person, and what became of the letter; ``name`` is empty where the reader may not know it."""

    name: str
    standing: str
    state: str
    reason: str
    moment: str = ""


@dataclass(frozen=True)
class Proof:
    """The figures, which add up, and a line for each person who has no letter that was taken by a mail server."""

    convened: int
    sent: int
    waiting: int
    missing: tuple[ProofLine, ...]
    mailing: Mailing | None

    @property
    def not_reached(self) -> int:
        return len(self.missing)


def proof_of(notice: Notice, levels: Collection[str], *, names_readers: bool) -> Proof:
    """Six queries at the most. Members are named to who may see them, readers' addresses where ``names_readers``."""
    members = list(NoticeLetter.objects.filter(notice=notice).select_related("person"))
    mailing = Mailing.objects.filter(notice_post__notice=notice).first()
    readers = mailing.deliveries.count_by_state() if mailing else {}
    states = [letter.state for letter in members]
    sent = states.count(DeliveryState.SENT) + readers.get(DeliveryState.SENT, 0)
    waiting = sum(states.count(state) + readers.get(state, 0) for state in WAITING)
    missing = [*_members(members, levels), *(_readers(mailing, names_readers) if mailing else ())]
    return Proof(sent + waiting + len(missing), sent, waiting, tuple(missing), mailing)


def all_lines(notice: Notice, levels: Collection[str], *, names_readers: bool) -> Iterator[ProofLine]:
    """Everyone, for the file that one keeps: those reached too."""
    for letter in NoticeLetter.objects.filter(notice=notice).select_related("person"):
        yield _member(letter, levels)
    mailing = Mailing.objects.filter(notice_post__notice=notice).first()
    if mailing is None:
        return
    for delivery in mailing.deliveries.order_by("pk").iterator():
        yield _reader(delivery, names_readers)
    yield from _left_out(mailing, names_readers)


def _members(letters: list[NoticeLetter], levels: Collection[str]) -> Iterator[ProofLine]:
    for letter in letters:
        if letter.state not in (DeliveryState.SENT, *WAITING):
            yield _member(letter, levels)


def _member(letter: NoticeLetter, levels: Collection[str]) -> ProofLine:
    person = letter.person
    name = _("(erased)") if person is None else str(person) if person.visibility in levels else ""
    reason = str(NoticeGap(letter.gap).label) if letter.gap else letter.smtp_reply
    state = _("No letter") if letter.gap else str(letter.get_state_display())
    return ProofLine(name, _("Board member"), state, reason, letter.changed_at.isoformat(timespec="minutes"))


def _readers(mailing: Mailing, names: bool) -> Iterator[ProofLine]:
    failed = [DeliveryState.BOUNCED, DeliveryState.DOUBTFUL, DeliveryState.SKIPPED]
    for delivery in mailing.deliveries.filter(state__in=failed).order_by("pk"):
        yield _reader(delivery, names)
    yield from _left_out(mailing, names)


def _reader(delivery: Delivery, names: bool) -> ProofLine:
    name = (delivery.email or _("(erased)")) if names else ""
    reason = delivery.smtp_reply if names else ""
    moment = delivery.changed_at.isoformat(timespec="minutes")
    return ProofLine(name, _("Reader of the topic"), str(delivery.get_state_display()), reason, moment)


def _left_out(mailing: Mailing, names: bool) -> Iterator[ProofLine]:
    """Who is written to as a member is not missing."""
    for exclusion in Exclusion.objects.filter(mailing=mailing).exclude(reason="member").select_related("subscriber"):
        known = exclusion.subscriber.email if exclusion.subscriber else _("(erased)")
        name = known if names else ""
        yield ProofLine(name, _("Reader of the topic"), _("No letter"), str(exclusion.get_reason_display()))
