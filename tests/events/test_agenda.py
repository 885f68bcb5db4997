"""What is coming, who sees it, and how the weeks are laid out."""

from __future__ import annotations

from datetime import date

import pytest

from crm.events.domain.agenda import by_week, past_events, upcoming_events
from crm.events.enums import EventKind, EventStatus
from crm.events.models import Event
from tests.events.moments import at
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
NOW = at("2026-03-04 20:00")


def titles(events: object) -> list[str]:
    return [event.title for event in events]  # type: ignore[attr-defined]


def test_upcoming_events_are_public_and_not_over() -> None:
    EventFactory(title="fini", starts_at=at("2026-03-04 17:00"), ends_at=at("2026-03-04 19:00"))
    EventFactory(title="sans fin, commencé", starts_at=at("2026-03-04 19:00"), ends_at=None)
    EventFactory(title="en cours", starts_at=at("2026-03-04 19:00"), ends_at=at("2026-03-04 21:00"))
    EventFactory(title="brouillon", starts_at=at("2026-03-05 19:00"), status=EventStatus.DRAFT)
    EventFactory(title="plus tard", starts_at=at("2026-04-05 19:00"))
    EventFactory(title="annulé", starts_at=at("2026-03-06 19:00"), status=EventStatus.CANCELLED)

    assert titles(upcoming_events(NOW)) == ["en cours", "annulé", "plus tard"]
    assert titles(past_events(NOW)) == ["sans fin, commencé", "fini"]


def test_upcoming_events_are_narrowed_by_kind_date_number_and_what_takes_place() -> None:
    for day, kind in enumerate((EventKind.FETE, EventKind.ACTIVITY, EventKind.FETE, EventKind.FETE), start=5):
        EventFactory(title=f"{day}", starts_at=at(f"2026-03-0{day} 19:00"), kind=kind)
    EventFactory(title="reporté", starts_at=at("2026-03-09 19:00"), status=EventStatus.POSTPONED)
    EventFactory(
        title="déplacé",
        starts_at=at("2026-03-10 19:00"),
        status=EventStatus.POSTPONED,
        previous_starts_at=at("2026-03-05 19:00"),
    )
    EventFactory(title="annulé", starts_at=at("2026-03-11 19:00"), status=EventStatus.CANCELLED)

    assert titles(upcoming_events(NOW, kinds=[EventKind.FETE])) == ["5", "7", "8"]
    assert titles(upcoming_events(NOW, kinds=[EventKind.FETE], limit=2)) == ["5", "7"]
    assert titles(upcoming_events(NOW, until=at("2026-03-07 19:00"))) == ["5", "6"]
    assert titles(upcoming_events(NOW).happening()) == ["5", "6", "7", "8", "déplacé"]


def test_by_week_goes_from_monday_to_sunday() -> None:
    moments = ["2026-02-27 09:00", "2026-03-02 00:00", "2026-03-08 23:59", "2026-03-09 00:00", "2026-03-30 19:00"]
    events = [Event(title=moment, starts_at=at(moment)) for moment in moments]

    weeks = by_week(events, today=date(2026, 3, 4))

    assert (
        [(week.monday, titles(week.events), week.weeks_ahead) for week in weeks]
        == [
            (date(2026, 3, 2), moments[:3], 0),  # what began last week and goes on is shown this week
            (date(2026, 3, 9), moments[3:4], 1),
            (date(2026, 3, 30), moments[4:], 4),
        ]
    )
    assert [week.days for week in weeks] == ["2 au 8\u00a0mars", "9 au 15\u00a0mars", "30\u00a0mars au 5\u00a0avril"]


@pytest.mark.parametrize("words", ["fete", "FÊTE", "l'oeuvre", "L’Œuvre", "carriere fete", "  fête  ", "tailleurs"])
def test_search_finds_whatever_the_accents_the_case_and_the_order(words: str) -> None:
    EventFactory(title="Fête de l’Œuvre", venue="Parc de la Carrière", address="40, avenue des Tailleurs")
    EventFactory(title="Assemblée", venue="Centre", address="")

    assert titles(Event.objects.matching(words)) == ["Fête de l’Œuvre"]


def test_search_finds_nothing_where_a_word_is_missing() -> None:
    EventFactory(title="Fête de l’Œuvre")

    assert titles(Event.objects.matching("fête hiver")) == []


def test_search_follows_a_change_of_title() -> None:
    event = EventFactory(title="Fête")
    event.title = "Veillée"
    event.save(update_fields=["title"])

    assert titles(Event.objects.matching("veillee")) == ["Veillée"]
    assert titles(Event.objects.matching("fete")) == []
