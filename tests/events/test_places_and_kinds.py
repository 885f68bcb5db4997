"""What an event says of itself beyond its hour: its kind, its place, for whom, and with whom."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.domain.publishing import publish_event
from crm.events.enums import EventKind, EventMode, EventPart, EventStatus
from crm.events.models import Event, EventRepresentative, OwnKind, Venue
from crm.partners.domain.positions import Spot, UnreadablePosition, geo_address, map_address, read_position
from crm.partners.enums import Visibility
from crm.partners.models import Person
from tests.events.admin_pages import EMPTY_PARTS, errors, read, text, url
from tests.events.moments import at
from tests.factories import EventFactory, OrganizationFactory, PersonFactory, board_document, someone_of

pytestmark = pytest.mark.django_db
FIELDS = {
    "title": "Corvée du ruisseau",
    "kind": "activity",
    "starts_at": "2026-05-09 09:00",
    "ends_at": "2026-05-09 12:00",
    "venue": "",
    "description": "null",
    **EMPTY_PARTS,
}


@pytest.fixture
def park() -> Venue:
    return Venue.objects.create(
        name="Parc de la Carrière",
        address="40, avenue des Tailleurs",
        accessibility="Sentier de gravier; toilette adaptée.",
        latitude=Decimal("46.8021"),
        longitude=Decimal("-71.2487"),
    )


def test_a_kind_of_our_own_is_shown_and_its_nature_is_kept(client: Client, volunteer: User) -> None:
    chores = OwnKind.objects.create(name="Corvée", nature=EventKind.ACTIVITY)

    client.post(url("add"), FIELDS | {"kind": f"own-{chores.pk}"})

    event = Event.objects.get()
    assert (event.own_kind, event.kind, event.kind_label) == (chores, EventKind.ACTIVITY, "Corvée")
    page = read(client, url("edit", event.pk))
    assert page.select_one("[name=kind] option[selected]")["value"] == f"own-{chores.pk}"
    client.post(url("edit", event.pk), FIELDS | {"kind": "fete"})
    event.refresh_from_db()
    assert (event.own_kind, event.kind_label) == (None, "Fête de quartier")


def test_events_follow_the_nature_of_their_kind_and_survive_it() -> None:
    kind = OwnKind.objects.create(name="Veillée", nature=EventKind.ACTIVITY)
    event = EventFactory(own_kind=kind)
    before = event.modified_at

    kind.nature = EventKind.FETE
    kind.save()

    event.refresh_from_db()
    assert (event.kind, event.modified_at > before) == (EventKind.FETE, True)
    kind.delete()
    event.refresh_from_db()
    assert event.kind_label == "Fête de quartier"


def test_an_unknown_kind_is_refused(client: Client, volunteer: User) -> None:
    response = client.post(url("add"), FIELDS | {"kind": "own-9999"})

    assert list(errors(response)) == ["kind"]


def test_events_are_found_by_kind_of_every_sort() -> None:
    kind = OwnKind.objects.create(name="Veillée", nature=EventKind.FETE)
    ours, fete, other = EventFactory(own_kind=kind), EventFactory(kind=EventKind.FETE), EventFactory()

    assert set(Event.objects.of_kinds([f"own-{kind.pk}"])) == {ours}
    assert set(Event.objects.of_kinds([EventKind.FETE])) == {ours, fete}
    assert set(Event.objects.of_kinds([])) == {ours, fete, other}


def test_a_known_place_brings_its_address_however_it_is_written(client: Client, volunteer: User, park: Venue) -> None:
    client.post(url("add"), FIELDS | {"venue": "parc de la carriere"})

    event = Event.objects.get()
    assert (event.place, event.address, event.accessibility) == (park, park.address, park.accessibility)
    assert (event.latitude, event.longitude) == (park.latitude, park.longitude)


def test_another_place_takes_away_what_the_first_had_filled(client: Client, volunteer: User, park: Venue) -> None:
    client.post(url("add"), FIELDS | {"venue": park.name})
    event = Event.objects.get()
    kept = {"address": park.address, "accessibility": "Apportez des bottes."}

    client.post(url("edit", event.pk), FIELDS | kept | {"venue": "Chez Rosaire"})

    event.refresh_from_db()
    assert (event.place, event.address, event.accessibility) == (None, "", "Apportez des bottes.")
    assert event.spot is None


def test_the_form_proposes_the_known_places(client: Client, volunteer: User, park: Venue) -> None:
    page = read(client, url("add"))

    known = page.select_one("[name=venue]")["list"]
    assert [option["value"] for option in page.select(f"#{known} option")] == [park.name]


@pytest.mark.parametrize(
    ("fields", "mode"),
    [
        ({"venue": "Parc"}, EventMode.IN_PERSON),
        ({"venue": "Parc", "online_url": "https://visio.example/x"}, EventMode.HYBRID),
        ({"online_url": "https://visio.example/x"}, EventMode.ONLINE),
        ({"mode": "online"}, EventMode.ONLINE),
    ],
)
def test_how_one_takes_part_follows_what_was_written(
    client: Client, volunteer: User, fields: dict[str, str], mode: EventMode
) -> None:
    client.post(url("add"), FIELDS | fields)

    assert Event.objects.get().mode == mode


def test_an_online_event_may_be_published_without_an_address() -> None:
    event = EventFactory(venue="", address="", mode=EventMode.ONLINE, status=EventStatus.DRAFT)

    publish_event(event, now=at("2026-01-01 09:00"))

    assert event.status == EventStatus.PUBLISHED
    with pytest.raises(ValidationError):
        publish_event(EventFactory(venue="", address="", status=EventStatus.DRAFT), now=at("2026-01-01 09:00"))


def test_several_audiences_are_kept_in_their_order(client: Client, volunteer: User) -> None:
    client.post(url("add"), FIELDS | {"audiences": ["families", "children"]})  # type: ignore[dict-item]

    event = Event.objects.get()
    assert event.audiences == ("children", "families")
    assert event.audience_labels == ["Enfants", "Familles"]
    assert event.is_for_everyone is False
    assert list(Event.objects.for_audiences(["families"])) == [event]
    assert list(Event.objects.for_audiences(["seniors"])) == []


def test_no_audience_is_everyone_and_an_unknown_one_is_refused(client: Client, volunteer: User) -> None:
    client.post(url("add"), FIELDS)

    assert Event.objects.get().audiences == ("everyone",)
    assert list(errors(client.post(url("add"), FIELDS | {"audiences": "chats"}))) == ["audiences"]


def company(part: str, *rows: dict[str, str]) -> dict[str, str]:
    counts = {f"{part}-TOTAL_FORMS": str(len(rows)), f"{part}-INITIAL_FORMS": "0"}
    return counts | {f"{part}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_organizations_people_and_links_go_with_an_event(client: Client, volunteer: User) -> None:
    organization, person = OrganizationFactory(), PersonFactory(visibility=Visibility.PUBLIC)

    client.post(
        url("add"),
        FIELDS
        | company("organizations", {"organization": str(organization.pk), "role": "organizer"})
        | company("representatives", {"person": str(person.pk)})
        | company("links", {"title": "Plan du ruisseau", "url": "https://ruisseau.example/"}),
    )

    event = Event.objects.get()
    assert [(part.organization, part.role) for part in event.organizations.all()] == [
        (organization, EventPart.ORGANIZER)
    ]
    assert [row.person for row in event.representatives.all()] == [person]
    assert [link.url for link in event.links.all()] == ["https://ruisseau.example/"]


def test_a_person_of_the_board_is_neither_shown_to_nor_lost_by_a_volunteer(client: Client, volunteer: User) -> None:
    event = EventFactory(starts_at=at("2026-05-09 09:00"), ends_at=at("2026-05-09 12:00"))
    hidden: Person = PersonFactory(given_name="Zénaïde", family_name="Fictive-Cachée", visibility=Visibility.BOARD)
    EventRepresentative.objects.create(event=event, person=hidden)

    page = read(client, url("edit", event.pk))
    client.post(url("edit", event.pk), FIELDS | {"summary": "On y va."})

    event.refresh_from_db()
    assert "Fictive-Cachée" not in str(page)
    assert event.summary == "On y va."
    assert [row.person for row in EventRepresentative.objects.filter(event=event)] == [hidden]
    refused = client.post(url("add"), FIELDS | company("representatives", {"person": str(hidden.pk)}))
    assert refused.status_code == 200
    assert Event.objects.count() == 1


def test_the_secretariat_sees_that_person(client: Client) -> None:
    event = EventFactory()
    hidden = PersonFactory(family_name="Fictive-Cachée", visibility=Visibility.BOARD)
    EventRepresentative.objects.create(event=event, person=hidden)
    client.force_login(someone_of(Role.SECRETARIAT))

    assert "Fictive-Cachée" in str(read(client, url("edit", event.pk)))


def test_a_file_of_the_board_is_no_document_of_an_event(client: Client, volunteer: User) -> None:
    response = client.post(url("add"), FIELDS | company("documents", {"document": str(board_document().pk)}))

    (form,) = response.context["form"].formsets["documents"].forms
    assert [" ".join(error.split()) for error in form.errors["document"]] == [
        "C’est un dossier du conseil : choisissez un document de la bibliothèque."
    ]
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    "written",
    [
        "46.8021, -71.2487",
        " 46.8021 -71.2487 ",
        "geo:46.8021,-71.2487",
        "https://www.openstreetmap.org/#map=17/46.8021/-71.2487",
        "https://www.openstreetmap.org/?mlat=46.8021&mlon=-71.2487#map=12/1/2",
    ],
)
def test_a_position_is_read_as_people_copy_it(written: str) -> None:
    assert read_position(written) == Spot(Decimal("46.8021"), Decimal("-71.2487"))


@pytest.mark.parametrize("written", ["", "40, avenue des Tailleurs", "91, 0", "46.8", "46.8, -181"])
def test_what_is_no_position_is_refused(written: str) -> None:
    with pytest.raises(UnreadablePosition):
        read_position(written)


def test_a_position_leads_to_maps_that_ask_for_nothing() -> None:
    spot = Spot(Decimal("46.802100"), Decimal("-71.248700"))

    assert geo_address(spot) == "geo:46.802100,-71.248700"
    assert map_address(spot) == (
        "https://www.openstreetmap.org/?mlat=46.802100&mlon=-71.248700#map=17/46.802100/-71.248700"
    )


def test_half_a_position_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError):
        Venue.objects.create(name="Nulle part", latitude=Decimal(46))


def test_a_place_is_written_in_four_lines(client: Client, volunteer: User, park: Venue) -> None:
    fields = {
        "name": "Café Le Perron",
        "address": "7, place du Parvis",
        "accessibility": "",
        "position": "46.81, -71.22",
    }

    client.post("/admin/lieux/new/", fields)
    twice = client.post("/admin/lieux/new/", fields | {"name": "PARC DE LA CARRIERE", "position": "ici"})

    cafe = Venue.objects.get(slug="cafe-le-perron")
    assert (cafe.latitude, cafe.longitude) == (Decimal("46.81"), Decimal("-71.22"))
    assert set(errors(twice)) == {"name", "position"}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.COMMUNICATIONS, True), (Role.SECRETARIAT, True), (Role.BOARD, False), (Role.READING, False)],
)
def test_places_and_kinds_are_kept_by_those_who_keep_the_events(client: Client, role: Role, allowed: bool) -> None:
    client.force_login(someone_of(role))

    for address in ("/admin/lieux/new/", "/admin/genres/new/"):
        assert (client.get(address).status_code == 200) is allowed, address


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/admin/lieux/new/", "Ajouter un lieu"),
        ("/admin/genres/new/", "Ajouter un genre"),
        ("/admin/calendriers-voisins/new/", "Ajouter le calendrier d’un partenaire"),
    ],
)
def test_short_forms_speak_plainly(client: Client, address: str, title: str) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))

    refused = client.post(address, {})

    page = BeautifulSoup(refused.content, "html.parser")
    assert {text(heading) for heading in page.select("h1, h2#header-title")} == {title}
    assert "Rien n’est encore enregistré" in page.get_text()
    assert not {"Nouvel(le)", "créé(e)"} & set(page.get_text().split())
