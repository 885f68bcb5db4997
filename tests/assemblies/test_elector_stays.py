"""Electors come and go, and the quorum that is counted among them follows; names leave, counts stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from crm.accounts.policy import Role
from crm.assemblies.domain.elector_stays import elector_leaves, elector_returns
from crm.assemblies.domain.electors import Arrival, door_counts, welcome_elector
from crm.assemblies.domain.forgetting_electors import forget_electors
from crm.assemblies.domain.minutes import draft_minutes
from crm.assemblies.domain.quorum import quorum_of
from crm.assemblies.enums import BylawBasis, ElectorKind, MinutesState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Election, Elector, ElectorAbsence, Minutes
from crm.events.enums import EventKind
from tests.factories import BylawFactory, someone_of
from tests.factories.elections import HELD, annual_election

pytestmark = pytest.mark.django_db
DORIS = Arrival("Doris Inventée", ElectorKind.RESIDENT, "14, rue des Tailleurs", "Bail")
ISAURE = replace(DORIS, name="Isaure Fictive")


def after(minutes: int) -> datetime:
    return HELD + timedelta(minutes=minutes)


@pytest.fixture
def election() -> Election:
    """Two electors make the quorum, and two came as it began."""
    election = annual_election()
    BylawFactory(assembly_kind=EventKind.ANNUAL_ASSEMBLY, basis=BylawBasis.ELECTORS, amount=2)
    for arrival in (DORIS, ISAURE):
        welcome_elector(election, arrival, None, HELD)
    return election


def doris() -> Elector:
    return Elector.objects.get(name=DORIS.name)


def turns(election: Election) -> list[tuple[datetime, int, bool]]:
    return [(turn.at, turn.count, turn.is_met) for turn in quorum_of(election.assembly).turns]


def test_the_quorum_is_lost_when_an_elector_leaves_and_found_when_they_return(election: Election) -> None:
    version = election.assembly.version

    elector_leaves(doris(), after(30))
    elector_leaves(doris(), after(31))
    elector_returns(doris(), after(45))
    elector_returns(doris(), after(46))

    assert turns(election) == [(HELD, 2, True), (after(30), 1, False), (after(45), 2, True)]
    assert ElectorAbsence.objects.count() == 1
    election.assembly.refresh_from_db()
    assert election.assembly.version > version


def test_the_minutes_tell_when_the_quorum_of_electors_was_lost(election: Election) -> None:
    assembly = election.assembly
    assembly.opened_at = after(5)
    assembly.save()
    elector_leaves(doris(), after(30))

    draft_minutes(assembly, after(60))

    opening = Minutes.objects.get().sections.get(key="opening").body.replace("\xa0", " ")
    assert "19 h 30 : LE QUORUM EST PERDU (1 électrice ou électeur)." in opening


def test_a_departure_pressed_by_mistake_leaves_no_trace(election: Election) -> None:
    elector_leaves(doris(), after(30))
    elector_returns(doris(), after(30) + timedelta(seconds=20))

    assert turns(election) == [(HELD, 2, True)]


def test_who_is_written_down_again_at_the_door_is_back(election: Election) -> None:
    elector_leaves(doris(), after(30))
    assert door_counts(election).here == 1

    welcome_elector(election, DORIS, None, after(40))

    assert (door_counts(election).here, doris().left_at) == (2, None)


@pytest.mark.parametrize("minutes", [-1, 12])
def test_nobody_leaves_before_they_came(election: Election, minutes: int) -> None:
    elector_leaves(doris(), after(10))
    with pytest.raises(AssemblyRefused, match="Le retour précède le départ"):
        elector_returns(doris(), after(9))
    elector_returns(doris(), after(20))

    with pytest.raises(AssemblyRefused, match="départ"):
        elector_leaves(doris(), after(minutes))


def test_once_the_names_are_gone_every_moment_of_the_quorum_stays(election: Election) -> None:
    elector_leaves(doris(), after(30))
    before = turns(election)

    forget_electors(HELD + timedelta(days=60))

    assert (ElectorAbsence.objects.count(), turns(election)) == (0, before)


def test_after_the_adoption_of_the_minutes_nobody_leaves_any_more(election: Election) -> None:
    adopted = {"state": MinutesState.ADOPTED, "adopted_on": HELD.date()}
    Minutes.objects.create(assembly=election.assembly, drafted_at=after(90), **adopted)

    with pytest.raises(AssemblyRefused, match="erratum"):
        elector_leaves(doris(), after(30))


def test_the_door_writes_departures_and_returns_at_the_hour_that_is_typed(client: Client, election: Election) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))
    names = ("elector_leaves", "elector_returns")
    leaves, returns = (reverse(f"assembly:{name}", args=[election.assembly_id, doris().pk]) for name in names)

    page = client.post(leaves, {"at": "19:40", "q": ""}, follow=True).content.decode().replace("\xa0", " ")
    assert "Doris Inventée : départ à 19 h 40." in page
    assert "· <strong>départ à 19 h 40</strong>" in page
    client.post(returns, {"at": "19:50", "q": ""})
    refused = client.post(leaves, {"at": "midi", "q": ""}, follow=True)

    out = ElectorAbsence.objects.get()
    assert (out.left_at, out.back_at) == (after(40), after(50))
    assert "Écrivez l’heure comme 20:15." in refused.content.decode()
