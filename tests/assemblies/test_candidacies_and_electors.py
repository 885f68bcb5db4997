"""Who may stand, who may vote: supporters counted by name, one vote a person, and names that do not stay."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest

from crm.assemblies.domain.candidacies import (
    add_supporters,
    person_called,
    receive_candidacy,
    refuse_candidacy,
    remove_supporter,
    validate_candidacy,
    withdraw_candidacy,
)
from crm.assemblies.domain.elections import open_election, record_count
from crm.assemblies.domain.electors import (
    Arrival,
    DoorCounts,
    SameName,
    door_counts,
    find_electors,
    give_ballot,
    give_every_ballot,
    strike_elector,
    welcome_elector,
)
from crm.assemblies.domain.forgetting_electors import forget_electors
from crm.assemblies.enums import BylawBasis, BylawKind, CandidacyState, ElectorKind
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Candidacy, Elector, Supporter
from crm.assemblies.tasks import forget_electors_task
from crm.partners.domain.retention import past_their_day
from crm.partners.enums import Visibility
from crm.partners.models import Person
from tests.factories import PersonFactory
from tests.factories.assemblies import BylawFactory
from tests.factories.elections import ANYONE, MAN, NOW, annual_election, seat, sits, stands, voters

pytestmark = pytest.mark.django_db
ONDINE = Arrival("Ondine Fictive", ElectorKind.RESIDENT, "4, rue des Tailleurs", "Permis de conduire")


def test_a_candidacy_is_valid_with_the_supporters_of_that_day() -> None:
    seat()
    election = annual_election(supporters=3)
    BylawFactory(kind=BylawKind.SUPPORTERS, basis=BylawBasis.COUNT, amount=2, in_force_from=date(2026, 4, 15))
    candidacy = receive_candidacy(election, PersonFactory(), ANYONE, NOW)

    repeated = add_supporters(candidacy, "Zoé Fictive, 1, rue A\n\nzoe  fictive\nMaude Fictive")
    with pytest.raises(AssemblyRefused, match="Il manque 1 appui"):
        validate_candidacy(candidacy)
    add_supporters(candidacy, "Élise Fictive")

    assert repeated == ["zoe  fictive"]
    assert [(one.name, one.address) for one in candidacy.supporters.all()] == [
        ("Élise Fictive", ""),
        ("Maude Fictive", ""),
        ("Zoé Fictive", "1, rue A"),
    ]
    assert validate_candidacy(candidacy).state == CandidacyState.VALID


def test_a_missing_rule_is_said_and_never_assumed() -> None:
    seat()
    candidacy = receive_candidacy(annual_election(supporters=None), PersonFactory(), ANYONE, NOW)
    add_supporters(candidacy, "\n".join(f"Appui Fictif {n}" for n in range(10)))

    with pytest.raises(AssemblyRefused, match="Aucune règle"):
        validate_candidacy(candidacy)
    candidacy.refresh_from_db()
    assert candidacy.state == CandidacyState.PROPOSED


def test_a_valid_candidacy_that_loses_a_signature_is_checked_again() -> None:
    seat()
    candidacy = stands(annual_election())

    remove_supporter(candidacy, candidacy.supporters.earliest("pk").pk)

    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.supporters.count()) == (CandidacyState.PROPOSED, 1)


def test_someone_stands_once_and_may_come_back() -> None:
    seat(), seat(MAN)
    election, person = annual_election(), PersonFactory()
    candidacy = receive_candidacy(election, person, ANYONE, NOW)

    assert receive_candidacy(election, person, ANYONE, NOW) == candidacy
    for category in (MAN, "personne du quartier voisin"):
        with pytest.raises(AssemblyRefused):
            receive_candidacy(election, person, category, NOW)
    withdraw_candidacy(candidacy)
    again = receive_candidacy(election, person, MAN, NOW)

    assert (again.pk, again.category, again.state) == (candidacy.pk, MAN, CandidacyState.PROPOSED)
    assert Candidacy.objects.count() == 1


def test_a_refusal_says_why_and_closed_candidacies_stay_as_they_are() -> None:
    seat()
    election = annual_election()
    candidacy = stands(election)
    with pytest.raises(AssemblyRefused):
        refuse_candidacy(candidacy, "  ")
    refuse_candidacy(candidacy, "N’habite pas le quartier.")
    open_election(election, NOW)

    for act in (validate_candidacy, withdraw_candidacy, lambda one: add_supporters(one, "Une Fictive")):
        with pytest.raises(AssemblyRefused):
            act(candidacy)
    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.reason) == (CandidacyState.REFUSED, "N’habite pas le quartier.")


def test_a_known_name_is_that_person_and_another_gets_a_file_for_the_board() -> None:
    known = PersonFactory(given_name="Zoé", family_name="Fictive")
    hidden = PersonFactory(given_name="Maude", family_name="Fictive", visibility=Visibility.PRIVATE)
    levels = {Visibility.PUBLIC.value, Visibility.BOARD.value}

    assert person_called("zoe", "FICTIVE", levels) == known
    made = person_called("Maude", "Fictive", levels)
    assert made != hidden
    assert made.visibility == Visibility.BOARD
    PersonFactory(given_name="Zoé", family_name="Fictive")
    with pytest.raises(AssemblyRefused):
        person_called("Zoé", "Fictive", levels)
    assert Person.objects.count() == 4


def test_one_person_has_one_ballot_even_by_two_rights() -> None:
    seat()
    election = open_election(annual_election(), NOW)

    first = welcome_elector(election, ONDINE, None, NOW)
    again = welcome_elector(election, ONDINE, None, NOW + timedelta(minutes=5))
    by_another_right = Arrival("ondine fictive", ElectorKind.ESTABLISHMENT, "Boulangerie fictive", "Lettre")
    with pytest.raises(SameName):
        welcome_elector(election, by_another_right, None, NOW)

    assert (first.was_known, first.gets_ballot) == (False, True)
    assert (again.elector, again.was_known, again.gets_ballot) == (first.elector, True, False)
    assert again.elector.ballot_given_at == NOW
    assert door_counts(election) == DoorCounts(residents=1, establishments=0, ballots=1, here=1)


def test_a_namesake_votes_once_the_door_says_that_it_is_someone_else() -> None:
    seat()
    election = open_election(annual_election(), NOW)
    welcome_elector(election, ONDINE, None, NOW)
    namesake = Arrival("Ondine Fictive", ElectorKind.ESTABLISHMENT, "Boulangerie", "Lettre", is_someone_else=True)

    assert welcome_elector(election, namesake, None, NOW).gets_ballot
    assert door_counts(election) == DoorCounts(residents=1, establishments=1, ballots=2, here=2)
    assert [str(one) for one in find_electors(election, "boulangerie ONDINE")] == ["Ondine Fictive"]


def test_ballots_wait_for_the_opening_and_are_given_once() -> None:
    seat()
    election = annual_election()
    early, late, mistaken = voters(election, 3)
    with pytest.raises(AssemblyRefused):
        give_ballot(early, NOW)
    strike_elector(mistaken)
    open_election(election, NOW)

    assert [give_ballot(early, NOW), give_ballot(early, NOW)] == [True, False]
    assert [give_every_ballot(election, NOW), give_every_ballot(election, NOW)] == [1, 0]
    with pytest.raises(AssemblyRefused):
        strike_elector(late)
    record_count(election, 2, 0, {}, NOW)
    with pytest.raises(AssemblyRefused):
        welcome_elector(election, ONDINE, None, NOW)


def test_names_go_after_the_days_and_counts_stay(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    seat()
    election = annual_election(keep_days=30)
    stands(election)
    open_election(election, NOW)
    voters(election, 2)
    ends = election.assembly.event.ends_at

    assert forget_electors(ends + timedelta(days=30, seconds=-1)) == 0
    assert forget_electors(ends + timedelta(days=30)) == 4
    assert forget_electors(ends + timedelta(days=30)) == 0

    election.refresh_from_db()
    assert not Elector.objects.exists()
    assert not Supporter.objects.exists()
    assert door_counts(election) == DoorCounts(residents=2, establishments=0, ballots=2)
    assert election.candidacies.count() == 1
    assert "Fictive" not in caplog.text
    assert "electors destroyed" in caplog.text
    with pytest.raises(AssemblyRefused):
        welcome_elector(election, ONDINE, None, NOW)


def test_task_destroys_what_is_due_and_run_twice_changes_nothing() -> None:
    seat()
    voters(annual_election(), 1)

    forget_electors_task()
    forget_electors_task()

    assert not Elector.objects.exists()


def test_who_is_refused_or_withdraws_is_proposed_for_erasure_once_the_names_go() -> None:
    seat()
    election = annual_election()
    refused, gone, known = (PersonFactory() for _turn in range(3))
    sits(seat(), "2027-04-14", person=known)
    refuse_candidacy(receive_candidacy(election, refused, ANYONE, NOW), "N’habite pas le quartier")
    withdraw_candidacy(receive_candidacy(election, gone, ANYONE, NOW))
    withdraw_candidacy(receive_candidacy(election, known, ANYONE, NOW))

    the_last = date(2026, 4, 14) + timedelta(days=election.keep_days)
    people = [Person.objects.get(pk=one.pk) for one in (refused, gone, known)]
    assert [one.keep_until for one in people] == [the_last, the_last, None]
    overdue = past_their_day(the_last + timedelta(days=1), frozenset(Visibility.values))
    assert set(overdue) == {refused, gone}


def test_who_stands_again_is_kept_like_anyone() -> None:
    seat()
    election, person = annual_election(), PersonFactory()
    withdraw_candidacy(receive_candidacy(election, person, ANYONE, NOW))

    receive_candidacy(election, person, ANYONE, NOW)

    assert Person.objects.get(pk=person.pk).keep_until is None


def test_a_day_that_someone_wrote_is_left_alone() -> None:
    seat()
    election, person = annual_election(), PersonFactory(keep_until=date(2030, 1, 1))

    withdraw_candidacy(receive_candidacy(election, person, ANYONE, NOW))

    assert Person.objects.get(pk=person.pk).keep_until == date(2030, 1, 1)
