"""« Où siégeons-nous ? » : our council's seats elsewhere and those of its own board, and what in them needs someone.

A seat whose holder the reader may not see is said to be held, never vacant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.partners.domain.folding import fold
from crm.partners.domain.interlock_words import day_words, since_words, until_words
from crm.partners.domain.partial_dates import PartialDate, partial_date_words
from crm.partners.domain.tenure import Answer
from crm.partners.models import Membership, Organization, Post
from crm.partners.querysets import MembershipQuerySet

# A successor is found in two monthly assemblies.
TERM_AHEAD = timedelta(days=60)
REPORT_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Alert:
    """What needs someone, in a sentence; late, it is past its day already."""

    sentence: str
    is_late: bool = False


@dataclass(frozen=True)
class Holder:
    """Who holds a seat on that day, for sure or perhaps."""

    membership_pk: int
    person: str
    role: str
    since: str
    until: str
    mandate: str
    decision: str
    report: str
    is_sure: bool
    alerts: tuple[Alert, ...]


@dataclass(frozen=True)
class SeatLine:
    """One seat, or a delegation without any: where, what, who holds it, what needs someone."""

    organization_pk: int
    organization: str
    post_pk: int | None
    title: str
    reserved_for: str
    way_in: str
    is_voting: bool
    holders: tuple[Holder, ...]
    is_held: bool
    is_surely_held: bool
    # Who is named for later, in sentences.
    coming: tuple[str, ...] = ()

    @property
    def is_vacant(self) -> bool:
        return not self.is_held

    @property
    def vacancy(self) -> str:
        """In words, where nobody surely holds it; without a seat there is none to be vacant."""
        if self.post_pk is None:
            return ""
        if self.is_vacant:
            return _("Vacant seat")
        return "" if self.is_surely_held else _("Perhaps vacant: to be verified")

    @property
    def hidden(self) -> str:
        """In words, where someone holds it whom the reader may not see."""
        return _("Held by someone whose name you may not see") if self.is_held and not self.holders else ""

    @property
    def alerts(self) -> tuple[Alert, ...]:
        return tuple(alert for holder in self.holders for alert in holder.alerts)


def outside_seats(levels: Collection[str], *, on: date) -> list[SeatLine]:
    """Every seat that we fill elsewhere, vacant ones too, and our delegations without a seat: two queries."""
    ours = Q(held_for__is_our_council=True)
    posts = Post.objects.visible(levels).existing(on).filter(ours).select_related("organization")
    held = Membership.objects.filter(end_max__gte=on).filter(
        Q(on_behalf_of__is_our_council=True) | Q(post__held_for__is_our_council=True)
    )
    lines = _lines(posts.order_by("organization__name", "position", "pk"), held, levels, on)
    return sorted(lines, key=lambda line: fold(line.organization))


def board_seats(levels: Collection[str], *, on: date) -> list[SeatLine]:
    """The seats of our own board, vacant ones too, then whoever is a member without a seat: two queries."""
    posts = Post.objects.visible(levels).existing(on).filter(organization__is_our_council=True)
    held = Membership.objects.filter(end_max__gte=on, organization__is_our_council=True)
    return list(_lines(posts.select_related("organization").order_by("position", "pk"), held, levels, on))


def _lines(
    posts: Iterable[Post], memberships: MembershipQuerySet, levels: Collection[str], on: date
) -> Iterator[SeatLine]:
    """``memberships``: those that last on that day, perhaps, or begin after it."""
    holders: dict[int | None, list[Membership]] = defaultdict(list)
    coming: dict[int | None, list[Membership]] = defaultdict(list)
    for one in memberships.select_related("person", "organization", "post"):
        (holders if one.start_min <= on else coming)[one.post_id].append(one)
    for post in posts:
        yield _line(post.organization, post, holders.pop(post.pk, []), levels, on, coming[post.pk])
    for rest in holders.values():
        for one in rest:
            hidden_post = one.post is not None and one.post.visibility not in levels
            if not hidden_post and _visible(one, levels):
                yield _line(one.organization, one.post, [one], levels, on)


def _line(
    organization: Organization,
    post: Post | None,
    held: list[Membership],
    levels: Collection[str],
    on: date,
    coming: Sequence[Membership] = (),
) -> SeatLine:
    return SeatLine(
        organization.pk,
        str(organization),
        post.pk if post else None,
        post.title if post else _("Without a seat"),
        post.reserved_for if post else "",
        str(post.get_way_in_display()) if post else "",
        bool(post and post.is_voting),
        tuple(_holder(one, on, is_followed=bool(coming)) for one in held if _visible(one, levels)),
        bool(held),
        any(one.is_current(on) == Answer.YES for one in held),
        tuple(_coming_words(one, levels) for one in sorted(coming, key=lambda one: one.start_min)),
    )


def _coming_words(one: Membership, levels: Collection[str]) -> str:
    if not _visible(one, levels):
        return _("Someone is named for later; you may not see who.")
    return _("To come: {person} ({day}).").format(person=one.person, day=since_words(one))


def _visible(one: Membership, levels: Collection[str]) -> bool:
    return one.visibility in levels and one.person.visibility in levels


def _holder(one: Membership, on: date, *, is_followed: bool) -> Holder:
    return Holder(
        one.pk,
        str(one.person),
        one.role,
        since_words(one),
        until_words(one, on),
        one.mandate,
        one.appointed_by,
        day_words(one.next_report_on) if one.next_report_on else "",
        one.is_current(on) == Answer.YES,
        tuple(alerts_of(one, on, is_followed=is_followed)),
    )


def alerts_of(one: Membership, on: date, *, is_followed: bool = False) -> Iterator[Alert]:
    """What this membership needs on that day: its end, unless the next term is written, its doubt, its report."""
    end = one.ends_on or one.term_ends_on
    if end is None and one.end_is_unknown and one.is_current(on) == Answer.UNKNOWN:
        yield Alert(_("Nobody knows whether it still lasts: verify it."))
    if end is not None and end.latest < on:
        if one.is_current(on) == Answer.UNKNOWN:
            words = _("The term was to end ({end}): verify, renew or end it.").format(end=partial_date_words(end))
            yield Alert(words, is_late=True)
    elif end is not None and end.earliest <= on + TERM_AHEAD and not is_followed:
        yield Alert(_term_ends(end, on))
    if one.next_report_on is None:
        return
    late = (on - one.next_report_on).days
    if late > 0:
        words = ngettext("The report is {count} day late.", "The report is {count} days late.", late)
        yield Alert(words.format(count=late), is_late=True)
    elif one.next_report_on <= on + REPORT_AHEAD:
        yield Alert(_("A report is due: {day}.").format(day=day_words(one.next_report_on)))


def _term_ends(end: PartialDate, on: date) -> str:
    words, left = partial_date_words(end), (end.latest - on).days
    if not end.is_exact:
        return _("The term ends soon: {end}.").format(end=words)
    if not left:
        return _("The term ends today.")
    sentence = ngettext("The term ends in {count} day: {end}.", "The term ends in {count} days: {end}.", left)
    return sentence.format(count=left, end=words)
