"""The form where a volunteer writes an event, and what it refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from crm.accounts.models import User
from crm.events.enums import EventKind, EventStatus
from crm.events.models import Event
from crm.partners.models import Picture
from tests.events.admin_pages import EMPTY_PARTS, errors, read, said, url
from tests.events.moments import at
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


FIELDS = {
    "title": "Fête d’hiver",
    "kind": "fete",
    "starts_at": "2026-03-10 19:00",
    "ends_at": "2026-03-10 21:30",
    "venue": "Parc de la Carrière",
    **EMPTY_PARTS,
    "description": "null",
}
PLAIN = {"title": "Fête d’hiver", "kind": EventKind.FETE, "address": "", "summary": "", "description": ""}


def test_add_form_shows_five_fields_and_folds_the_rest(client: Client, volunteer: User) -> None:
    page = read(client, url("add"))

    folded = {name["name"] for section in page.select("section.collapsed") for name in section.select("[name]")}
    shown = {name["name"] for name in page.select("#w-editor-form [name]")} - folded
    assert shown == {"csrfmiddlewaretoken", "title", "kind", "starts_at", "ends_at", "venue", "action-publish"}
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert page.select_one("[name=starts_at]")["value"] == f"{tomorrow} 19:00"
    assert page.select_one("[name=ends_at]")["value"] == f"{tomorrow} 21:00"


def test_an_event_is_added_as_a_draft(client: Client, volunteer: User) -> None:
    response = client.post(url("add"), FIELDS)

    event = Event.objects.get()
    assert response["Location"] == url("edit", event.pk)
    assert said(client, response["Location"]) == [
        "« Fête d’hiver » est enregistré en brouillon : personne ne le voit encore."
    ]
    assert (event.status, event.slug, event.created_by) == (EventStatus.DRAFT, "fete-d-hiver", volunteer)
    assert (event.starts_at, event.ends_at) == (at("2026-03-10 19:00"), at("2026-03-10 21:30"))


def test_saving_may_lead_straight_to_publishing(client: Client, volunteer: User) -> None:
    response = client.post(url("add"), FIELDS | {"action-publish": "1"})

    event = Event.objects.get()
    assert response["Location"] == url("publish", event.pk)
    assert event.status == EventStatus.DRAFT


@pytest.mark.parametrize(
    ("changes", "times"),
    [
        ({"ends_at": ""}, ("2026-03-10 19:00", "2026-03-10 21:00")),
        ({"all_day": "on"}, ("2026-03-10 00:00", "2026-03-10 23:59")),
        ({"all_day": "on", "ends_at": "2026-03-11 09:00"}, ("2026-03-10 00:00", "2026-03-11 23:59")),
        ({"all_day": "on", "ends_at": ""}, ("2026-03-10 00:00", "2026-03-10 23:59")),
        ({"starts_at": "2026-03-10 19 h 30"}, ("2026-03-10 19:30", "2026-03-10 21:30")),
    ],
)
def test_times_are_completed(client: Client, volunteer: User, changes: dict[str, str], times: tuple[str, str]) -> None:
    client.post(url("add"), FIELDS | changes)

    event = Event.objects.get()
    assert (event.starts_at, event.ends_at) == (at(times[0]), at(times[1]))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": ""}, "title", "Champ requis."),
        (
            {"ends_at": "2026-03-10 18:00"},
            "ends_at",
            "L’événement se termine avant de commencer : vérifiez les deux heures.",
        ),
        ({"starts_at": "mardi"}, "starts_at", "Saisissez une date et une heure valides."),
        ({"online_url": "zoom"}, "online_url", "Saisissez une URL valide."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_saves_nothing(
    client: Client, volunteer: User, changes: dict[str, str], field: str, sentence: str
) -> None:
    response = client.post(url("add"), FIELDS | changes)

    assert errors(response) == {field: [sentence]}
    assert Event.objects.count() == 0


@pytest.mark.parametrize("words", [{"image_alt": "Un orme en hiver"}, {"image_is_decorative": "on"}, {}])
def test_an_image_says_what_it_shows_or_that_it_decorates(
    client: Client, volunteer: User, words: dict[str, str]
) -> None:
    image = Picture.objects.create(title="Orme", file=get_test_image_file())

    response = client.post(url("add"), FIELDS | {"image": str(image.pk)} | words)

    if words:
        assert Event.objects.get().image == image
    else:
        assert errors(response) == {"image_alt": ["Dites ce que montre l’image, ou cochez « image décorative »."]}
        assert Event.objects.count() == 0


def test_editing_a_public_event_moves_its_sequence(client: Client, volunteer: User) -> None:
    event = EventFactory(starts_at=at("2026-03-10 19:00"), ends_at=at("2026-03-10 21:30"), **PLAIN)

    response = client.post(url("edit", event.pk), FIELDS | {"venue": "École des Tailleurs"})

    event.refresh_from_db()
    assert (event.venue, event.sequence, event.status) == ("École des Tailleurs", 1, EventStatus.PUBLISHED)
    assert said(client, response["Location"]) == [
        "« Fête d’hiver » est enregistré; l’agenda et les calendriers le montrent ainsi."
    ]


def test_saving_without_a_change_leaves_the_sequence(client: Client, volunteer: User) -> None:
    event = EventFactory(starts_at=at("2026-03-10 19:00"), ends_at=at("2026-03-10 21:30"), **PLAIN)

    client.post(url("edit", event.pk), FIELDS)

    event.refresh_from_db()
    assert event.sequence == 0
