"""The demo's neighbourhood looks alive whatever the day it is loaded."""

from datetime import date

import pytest

from crm.partners.domain.interlocks import Period
from crm.partners.domain.network import Question, answer_question
from crm.partners.domain.retention import past_their_day
from crm.partners.domain.where_we_sit import board_seats, outside_seats
from crm.partners.enums import Scope, Visibility
from crm.partners.models import Membership, Organization, Person, PrivacyRequest
from home.demo.identity import BOARD
from home.demo.partners import people_the_neighbourhood
from home.demo.privacy import ask_and_forget

LEVELS = frozenset({"public", "board"})


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 2, 29), date(2027, 4, 16), date(2026, 11, 24)])
def test_everything_that_the_screens_show_is_there(today: date) -> None:
    people_the_neighbourhood(today)

    assert (Organization.objects.count(), Person.objects.count(), Membership.objects.count()) == (31, 60, 103)
    seats = board_seats(LEVELS, on=today)
    voting = [line for line in seats if line.is_voting]
    assert {line.holders[0].person for line in voting} == {member.name for member in BOARD}
    # Two ex officio, and one of long ago of whom nobody knows whether it lasts.
    assert [line.is_surely_held for line in seats if not line.is_voting] == [True, True, False]
    elsewhere = outside_seats(LEVELS, on=today)
    assert sum(line.is_vacant for line in elsewhere) == 2
    assert sum(alert.is_late for line in elsewhere for alert in line.alerts) == 2
    assert sum("40" in alert.sentence for line in elsewhere for alert in line.alerts) == 1
    findings = answer_question(Question(Scope.WHOLE, period=Period.on(today)), LEVELS)
    assert findings.surely
    assert findings.perhaps


@pytest.mark.django_db
def test_the_secretariat_of_the_demo_has_a_request_and_someone_to_erase() -> None:
    today = date(2026, 11, 24)
    people_the_neighbourhood(today)

    ask_and_forget(today)

    assert [one.due_on for one in PrivacyRequest.objects.all()] == [date(2026, 12, 3)]
    (person,) = past_their_day(today, frozenset(Visibility.values))
    assert not person.memberships.filter(end_max__gte=today).exists()
