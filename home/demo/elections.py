"""The board of the demo is elected: the last annual assembly gave its results, the next one is being prepared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from crm.assemblies.domain.candidacies import add_supporters, receive_candidacy, validate_candidacy
from crm.assemblies.domain.electors import DoorCounts
from crm.assemblies.domain.preparing import prepare_assembly
from crm.assemblies.domain.results_words import results_words
from crm.assemblies.domain.seats_to_fill import choose_seats, prepare_election
from crm.assemblies.domain.standings import standings_of
from crm.assemblies.enums import (
    AssemblyState,
    BylawBasis,
    BylawKind,
    CandidacyState,
    ElectionState,
)
from crm.assemblies.models import Bylaw, Candidacy, Election
from crm.events.domain.publishing import publish_event
from crm.events.enums import EventKind
from crm.events.models import Event
from crm.partners.enums import WayIn
from crm.partners.models import Membership, Person, Post
from home.demo.agenda import ANNUAL_ASSEMBLY
from home.demo.neighbourhood import NEIGHBOURS
from home.demo.partners import annual_assembly
from home.demo.places import whereabouts

SOURCE = "Règlement intérieur des Trois-Ormes, chapitre des élections"
WOMAN, MAN, ANYONE = "une femme du quartier", "un homme du quartier", ""
DOOR = DoorCounts(residents=38, establishments=4, ballots=42)
SPOILED = 1


@dataclass(frozen=True)
class Stood:
    """A candidate of the last assembly; no votes where there were no more candidates than seats."""

    who: str
    category: str
    votes: int | None = None
    was_elected: bool = True


LAST = (
    Stood("florence", WOMAN, 36),
    Stood("rosalba", WOMAN, 27),
    Stood("odile", WOMAN, 14, was_elected=False),
    Stood("ismael", MAN),
    Stood("cyprien", MAN),
    Stood("amina", ANYONE, 23),
    Stood("wilfrid", ANYONE, 18, was_elected=False),
)
# Who stands next, for what, and how many have signed.
NEXT = (("maelle", WOMAN, 10), ("delphine", WOMAN, 7), ("anatole", MAN, 10))
SIGNED = (
    "Adéline",
    "Bérangère",
    "Casimir",
    "Doris",
    "Émérence",
    "Fulgence",
    "Gédéon",
    "Herménégilde",
    "Isaure",
    "Jovite",
)


def elect_the_board(now: datetime) -> None:
    """What the by-laws ask, the last election with its figures, the next one with its first candidacies."""
    for kind, amount in ((BylawKind.SUPPORTERS, 10), (BylawKind.OFFICERS_DAYS, 30)):
        if not Bylaw.objects.filter(kind=kind).exists():
            Bylaw.objects.create(
                kind=kind,
                basis=BylawBasis.COUNT,
                amount=amount,
                in_force_from=date(now.year - 10, 1, 1),
                source=SOURCE,
            )
    people = {one.key: Person.objects.get(given_name=one.given_name, family_name=one.family_name) for one in NEIGHBOURS}
    _remember_the_last(people, now)
    _prepare_the_next(people, now)


def _remember_the_last(people: dict[str, Person], now: datetime) -> None:
    held_on = annual_assembly(timezone.localdate(now), 0)
    event = _annual_event(held_on)
    election = prepare_election(prepare_assembly(event, now))
    seated = Membership.objects.filter(
        post__organization__is_our_council=True, starts_on=str(held_on), post__in=_elected_seats()
    )
    places = {one.person_id: one for one in seated}
    choose_seats(election, {one.post_id: None for one in seated if one.post_id})
    for stood in LAST:
        _write_candidacy(election, stood, people[stood.who], event.starts_at)
    for seat in election.seats.all():
        seat.filled_by = next(one for one in places.values() if one.post_id == seat.post_id)
        seat.save()
    _close(election, event, now)


def _elected_seats() -> list[Post]:
    return list(Post.objects.filter(organization__is_our_council=True, way_in=WayIn.ELECTED))


def _annual_event(held_on: date) -> Event:
    """The one of the agenda, or the one that took place before the agenda of the demo begins."""
    known = Event.objects.filter(kind=EventKind.ANNUAL_ASSEMBLY, starts_at__date=held_on).first()
    if known is not None:
        return known
    starts_at = timezone.make_aware(datetime.combine(held_on, time(18, 30)))
    event = Event.objects.create(
        kind=EventKind.ANNUAL_ASSEMBLY,
        title=ANNUAL_ASSEMBLY.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2, minutes=30),
        **whereabouts(ANNUAL_ASSEMBLY),
        audiences=(ANNUAL_ASSEMBLY.audience.value,),
        summary=ANNUAL_ASSEMBLY.summary,
    )
    publish_event(event, starts_at - timedelta(days=30))
    return event


def _write_candidacy(election: Election, stood: Stood, person: Person, at: datetime) -> None:
    Candidacy.objects.create(
        election=election,
        person=person,
        category=stood.category,
        state=CandidacyState.ELECTED if stood.was_elected else CandidacyState.NOT_ELECTED,
        received_at=at - timedelta(days=6),
        votes=stood.votes,
        rank=election.candidacies.count() + 1,
    )


def _close(election: Election, event: Event, now: datetime) -> None:
    """Proclaimed that evening; the officers came at the next meeting, and the names are gone."""
    over = event.ends_at or event.starts_at
    election.chair = Person.objects.get(given_name="Quentin")
    election.secretary_words = "La responsable de la bibliothèque"
    election.residents, election.establishments = DOOR.residents, DOOR.establishments
    election.ballots_given = election.ballots = DOOR.ballots
    election.spoiled, election.seed = SPOILED, 416_000
    election.opened_at, election.counted_at, election.proclaimed_at = event.starts_at, over, over
    election.forgotten_at = min(now, over + timedelta(days=election.keep_days))
    election.officers_on = min(timezone.localdate(now), timezone.localdate(over) + timedelta(days=26))
    election.officers_words = "Première assemblée du conseil après l’élection, point 3"
    election.results = results_words(standings_of(election), DOOR, election)
    election.state = ElectionState.PROCLAIMED
    election.save()
    assembly = election.assembly
    assembly.state, assembly.opened_at, assembly.closed_at = AssemblyState.CLOSED, event.starts_at, over
    assembly.save()


def _prepare_the_next(people: dict[str, Person], now: datetime) -> None:
    to_come = Event.objects.filter(kind=EventKind.ANNUAL_ASSEMBLY, starts_at__gt=now)
    coming = to_come.exclude(assembly__election__state=ElectionState.PROCLAIMED).order_by("starts_at").first()
    if coming is None:
        return
    election = prepare_election(prepare_assembly(coming, now))
    for who, category, signed in NEXT:
        candidacy = receive_candidacy(election, people[who], category, now)
        lines = [
            f"{name} Fictif-Bellerose, {12 + 2 * rank}, rue des Ormes" for rank, name in enumerate(SIGNED[:signed])
        ]
        add_supporters(candidacy, "\n".join(lines))
        if signed == len(SIGNED):
            validate_candidacy(candidacy)
