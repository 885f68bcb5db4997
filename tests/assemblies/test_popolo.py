"""Decisions and agendas as other programs read them: Popolo, validated, and JSON-LD that stands alone."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from django.test import Client

from crm.assemblies.enums import AssemblyState, DecisionResult, VoteOption
from crm.assemblies.models import DecisionVote
from crm.partners.enums import Visibility
from crm.partners.models import Council
from tests.assemblies.popolo_schema import AGENDA, MOTIONS
from tests.factories.assemblies import AgendaItemFactory, AssemblyFactory, adopted
from tests.factories.partners import PersonFactory

pytestmark = pytest.mark.django_db

NOWHERE = "http://testserver/decisions/"


def read(client: Client, address: str, schema: dict[str, Any]) -> dict[str, Any]:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/ld+json")
    document: dict[str, Any] = json.loads(response.content)
    jsonschema.validate(document, schema, format_checker=jsonschema.FormatChecker())
    return document


def test_a_decision_is_a_motion_with_its_vote(client: Client, council: Council) -> None:
    mover = PersonFactory(visibility=Visibility.PUBLIC)
    decision = adopted(
        mover=mover, result=DecisionResult.MAJORITY, votes_for=7, votes_against=2, abstentions=0, text="Oui."
    )
    dissenter = PersonFactory(visibility=Visibility.PUBLIC)
    DecisionVote.objects.create(decision=decision, person=dissenter, option=VoteOption.NO)
    DecisionVote.objects.create(decision=decision, person=PersonFactory(), option=VoteOption.NO)

    (motion,) = read(client, "/decisions/registre.json", MOTIONS)["motions"]

    (vote,) = motion["vote_events"]
    assert (motion["id"], motion["text"], motion["result"]) == (f"{NOWHERE}R-2026-001/", "Oui.", "pass")
    assert motion["date"] == "2026-04-14T12:00:00-04:00"
    assert motion["creator"]["name"] == mover.name
    assert [(one["option"], one["value"]) for one in vote["counts"]] == [("yes", 7), ("no", 2), ("abstain", 0)]
    assert [(one["voter"]["name"], one["option"]) for one in vote["votes"]] == [(dissenter.name, "no")]
    assert read(client, "/decisions/R-2026-001/popolo.json", MOTIONS)["motions"] == [motion]


def test_the_empty_register_is_valid_and_a_closed_session_is_not_in_it(client: Client, council: Council) -> None:
    adopted(is_closed_session=True)

    assert read(client, "/decisions/registre.json", MOTIONS)["motions"] == []


def test_the_words_mean_what_popolo_means(client: Client, council: Council) -> None:
    """Every word of a class that is not JSON-LD's own has an address in its context."""
    adopted(votes_for=1)

    document = read(client, "/decisions/registre.json", MOTIONS)

    (motion,) = document["motions"]
    context = document["@context"]
    for record in (motion, motion["vote_events"][0], motion["vote_events"][0]["counts"][0]):
        words = {**context, **context[record["@type"]]["@context"]}
        assert {name for name in record if name not in words} == {"@type"}


def test_an_agenda_is_an_event_and_its_items(client: Client, council: Council) -> None:
    assembly = AssemblyFactory(state=AssemblyState.CALLED)
    AgendaItemFactory(assembly=assembly, title="Ouverture", number="26-04-01", position=1)
    AgendaItemFactory(
        assembly=assembly, title="Traverse", number="26-04-02", position=2, introduction="Devant l’école."
    )
    AgendaItemFactory(assembly=assembly, title="Personnel", position=3, is_closed_session=True)
    address = f"{assembly.event.get_absolute_url()}ordre-du-jour.json"

    document = read(client, address, AGENDA)

    assert document["name"] == assembly.event.title
    assert [(one["name"], one["identifiers"][0]["identifier"]) for one in document["children"]] == [
        ("Ouverture", "26-04-01"),
        ("Traverse", "26-04-02"),
    ]


def test_an_agenda_that_is_being_prepared_is_not_told(client: Client, council: Council) -> None:
    assembly = AssemblyFactory()

    assert client.get(f"{assembly.event.get_absolute_url()}ordre-du-jour.json").status_code == 404
