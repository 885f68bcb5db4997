"""Who came to the demo's past assemblies, what they decided and how, and the minutes that they left."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from crm.assemblies.domain.adoption import plan_adoption
from crm.assemblies.domain.conflicts import declare_conflict
from crm.assemblies.domain.minutes import draft_minutes
from crm.assemblies.domain.numbering import number_decision
from crm.assemblies.domain.presences import Expected, expected_members
from crm.assemblies.enums import AssemblyState, DecisionResult, ItemKind, ItemState, MinutesState, VoteOption
from crm.assemblies.models import AgendaItem, Assembly, Decision, DecisionVote, Minutes, Presence, PublicQuestion
from crm.events.enums import EventKind

EARLY, LATE = timedelta(minutes=5), timedelta(minutes=25)
# Each third vote is a majority, for which someone asks that their dissent be written.
DIVIDED = 3
FEWEST = 4

SAID = (
    "Le plan est montré à l’écran. On demande que le projet soit expliqué aux voisins avant les travaux.",
    "La trésorerie rappelle ce qui reste au budget de l’année. Tout le monde s’entend sur le montant.",
    "Le comité présente son travail en cinq minutes; les questions portent sur l’échéancier.",
)
DECIDED = (
    "Considérant que le point a été présenté et discuté\nDemander à la Ville de donner suite au projet présenté.",
    "Appuyer le projet tel que présenté et en informer l’arrondissement par écrit.",
    "Considérant l’avis favorable du comité\nVerser la somme prévue au budget de l’année.",
)
QUESTIONS = (
    ("Quand refera-t-on le trottoir de la rue du Four-à-Chaux?", "L’arrondissement prévoit les travaux au printemps."),
    ("Peut-on emprunter les tables pour une fête de ruelle?", "Oui, en écrivant au conseil une semaine d’avance."),
    ("Pourquoi l’autobus ne s’arrête-t-il plus devant le centre?", ""),
)


def keep_minutes(now: datetime) -> None:
    """Every board assembly that is over and left nothing yet; all but the last two left published minutes."""
    over = Assembly.objects.filter(state=AssemblyState.CLOSED, event__kind=EventKind.BOARD_MEETING, presences=None)
    assemblies = list(over.select_related("event").order_by("event__starts_at"))
    for rank, assembly in enumerate(assemblies):
        _remember(rank, assembly)
    for minutes, following in pairwise(assemblies):
        Minutes.objects.filter(assembly=minutes).update(
            state=MinutesState.PUBLISHED,
            adopted_on=following.held_on,
            published_at=following.event.starts_at + timedelta(days=2),
            adoption_item=following.items.filter(kind=ItemKind.MINUTES).first(),
        )
    coming = Assembly.objects.to_come(now).filter(event__kind=EventKind.BOARD_MEETING).select_related("event").first()
    if coming is not None:
        plan_adoption(coming)


def _remember(rank: int, assembly: Assembly) -> None:
    start = assembly.event.starts_at
    people = _gather(rank, assembly)
    for place, item in enumerate(assembly.items.filter(state=ItemState.DONE).order_by("position")):
        if item.kind == ItemKind.QUESTIONS:
            _ask(rank, item, people)
        if item.kind == ItemKind.DECISION and len(people) >= FEWEST:
            _decide(rank + place, item, people, start + timedelta(minutes=30 + place))
    draft_minutes(assembly, start + timedelta(days=2))


def _gather(rank: int, assembly: Assembly) -> list[Expected]:
    """All but one come; another one is late. Those with a vote who are there all along are returned."""
    start = assembly.event.starts_at
    expected = expected_members(assembly)
    voting = [one for one in expected if one.is_voting]
    away = voting.pop(rank % len(voting)) if len(voting) > FEWEST + 1 else None
    late = voting.pop() if len(voting) > FEWEST else None
    Presence.objects.bulk_create(
        Presence(
            assembly=assembly,
            person=one.person,
            membership=one.membership,
            is_voting=one.is_voting,
            arrived_at=start + LATE if one == late else start - EARLY,
        )
        for one in expected
        if one != away
    )
    return voting


def _ask(rank: int, item: AgendaItem, people: list[Expected]) -> None:
    question, answer = QUESTIONS[(rank + item.position) % len(QUESTIONS)]
    answered_by = people[0].person if people and not answer else None
    PublicQuestion.objects.create(item=item, question=question, answer=answer, answered_by=answered_by)


def _decide(turn: int, item: AgendaItem, people: list[Expected], at: datetime) -> None:
    """As it was voted; a decision that someone wrote for this item already is left alone."""
    if item.decisions.exists():
        return
    reasons, _rest, text = DECIDED[turn % len(DECIDED)].rpartition("\n")
    item.discussion = SAID[turn % len(SAID)]
    item.save(update_fields=["discussion"])
    divided = turn % DIVIDED == 0
    decision = Decision.objects.create(
        item=item,
        assembly=item.assembly,
        title=item.title[:200],
        considerations=reasons,
        text=text,
        mover=people[0].person,
        seconder=people[1].person,
        voted_at=at,
        result=DecisionResult.MAJORITY if divided else DecisionResult.UNANIMOUS,
        votes_for=len(people) - 2 if divided else None,
        votes_against=1 if divided else None,
    )
    if divided:
        declare_conflict(item, people[2].person, "son entreprise y travaille", at)
        DecisionVote.objects.create(decision=decision, person=people[3].person, option=VoteOption.NO)
    number_decision(decision, item.assembly.held_on)
