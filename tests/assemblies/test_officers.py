"""The officers whom the board names after its annual assembly, and who is told that it is still to be done."""

from __future__ import annotations

from datetime import date

import pytest

from crm.accounts.policy import Role
from crm.assemblies.domain.elections import open_election
from crm.assemblies.domain.officers import Office, name_officers, office_of, officers_due
from crm.assemblies.domain.proclaiming import proclaim_results
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Bylaw, Election
from crm.partners.models import Membership
from home.to_do import things_to_do
from tests.factories.elections import DAY, NOW, annual_election, seat, sits, stands
from tests.factories.users import enrol, someone_of

pytestmark = pytest.mark.django_db
LATER = date(2026, 5, 5)


def proclaimed() -> Election:
    """Three were elected; a secretary and a volunteer of the garden stay from the year before."""
    for role in ("Secrétaire", "Jardin"):
        sits(seat(), "2027-04-15", since="2025-04-15", role=role)
    for _n in range(3):
        seat(term_months=12)
    election = annual_election()
    for _n in range(3):
        stands(election)
    open_election(election, NOW)
    return proclaim_results(election, DAY, NOW)


def elected() -> list[Membership]:
    return list(Membership.objects.filter(starts_on="2026-04-14").order_by("pk"))


def test_offices_are_written_as_roles_and_the_former_ones_taken_back() -> None:
    election = proclaimed()
    chair, treasurer, _other = elected()
    former, gardener = Membership.objects.get(role="Secrétaire"), Membership.objects.get(role="Jardin")
    chosen = {Office.CHAIR: chair, Office.SECRETARY: treasurer, Office.TREASURER: treasurer}

    name_officers(election, chosen, LATER, "Résolution fictive")
    name_officers(election, chosen, LATER, "Résolution fictive")

    for one in (chair, treasurer, former, gardener):
        one.refresh_from_db()
    assert [one.role for one in (chair, treasurer, former, gardener)] == [
        "Présidence",
        "Secrétariat et trésorerie",
        "",
        "Jardin",
    ]
    election.refresh_from_db()
    assert (election.officers_on, election.officers_words) == (LATER, "Résolution fictive")


def test_whoever_stays_in_office_keeps_the_word_for_it() -> None:
    election = proclaimed()
    chair, treasurer, _other = elected()
    secretary = Membership.objects.get(role="Secrétaire")

    name_officers(election, {Office.CHAIR: chair, Office.SECRETARY: secretary, Office.TREASURER: treasurer}, LATER, "R")

    secretary.refresh_from_db()
    assert secretary.role == "Secrétaire"


def test_officers_sit_on_the_board_and_the_decision_is_said() -> None:
    election = proclaimed()
    chair, treasurer, secretary = elected()
    outsider = sits(seat(is_voting=False), "2027-04-15", since="2025-04-15")
    chosen = {Office.CHAIR: chair, Office.SECRETARY: secretary, Office.TREASURER: treasurer}

    for those, words in [
        (chosen, " "),
        ({Office.CHAIR: chair}, "Résolution"),
        (chosen | {Office.VICE_CHAIR: outsider}, "Résolution"),
    ]:
        with pytest.raises(AssemblyRefused):
            name_officers(election, those, LATER, words)
    assert {one.role for one in elected()} == {""}


@pytest.mark.parametrize(
    ("role", "office"),
    [
        ("Présidente", Office.CHAIR),
        ("Vice-président", Office.VICE_CHAIR),
        ("Secrétaire", Office.SECRETARY),
        ("trésorière", Office.TREASURER),
        ("Administratrice", None),
        ("", None),
    ],
)
def test_a_role_says_its_office(role: str, office: Office | None) -> None:
    assert office_of(role) == office


def said_to(role: Role) -> list[str]:
    user = someone_of(role)
    enrol(user)
    return [one.sentence.replace("\u00a0", " ") for one in things_to_do(user, NOW) if "trésorerie" in one.sentence]


@pytest.mark.parametrize("role", [Role.BOARD, Role.SECRETARIAT])
def test_board_is_told_until_the_officers_are_named(role: Role) -> None:
    election = proclaimed()

    assert said_to(role) == ["La présidence, le secrétariat et la trésorerie sont à élire au plus tard le 14 mai 2026."]
    chair, treasurer, secretary = elected()
    name_officers(election, {Office.CHAIR: chair, Office.SECRETARY: secretary, Office.TREASURER: treasurer}, LATER, "R")
    assert officers_due() == []
    assert said_to(role) == []


def test_delay_that_no_rule_sets_is_not_assumed() -> None:
    proclaimed()
    Bylaw.objects.all().delete()

    assert [due.by for due in officers_due()] == [None]
    assert "aucune règle" in said_to(Role.BOARD)[0]
    assert said_to(Role.READING) == []
