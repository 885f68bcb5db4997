"""Decisions and agendas as Popolo JSON-LD: Motion, VoteEvent, Count, Vote, and the Event that an assembly is.

The names are those of the specification (https://www.popoloproject.com/specs/motion.html, vote-event.html, vote.html,
event.html); the council is told once, as the organization of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from crm.assemblies.domain.popolo_terms import AGENDA_CONTEXT, MOTIONS_CONTEXT
from crm.assemblies.enums import DecisionResult, VoteOption
from crm.assemblies.models import AgendaItem, Assembly, Decision
from crm.partners.models import Council, Person

COUNTS = {VoteOption.YES: "votes_for", VoteOption.NO: "votes_against", VoteOption.ABSTAIN: "abstentions"}
PASSED = {DecisionResult.UNANIMOUS, DecisionResult.MAJORITY, ""}


def motions_document(decisions: Iterable[Decision], address: str) -> dict[str, Any]:
    """Public decisions, each with its vote; `public_votes` holds the named ones that anyone may read.

    ``address`` is that of the register, under which each decision has its own.
    """
    return {"@context": MOTIONS_CONTEXT, "motions": [_motion(one, address) for one in decisions]}


def agenda_document(assembly: Assembly, items: Iterable[AgendaItem], address: str) -> dict[str, Any]:
    """An assembly with its items as the events that it is made of; ``address`` is that of its page."""
    event = assembly.event
    return {
        "@context": AGENDA_CONTEXT,
        "@type": "Event",
        "id": address,
        "name": event.title,
        "start_date": _local(event.starts_at),
        **_known(
            end_date=_local(event.ends_at) if event.ends_at else "",
            location=", ".join(part for part in (event.venue, event.address) if part),
            description=event.summary,
        ),
        "classification": str(event.kind_label),
        **_council(address),
        "children": [_item(one, address) for one in items],
    }


def _item(item: AgendaItem, address: str) -> dict[str, Any]:
    numbers = [{"scheme": "ordre-du-jour", "identifier": item.number}] if item.number else []
    return {
        "@type": "Event",
        "id": f"{address}#point-{item.number or item.position}",
        "name": item.title,
        "classification": str(item.get_kind_display()),
        "parent_id": address,
        **({"identifiers": numbers} if numbers else {}),
        **_known(description=item.introduction),
    }


def _motion(one: Decision, address: str) -> dict[str, Any]:
    this = f"{address}{one.number}/"
    council = _council(address)
    return {
        "@type": "Motion",
        "id": this,
        **council,
        "text": one.text,
        "classification": str(one.get_kind_display()),
        "date": _moment(one.adopted_on),
        "result": "pass" if one.result in PASSED else "fail",
        **_creator(one.mover, address),
        "vote_events": [_vote_event(one, this, address, council)],
        "created_at": _local(one.created_at),
        "updated_at": _local(one.modified_at),
        "sources": [{"url": this, "note": str(one)}],
    }


def _vote_event(one: Decision, this: str, address: str, council: dict[str, Any]) -> dict[str, Any]:
    counts = [
        {"@type": "Count", "option": option.value, "value": value}
        for option, column in COUNTS.items()
        if (value := getattr(one, column)) is not None
    ]
    votes = [
        {"@type": "Vote", "voter_id": _person_id(vote.person, address), "voter": _person(vote.person, address)}
        | {"option": vote.option}
        for vote in getattr(one, "public_votes", [])
    ]
    return {
        "@type": "VoteEvent",
        "id": f"{this}#vote",
        "identifier": one.number,
        "motion_id": this,
        **council,
        "start_date": _moment(one.adopted_on),
        "result": "pass" if one.result in PASSED else "fail",
        **({"counts": counts} if counts else {}),
        **({"votes": votes} if votes else {}),
    }


def _council(address: str) -> dict[str, Any]:
    """The organization in which it is all decided."""
    council = Council.load()
    identifier = f"{address}#conseil"
    if not council.name:
        return {"organization_id": identifier}
    named = {"@type": "Organization", "id": identifier, "name": council.name}
    return {"organization_id": identifier, "organization": named}


def _creator(person: Person | None, address: str) -> dict[str, Any]:
    """Who moved it, where their file is public."""
    if person is None or person.visibility != "public":
        return {}
    return {"creator_id": _person_id(person, address), "creator": _person(person, address)}


def _person(person: Person, address: str) -> dict[str, str]:
    return {"@type": "Person", "id": _person_id(person, address), "name": person.name}


def _person_id(person: Person, address: str) -> str:
    return f"{address}#person-{person.pk}"


def _moment(day: date | None) -> str:
    """Popolo wants a moment; a decision has a day: its noon, with the offset of that day."""
    return timezone.make_aware(datetime.combine(day, time(12))).isoformat() if day else ""


def _local(moment: datetime) -> str:
    """With the offset of that day, to the second: Popolo's dates have no fraction."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _known(**facts: str) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}
