"""The life of an event: each verb, what it refuses, what it announces, and what a second call does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from crm.events import signals
from crm.events.domain.duplicating import duplicate_event
from crm.events.domain.publishing import cancel_event, postpone_event, publish_event, revise_event, withdraw_event
from crm.events.enums import EventStatus
from crm.events.models import Event
from tests.events.moments import at
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
NOW = at("2026-03-01 12:00")


@pytest.fixture
def heard() -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """What the storeys above would hear, in order."""
    found: list[tuple[str, dict[str, Any]]] = []
    names = ("event_published", "event_changed", "event_cancelled", "event_postponed", "event_withdrawn")
    receivers = []
    for name in names:

        def listen(name: str = name, **facts: Any) -> None:
            found.append((name, {key: facts[key] for key in ("now", "changed") if key in facts}))

        getattr(signals, name).connect(listen)
        receivers.append((name, listen))
    yield found
    for name, listen in receivers:
        getattr(signals, name).disconnect(listen)


def draft(**fields: Any) -> Event:
    return EventFactory(status=EventStatus.DRAFT, starts_at=at("2026-03-10 19:00"), **fields)


def published(**fields: Any) -> Event:
    event = draft(**fields)
    publish_event(event, now=NOW - timedelta(days=1))
    return event


def stored(event: Event) -> tuple[str, int, object]:
    event.refresh_from_db()
    return event.status, event.sequence, event.modified_at


def test_publish_event_announces_it_once(heard: list[Any]) -> None:
    event = draft()

    publish_event(event, now=NOW)
    publish_event(event, now=NOW + timedelta(hours=1))

    assert stored(event) == (EventStatus.PUBLISHED, 0, NOW)
    assert event.published_at == NOW
    assert heard == [("event_published", {"now": NOW})]


def test_publish_event_refuses_an_event_without_a_place(heard: list[Any]) -> None:
    event = draft(venue="", address="")

    with pytest.raises(ValidationError) as refusal:
        publish_event(event, now=NOW)

    assert refusal.value.messages == [
        "Indiquez où l’événement a lieu, ou donnez une adresse en ligne, avant de le publier."
    ]
    assert stored(event)[:2] == (EventStatus.DRAFT, 0)
    assert heard == []


def test_cancel_event_keeps_it_public_and_moves_the_sequence_once(heard: list[Any]) -> None:
    event = published()
    heard.clear()

    cancel_event(event, now=NOW, note="Il pleut.")
    cancel_event(event, now=NOW + timedelta(hours=1), note="Il pleut encore.")

    assert stored(event) == (EventStatus.CANCELLED, 1, NOW)
    assert (event.is_public, event.status_note) == (True, "Il pleut.")
    assert heard == [("event_cancelled", {"now": NOW})]


@pytest.mark.parametrize("verb", [cancel_event, postpone_event])
def test_a_draft_is_neither_cancelled_nor_postponed(verb: Any, heard: list[Any]) -> None:
    event = draft()

    with pytest.raises(ValidationError):
        verb(event, now=NOW)

    assert stored(event)[:2] == (EventStatus.DRAFT, 0)
    assert heard == []


def test_a_cancellation_can_be_taken_back(heard: list[Any]) -> None:
    event = published()
    cancel_event(event, now=NOW, note="Il pleut.")
    heard.clear()

    publish_event(event, now=NOW + timedelta(hours=1))

    assert stored(event)[:2] == (EventStatus.PUBLISHED, 2)
    assert event.status_note == ""
    assert heard == [("event_changed", {"now": NOW + timedelta(hours=1), "changed": ()})]


def test_postpone_event_to_a_date_keeps_its_length_and_remembers_the_first_date(heard: list[Any]) -> None:
    event = published()
    heard.clear()

    postpone_event(event, now=NOW, starts_at=at("2026-03-17 18:30"), note="La salle est prise.")

    assert stored(event)[:2] == (EventStatus.POSTPONED, 1)
    assert (event.starts_at, event.ends_at) == (at("2026-03-17 18:30"), at("2026-03-17 20:30"))
    assert (event.previous_starts_at, event.awaits_new_date) == (at("2026-03-10 19:00"), False)
    assert heard == [("event_postponed", {"now": NOW})]


def test_postpone_event_without_a_date_then_with_one() -> None:
    event = published()

    postpone_event(event, now=NOW)
    assert (event.awaits_new_date, event.starts_at) == (True, at("2026-03-10 19:00"))

    postpone_event(event, now=NOW, starts_at=at("2026-04-07 19:00"))
    assert (event.awaits_new_date, event.previous_starts_at) == (False, at("2026-03-10 19:00"))
    assert stored(event)[:2] == (EventStatus.POSTPONED, 2)


@pytest.mark.parametrize(
    "times",
    [
        {"starts_at": at("2026-03-10 19:00")},
        {"starts_at": at("2026-03-17 19:00"), "ends_at": at("2026-03-17 18:00")},
    ],
)
def test_postpone_event_refuses_times_that_make_no_sense(times: dict[str, Any], heard: list[Any]) -> None:
    event = published()
    heard.clear()

    with pytest.raises(ValidationError):
        postpone_event(event, now=NOW, **times)

    assert stored(event)[:2] == (EventStatus.PUBLISHED, 0)
    assert event.starts_at == at("2026-03-10 19:00")
    assert heard == []


def test_withdraw_event_takes_a_mistake_back_and_republishing_moves_the_sequence(heard: list[Any]) -> None:
    event = published()
    heard.clear()

    withdraw_event(event, now=NOW)
    withdraw_event(event, now=NOW)
    publish_event(event, now=NOW)

    assert stored(event)[:2] == (EventStatus.PUBLISHED, 2)
    assert [name for name, _ in heard] == ["event_withdrawn", "event_published"]


def test_revise_event_moves_the_sequence_when_something_announced_changes(heard: list[Any]) -> None:
    event = published()
    heard.clear()
    address = event.get_absolute_url()

    event.title, event.venue = "Corvée d’automne", "École des Tailleurs"
    changed = revise_event(event, now=NOW)

    assert changed == ("title", "venue")
    assert stored(event) == (EventStatus.PUBLISHED, 1, NOW)
    assert event.get_absolute_url() == address
    assert heard == [("event_changed", {"now": NOW, "changed": ("title", "venue")})]


def test_revise_event_without_a_change_announces_nothing(heard: list[Any]) -> None:
    event = published()
    heard.clear()

    assert revise_event(event, now=NOW) == ()

    assert stored(event)[:2] == (EventStatus.PUBLISHED, 0)
    assert heard == []


def test_the_marks_that_an_editor_adds_to_a_text_announce_nothing(heard: list[Any]) -> None:
    event = published(description="<p>On plante.</p>")
    heard.clear()

    event.description = '<p data-block-key="58g4b">On plante.</p>'

    assert revise_event(event, now=NOW) == ()
    assert stored(event)[:2] == (EventStatus.PUBLISHED, 0)
    assert Event.objects.get(pk=event.pk).description == event.description
    assert heard == []


def test_revise_event_gives_a_draft_the_address_of_its_new_title(heard: list[Any]) -> None:
    event = draft(title="Fête d’hiver", slug="")
    EventFactory(slug="fete-d-ete")
    assert event.slug == "fete-d-hiver"

    event.title = "Fête d’été"
    revise_event(event, now=NOW)

    assert stored(event)[:2] == (EventStatus.DRAFT, 0)
    assert event.slug == "fete-d-ete-2"
    assert heard == []


def test_revise_event_gives_a_date_to_what_waited_for_one() -> None:
    event = published()
    postpone_event(event, now=NOW)

    event.starts_at, event.ends_at = at("2026-05-05 19:00"), None
    revise_event(event, now=NOW)

    assert (event.awaits_new_date, event.previous_starts_at) == (False, at("2026-03-10 19:00"))


@pytest.mark.parametrize(
    ("title", "slug"),
    [("L’Œuvre d’été : 3ᵉ édition !", "l-oeuvre-d-ete-3e-edition"), ("新年", "evenement"), ("x" * 200, "x" * 100)],
)
def test_an_event_makes_its_own_address(title: str, slug: str) -> None:
    first, second = (EventFactory(title=title, slug="") for _ in range(2))

    assert (first.slug, second.slug) == (slug, f"{slug}-2")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-01-01 12:00", "2026-03-10 19:00"),  # not over: one week later, across the change of clocks
        ("2026-03-20 12:00", "2026-03-24 19:00"),
        ("2026-03-24 19:00", "2026-03-31 19:00"),
    ],
)
def test_duplicate_event_is_a_draft_on_the_same_weekday_at_the_same_hour(now: str, expected: str) -> None:
    event = EventFactory(starts_at=at("2026-03-03 19:00"), status=EventStatus.CANCELLED, status_note="Il pleut.")

    copy = duplicate_event(event, now=at(now))

    assert (copy.starts_at, copy.ends_at) == (at(expected), at(expected) + timedelta(hours=2))
    assert (copy.status, copy.status_note, copy.sequence, copy.published_at) == (EventStatus.DRAFT, "", 0, None)
    assert (copy.title, copy.venue) == (event.title, event.venue)
    assert copy.uid != event.uid
    assert copy.slug != event.slug


def test_the_database_refuses_an_end_before_the_start() -> None:
    with pytest.raises(IntegrityError):
        EventFactory(starts_at=timezone.now(), ends_at=timezone.now() - timedelta(hours=1))
