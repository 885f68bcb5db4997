"""The screens of a series: the dates are shown before anything is made; what follows is told before it changes."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.domain.recurrence import Pattern, Rule
from crm.events.domain.series import Repetition, repeat_event
from crm.events.enums import EventStatus
from crm.events.models import Event, Series
from tests.events.admin_pages import act, errors, read, said, text, url
from tests.events.moments import at
from tests.factories import EventFactory, someone_of

pytestmark = pytest.mark.django_db

NOW = at("2026-01-05 09:00")
SECOND_TUESDAY = Rule(Pattern.MONTHLY_BY_WEEKDAY, weekday=1, nth=2)
ASKED = {"rule": "nth2-1", "skipped_months": ["7", "8"], "until": "2026-10-31"}


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(db: None) -> Event:
    times = {"starts_at": at("2026-01-13 19:00"), "ends_at": at("2026-01-13 21:00")}
    return EventFactory(title="Assemblée", status=EventStatus.DRAFT, **times)


@pytest.fixture
def series(event: Event) -> Series:
    """Four dates from January to April."""
    return repeat_event(event, Repetition(SECOND_TUESDAY, date(2026, 4, 30)), NOW)


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_the_rules_that_fit_the_day_are_offered_in_words(client: Client, volunteer: User, event: Event) -> None:
    page = read(client, url("repeat", event.pk))

    offered = [text(label) for label in page.select("input[name=rule] ~ label, label:has(input[name=rule])")]
    assert offered == [
        "chaque mardi",
        "un mardi sur deux",
        "le mardi, toutes les 3 semaines",
        "le mardi, toutes les 4 semaines",
        "le deuxième mardi de chaque mois",
        "le deuxième mardi, tous les 2 mois",
        "le deuxième mardi, tous les 3 mois",
        "le 13 de chaque mois",
    ]


def test_the_dates_are_shown_first_and_nothing_is_made(client: Client, volunteer: User, event: Event) -> None:
    page = page_of(act(client, "repeat", event, **ASKED))

    assert text(page.select_one("form h2")) == "Le deuxième mardi de chaque mois, sauf en juillet et en août, à 19 h"
    boxes = [box["value"] for box in page.select("input[name=days]")]
    assert boxes == ["2026-02-10", "2026-03-10", "2026-04-14", "2026-05-12", "2026-06-09", "2026-09-08", "2026-10-13"]
    assert (Event.objects.count(), Series.objects.count()) == (1, 0)


def test_the_dates_that_stay_ticked_are_made_once(client: Client, volunteer: User, event: Event) -> None:
    kept = ["2026-02-10", "2026-04-14"]
    response = act(client, "repeat", event, **ASKED, days=kept, **{"action-create": "1"})

    (sentence,) = said(client, response["Location"])
    assert sentence.startswith("La série a 3 dates")
    days = Event.objects.order_by("occurrence_on").values_list("occurrence_on", flat=True)
    assert [day.isoformat() for day in days] == ["2026-01-13", *kept]
    act(client, "repeat", event, **ASKED, days=kept, **{"action-create": "1"})
    assert Event.objects.count() == 3


def test_one_may_go_back_to_the_rule(client: Client, volunteer: User, event: Event) -> None:
    page = page_of(act(client, "repeat", event, **ASKED, **{"action-back": "1"}))

    assert page.select_one("input[name=rule][value=nth2-1]").has_attr("checked")
    assert page.select("input[name=days]") == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"until": "2026-01-13"}, {"until": ["Choisissez un jour après celui de l’événement."]}),
        (
            {"until": "2036-01-01"},
            {"until": ["Une série dure trois ans au plus : choisissez un dernier jour plus proche."]},
        ),
        (
            {"until": "2026-01-20"},
            {"until": ["Aucune autre date ne tombe avant ce dernier jour : choisissez-en un plus tard."]},
        ),
    ],
)
def test_what_makes_no_series_is_refused(
    client: Client, volunteer: User, event: Event, fields: dict[str, str], expected: dict[str, list[str]]
) -> None:
    assert errors(act(client, "repeat", event, **{**ASKED, **fields})) == expected
    assert Series.objects.count() == 0


def test_the_whole_series_is_seen_and_published(client: Client, volunteer: User, event: Event, series: Series) -> None:
    page = read(client, url("series", event.pk))
    assert [text(line) for line in page.select("ol.series li")][:2] == [
        "le mardi 13 janvier, de 19 h à 21 h · Brouillon",
        "le mardi 10 février, de 19 h à 21 h · Brouillon",
    ]

    response = act(client, "series", event)

    assert said(client, response["Location"]) == ["4 dates sont maintenant dans l’agenda."]
    assert Event.objects.filter(status=EventStatus.PUBLISHED).count() == 4


def test_what_follows_is_changed_and_ended(client: Client, volunteer: User, event: Event, series: Series) -> None:
    february = series.occurrences.get(occurrence_on=date(2026, 2, 10))
    Event.objects.filter(pk=february.pk).update(venue="École des Tailleurs")
    assert "2 dates la suivent." in text(read(client, url("extend", february.pk)).select_one("main"))

    response = act(client, "extend", february)
    assert said(client, response["Location"]) == ["2 dates ont changé."]
    assert Event.objects.filter(venue="École des Tailleurs").count() == 3

    response = act(client, "stop", february, note="Pause")
    assert said(client, response["Location"]) == ["La série finit ici : 2 dates sont parties."]
    assert Event.objects.count() == 2


def test_a_date_deleted_alone_is_left_out(client: Client, volunteer: User, series: Series) -> None:
    march = series.occurrences.get(occurrence_on=date(2026, 3, 10))

    client.post(url("delete", march.pk))

    series.refresh_from_db()
    assert series.skipped_days == ["2026-03-10"]


@pytest.mark.parametrize("name", ["repeat", "extend", "stop", "series"])
def test_who_may_not_write_events_changes_no_series(client: Client, event: Event, series: Series, name: str) -> None:
    client.force_login(someone_of(Role.READING))

    response = act(client, name, event, **ASKED, **{"action-create": "1"})

    assert response.status_code == 302
    assert response["Location"] == "/admin/"
    assert set(Event.objects.values_list("status", flat=True)) == {EventStatus.DRAFT}
    assert Event.objects.count() == 4
