"""The list of the events, and who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.actions import ACTIONS
from crm.events.enums import EventKind, EventStatus
from crm.events.models import Event
from tests.events.admin_pages import INDEX, read, rows, status, text, url
from tests.events.moments import at
from tests.factories import EventFactory
from tests.factories.users import someone_of

pytestmark = pytest.mark.django_db


def test_list_shows_what_is_coming_first(client: Client, volunteer: User) -> None:
    now = timezone.now()
    for title, days in (("dans un mois", 30), ("hier", -1), ("demain", 1), ("l’an dernier", -365)):
        EventFactory(title=title, starts_at=now + timedelta(days=days))

    assert rows(read(client, INDEX)) == ["demain", "dans un mois", "hier", "l’an dernier"]


def test_list_is_narrowed_by_kind_state_period_and_words(client: Client, volunteer: User) -> None:
    soon, past = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=9)
    EventFactory(title="Fête de l’Œuvre", kind=EventKind.FETE, starts_at=soon)
    EventFactory(title="Corvée", kind=EventKind.ACTIVITY, status=EventStatus.DRAFT, starts_at=soon + timedelta(days=1))
    EventFactory(title="Assemblée", kind=EventKind.BOARD_MEETING, starts_at=past)

    assert rows(read(client, INDEX, kind="fete")) == ["Fête de l’Œuvre"]
    assert rows(read(client, INDEX, status="draft")) == ["Corvée"]
    assert rows(read(client, INDEX, period="coming")) == ["Fête de l’Œuvre", "Corvée"]
    assert rows(read(client, INDEX, period="past")) == ["Assemblée"]
    assert rows(read(client, INDEX, q="FETE oeuvre")) == ["Fête de l’Œuvre"]
    assert rows(read(client, INDEX, q="assemblee")) == ["Assemblée"]
    assert rows(read(client, INDEX, q="carriere", period="past")) == ["Assemblée"]
    assert rows(read(client, INDEX, ordering="-starts_at")) == ["Corvée", "Fête de l’Œuvre", "Assemblée"]


def test_list_says_when_where_and_in_which_state(client: Client, volunteer: User) -> None:
    year = timezone.localdate().year
    EventFactory(title="Fête", kind=EventKind.FETE, starts_at=at(f"{year}-03-01 08:05"), ends_at=None)

    page = read(client, INDEX)

    assert [text(header) for header in page.select("table.listing th")][1:] == ["Quand", "Genre", "Lieu", "État"]
    cells = [text(cell) for cell in page.select("table.listing tbody td")][1:]
    assert cells[0].endswith("1er mars à 8 h 5")
    assert cells[1:] == ["Fête de quartier", "Parc de la Carrière", "Publié"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_whatever_it_holds(client: Client, volunteer: User, number: int) -> None:
    EventFactory.create_batch(number)
    client.get(INDEX)

    with CaptureQueriesContext(connection) as queries:
        client.get(INDEX)

    assert len([found for found in queries if "events_event" in found["sql"]]) == 2
    assert len(queries) == 11


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["edit", "delete", *(action.name for action in ACTIONS)])
@pytest.mark.parametrize("role", [Role.BOARD, Role.ARCHIVES])
def test_those_who_do_not_keep_the_events_can_do_nothing(client: Client, role: Role, name: str, method: str) -> None:
    event = EventFactory(status=EventStatus.PUBLISHED)
    client.force_login(someone_of(role))

    response = getattr(client, method)(url(name, event.pk))

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert status(event) == EventStatus.PUBLISHED
    assert Event.objects.count() == 1


def test_those_who_see_the_events_see_the_list_and_the_preview_only(client: Client) -> None:
    event = EventFactory(title="Surprise", status=EventStatus.DRAFT)
    client.force_login(someone_of(Role.BOARD))

    assert rows(read(client, INDEX)) == ["Surprise"]
    assert text(read(client, reverse("event_preview", args=[event.pk])).select_one(".event__preview")) == (
        "Aperçu, pour vous seulement : cet événement est un brouillon, personne d’autre ne le voit."
    )
    assert client.get(url("add"))["Location"] == "/admin/"


@pytest.mark.parametrize("address", [INDEX, "/admin/agenda/apercu/1/", "/admin/agenda/publish/1/"])
def test_nobody_enters_without_signing_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    assert client.post(address).status_code in {302, 405}
