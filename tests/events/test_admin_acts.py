"""The acts that the public hears of: told, done, undone, refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from crm.accounts.models import User
from crm.events.actions import ACTIONS
from crm.events.enums import EventStatus
from crm.events.models import Event
from tests.events.admin_pages import act, errors, read, said, status, text, url
from tests.events.moments import at
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_publishing_says_what_will_happen_then_does_it(client: Client, volunteer: User) -> None:
    event = EventFactory(status=EventStatus.DRAFT, title="Fête")

    page = read(client, url("publish", event.pk))
    assert [text(item) for item in page.select("main ul.w-list-disc li")] == [
        "Tout le monde le verra dans l’agenda, à sa propre adresse.",
        "Les calendriers qui suivent l’agenda le recevront tout seuls.",
        "Aucune lettre ne part : l’infolettre que vous écrirez le proposera.",
    ]
    assert status(event) == EventStatus.DRAFT

    response = act(client, "publish", event)
    assert (status(event), response["Location"]) == (EventStatus.PUBLISHED, url("edit", event.pk))
    assert said(client, response["Location"]) == ["« Fête » est dans l’agenda."]
    entry = ModelLogEntry.objects.get(action="events.publish")
    assert (entry.object_id, entry.user) == (str(event.pk), volunteer)


def test_publishing_without_a_place_says_what_is_missing(client: Client, volunteer: User) -> None:
    event = EventFactory(status=EventStatus.DRAFT, venue="", address="")

    page = BeautifulSoup(act(client, "publish", event).content, "html.parser")

    assert "Indiquez où l’événement a lieu" in text(page.select_one("main"))
    assert status(event) == EventStatus.DRAFT


def test_cancelling_and_restoring(client: Client, volunteer: User) -> None:
    event = EventFactory()

    act(client, "cancel", event, note="Il pleut.")
    assert (status(event), event.status_note, event.sequence) == (EventStatus.CANCELLED, "Il pleut.", 1)

    act(client, "restore", event)
    assert (status(event), event.status_note, event.sequence) == (EventStatus.PUBLISHED, "", 2)


def test_postponing_to_a_date_and_without_one(client: Client, volunteer: User) -> None:
    event = EventFactory(starts_at=at("2026-03-10 19:00"), ends_at=at("2026-03-10 21:00"))

    act(client, "postpone", event, note="La salle est prise.")
    assert (status(event), event.awaits_new_date) == (EventStatus.POSTPONED, True)

    act(client, "postpone", event, starts_at="2026-03-17 18:30")
    assert (status(event), event.awaits_new_date) == (EventStatus.POSTPONED, False)
    assert (event.starts_at, event.ends_at) == (at("2026-03-17 18:30"), at("2026-03-17 20:30"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"starts_at": "2026-03-10 19:00"},
            {"starts_at": ["C’est déjà l’heure prévue : choisissez-en une autre, ou laissez vide."]},
        ),
        ({"ends_at": "2026-03-17 19:00"}, {"starts_at": ["Donnez aussi le nouveau début."]}),
        (
            {"starts_at": "2026-03-17 19:00", "ends_at": "2026-03-17 18:00"},
            {"__all__": ["L’événement se termine avant de commencer : vérifiez les deux heures."]},
        ),
    ],
)
def test_postponing_to_times_that_make_no_sense_changes_nothing(
    client: Client, volunteer: User, fields: dict[str, str], expected: dict[str, list[str]]
) -> None:
    event = EventFactory(starts_at=at("2026-03-10 19:00"))

    response = act(client, "postpone", event, **fields)

    assert errors(response) == expected
    assert status(event) == EventStatus.PUBLISHED


def test_duplicating_leads_to_the_copy(client: Client, volunteer: User) -> None:
    event = EventFactory(title="Assemblée", starts_at=timezone.now() + timedelta(days=3))

    response = act(client, "duplicate", event)

    copy = Event.objects.exclude(pk=event.pk).get()
    assert response["Location"] == url("edit", copy.pk)
    assert (copy.title, copy.status, copy.created_by) == ("Assemblée", EventStatus.DRAFT, volunteer)
    assert status(event) == EventStatus.PUBLISHED


def test_an_act_that_came_too_late_changes_nothing(client: Client, volunteer: User) -> None:
    event = EventFactory(status=EventStatus.CANCELLED)

    response = act(client, "cancel", event, note="Encore")

    assert response["Location"] == url("edit", event.pk)
    assert said(client, response["Location"]) == ["Rien n’a été fait : cet événement est maintenant « annulé »."]
    assert (status(event), event.status_note) == (EventStatus.CANCELLED, "")


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (EventStatus.DRAFT, ["publish", "duplicate", "repeat"]),
        (EventStatus.PUBLISHED, ["postpone", "cancel", "withdraw", "duplicate", "repeat"]),
        (EventStatus.POSTPONED, ["restore", "postpone", "cancel", "duplicate", "repeat"]),
        (EventStatus.CANCELLED, ["restore", "postpone", "duplicate"]),
    ],
)
def test_the_form_offers_what_makes_sense_now(
    client: Client, volunteer: User, state: EventStatus, names: list[str]
) -> None:
    event = EventFactory(status=state)

    page = read(client, url("edit", event.pk))

    offered = [link["href"] for link in page.select("header a, .w-slim-header a")]
    addresses = {url(action.name, event.pk): action.name for action in ACTIONS}
    assert [addresses[link] for link in dict.fromkeys(offered) if link in addresses] == names


def test_only_a_draft_is_deleted(client: Client, volunteer: User) -> None:
    announced, draft = EventFactory(), EventFactory(status=EventStatus.DRAFT)

    response = client.post(url("delete", announced.pk))
    assert response["Location"] == url("edit", announced.pk)
    client.post(url("delete", draft.pk))

    assert list(Event.objects.all()) == [announced]
