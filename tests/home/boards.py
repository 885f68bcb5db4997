"""What a demo says of its board, whichever day it is loaded."""

from __future__ import annotations

from crm.assemblies.domain.officers import officers_due
from crm.assemblies.domain.standings import standings_of
from crm.assemblies.enums import CandidacyState, ElectionState
from crm.assemblies.models import Election, Supporter
from crm.partners.models import Membership


def assert_the_board_was_elected() -> None:
    """It comes from its last election, and the next is being prepared."""
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
