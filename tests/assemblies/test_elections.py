"""An election from the seats that are due to the memberships that come out of it."""

from __future__ import annotations

from datetime import date

import pytest

from crm.assemblies.domain.bylaw_words import due_words
from crm.assemblies.domain.elections import (
    decide_tie,
    open_election,
    record_count,
    take_candidacies_again,
)
from crm.assemblies.domain.proclaiming import proclaim_results
from crm.assemblies.domain.seats_to_fill import SOON_AFTER, choose_seats, due_rule, prepare_election, seat_lines
from crm.assemblies.domain.standings import standings_of
from crm.assemblies.enums import BallotOrder, BylawBasis, BylawKind, CandidacyState, ElectionState, ItemKind, TieWay
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Candidacy, Election, TieDecision
from crm.events.enums import EventKind
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.enums import Visibility, WayIn
from crm.partners.models import Membership
from tests.factories import PersonFactory
from tests.factories.assemblies import AgendaItemFactory, AssemblyFactory, BylawFactory
from tests.factories.elections import ANYONE, DAY, MAN, NOW, WOMAN, annual_election, seat, sits, stands, voters

pytestmark = pytest.mark.django_db


def votes(**named: tuple[Candidacy, int]) -> dict[int, int | None]:
    return {one.pk: number for one, number in named.values()}


def test_seats_that_are_due_are_proposed_and_no_other() -> None:
    over, soon, later, vacant = (seat(WOMAN) for _n in range(4))
    sits(over, "2026-04-14")
    sits(soon, "2026-04-16")
    sits(later, "2027-04-15", since="2025-04-15")
    seat(MAN, is_on_board=False)
    seat("", way_in=WayIn.EX_OFFICIO)

    election = annual_election()

    assert [(one.post, one.term_months) for one in election.seats.all()] == [(over, None), (soon, None), (vacant, 12)]
    assert prepare_election(election.assembly) == election
    assert election.seats.count() == 3


def test_a_new_board_is_staggered_by_itself() -> None:
    women, anyone = [seat(WOMAN) for _n in range(4)], [seat(ANYONE), seat(ANYONE)]

    election = annual_election()

    months = {one.post: one.months for one in election.seats.all()}
    assert [months[post] for post in women] == [24, 24, 12, 12]
    assert [months[post] for post in anyone] == [24, 12]


def test_a_special_assembly_fills_what_is_vacant_that_day() -> None:
    vacant, soon = seat(), seat()
    sits(soon, "2026-04-16")
    assembly = annual_election().assembly
    Election.objects.all().delete()
    assembly.event.kind = EventKind.SPECIAL_ASSEMBLY

    assert [one.post for one in prepare_election(assembly).seats.all()] == [vacant]
    with pytest.raises(AssemblyRefused):
        prepare_election(AssemblyFactory())


def test_seats_are_chosen_until_the_election_is_open() -> None:
    first, second = seat(), seat()
    election = annual_election()

    choose_seats(election, {second.pk: 12})
    assert [(one.post, one.months) for one in election.seats.all()] == [(second, 12)]
    open_election(election, NOW)
    with pytest.raises(AssemblyRefused):
        choose_seats(election, {first.pk: None})


def test_ballot_is_drawn_from_a_number_that_anyone_may_check() -> None:
    seat()
    people = [PersonFactory(given_name=name, family_name="Fictive") for name in ("Zoé", "Élise", "Maude", "Anouk")]
    election = annual_election()
    for person in people:
        stands(election, person=person)

    drawn = open_election(election, NOW, seed=123)
    first = [str(one) for one in drawn.candidacies.order_by("rank")]
    take_candidacies_again(drawn)
    again = open_election(drawn, NOW, seed=123)
    take_candidacies_again(again)
    again.refresh_from_db()
    again.order = BallotOrder.ALPHABETICAL
    again.save()
    open_election(again, NOW)

    assert first == ["Maude Fictive", "Élise Fictive", "Zoé Fictive", "Anouk Fictive"]
    assert [str(one) for one in again.candidacies.order_by("rank")] == [
        "Anouk Fictive",
        "Élise Fictive",
        "Maude Fictive",
        "Zoé Fictive",
    ]
    assert drawn.seed == 123


def test_election_opens_once_every_candidacy_is_decided() -> None:
    election = annual_election()
    with pytest.raises(AssemblyRefused):
        open_election(election, NOW)
    seat()
    Election.objects.all().delete()
    election = prepare_election(election.assembly)
    candidacy = stands(election)
    candidacy.state = CandidacyState.PROPOSED
    candidacy.save()
    with pytest.raises(AssemblyRefused):
        open_election(election, NOW)


def test_candidates_no_longer_change_once_a_ballot_is_given() -> None:
    seat()
    election = open_election(annual_election(), NOW)
    voters(election, 1)

    with pytest.raises(AssemblyRefused):
        take_candidacies_again(election)


def test_acclaimed_are_seated_without_a_vote_and_the_rest_stays_vacant() -> None:
    first, second = seat(WOMAN), seat(WOMAN)
    leaving = sits(first, "2026-04-16")
    AgendaItemFactory(assembly=annual_election().assembly, kind=ItemKind.ELECTION)
    election = Election.objects.get()
    candidacy = stands(election, WOMAN)
    open_election(election, NOW)

    election = proclaim_results(election, DAY, NOW)

    seated = Membership.objects.get(person=candidacy.person)
    leaving.refresh_from_db()
    assert (leaving.ends_on, leaving.ended_by) == (
        PartialDate(2026, 4, 13),
        "Assemblée générale annuelle du 14\u00a0avril 2026",
    )
    assert (seated.post, seated.starts_on, seated.term_ends_on) == (
        first,
        PartialDate(2026, 4, 14),
        PartialDate(2028, 4, 14),
    )
    assert (seated.appointed_by, seated.visibility) == (leaving.ended_by, Visibility.PUBLIC)
    assert seated.person.visibility == Visibility.PUBLIC
    assert election.results.split("\n\n")[1] == (
        f"Sièges réservés à une femme du quartier. Sans vote, par acclamation\u00a0: {candidacy}. 1 siège reste vacant."
    )
    assert election.assembly.items.get().discussion == election.results
    assert not second.memberships.exists()


def test_results_are_written_once_however_often_they_are_proclaimed() -> None:
    seat()
    election = annual_election()
    stands(election)
    open_election(election, NOW)

    first = proclaim_results(election, DAY, NOW)
    again = proclaim_results(election, date(2026, 4, 20), NOW)

    assert (again.state, again.results) == (ElectionState.PROCLAIMED, first.results)
    assert Membership.objects.count() == 1


def test_most_voted_for_get_the_longest_terms_and_the_reelected_keep_their_seat() -> None:
    posts = [seat(MAN) for _n in range(3)]
    incumbents = [sits(post, "2026-04-16") for post in posts]
    election = annual_election()
    assert [one.months for one in election.seats.all()] == [24, 24, 12]
    first = stands(election, MAN, incumbents[1].person)
    second = stands(election, MAN)
    third = stands(election, MAN, incumbents[0].person)
    last = stands(election, MAN)
    open_election(election, NOW)
    voters(election, 10)
    record_count(election, 10, 1, votes(a=(first, 6), b=(second, 4), c=(third, 9), d=(last, 3)), NOW)

    proclaim_results(election, DAY, NOW)

    seated = {one.person: (one.post, str(one.term_ends_on)) for one in Membership.objects.filter(ends_on=None)}
    assert seated == {
        third.person: (posts[0], "2028-04-14"),
        first.person: (posts[1], "2028-04-14"),
        second.person: (posts[2], "2027-04-14"),
    }
    last.refresh_from_db()
    assert last.state == CandidacyState.NOT_ELECTED


def test_whoever_was_named_until_the_annual_assembly_leaves_with_it() -> None:
    seat()
    named = sits(seat("", way_in=WayIn.CO_OPTED, term_months=12), "2026-04-15", since="2025-05-12")
    election = annual_election()
    open_election(election, NOW)

    proclaim_results(election, DAY, NOW)

    named.refresh_from_db()
    assert named.ends_on == PartialDate(2026, 4, 13)


def test_figures_above_the_ballots_are_refused_and_nothing_is_written() -> None:
    seat()
    election = annual_election()
    one, two = stands(election), stands(election)
    open_election(election, NOW)
    voters(election, 3)

    for ballots, spoiled, given in [(4, 0, (1, 1)), (3, 4, (1, 1)), (3, 1, (3, 0)), (3, 0, (2, 2)), (3, 0, (1, None))]:
        with pytest.raises(AssemblyRefused):
            record_count(election, ballots, spoiled, {one.pk: given[0], two.pk: given[1]}, NOW)

    election.refresh_from_db()
    assert election.state == ElectionState.OPEN
    assert list(election.candidacies.values_list("votes", flat=True)) == [None, None]


def test_equals_are_told_apart_before_anything_is_proclaimed() -> None:
    seat()
    election = annual_election()
    one, two = stands(election), stands(election)
    open_election(election, NOW)
    voters(election, 4)
    record_count(election, 4, 0, {one.pk: 2, two.pk: 2}, NOW)

    with pytest.raises(AssemblyRefused):
        proclaim_results(election, DAY, NOW)
    for words, winners in [("Au sort.", [one.pk, two.pk]), ("Au sort.", []), ("  ", [two.pk])]:
        with pytest.raises(AssemblyRefused):
            decide_tie(election, ANYONE, TieWay.DRAW, words, winners, NOW)
    decide_tie(election, ANYONE, TieWay.DRAW, "Tiré d’un chapeau par la présidence d’élection.", [two.pk], NOW)
    proclaim_results(election, DAY, NOW)

    assert [member.person for member in Membership.objects.all()] == [two.person]


def test_a_new_count_undoes_how_equals_were_told_apart() -> None:
    seat()
    election = annual_election()
    one, two = stands(election), stands(election)
    open_election(election, NOW)
    voters(election, 4)
    record_count(election, 4, 0, {one.pk: 2, two.pk: 2}, NOW)
    decide_tie(election, ANYONE, TieWay.DRAW, "Au sort.", [two.pk], NOW)

    record_count(election, 4, 0, {one.pk: 2, two.pk: 2}, NOW)
    assert TieDecision.objects.count() == 1
    record_count(election, 4, 1, {one.pk: 2, two.pk: 1}, NOW)

    assert not TieDecision.objects.exists()
    assert [str(winner) for winner in standings_of(election)[0].winners] == [str(one)]


def test_nothing_is_written_where_a_seat_cannot_be_given() -> None:
    first, second = seat(WOMAN), seat(MAN)
    election = annual_election()
    stands(election, WOMAN)
    stands(election, MAN)
    open_election(election, NOW)
    blocked = sits(second, "2028-01-01", since="2026-01-01")
    Membership.objects.filter(pk=blocked.pk).update(ends_on="2026-12-31", end_max=date(2026, 12, 31))

    with pytest.raises(AssemblyRefused):
        proclaim_results(election, DAY, NOW)

    assert list(Membership.objects.all()) == [blocked]
    assert not first.memberships.exists()


def test_terms_due_are_those_of_the_rule_or_of_our_reading() -> None:
    soon, later = seat(position=1), seat(position=2)
    sits(soon, "2026-05-20")
    sits(later, "2026-07-14")
    assembly = annual_election().assembly

    assert [line.is_due for line in seat_lines(assembly)] == [True, True]
    assert "notre propre lecture" in due_words(due_rule(assembly), SOON_AFTER)
    BylawFactory(kind=BylawKind.DUE_DAYS, basis=BylawBasis.COUNT, amount=60)
    assert [line.is_due for line in seat_lines(assembly)] == [True, False]
    assert "60 jours" in due_words(due_rule(assembly), SOON_AFTER)
