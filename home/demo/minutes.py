"""The demo's past assemblies as their secretary held them: who came, what was decided and how, the minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm.assemblies.domain.agenda_templates import usual_template
from crm.assemblies.domain.agendas import add_item, begin_agenda
from crm.assemblies.domain.conflicts import declare_conflict
from crm.assemblies.domain.minutes import publish_minutes, review_minutes
from crm.assemblies.domain.preparing import prepare_assembly
from crm.assemblies.domain.presences import arrive, expected_members, leave
from crm.assemblies.domain.questions import ask_question, write_question
from crm.assemblies.domain.sitting import (
    close_assembly,
    count_citizens,
    finish_item,
    go_to_item,
    open_assembly,
    write_discussion,
)
from crm.assemblies.domain.voting import Ballot, name_vote, record_vote
from crm.assemblies.enums import BylawBasis, BylawKind, DecisionResult, ItemKind, MinutesState, VoteOption
from crm.assemblies.models import AgendaItem, Assembly, Bylaw, Decision, Minutes
from crm.events.enums import EventKind, EventStatus
from crm.events.models import Event
from crm.partners.models import Person

LATE_BY, LASTS = timedelta(minutes=25), timedelta(hours=2)


@dataclass(frozen=True)
class Proposal:
    """What the demo's board puts to the vote at one assembly."""

    title: str
    words: str
    said: str
    is_divided: bool = False


PROPOSALS = (
    Proposal(
        "Une traverse surélevée devant l’école du Four-à-Chaux",
        "Considérant que cent vingt enfants traversent la rue des Tailleurs chaque matin\n"
        "Considérant que deux accrochages y ont eu lieu cette année\n"
        "De demander à la Ville une traverse surélevée devant l’école avant la prochaine rentrée.",
        "Le plan est montré à l’écran. On demande que la traverse soit éclairée.",
    ),
    Proposal(
        "Appui au Jardin collectif La Binette",
        "De verser 400 $ au Jardin collectif La Binette pour l’achat d’outils.",
        "Le jardin compte quarante familles et une liste d’attente.",
        is_divided=True,
    ),
    Proposal(
        "Éclairage du sentier de la carrière",
        "Considérant que le sentier sert aussi l’hiver\nDe demander six lampadaires au sentier de la carrière.",
        "Une marche de nuit a été faite avec le Club Les Belles Saisons.",
    ),
)
QUESTIONS = (
    (
        "Quand le trottoir de la rue du Four-à-Chaux sera-t-il refait?",
        "L’arrondissement prévoit les travaux au printemps.",
    ),
    ("Peut-on emprunter les tables pour une fête de ruelle?", ""),
)


def hold_assemblies(now: datetime) -> None:
    """Hold, in order, each board assembly of the demo that is over; the last one leaves minutes to be read over."""
    Bylaw.objects.get_or_create(
        kind=BylawKind.QUORUM,
        assembly_kind="",
        in_force_from=date(now.year - 6, 1, 1),
        defaults={"basis": BylawBasis.MAJORITY, "source": "Règlement intérieur, article 12"},
    )
    events = Event.objects.filter(
        kind=EventKind.BOARD_MEETING, status=EventStatus.PUBLISHED, starts_at__lt=now - LASTS - LATE_BY
    )
    for rank, event in enumerate(events.order_by("starts_at")):
        _hold(event, rank)
    _publish_adopted(now)


def _hold(event: Event, rank: int) -> None:
    start = event.starts_at
    assembly = prepare_assembly(event, start - timedelta(days=30))
    begin_agenda(assembly, usual_template(event.kind))
    proposed = [_put(assembly, PROPOSALS[(rank + shift) % len(PROPOSALS)]) for shift in range(2)]
    people = _gather(assembly, rank)
    if len(people) < 3:
        return
    assembly = open_assembly(assembly, start + timedelta(minutes=2), knowing=True)
    count_citizens(assembly, None, 6 + rank * 3 % 11)
    for item in assembly.items.order_by("position"):
        go_to_item(item)
        _deal_with(item, dict(proposed), people, start + timedelta(minutes=10 * (item.position + 1)))
        finish_item(item)
    close_assembly(assembly, start + LASTS)


def _put(assembly: Assembly, proposal: Proposal) -> tuple[int, Proposal]:
    item = add_item(assembly, kind=ItemKind.DECISION, title=proposal.title, proposal=proposal.words)
    return item.pk, proposal


def _gather(assembly: Assembly, rank: int) -> list[Person]:
    """Everyone but one comes; the last one comes late, and leaves before the end."""
    expected = [one for one in expected_members(assembly) if one.is_voting]
    absent = rank % len(expected) if len(expected) > 4 else None
    start, coming = assembly.event.starts_at, [one for place, one in enumerate(expected) if place != absent]
    for one in coming[:-1]:
        arrive(assembly, one.person, start - timedelta(minutes=5), membership=one.membership)
    for one in coming[-1:]:
        late = arrive(assembly, one.person, start + LATE_BY, membership=one.membership)
        leave(late, start + LASTS - timedelta(minutes=10))
    for one in expected_members(assembly):
        if not one.is_voting:
            arrive(assembly, one.person, start, membership=one.membership)
    return [one.person for one in coming[:-1]]


def _deal_with(item: AgendaItem, proposed: dict[int, Proposal], people: list[Person], at: datetime) -> None:
    if item.kind == ItemKind.QUESTIONS and not item.assembly.items.filter(questions__isnull=False).exists():
        for words, answer in QUESTIONS:
            question = ask_question(item, words, at)
            write_question(question, question.version, answer=answer, answered_by=people[0])
    proposal = proposed.get(item.pk)
    if proposal is not None:
        write_discussion(item, item.version, proposal.said)
    for decision in Decision.objects.filter(item=item):
        _vote(decision, people, at, is_divided=proposal is not None and proposal.is_divided)


def _vote(decision: Decision, people: list[Person], at: datetime, *, is_divided: bool) -> None:
    if not decision.text:
        decision.text = "D’adopter l’ordre du jour tel que présenté."
        decision.save(update_fields=["text"])
    ballot = Ballot(DecisionResult.UNANIMOUS, people[0], people[1])
    if is_divided and decision.item is not None and len(people) > 3:
        declare_conflict(decision.item, people[2], "membre du jardin", at)
        name_vote(decision, people[3], VoteOption.NO, at)
        ballot = Ballot(DecisionResult.MAJORITY, people[0], people[1], max(len(people) - 2, 2), 1, 0)
    record_vote(decision, decision.version, ballot, at, knowing=True)


def _publish_adopted(now: datetime) -> None:
    for minutes in Minutes.objects.filter(state=MinutesState.ADOPTED):
        publish_minutes(minutes, now)
    for minutes in Minutes.objects.awaiting_adoption().exclude(pk=_latest()):
        review_minutes(minutes, None, now)


def _latest() -> int | None:
    return Minutes.objects.order_by("-assembly__event__starts_at").values_list("pk", flat=True).first()
