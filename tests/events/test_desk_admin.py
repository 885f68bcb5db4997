"""The registrations in the admin: opening them, the people, what one may do for them, the file, who may see what."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.domain.duplicating import duplicate_event
from crm.events.domain.forgetting import forget_registrations
from crm.events.models import Answer, Event, Question, Registration, RegistrationDesk
from newsletters.models import EventMessage, RegistrationLetter
from tests.events.admin_pages import EMPTY_PARTS, read, said, text, url
from tests.factories import DeskFactory, EventFactory, RegistrationFactory, someone_of

pytestmark = pytest.mark.django_db

NO_QUESTION = {f"questions-{count}_FORMS": "0" for count in ("TOTAL", "INITIAL")}
SETTINGS = {"capacity": "12", "most_places": "4", "hold_hours": "24", "keep_days": "30", "asks_age": "on"}


def desk_url(name: str, *args: Any) -> str:
    return reverse(f"registration_desk:{name}", args=args)


@pytest.fixture
def desk() -> RegistrationDesk:
    made: RegistrationDesk = DeskFactory(event=EventFactory(title="Sortie en raquettes"), capacity=3)
    return made


def test_registrations_are_opened_from_their_list_then_lead_to_those_registered(
    client: Client, volunteer: User
) -> None:
    event = EventFactory(title="Sortie en raquettes")

    shown = read(client, desk_url("add"), event=str(event.pk))
    assert shown.select_one("[name=event] [selected]").text == "Sortie en raquettes"
    response = client.post(desk_url("add"), {"event": str(event.pk), **SETTINGS, **NO_QUESTION})

    desk = RegistrationDesk.objects.get()
    assert response["Location"] == desk_url("people", desk.pk)
    assert said(client, response["Location"]) == ["Les inscriptions à « Sortie en raquettes » sont sur sa page."]
    assert (desk.event, desk.capacity, desk.most_places, desk.asks_photo_consent) == (event, 12, 4, False)
    assert read(client, url("edit", event.pk)).find("a", href=desk_url("people", desk.pk)) is not None


def test_a_desk_keeps_its_event_and_its_questions_say_their_choices(
    client: Client, volunteer: User, desk: RegistrationDesk
) -> None:
    questions = {
        "questions-TOTAL_FORMS": "1",
        "questions-INITIAL_FORMS": "0",
        "questions-0-label": "Votre taille",
        "questions-0-kind": "choice",
        "questions-0-choices": "Petit",
        "questions-0-ORDER": "1",
    }
    event = EventFactory()

    refused = client.post(desk_url("edit", desk.pk), {**SETTINGS, **questions, "event": str(event.pk)})
    assert "Écrivez au moins deux choix, un par ligne." in refused.content.decode()
    client.post(desk_url("edit", desk.pk), {**SETTINGS, **questions, "questions-0-choices": "Petit\nGrand"})

    desk.refresh_from_db()
    assert (desk.event.title, desk.capacity) == ("Sortie en raquettes", 12)
    assert Question.objects.get().choice_list == ["Petit", "Grand"]


def test_one_cannot_open_what_is_over_or_already_open(client: Client, volunteer: User, desk: RegistrationDesk) -> None:
    over = EventFactory(starts_at=timezone.now() - timedelta(days=3))

    for event in (over, desk.event):
        client.post(desk_url("add"), {"event": str(event.pk), **SETTINGS, **NO_QUESTION})

    assert RegistrationDesk.objects.count() == 1


def test_the_people_are_listed_in_the_order_they_came_and_the_showing_is_noted(
    client: Client, volunteer: User, desk: RegistrationDesk
) -> None:
    ondine = RegistrationFactory(desk=desk, name="Ondine", places=3)
    Answer.objects.create(registration=ondine, asked="Une allergie?", text="Les noix")
    for name in ("Basile", "Céleste"):
        RegistrationFactory(desk=desk, name=name, state="waiting")
    RegistrationFactory(desk=desk, name="Encore", state="repeated")

    page = read(client, desk_url("people", desk.pk))

    assert [text(heading) for heading in page.select("main h2")][-2:] == [
        "Inscription faite (1)",
        "Sur la liste d’attente (2)",
    ]
    assert [text(row.select_one("td")) for row in page.select("tbody tr")] == ["Ondine", "Basile", "Céleste"]
    said_there = text(page.select_one("main"))
    assert "3 places prises sur 3, 1 inscription, 2 en attente." in said_there
    assert "On ne peut avancer personne" in said_there
    assert "Une allergie? Les noix" in said_there
    entry = ModelLogEntry.objects.get(action="events.consult_registrations")
    assert (entry.object_id, entry.user, entry.label) == (str(desk.pk), volunteer, f"#{desk.pk}")


def test_someone_who_calls_takes_their_turn(client: Client, volunteer: User, desk: RegistrationDesk) -> None:
    RegistrationFactory(desk=desk, places=2)
    caller = {"name": "Basile", "telephone": "418 555-0142", "places": "2", "if_short": "ask"}

    refused = client.post(desk_url("caller", desk.pk), caller)
    assert "Il ne reste que 1" in refused.content.decode()
    client.post(desk_url("caller", desk.pk), caller | {"if_short": "wait"})

    registration = Registration.objects.get(name="Basile")
    assert (registration.state, registration.together, registration.entered_by) == ("waiting", True, volunteer)
    nobody = client.post(desk_url("caller", desk.pk), {"name": "Sans contact", "places": "1", "if_short": "ask"})
    assert "Écrivez un téléphone ou un courriel" in nobody.content.decode()
    entry = ModelLogEntry.objects.get(action="events.change_registration")
    assert entry.data == {"registration": registration.pk, "what": "register"}


def test_one_accepts_changes_and_cancels_for_a_person(client: Client, volunteer: User, desk: RegistrationDesk) -> None:
    holder = RegistrationFactory(desk=desk, name="Ondine", places=3)
    waiting = RegistrationFactory(desk=desk, name="Basile", state="waiting")

    for act in ("cancel", "places"):
        assert read(client, desk_url(act, holder.pk)).select_one("form") is not None
    client.post(desk_url("places", holder.pk), {"places": "2"})
    client.post(desk_url("accept", waiting.pk))
    client.post(desk_url("cancel", holder.pk))

    holder.refresh_from_db()
    waiting.refresh_from_db()
    assert (holder.state, holder.places, waiting.state) == ("cancelled", 2, "registered")
    late = client.post(desk_url("cancel", holder.pk))
    assert said(client, late["Location"])[-1] == "Rien n’a été fait : cette inscription n’est plus en cours."


def test_changing_the_places_of_someone_who_waits_says_what_it_costs_and_the_list_follows(
    client: Client, volunteer: User, desk: RegistrationDesk
) -> None:
    RegistrationFactory(desk=desk, name="Ondine", places=3)
    waiting = [RegistrationFactory(desk=desk, name=name, state="waiting") for name in ("Basile", "Céleste")]

    said_there = text(read(client, desk_url("places", waiting[0].pk)).select_one("main"))
    client.post(desk_url("places", waiting[0].pk), {"places": "2"})

    assert "Avec moins de places, cette personne garde son tour. Avec plus, elle passe à la fin" in said_there
    page = read(client, desk_url("people", desk.pk))
    assert [text(row.select_one("td")) for row in page.select("tbody tr")] == ["Ondine", "Céleste", "Basile"]


def test_accepting_for_someone_who_waits_is_refused(client: Client, volunteer: User, desk: RegistrationDesk) -> None:
    waiting = RegistrationFactory(desk=desk, state="waiting")

    response = client.post(desk_url("accept", waiting.pk))

    assert "Cette offre est échue" in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_a_volunteer_writes_to_those_registered(client: Client, volunteer: User, desk: RegistrationDesk) -> None:
    for state in ("registered", "waiting", "cancelled"):
        RegistrationFactory(desk=desk, state=state)
    words = {"subject": "Apportez\nvos tuques", "words": "Il fera froid.", "to": ["registered"]}

    assert client.post(reverse("event_letters", args=[desk.pk]), words | {"to": []}).status_code == 200
    response = client.post(reverse("event_letters", args=[desk.pk]), words)

    assert said(client, response["Location"]) == ["La lettre part vers 1 personne."]
    message = EventMessage.objects.get()
    assert (message.subject, message.sent_by) == ("Apportez vos tuques", volunteer)
    assert RegistrationLetter.objects.get().message == message


def test_the_file_is_for_the_secretariat_is_noted_and_runs_nowhere(client: Client, desk: RegistrationDesk) -> None:
    person = RegistrationFactory(desk=desk, name="=HYPERLINK(1)", places=2)
    Answer.objects.create(registration=person, asked="+Allergie", text="@noix")
    secretary = someone_of(Role.SECRETARIAT)
    client.force_login(secretary)

    as_csv = client.get(desk_url("file", desk.pk, "csv")).content.decode()
    as_xlsx = client.get(desk_url("file", desk.pk, "xlsx"))

    assert "'=HYPERLINK(1)" in as_csv
    assert "'+Allergie" in as_csv
    sheet = load_workbook(io.BytesIO(as_xlsx.content)).active
    cells = [cell.value for cell in list(sheet.rows)[1]]
    assert (cells[1], cells[4], cells[-1]) == ("'=HYPERLINK(1)", 2, "'@noix")
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n", "d", "inlineStr"}
    entries = ModelLogEntry.objects.filter(action="events.export_registrations", user=secretary)
    assert [entry.data for entry in entries] == [{"registrations": [person.pk]}] * 2
    assert client.get(desk_url("file", desk.pk, "pdf")).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_and_does_what_the_matrix_says(client: Client, desk: RegistrationDesk, role: Role) -> None:
    person = RegistrationFactory(desk=desk)
    user = someone_of(role)
    client.force_login(user)
    addresses = {
        "events.view_registration": desk_url("people", desk.pk),
        "events.change_registration": desk_url("caller", desk.pk),
        "events.export_registration": desk_url("file", desk.pk, "csv"),
        "events.change_registrationdesk": desk_url("edit", desk.pk),
    }

    answers = {name: client.get(address).status_code == 200 for name, address in addresses.items()}

    assert answers == {name: user.has_perm(name) for name in addresses}
    for address in (desk_url("cancel", person.pk), reverse("event_letters", args=[desk.pk])):
        assert (client.get(address).status_code == 200) == user.has_perm("events.change_registration")


def test_a_desk_where_someone_registered_is_not_deleted(
    client: Client, volunteer: User, desk: RegistrationDesk
) -> None:
    RegistrationFactory(desk=desk)

    client.post(desk_url("delete", desk.pk))

    assert RegistrationDesk.objects.count() == 1
    Registration.objects.all().delete()
    client.post(desk_url("delete", desk.pk))
    assert RegistrationDesk.objects.count() == 0


def test_after_the_purge_the_counts_stay_on_the_page(client: Client, volunteer: User, desk: RegistrationDesk) -> None:
    RegistrationFactory(desk=desk, name="Ondine", places=2)
    Event.objects.update(starts_at=timezone.now() - timedelta(days=60), ends_at=None)
    forget_registrations(timezone.now())

    said_there = text(read(client, desk_url("people", desk.pk)).select_one("main"))

    assert "2 places prises sur 3, 1 inscription, 0 en attente." in said_there
    assert "Les noms ont été détruits le" in said_there
    assert "Ondine" not in said_there


def test_cancelling_says_how_many_letters_leave_and_withdrawing_is_refused(
    client: Client, volunteer: User, desk: RegistrationDesk
) -> None:
    RegistrationFactory.create_batch(2, desk=desk)

    page = text(read(client, url("cancel", desk.event.pk)).select_one("main"))
    assert "Une lettre part tout de suite vers chacune des 2 personnes inscrites." in page
    refused = client.post(url("withdraw", desk.event.pk))

    assert "Des gens se sont inscrits : annulez l’événement" in text_of(refused)
    desk.event.refresh_from_db()
    assert desk.event.is_public


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_ask_the_database_as_much_for_one_as_for_three(client: Client, volunteer: User, number: int) -> None:
    desks = [DeskFactory() for _each in range(number)]
    RegistrationFactory.create_batch(number, desk=desks[0])
    for address in (desk_url("index"), desk_url("people", desks[0].pk)):
        client.get(address)

    with CaptureQueriesContext(connection) as listed:
        client.get(desk_url("index"))
    with CaptureQueriesContext(connection) as people:
        client.get(desk_url("people", desks[0].pk))

    asked = [sum("events_registration" in query["sql"] for query in work) for work in (listed, people)]
    assert asked == [3, 7]


def test_a_change_that_matters_says_how_many_letters_leave(
    client: Client, volunteer: User, desk: RegistrationDesk
) -> None:
    RegistrationFactory.create_batch(2, desk=desk)
    start = timezone.localtime(desk.event.starts_at)
    fields = {
        "title": desk.event.title,
        "kind": desk.event.kind,
        "starts_at": f"{start:%Y-%m-%d %H:%M}",
        "ends_at": f"{start + timedelta(hours=2):%Y-%m-%d %H:%M}",
        "audiences": "everyone",
        "mode": desk.event.mode,
        **EMPTY_PARTS,
    }

    client.post(url("edit", desk.event.pk), fields | {"venue": "École des Tailleurs"})

    assert said(client, url("edit", desk.event.pk)) == [
        "« Sortie en raquettes » est enregistré; une lettre le dit aux 2 personnes inscrites."
    ]
    assert RegistrationLetter.objects.filter(kind="event_changed").count() == 2


def test_a_copied_event_has_the_same_desk_and_nobody_in_it(desk: RegistrationDesk) -> None:
    RegistrationFactory(desk=desk)
    Question.objects.create(desk=desk, label="Une allergie?")
    RegistrationDesk.objects.update(opens_at=desk.event.starts_at - timedelta(days=5), keep_days=12)
    event = Event.objects.get(pk=desk.event.pk)

    copy = duplicate_event(event, timezone.now())

    assert (copy.desk.capacity, copy.desk.keep_days, copy.desk.closes_at) == (3, 12, None)
    assert copy.desk.opens_at.date() == (copy.starts_at - timedelta(days=5)).date()
    assert [question.label for question in copy.desk.questions.all()] == ["Une allergie?"]
    assert copy.desk.registrations.count() == 0
