"""« Que s’est-il passé ici ? »: the items, the events and the decisions of a place, in one order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from cms.archive.domain.decades import known_days
from cms.archive.domain.place_names import said_names
from cms.archive.models import Item, Place
from cms.pages.domain.search.saying import Said, things_saying
from cms.pages.search_records import DECISIONS
from crm.assemblies.models import Decision
from crm.events.models import Event
from crm.events.querysets import EventQuerySet

UNDATED = date.max


class Trace(NamedTuple):
    """Something that happened at a place, before anything else is read of it; sorts by its day.

    The day of an item is the middle of those it may be of, or the only end that is known: it orders, and is never
    shown. ``said``: why a decision that nobody chose is here.
    """

    day: date
    kind: str
    pk: int
    said: Said | None = None


@dataclass(frozen=True)
class Happening:
    """One of them, with its record; the others are empty."""

    item: Item | None = None
    event: Event | None = None
    decision: Decision | None = None
    said: Said | None = None


@dataclass(frozen=True)
class Decade:
    """What happened in ten years, each with its own date; `year` is empty for what nobody can date."""

    year: int | None
    happenings: list[Happening]


def traces_of(place: Place) -> list[Trace]:
    """All that anyone may know of this place, the earliest first, what has no date at the end."""
    items = Item.objects.public().filter(places=place).values_list("date_earliest", "date_latest", "pk")
    events = events_at(place).values_list("starts_at", "pk")
    traces = [
        *(Trace(_middle(earliest, latest), "item", pk) for earliest, latest, pk in items),
        *(Trace(timezone.localdate(start), "event", pk) for start, pk in events),
        *_decisions_about(place),
    ]
    return sorted(traces, key=lambda trace: trace[:3])


def events_at(place: Place) -> EventQuerySet:
    """Those of its places of the agenda, or at its very address."""
    here = Q(place__in=Place.venues.through.objects.filter(place=place).values("venue"))
    if place.address:
        here |= Q(address__iexact=place.address)
    return Event.objects.public().filter(here)


def _decisions_about(place: Place) -> Iterator[Trace]:
    """Those of the public register that the board chose, and those whose words name the place."""
    chosen = set(Place.decisions.through.objects.filter(place=place).values_list("decision", flat=True))
    saying = things_saying(DECISIONS, said_names(place))
    found = Decision.objects.public().filter(pk__in=chosen | {int(key) for key in saying})
    for day, pk in found.values_list("adopted_on", "pk"):
        yield Trace(day or UNDATED, "decision", pk, None if pk in chosen else saying[str(pk)])


def decades_of(traces: Sequence[Trace]) -> list[Decade]:
    """These traces with their records, decade by decade; three queries, however many there are."""
    wanted = {kind: [trace.pk for trace in traces if trace.kind == kind] for kind in ("item", "event", "decision")}
    items = {one.pk: one for one in Item.objects.filter(pk__in=wanted["item"]).with_faces()}
    events = {one.pk: one for one in Event.objects.filter(pk__in=wanted["event"]).select_related("own_kind")}
    decisions = {one.pk: one for one in Decision.objects.filter(pk__in=wanted["decision"])}

    def record(trace: Trace) -> Happening:
        if trace.kind == "item":
            return Happening(item=items[trace.pk])
        if trace.kind == "event":
            return Happening(event=events[trace.pk])
        return Happening(decision=decisions[trace.pk], said=trace.said)

    return [Decade(year, [record(trace) for trace in those]) for year, those in groupby(traces, key=_decade)]


def _middle(earliest: date | None, latest: date | None) -> date:
    days = known_days(earliest, latest)
    return days[0] + (days[1] - days[0]) // 2 if days else UNDATED


def _decade(trace: Trace) -> int | None:
    return None if trace.day == UNDATED else trace.day.year // 10 * 10
