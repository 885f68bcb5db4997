"""Says which seats an election fills, and for how long so that the terms stay staggered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm.assemblies.domain.bylaws import bylaw_in_force
from crm.assemblies.enums import BylawKind
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Assembly, Bylaw, Election, ElectionSeat
from crm.events.enums import EventKind
from crm.partners.enums import WayIn
from crm.partners.models import Membership, Post

ELECTING = (EventKind.ANNUAL_ASSEMBLY, EventKind.SPECIAL_ASSEMBLY)
# An annual assembly may be held some weeks earlier than the one whose terms it ends. Where no rule says how many, this
# is our reading: the screen says so, and the council ticks other seats.
SOON_AFTER = 92


@dataclass(frozen=True)
class SeatLine:
    """A seat that people elect: who holds it that day, and whether this election is to fill it."""

    post: Post
    holder: Membership | None
    is_due: bool
    term_months: int | None = None


def seat_lines(assembly: Assembly) -> list[SeatLine]:
    """Every elected seat of our board, those to fill said so: vacant, or with a term that ends by then.

    Three queries.
    """
    on = assembly.held_on
    limit = due_limit(assembly)
    posts = list(_of_our_board(WayIn.ELECTED, on))
    holders = {one.post_id: one for one in holders_of(posts, on)}
    lines = [SeatLine(post, holders.get(post.pk), _is_due(holders.get(post.pk), limit)) for post in posts]
    return _staggered(lines)


def due_limit(assembly: Assembly) -> date:
    """The last day on which a term may end to be filled here: a special assembly fills what is over."""
    if assembly.event.kind != EventKind.ANNUAL_ASSEMBLY:
        return assembly.held_on
    rule = due_rule(assembly)
    return assembly.held_on + timedelta(days=rule.amount if rule is not None else SOON_AFTER)


def due_rule(assembly: Assembly) -> Bylaw | None:
    return bylaw_in_force(BylawKind.DUE_DAYS, assembly.held_on, assembly.event.kind)


def _of_our_board(way_in: WayIn, on: date) -> Iterable[Post]:
    seats = Post.objects.existing(on).filter(organization__is_our_council=True, is_on_board=True, way_in=way_in)
    return seats.order_by("position", "pk")


def holders_of(posts: Sequence[Post], on: date) -> Iterable[Membership]:
    """Who perhaps holds these seats that day: a term that is over still has its holder until somebody ends it."""
    return (
        Membership.objects.on(on, perhaps=True)
        .filter(post__in=posts)
        .select_related("person", "post")
        .order_by("start_max")
    )


def named_until_then(assembly: Assembly) -> list[Membership]:
    """Those whom the board named until the annual assembly: their term ends with it too."""
    if assembly.event.kind != EventKind.ANNUAL_ASSEMBLY:
        return []
    on = assembly.held_on
    held, limit = holders_of(list(_of_our_board(WayIn.CO_OPTED, on)), on - timedelta(days=1)), due_limit(assembly)
    return [one for one in held if one.ends_on is None and one.term_ends_on and _is_due(one, limit)]


def _is_due(holder: Membership | None, limit: date) -> bool:
    return holder is None or bool(holder.term_ends_on and holder.term_ends_on.earliest <= limit)


def _staggered(lines: list[SeatLine]) -> list[SeatLine]:
    """At the most half of a category, rounded up, begins a full term; the others get half of one."""
    by_category: dict[str, list[SeatLine]] = defaultdict(list)
    for line in lines:
        by_category[line.post.reserved_for].append(line)
    shorter = {
        line.post.pk
        for category in by_category.values()
        for line in [one for one in category if one.is_due][(len(category) + 1) // 2 :]
        if line.post.term_months
    }
    return [
        SeatLine(one.post, one.holder, one.is_due, (one.post.term_months or 0) // 2) if one.post.pk in shorter else one
        for one in lines
    ]


@transaction.atomic
def prepare_election(assembly: Assembly) -> Election:
    """The election of this assembly with the seats that are due, made once; a second call finds it.

    Raises `AssemblyRefused` for an assembly where nobody is elected.
    """
    if assembly.event.kind not in ELECTING:
        raise AssemblyRefused(_("People are elected at an annual or a special assembly only."))
    election, is_new = Election.objects.get_or_create(assembly=assembly)
    if is_new:
        ElectionSeat.objects.bulk_create(
            ElectionSeat(election=election, post=line.post, term_months=line.term_months)
            for line in seat_lines(assembly)
            if line.is_due
        )
    return election


@transaction.atomic
def choose_seats(election: Election, terms: dict[int, int | None]) -> None:
    """Fill these seats (by the seat's number, each with its months) and no other.

    Raises `AssemblyRefused` once the election is open: the ballots would no longer be right.
    """
    held = Election.objects.select_for_update().get(pk=election.pk)
    if not held.takes_candidacies:
        raise AssemblyRefused(_("The election is open: its seats no longer change."))
    election.seats.exclude(post_id__in=terms).delete()
    for post_id, months in terms.items():
        ElectionSeat.objects.update_or_create(election=held, post_id=post_id, defaults={"term_months": months})
