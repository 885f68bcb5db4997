"""What took place and nobody counted: a line on the first screen, until someone counts or says that nobody did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.domain.uncounted import uncounted
from crm.events.enums import EventKind, EventStatus
from crm.events.models import CountWaiver, Event, Tick
from home.to_do import things_to_do
from tests.events.admin_pages import read, said, text
from tests.factories import EventFactory, HeadCountFactory, someone_of

pytestmark = pytest.mark.django_db


def held(title: str = "Corvée", days: float = 3, **fields: Any) -> Event:
    """So many days ago, for two hours."""
    made: Event = EventFactory(title=title, starts_at=timezone.now() - timedelta(days=days), **fields)
    return made


def url(name: str, *args: int) -> str:
    return reverse(f"attendance:{name}", args=args)


def lines_of(user: User) -> list[tuple[str, str]]:
    """What the first screen asks about counting: the sentence, and where it leads."""
    asked = [thing for thing in things_to_do(user, timezone.now()) if thing.url.startswith(url("index"))]
    return [(thing.sentence.replace("\u00a0", " "), thing.url) for thing in asked]


def waiting() -> list[str]:
    return [event.title for event in uncounted(timezone.now())]


@pytest.mark.parametrize("kind", [EventKind.CONSULTATION, EventKind.ACTIVITY, EventKind.FETE, EventKind.TRAINING])
def test_what_we_held_waits_for_a_number(kind: EventKind) -> None:
    held(kind=kind)

    assert waiting() == ["Corvée"]


@pytest.mark.parametrize(
    "fields",
    [
        {"days": -1},
        {"days": 0.05},  # going on
        {"days": 91},
        {"status": EventStatus.DRAFT},
        {"status": EventStatus.CANCELLED},
        {"status": EventStatus.POSTPONED},
        {"kind": EventKind.BOARD_MEETING},  # counted at its own table
        {"kind": EventKind.ANNUAL_ASSEMBLY},
        {"kind": EventKind.PRESENCE},  # other people's event
        {"kind": EventKind.MEETING},
        {"kind": EventKind.INTER_COUNCIL},
    ],
)
def test_what_is_not_over_ours_or_recent_waits_for_nothing(fields: dict[str, Any]) -> None:
    held(**fields)

    assert waiting() == []


def test_a_number_or_a_tick_at_the_door_is_enough() -> None:
    HeadCountFactory(event=held("Comptée", 4))
    Tick.objects.create(event=held("Au comptoir"), walk_in="b7ab3d1f-0000-4000-8000-000000000000", present=2)

    assert waiting() == []


def test_one_event_is_named_on_the_first_screen_of_those_who_count(client: Client) -> None:
    event = held()

    for role in (Role.BOARD, Role.COMMUNICATIONS, Role.SECRETARIAT):
        ((sentence, address),) = lines_of(someone_of(role))
        assert sentence.startswith("Combien de gens sont venus à « Corvée », ")
        assert address == url("event", event.pk)
    for role in (Role.READING, Role.ARCHIVES):
        assert lines_of(someone_of(role)) == []


def test_several_events_are_one_line_that_leads_to_their_list(client: Client, volunteer: User) -> None:
    held("Corvée")
    held("Atelier", 5)
    HeadCountFactory(event=held("Comptée", 4))

    ((sentence, address),) = lines_of(volunteer)

    assert sentence == "2 activités passées attendent le nombre de personnes venues."
    page = read(client, address)
    assert [text(line) for line in page.select("td.title")] == ["Corvée", "Atelier"]
    everything = read(client, url("index"))
    assert [text(line) for line in everything.select("td.title")] == ["Corvée", "Comptée", "Atelier"]
    assert everything.find("a", href=address.removeprefix(url("index"))) is not None


def test_saying_that_nobody_counted_takes_the_line_away_and_is_remembered(client: Client, volunteer: User) -> None:
    event = held()

    response = client.post(url("waive", event.pk), {"from": "event"})

    assert response["Location"] == url("event", event.pk)
    assert lines_of(volunteer) == []
    waiver = CountWaiver.objects.get()
    assert (waiver.event, waiver.waived_by) == (event, volunteer)
    shown = text(read(client, url("event", event.pk)).select_one("main"))
    assert f"Pas de comptage : {volunteer} l’a dit le" in shown
    assert "Pas de comptage" in text(read(client, url("index")).select_one("tbody"))


def test_it_can_wait_for_a_number_again(client: Client, volunteer: User) -> None:
    event = held()
    client.post(url("waive", event.pk))
    client.post(url("waive", event.pk))

    response = client.post(url("waive", event.pk), {"back": "1", "from": "event"})

    assert said(client, response["Location"])[-1] == "« Corvée » attend de nouveau un nombre."
    assert waiting() == ["Corvée"]
    assert CountWaiver.objects.count() == 0


def test_a_number_given_afterwards_counts_all_the_same(client: Client, volunteer: User) -> None:
    event = held()
    client.post(url("waive", event.pk))
    HeadCountFactory(event=event, number=12)

    shown = text(read(client, url("event", event.pk)).select_one("main"))

    assert "12 personnes sont venues" in shown
    assert "Pas de comptage" not in shown


def test_from_the_list_one_stays_in_the_list(client: Client, volunteer: User) -> None:
    first, _second = held("Corvée"), held("Atelier", 5)

    response = client.post(url("waive", first.pk), {"from": "list"})

    assert response["Location"] == f"{url('index')}?a-compter=1"
    assert said(client, response["Location"]) == ["« Corvée » n’attend plus de nombre."]


def test_only_those_who_count_say_so(client: Client) -> None:
    event = held()
    client.force_login(someone_of(Role.READING))

    client.post(url("waive", event.pk))

    assert CountWaiver.objects.count() == 0
    assert client.get(url("waive", event.pk)).status_code in (302, 405)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_much_for_one_as_for_three(client: Client, volunteer: User, count: int) -> None:
    for number in range(count):
        event = held(f"Corvée {number}", number + 1)
        CountWaiver.objects.create(event=event, waived_by=volunteer)
    read(client, url("index"))

    with CaptureQueriesContext(connection) as asked:
        read(client, url("index"))

    assert len([query for query in asked if "events_" in query["sql"]]) == 6
