"""Who came to the demo's past assemblies, what they decided and how, and the minutes that they left."""

from __future__ import annotations

from datetime import datetime, timedelta

from crm.assemblies.domain.adoption import adopt_minutes_at, name_adoption, plan_adoption
from crm.assemblies.domain.conflicts import declare_conflict
from crm.assemblies.domain.minutes import draft_minutes, publish_minutes
from crm.assemblies.domain.numbering import number_decision
from crm.assemblies.domain.presences import Expected, expected_members
from crm.assemblies.enums import AssemblyState, DecisionResult, ItemKind, ItemState, VoteOption
from crm.assemblies.models import (
    AgendaItem,
    Assembly,
    Decision,
    DecisionVote,
    Election,
    Minutes,
    Presence,
    PublicQuestion,
)
from crm.events.enums import EventKind

KINDS = (EventKind.BOARD_MEETING, EventKind.ANNUAL_ASSEMBLY)
FORMAL = (ItemKind.AGENDA, ItemKind.MINUTES)
EARLY, LATE = timedelta(minutes=5), timedelta(minutes=25)
# Each third vote is a majority, for which someone asks that their dissent be written.
DIVIDED = 3
FEWEST = 4

SAID = (
    "Le plan est montré à l’écran. On demande que le projet soit expliqué aux voisins avant les travaux.",
    "La trésorerie rappelle ce qui reste au budget de l’année. Tout le monde s’entend sur le montant.",
    "Le comité présente son travail en cinq minutes; les questions portent sur l’échéancier.",
)
# What is told at the points where nothing is decided.
INFORMED = {
    "Suivi des décisions": "La liste des demandes envoyées est passée en revue; deux attendent encore leur réponse.",
    "Trésorerie": "La trésorerie dépose l’état des comptes. Aucune dépense ne sort du budget adopté.",
    "Correspondance": "Les lettres reçues depuis la dernière assemblée sont déposées; elles sont versées au dossier.",
    "Relevé des poussières de la carrière": "La poussière a baissé d’un tiers depuis que la rue est arrosée le matin.",
    "Déneigement des escaliers publics": "On rappelle à qui téléphoner quand un escalier n’est pas dégagé.",
    "Rapport annuel du conseil": "La présidence lit le rapport : neuf assemblées, douze activités, onze arbres plantés. "
    "On souligne le travail des personnes qui quittent le conseil.",
    "Comité de la mémoire du quartier": "Le comité a numérisé quarante photographies; il cherche des noms pour douze.",
}
PRESENTED = "Le point est présenté; les questions trouvent leur réponse."
COUNCILLOR = (
    "La conseillère municipale parle du budget de l’arrondissement et de la réfection de l’escalier de la Côte.",
    "La conseillère municipale annonce une consultation sur la vitesse dans les rues du quartier.",
)
# What an annual assembly decides, and how its election is told where nothing of it was kept.
STATEMENTS = (
    "Considérant que les états financiers ont été déposés dix jours d’avance\n"
    "D’adopter les états financiers de l’exercice, qui se termine par un surplus de 412 $."
)
ELECTED_BEFORE = "Cinq sièges étaient à combler; cinq personnes ont été élues sans opposition."
DECIDED = (
    "Considérant que le point a été présenté et discuté\nDe demander à la Ville de donner suite au projet présenté.",
    "D’appuyer le projet tel que présenté et en informer l’arrondissement par écrit.",
    "Considérant l’avis favorable du comité\nDe verser la somme prévue au budget de l’année.",
)
QUESTIONS = (
    ("Quand refera-t-on le trottoir de la rue du Four-à-Chaux?", "L’arrondissement prévoit les travaux au printemps."),
    ("Peut-on emprunter les tables pour une fête de ruelle?", "Oui, en écrivant au conseil une semaine d’avance."),
    ("Pourquoi l’autobus ne s’arrête-t-il plus devant le centre?", ""),
)


def keep_minutes(now: datetime) -> None:
    """Every assembly that is over and left nothing yet; each adopts the minutes of the one before, of its kind."""
    over = Assembly.objects.filter(state=AssemblyState.CLOSED, event__kind__in=KINDS, presences=None)
    over = over.filter(items__isnull=False).distinct()
    assemblies = list(over.select_related("event").order_by("event__starts_at"))
    for rank, assembly in enumerate(assemblies):
        _remember(rank, assembly)
    coming = Assembly.objects.to_come(now).filter(event__kind=EventKind.BOARD_MEETING).select_related("event").first()
    if coming is not None:
        plan_adoption(coming)


def _remember(rank: int, assembly: Assembly) -> None:
    start = assembly.event.starts_at
    people = _gather(rank, assembly)
    for place, item in enumerate(assembly.items.filter(state=ItemState.DONE).order_by("position")):
        at = start + timedelta(minutes=2 + place if item.kind in FORMAL else 30 + place)
        if item.kind == ItemKind.QUESTIONS:
            _ask(rank, item, people)
        elif item.kind in FORMAL and len(people) >= FEWEST:
            _adopt(rank + place, item, people, at)
        elif item.kind == ItemKind.DECISION and len(people) >= FEWEST:
            _decide(rank + place, item, people, at)
        elif item.kind == ItemKind.ELECTION:
            _tell(
                item,
                Election.objects.filter(assembly=assembly).values_list("results", flat=True).first() or ELECTED_BEFORE,
            )
        elif item.kind == ItemKind.INFORMATION:
            _tell(item, INFORMED.get(item.title, PRESENTED))
        elif item.kind == ItemKind.COUNCILLOR:
            _tell(item, COUNCILLOR[rank % len(COUNCILLOR)])
    draft_minutes(assembly, start + timedelta(days=2))


def _tell(item: AgendaItem, words: str) -> None:
    item.discussion = words
    item.save(update_fields=["discussion"])


def _adopt(turn: int, item: AgendaItem, people: list[Expected], at: datetime) -> None:
    """The agenda, or the minutes of the last time, which are out two days later."""
    minutes = None
    title, text = "Adoption de l’ordre du jour", "D’adopter l’ordre du jour tel que proposé."
    if item.kind == ItemKind.MINUTES:
        minutes = Minutes.objects.awaiting_adoption().filter(assembly__event__kind=item.assembly.event.kind).last()
        title, text = (
            item.title,
            "D’adopter le procès-verbal de la dernière assemblée, conservé sur papier, tel que rédigé.",
        )
    if minutes is not None:
        minutes.adoption_item = item
        minutes.save(update_fields=["adoption_item"])
        name_adoption(item, minutes)
        title, text = item.title, item.proposal
    mover, seconder = people[turn % len(people)], people[(turn + 1) % len(people)]
    decision = Decision.objects.create(
        item=item,
        assembly=item.assembly,
        title=title[:200],
        text=text,
        mover=mover.person,
        seconder=seconder.person,
        voted_at=at,
        result=DecisionResult.UNANIMOUS,
    )
    number_decision(decision, item.assembly.held_on)
    if minutes is not None:
        adopt_minutes_at(item, item.assembly.held_on)
        publish_minutes(minutes, at + timedelta(days=2))


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
    is_annual = item.assembly.event.kind == EventKind.ANNUAL_ASSEMBLY
    words = STATEMENTS if is_annual else DECIDED[turn % len(DECIDED)]
    reasons, _rest, text = words.rpartition("\n")
    _tell(item, SAID[1] if is_annual else SAID[turn % len(SAID)])
    divided = turn % DIVIDED == 0 and not is_annual
    first = turn % len(people)
    people = [*people[first:], *people[:first]]
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
