"""Someone who stood and is erased: what decided nothing goes, what was voted stays."""

from __future__ import annotations

import pytest
from auditlog.models import LogEntry

from crm.assemblies.domain.candidacies import receive_candidacy, refuse_candidacy
from crm.assemblies.enums import CandidacyState, ElectionState
from crm.assemblies.models import Candidacy, Election
from crm.partners.domain.personal_files import erase_person, personal_file, plan_erasure
from crm.partners.domain.purging import what_goes, what_stays
from crm.partners.models import Person
from tests.factories import PersonFactory
from tests.factories.elections import NOW, WOMAN, annual_election, seat

pytestmark = pytest.mark.django_db
REASON = "Fabulin habite ailleurs"


@pytest.fixture
def election() -> Election:
    seat(WOMAN)
    return annual_election()


def refused(election: Election) -> Person:
    person: Person = PersonFactory(given_name="Zoé", family_name="Fictive")
    refuse_candidacy(receive_candidacy(election, person, WOMAN, NOW), REASON)
    return person


def proclaim(election: Election) -> None:
    Election.objects.filter(pk=election.pk).update(state=ElectionState.PROCLAIMED)


def test_a_refused_candidate_leaves_no_name_once_the_results_are_out(election: Election) -> None:
    person = refused(election)
    proclaim(election)
    plan = plan_erasure(person)
    assert [line.value for line in personal_file(person) if line.label == "candidatures"] == ["1"]
    assert "Une candidature refusée ou retirée avant le vote, et sa raison." in what_goes(person, plan)

    erase_person(person)

    assert (plan.keeps_the_name, Person.objects.count(), Candidacy.objects.count()) == (False, 0, 0)
    assert "Fabulin" not in str(list(LogEntry.objects.values_list("object_repr", "changes")))
    assert "Fictive" not in str(list(LogEntry.objects.values_list("object_repr", "changes")))


def test_before_the_results_are_out_the_refusal_stays_and_one_is_told(election: Election) -> None:
    person = refused(election)

    plan = erase_person(person)

    assert (plan.keeps_the_name, Candidacy.objects.get().reason) == (True, REASON)
    assert what_stays(person, plan)[0].startswith("Une mention dans les registres des assemblées")


def test_who_stood_on_the_ballot_stays_part_of_the_vote(election: Election) -> None:
    person = PersonFactory()
    receive_candidacy(election, person, WOMAN, NOW)
    Candidacy.objects.update(state=CandidacyState.NOT_ELECTED, votes=4)
    proclaim(election)

    erase_person(person)

    assert (Candidacy.objects.get().votes, Person.objects.count()) == (4, 1)
