"""Registrations opened, changed and closed in the form of the event itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.models import Event, Question, RegistrationDesk
from tests.events.admin_pages import EMPTY_PARTS, errors, read, text, url
from tests.events.test_desk_admin import desk_url
from tests.factories import DeskFactory, EventFactory, RegistrationFactory, someone_of

pytestmark = pytest.mark.django_db


def event_fields(**changes: str) -> dict[str, str]:
    day = f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}"
    fields = {"title": "Sortie en raquettes", "kind": "activity", "venue": "Parc de la Carrière", "description": "null"}
    return {**fields, "starts_at": f"{day} 10:00", "ends_at": f"{day} 12:00", **EMPTY_PARTS, **changes}


def desk_fields(*questions: dict[str, str], kept: int = 0, **changes: str) -> dict[str, str]:
    """The panel « Inscriptions », ticked."""
    counts = {"desk-questions-TOTAL_FORMS": str(len(questions)), "desk-questions-INITIAL_FORMS": str(kept)}
    asked = {
        f"desk-questions-{number}-{name}": value
        for number, question in enumerate(questions)
        for name, value in ({"ORDER": str(number + 1)} | question).items()
    }
    return {"takes_registrations": "on", "desk-capacity": "12", "desk-most_places": "4", **counts, **asked} | {
        f"desk-{name}": value for name, value in changes.items()
    }


def desk_errors(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].desk_form.errors.items()}


def test_a_new_activity_with_registration_is_one_sitting(client: Client, volunteer: User) -> None:
    choice = {"label": "Votre taille", "kind": "choice", "choices": "Petit\nGrand"}
    allergy = {"label": "Une allergie?", "kind": "text", "required": "on"}

    response = client.post(url("add"), event_fields() | desk_fields(choice, allergy) | {"action-publish": "1"})

    event = Event.objects.get()
    assert response["Location"] == url("publish", event.pk)
    assert (event.desk.capacity, event.desk.most_places, event.desk.hold_hours) == (12, 4, 24)
    assert (event.desk.asks_age, event.desk.asks_photo_consent, event.desk.keep_days) == (True, False, 30)
    asked = [(question.label, question.choice_list, question.required) for question in event.desk.questions.all()]
    assert asked == [("Votre taille", ["Petit", "Grand"], False), ("Une allergie?", [], True)]
    noted = ModelLogEntry.objects.for_instance(event.desk).get()
    assert (noted.action, noted.user) == ("wagtail.create", volunteer)


def test_the_panel_is_folded_and_holds_five_things(client: Client, volunteer: User) -> None:
    page = read(client, url("add"))

    (panel,) = [part for part in page.select("section.collapsed") if part.select_one("[name=takes_registrations]")]
    names = {field["name"] for field in panel.select("[name]") if "questions" not in field["name"]}
    assert names == {"takes_registrations", "desk-capacity", "desk-most_places", "desk-opens_at", "desk-closes_at"}
    assert panel.select_one("[name=takes_registrations]").get("checked") is None
    assert panel.select_one("[name=desk-questions-TOTAL_FORMS]")["value"] == "0"
    assert text(panel.select_one("#id_desk-questions-ADD")) == "Ajouter : Question"


def test_without_the_tick_nothing_is_opened(client: Client, volunteer: User) -> None:
    fields = desk_fields(capacity="rien")
    del fields["takes_registrations"]

    client.post(url("add"), event_fields() | fields)

    assert (Event.objects.count(), RegistrationDesk.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"capacity": "0"}, {"capacity": ["Assurez-vous que cette valeur est supérieure ou égale à 1."]}),
        (
            {"opens_at": "2026-03-10 09:00", "closes_at": "2026-03-09 09:00"},
            {"closes_at": ["Les inscriptions ferment avant d’ouvrir : vérifiez les deux moments."]},
        ),
    ],
)
def test_a_mistake_in_the_panel_saves_neither(
    client: Client, volunteer: User, changes: dict[str, str], sentences: dict[str, list[str]]
) -> None:
    response = client.post(url("add"), event_fields() | desk_fields(**changes))

    found = {name: [line.replace("\u00a0", " ") for line in lines] for name, lines in desk_errors(response).items()}
    assert found == sentences
    assert Event.objects.count() == 0


def test_a_choice_with_one_answer_is_refused_in_the_panel(client: Client, volunteer: User) -> None:
    response = client.post(
        url("add"), event_fields() | desk_fields({"label": "Taille", "kind": "choice", "choices": "Petit"})
    )

    assert "Écrivez au moins deux choix, un par ligne." in response.content.decode()
    assert Event.objects.count() == 0


def test_what_has_begun_takes_no_registration(client: Client, volunteer: User) -> None:
    past = {"starts_at": "2026-01-10 10:00", "ends_at": "2026-01-10 12:00"}

    response = client.post(url("add"), event_fields(**past) | desk_fields())

    assert errors(response) == {
        "takes_registrations": ["Cet événement a déjà commencé : on ne peut plus s’y inscrire."]
    }
    event = EventFactory(starts_at=timezone.now() - timedelta(days=2))
    assert read(client, url("edit", event.pk)).select_one("[name=takes_registrations]") is None


def test_the_panel_of_an_open_desk_shows_it_and_changes_it(client: Client, volunteer: User) -> None:
    desk = DeskFactory(event=EventFactory(status="draft"), capacity=8, hold_hours=6, asks_photo_consent=True)
    question = Question.objects.create(desk=desk, label="Une allergie?")
    page = read(client, url("edit", desk.event.pk))
    assert page.select_one("[name=takes_registrations]").has_attr("checked")
    assert page.select_one("[name=desk-capacity]")["value"] == "8"
    assert page.select_one("[name=desk-questions-0-label]")["value"] == "Une allergie?"
    assert page.find("a", href=desk_url("edit", desk.pk)) is not None

    kept = {"id": str(question.pk), "label": "Une allergie à table?", "kind": "text"}
    client.post(url("edit", desk.event.pk), event_fields() | desk_fields(kept, kept=1, capacity="15"))

    desk.refresh_from_db()
    assert (desk.capacity, desk.hold_hours, desk.asks_photo_consent) == (15, 6, True)
    assert [(one.pk, one.label) for one in desk.questions.all()] == [(question.pk, "Une allergie à table?")]


def test_unticking_closes_what_nobody_used(client: Client, volunteer: User) -> None:
    desk = DeskFactory(event=EventFactory(status="draft"))

    client.post(url("edit", desk.event.pk), event_fields() | {"desk-questions-TOTAL_FORMS": "0"})

    assert RegistrationDesk.objects.count() == 0


def test_unticking_is_refused_where_someone_registered(client: Client, volunteer: User) -> None:
    desk = RegistrationFactory().desk

    response = client.post(
        url("edit", desk.event.pk),
        event_fields() | {"desk-questions-TOTAL_FORMS": "0", "desk-questions-INITIAL_FORMS": "0"},
    )

    assert errors(response) == {
        "takes_registrations": [
            "Des gens se sont inscrits : pour n’en plus prendre, écrivez plutôt quand les inscriptions ferment."
        ]
    }
    assert RegistrationDesk.objects.count() == 1


def test_a_form_without_the_panel_leaves_the_desk(client: Client, volunteer: User) -> None:
    desk = DeskFactory(event=EventFactory(status="draft"), capacity=8)

    client.post(url("edit", desk.event.pk), event_fields())

    desk.refresh_from_db()
    assert desk.capacity == 8


def test_a_list_of_events_leads_to_those_who_registered(client: Client, volunteer: User) -> None:
    desk = DeskFactory()

    page = read(client, url("index"))

    assert page.find("a", href=desk_url("people", desk.pk)) is not None


def test_only_those_who_keep_events_open_registrations(client: Client) -> None:
    client.force_login(someone_of(Role.BOARD))

    client.post(url("add"), event_fields() | desk_fields())

    assert RegistrationDesk.objects.count() == 0


def test_the_form_says_where_the_other_settings_are(client: Client, volunteer: User) -> None:
    client.post(url("add"), event_fields() | desk_fields())

    event = Event.objects.get()
    assert read(client, url("edit", event.pk)).find("a", href=desk_url("edit", event.desk.pk)) is not None
