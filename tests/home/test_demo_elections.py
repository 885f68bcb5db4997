"""The demo's board was elected, and its next election is being prepared, whatever the day it is loaded."""

from __future__ import annotations

from datetime import datetime

import pytest

from crm.assemblies.domain.officers import officers_due
from crm.assemblies.domain.standings import standings_of
from crm.assemblies.enums import CandidacyState, ElectionState
from crm.assemblies.models import Election, Supporter
from crm.partners.models import Membership
from home.demo.load import load_demo
from tests.events.moments import at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("now", [at("2026-11-24 12:00"), at("2027-04-16 12:00"), at("2028-02-29 12:00")])
def test_board_of_the_demo_comes_from_its_election(now: datetime) -> None:
    load_demo(now)

    last, coming = Election.objects.order_by("assembly__event__starts_at")
    assert (last.state, coming.state) == (ElectionState.PROCLAIMED, ElectionState.PREPARING)
    filled = {seat.filled_by for seat in last.seats.all()}
    assert filled == set(Membership.objects.filter(starts_on=str(last.assembly.held_on), post__way_in="elected"))
    winners = {one.person for standing in standings_of(last) for one in standing.winners}
    assert {membership.person for membership in filled} == winners
    assert officers_due() == []
    assert [one.state for one in coming.candidacies.order_by("pk")] == [
        CandidacyState.VALID,
        CandidacyState.PROPOSED,
        CandidacyState.VALID,
    ]
    assert coming.seats.count() == 5
    assert Supporter.objects.filter(candidacy__election=coming).count() == 27
