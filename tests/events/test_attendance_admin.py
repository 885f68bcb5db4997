"""Who came, in the admin: counting, correcting, the door without scripts, the sheets, the paper typed in, the roles."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.domain.attendance import attendance_of
from crm.events.models import Event, EventRepresentative, HeadCount, Registration, Tick
from tests.events.admin_pages import read, said, text
from tests.events.admin_pages import url as event_url
from tests.events.door import note, there, ticked
from tests.factories import (
    DeskFactory,
    EventFactory,
    HeadCountFactory,
    PersonFactory,
    RegistrationFactory,
    someone_of,
)

pytestmark = pytest.mark.django_db


def url(name: str, pk: int | None = None) -> str:
    return reverse(f"attendance:{name}", args=[pk] if pk else [])


@pytest.fixture
def event() -> Event:
    """Begun an hour ago."""
    made: Event = EventFactory(title="Veillée des lanternes", starts_at=timezone.now() - timedelta(hours=1))
    return made


@pytest.fixture
def ondine(event: Event) -> Registration:
    made: Registration = RegistrationFactory(desk=DeskFactory(event=event), name="Ondine", places=3)
    return made


def test_heads_are_counted_from_the_page_of_the_event(client: Client, volunteer: User, event: Event) -> None:
    page = read(client, event_url("edit", event.pk))
    assert page.find("a", href=url("event", event.pk)) is not None
    shown = read(client, url("event", event.pk))
    assert "Personne n’a encore compté." in text(shown.select_one("main"))
    key = shown.select_one("[name=round]")["value"]

    for _time in range(2):
        client.post(url("event", event.pk), {"round": key, "children": "12", "adults": "20", "seniors": ""})

    assert list(HeadCount.objects.values_list("crowd", "number", "counted_by")) == [
        ("children", 12, volunteer.pk),
        ("adults", 20, volunteer.pk),
    ]
    told = text(read(client, url("event", event.pk)).select_one("main"))
    assert "32 personnes sont venues" in told
    assert "Enfants 12, Adultes 20." in told


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Écrivez au moins un nombre."),
        ({"adults": "3", "counted_at": "2999-01-01T10:00"}, "Ce moment n’est pas encore venu."),
        ({"adults": "-3"}, "Assurez-vous que cette valeur est supérieure ou égale à 0."),
    ],
)
def test_what_is_no_count_is_said_in_words(
    client: Client, volunteer: User, event: Event, fields: dict[str, str], sentence: str
) -> None:
    response = client.post(url("event", event.pk), {"round": str(uuid4()), **fields})

    assert sentence in response.content.decode()
    assert HeadCount.objects.count() == 0


def test_a_number_is_corrected_and_the_first_one_stays_readable(client: Client, volunteer: User, event: Event) -> None:
    count = HeadCountFactory(event=event, number=510)
    assert "Tout le monde ensemble : 510" in text(read(client, url("correct", count.pk))).replace("\xa0", " ")

    client.post(url("correct", count.pk), {"number": "51"})
    again = client.post(url("correct", count.pk), {"number": "52"})

    assert "Quelqu’un a déjà corrigé ce nombre" in again.content.decode()
    page = read(client, url("event", event.pk))
    assert text(page.select_one("s")) == "510"
    assert text(page.select_one(".attendance__total")) == "51 personnes sont venues"


def test_who_was_there_for_us_is_shown_as_far_as_one_may_see(client: Client, volunteer: User, event: Event) -> None:
    for name, visibility in (("Ondine", "public"), ("Basile", "board")):
        person = PersonFactory(given_name=name, family_name="Tailleur", visibility=visibility)
        EventRepresentative.objects.create(event=event, person=person)

    told = text(read(client, url("event", event.pk)).select_one("main"))

    assert "Ondine Tailleur" in told
    assert "Basile" not in told


def test_the_door_works_without_scripts(client: Client, volunteer: User, ondine: Registration) -> None:
    event = ondine.desk.event
    RegistrationFactory(desk=ondine.desk, name="Élise Béland")
    RegistrationFactory(desk=ondine.desk, name="Zacharie", state="cancelled")
    page = read(client, url("door", event.pk))
    assert [text(name) for name in page.select("[data-list] [data-name]")] == ["Élise Béland", "Ondine"]
    found = read(client, url("door", event.pk), q="elise be")
    assert [text(name) for name in found.select("[data-list] [data-name]")] == ["Élise Béland"]

    form = page.select_one(f"#r{ondine.pk} form")
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    for _time in range(2):
        response = client.post(url("door", event.pk), fields)
    walk_in = {field["name"]: field.get("value", "") for field in page.select("[data-add] input[name]")}
    client.post(url("door", event.pk), walk_in | {"name": "Une voisine", "present": "2"})

    assert response["Location"] == f"{url('door', event.pk)}#r{ondine.pk}"
    assert there(event) == {"Ondine": 3, "Une voisine": 2}
    assert list(Tick.objects.values_list("ticked_by", flat=True)) == [volunteer.pk] * 2
    assert text(read(client, url("door", event.pk)).select_one("[data-came]")) == "5"
    refused = client.post(url("door", event.pk), fields | {"present": "1000"})
    assert refused.status_code == 400
    assert "Rien n’a été noté" in refused.content.decode()


def test_the_door_is_no_page_of_the_frame_and_is_kept_by_no_browser(
    client: Client, volunteer: User, ondine: Registration
) -> None:
    event = ondine.desk.event
    response = client.get(url("door", event.pk))

    policy = response["Content-Security-Policy"]
    assert "'unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "worker-src 'self'" in policy
    assert "no-store" in response["Cache-Control"]
    assert int(response["X-Forget-At"]) == int((event.ends_at + timedelta(hours=12)).timestamp() * 1000)
    worker = client.get(url("door_worker", event.pk))
    assert worker["Content-Type"] == "text/javascript"
    assert f'PAGE = "{url("door", event.pk)}"' in worker.content.decode().replace("\\u002D", "-")
    assert ModelLogEntry.objects.filter(action="events.consult_registrations", user=volunteer).count() == 1


@pytest.mark.parametrize(("days", "kept"), [(-1, ""), (2, "1"), (4, "")])
def test_a_telephone_keeps_the_list_only_around_the_event(
    client: Client, volunteer: User, days: int, kept: str
) -> None:
    event = EventFactory(starts_at=timezone.now() + timedelta(days=days))

    assert read(client, url("door", event.pk)).body["data-kept"] == kept


def test_a_telephone_sends_what_it_noted_on_the_clock_of_the_council(
    client: Client, volunteer: User, ondine: Registration
) -> None:
    event, key, party = ondine.desk.event, str(uuid4()), f"w{uuid4()}"
    notes = [
        {"key": key, "party": f"r{ondine.pk}", "present": 2, "ago": 60_000, "name": "", "seen": None, "seen_at": None},
        {"key": str(uuid4()), "party": party, "present": 4, "ago": -5, "name": "Une voisine"},
        {"key": "no key", "party": "r1", "present": 1, "ago": 0},
        {"key": str(uuid4()), "party": "r999999", "present": 1, "ago": 0},
        "nothing",
    ]

    for _time in range(2):
        response = client.post(url("door_state", event.pk), json.dumps({"notes": notes}), "application/json")

    answer = response.json()
    assert set(answer["kept"]) == {key, notes[1]["key"]}  # type: ignore[index]
    assert answer["gone"] == [notes[3]["key"], "no key", ""]  # type: ignore[index]
    assert (answer["came"], there(event)) == (6, {"Ondine": 2, "Une voisine": 4})
    tick = Tick.objects.get(key=key)
    assert timedelta(seconds=59) < timezone.now() - tick.ticked_at < timedelta(seconds=90)
    assert client.get(url("door_state", event.pk)).json()["parties"][0]["number"] == 2


@pytest.mark.parametrize("body", ["", "[]", '{"notes": 3}', json.dumps({"notes": [{}] * 501})])
def test_what_no_page_of_ours_sends_is_refused(
    client: Client, volunteer: User, ondine: Registration, body: str
) -> None:
    response = client.post(url("door_state", ondine.desk.event_id), body, "application/json")

    assert response.status_code == 400
    assert Tick.objects.count() == 0


def test_the_sheet_is_by_name_with_blank_lines_and_an_empty_one_has_no_name(
    client: Client, volunteer: User, ondine: Registration
) -> None:
    event = ondine.desk.event
    RegistrationFactory(desk=ondine.desk, name="Élise", places=2)
    ticked(event, note(1, walk_in=uuid4(), name="Une voisine", at=timezone.now()))

    rows = read(client, url("sheet", event.pk)).select("tbody tr")
    empty = read(client, url("empty_sheet", event.pk))

    assert [text(row) for row in rows] == ["Élise 2", "Ondine 3", *[""] * 12]
    assert [text(row) for row in empty.select("tbody tr")] == [""] * 22
    assert "Ondine" not in str(empty)


def test_the_paper_is_typed_in_and_only_what_was_typed_is_noted(
    client: Client, volunteer: User, ondine: Registration
) -> None:
    event = ondine.desk.event
    elise = RegistrationFactory(desk=ondine.desk, name="Élise", places=2)
    ticked(event, note(1, elise, at=timezone.now()))
    page = read(client, url("type_in", event.pk))
    fields = {field["name"]: field.get("value", "") for field in page.select("form[data-typed] input[name]")}
    assert (fields[f"r{elise.pk}"], fields[f"r{ondine.pk}"]) == ("1", "")

    typed = fields | {f"r{ondine.pk}": "3", "name-0": "Une voisine", "number-0": "2", "number-4": "0"}
    for _time in range(2):
        response = client.post(url("type_in", event.pk), typed)

    assert said(client, response["Location"])[0].replace("\xa0", " ") == "Lignes notées : 2."
    assert there(event) == {"Élise": 1, "Ondine": 3, "Une voisine": 2}
    assert attendance_of(event).total == 6
    assert Tick.objects.filter(registration=elise).count() == 1
    refused = client.post(url("type_in", event.pk), typed | {f"r{ondine.pk}": "1000"})
    assert refused.status_code == 200
    assert there(event)["Ondine"] == 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_events_says_how_many_came_in_as_many_queries(client: Client, volunteer: User, number: int) -> None:
    for n in range(number):
        HeadCountFactory(event__starts_at=timezone.now() - timedelta(days=n + 1), number=n + 40)
    EventFactory(title="À venir", starts_at=timezone.now() + timedelta(days=3))
    client.get(url("index"))

    with CaptureQueriesContext(connection) as queries:
        page = read(client, url("index"))

    assert [text(row.select("td")[-1]) for row in page.select("tbody tr")] == [str(n + 40) for n in range(number)]
    ours = [query for query in queries if "events_" in query["sql"]]
    assert len(ours) == 6


@pytest.mark.parametrize("role", list(Role))
def test_each_role_counts_and_keeps_the_door_as_the_matrix_says(
    client: Client, ondine: Registration, role: Role
) -> None:
    user, event = someone_of(role), ondine.desk.event
    client.force_login(user)
    count = HeadCountFactory(event=event)
    addresses: dict[str, list[str]] = {
        "events.view_headcount": [url("index"), url("event", event.pk)],
        "events.add_headcount": [url("empty_sheet", event.pk)],
        "events.change_headcount": [url("correct", count.pk)],
        "events.add_tick": [url(name, event.pk) for name in ("door", "door_state", "door_worker", "sheet", "type_in")],
    }

    for permission, pages in addresses.items():
        for address in pages:
            assert (client.get(address).status_code == 200) == user.has_perm(permission), address

    counted = {"round": str(uuid4()), "adults": "3"}
    client.post(url("event", event.pk), counted)
    assert HeadCount.objects.filter(crowd="adults").exists() == user.has_perm("events.add_headcount")
    fields: dict[str, Any] = {"key": str(uuid4()), "registration": ondine.pk, "present": 1}
    client.post(url("door", event.pk), fields)
    one = {"key": str(uuid4()), "party": f"r{ondine.pk}", "present": 1, "ago": 0}
    client.post(url("door_state", event.pk), json.dumps({"notes": [one]}), "application/json")
    assert Tick.objects.count() == (2 if user.has_perm("events.add_tick") else 0)


def test_whoever_signs_out_leaves_no_list_on_the_device(client: Client, volunteer: User) -> None:
    assert not client.get(reverse("account_logout")).has_header("Clear-Site-Data")

    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"storage"'
