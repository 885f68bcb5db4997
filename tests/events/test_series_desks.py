"""The registrations of a series: what is settled for one date is given to those that follow, when one asks for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from crm.accounts.models import User
from crm.events.domain.publishing import publish_event
from crm.events.domain.recurrence import Pattern, Rule
from crm.events.domain.series import Repetition, extend_desk, repeat_event
from crm.events.enums import EventStatus
from crm.events.models import Answer, Event, Question, RegistrationDesk
from tests.events.admin_pages import act, read, said, text, url
from tests.events.moments import at
from tests.events.test_admin_form import FIELDS
from tests.events.test_desk_admin import NO_QUESTION, SETTINGS, desk_url
from tests.events.test_desk_in_event_form import desk_fields
from tests.factories import DeskFactory, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

NOW = at("2026-01-05 09:00")
SECOND_TUESDAY = Rule(Pattern.MONTHLY_BY_WEEKDAY, weekday=1, nth=2)


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dates(db: None) -> list[Event]:
    """Four dates from January to April; one registers for each."""
    times = {"starts_at": at("2026-01-13 19:00"), "ends_at": at("2026-01-13 21:00")}
    first = EventFactory(title="Atelier", status=EventStatus.DRAFT, **times)
    desk = DeskFactory(event=first, capacity=10, closes_at=at("2026-01-12 12:00"))
    Question.objects.create(desk=desk, label="Une allergie?")
    series = repeat_event(first, Repetition(SECOND_TUESDAY, date(2026, 4, 30)), NOW)
    return list(series.occurrences.order_by("starts_at"))


def capacities(dates: list[Event]) -> list[int | None]:
    return [RegistrationDesk.objects.get(event=event).capacity for event in dates]


def change(desk: RegistrationDesk, **fields: Any) -> None:
    RegistrationDesk.objects.filter(pk=desk.pk).update(**fields)


def fresh(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def test_the_dates_that_follow_take_the_settings_and_the_questions(dates: list[Event]) -> None:
    _january, february, _march, april = dates
    change(february.desk, capacity=20, hold_hours=6, closes_at=at("2026-02-08 12:00"), asks_photo_consent=True)
    february.desk.questions.all().delete()
    Question.objects.create(desk=february.desk, label="Votre taille?", kind="choice", choices="P\nG", sort_order=1)

    assert extend_desk(fresh(february), NOW) == 2

    assert capacities(dates) == [10, 20, 20, 20]
    desk = RegistrationDesk.objects.get(event=april)
    assert (desk.hold_hours, desk.asks_photo_consent) == (6, True)
    assert timezone.localtime(desk.closes_at) == at("2026-04-12 12:00")  # as long before, whatever the clocks did
    assert [(one.label, one.choice_list) for one in desk.questions.all()] == [("Votre taille?", ["P", "G"])]
    assert extend_desk(fresh(february), NOW) == 0


def test_a_date_without_a_desk_receives_one(dates: list[Event]) -> None:
    january, _february, march, _april = dates
    march.desk.delete()

    assert extend_desk(fresh(january), NOW) == 1

    assert capacities(dates) == [10, 10, 10, 10]


def test_those_who_registered_keep_their_places_and_their_answers(dates: list[Event]) -> None:
    january, february, *_rest = dates
    publish_event(february, NOW)
    person = RegistrationFactory(desk=february.desk, places=8)
    question = february.desk.questions.get()
    Answer.objects.create(registration=person, question=question, asked=question.label, text="Les noix")
    change(january.desk, capacity=4)
    january.desk.questions.update(label="Votre taille?")

    extend_desk(fresh(january), NOW)

    person.refresh_from_db()
    assert (person.state, person.places) == ("registered", 8)
    assert [(answer.asked, answer.text) for answer in person.answers.all()] == [("Une allergie?", "Les noix")]
    assert [one.label for one in february.desk.questions.all()] == ["Votre taille?"]


def test_a_question_that_stays_keeps_its_answers_beside_it(dates: list[Event]) -> None:
    january, february, *_rest = dates
    question = february.desk.questions.get()
    january.desk.questions.update(required=True)

    extend_desk(fresh(january), NOW)

    question.refresh_from_db()
    assert (question.required, question.desk) == (True, february.desk)


def test_what_is_cancelled_or_has_begun_keeps_its_desk(dates: list[Event]) -> None:
    january, february, march, _april = dates
    change(january.desk, capacity=3)
    Event.objects.filter(pk=february.pk).update(status=EventStatus.CANCELLED)

    assert extend_desk(fresh(january), march.starts_at + timedelta(minutes=1)) == 1

    assert capacities(dates) == [3, 10, 10, 3]


def test_saving_the_settings_of_a_date_offers_the_dates_that_follow(
    client: Client, volunteer: User, dates: list[Event]
) -> None:
    january, *_rest, april = dates
    response = client.post(desk_url("edit", january.desk.pk), {**SETTINGS, **NO_QUESTION})
    page = read(client, response["Location"])
    (link,) = [one for one in page.select(".messages a") if "what=desk" in one["href"]]
    assert text(link) == "Changer aussi la suite…"

    asked = read(client, link["href"])
    assert asked.select_one("[name=what][value=desk]").has_attr("checked")
    assert "Les personnes inscrites gardent leurs places et leurs réponses." in text(asked.select_one("main"))
    response = act(client, "extend", january, what="desk")

    assert capacities(dates) == [12, 12, 12, 12]
    assert said(client, response["Location"])[-1] == "Les inscriptions de 3 dates ont changé."
    response = client.post(desk_url("edit", april.desk.pk), {**SETTINGS, **NO_QUESTION})
    assert read(client, response["Location"]).select(".messages a") == []


@pytest.mark.parametrize(
    ("what", "venues", "places"),
    [
        ("words", {"École des Tailleurs"}, [12, 10, 10, 10]),
        ("desk", {"École des Tailleurs", "Parc de la Carrière"}, [12, 12, 12, 12]),
        ("everything", {"École des Tailleurs"}, [12, 12, 12, 12]),
        ("", {"École des Tailleurs"}, [12, 10, 10, 10]),
    ],
)
def test_one_says_what_the_dates_that_follow_take(
    client: Client, volunteer: User, dates: list[Event], what: str, venues: set[str], places: list[int]
) -> None:
    january = dates[0]
    Event.objects.filter(pk=january.pk).update(venue="École des Tailleurs")
    change(january.desk, capacity=12)

    act(client, "extend", january, **({"what": what} if what else {}))

    assert set(Event.objects.values_list("venue", flat=True)) == venues
    assert capacities(dates) == places


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"venue": "École des Tailleurs"}, "words"),
        (desk_fields(), "desk"),
        ({"venue": "École des Tailleurs", **desk_fields()}, "everything"),
        ({}, None),
    ],
)
def test_saving_the_form_of_a_date_offers_the_dates_that_follow(
    client: Client, volunteer: User, dates: list[Event], fields: dict[str, str], what: str | None
) -> None:
    january = dates[0]
    same = {
        **FIELDS,
        "title": "Atelier",
        "kind": "activity",
        "starts_at": "2026-01-13 19:00",
        "ends_at": "2026-01-13 21:00",
        "address": january.address,
        "summary": january.summary,
        "audiences": "everyone",
        "mode": "in_person",
    }

    response = client.post(url("edit", january.pk), same | fields)

    links = [link["href"] for link in read(client, response["Location"]).select(".messages a")]
    assert [link for link in links if "extend" in link] == (
        [f"{url('extend', january.pk)}?what={what}"] if what else []
    )


def test_without_a_desk_only_the_words_are_given(client: Client, volunteer: User, dates: list[Event]) -> None:
    RegistrationDesk.objects.all().delete()

    page = read(client, url("extend", dates[0].pk))

    assert page.select("[name=what]") == []
