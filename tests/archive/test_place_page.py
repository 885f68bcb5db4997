"""« Que s’est-il passé ici ? »: what the memory, the agenda and the register tell of a place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.domain.place_names import said_names
from cms.archive.enums import Basis
from cms.archive.forms import PlaceForm
from cms.archive.long_list import LongList
from cms.archive.models import FormerName, MemoryPage, Place
from crm.accounts.policy import Role
from crm.assemblies.enums import DecisionKind
from crm.events.enums import EventStatus
from crm.events.models import Venue
from crm.partners.models import Council
from tests.archive.described import SECRET, item_dated, read, words
from tests.factories import EventFactory, ItemFactory, PlaceFactory, add_page, receive_picture, someone_of
from tests.factories.assemblies import DecisionFactory, adopted
from tests.html import html_errors

pytestmark = pytest.mark.django_db

READ = "Pourquoi ici? On y lit : « {} »"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def told(page) -> list[tuple[str, list[str]]]:
    """The decades, with what happened in each."""
    return [
        (decade.h3.get_text(), [title.get_text() for title in decade.select("h4")])
        for decade in page.select(".here__year")
    ]


@pytest.fixture
def tannery(council: Council) -> Place:
    """A place with two items, an event, a decision, and what nobody may read."""
    place = PlaceFactory(name="La tannerie", address="12, rue des Tanneurs", latitude="46.8", longitude="-71.2")
    FormerName.objects.create(place=place, name="Moulin du rang", period="jusqu’en 1932")
    hall = Venue.objects.create(name="Salle de la tannerie")
    place.venues.set([hall])
    about = adopted(date(2025, 3, 10), title="Classer la tannerie")
    place.save()
    place.decisions.set([about, adopted(date(2025, 3, 11), title=SECRET, is_closed_session=True)])
    item = {"date_earliest": date(1919, 1, 1), "date_latest": date(1923, 12, 31)}
    for facts in ({"title": "La cour"} | item, {"title": "Une clé"}, {"title": SECRET, "live": False}):
        thing = ItemFactory(**facts)
        thing.places.set([place])
        thing.save()
    when = datetime(1998, 6, 1, 19, tzinfo=UTC)
    EventFactory(title="Portes ouvertes", place=hall, starts_at=when)
    EventFactory(title="À la porte", address="12, rue des tanneurs", starts_at=when + timedelta(days=1))
    EventFactory(title=SECRET, place=hall, starts_at=when, status=EventStatus.DRAFT)
    EventFactory(title="Ailleurs", starts_at=when)
    return place


def test_a_place_tells_everything_in_one_order(client: Client, tannery: Place) -> None:
    page = read(client, tannery.get_absolute_url())

    assert told(page) == [
        ("1920", ["La cour"]),
        ("1990", ["Portes ouvertes", "À la porte"]),
        ("2020", ["Classer la tannerie"]),
        ("s.d.", ["Une clé"]),
    ]
    assert words(page, ".here__former") == "autrefois Moulin du rang (jusqu’en 1932)"
    assert SECRET not in page.get_text()
    assert html_errors(client.get(tannery.get_absolute_url()).content.decode()) == []


def test_what_is_open_on_a_side_is_told_in_the_decade_of_the_other(client: Client, tannery: Place) -> None:
    for said in ("avant 1940", "depuis 1950"):
        item = item_dated(said)
        item.places.set([tannery])
        item.save()

    assert told(read(client, tannery.get_absolute_url())) == [
        ("1920", ["La cour"]),
        ("1930", ["avant 1940"]),
        ("1950", ["depuis 1950"]),
        ("1990", ["Portes ouvertes", "À la porte"]),
        ("2020", ["Classer la tannerie"]),
        ("s.d.", ["Une clé"]),
    ]


def whys(page) -> dict[str, str]:
    """Why each decision is there, where it says so."""
    found = page.select(".happening:has(.happening__why)")
    return {one.h4.get_text(): words(one, ".happening__why") for one in found}


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("Une plaque", "Une plaque au moulin du rang en mai.", READ.format("Une plaque au moulin du rang en mai.")),
        ("Le Moulin du Rang", "Le garder.", "Pourquoi ici? Son titre nomme ce lieu."),
        ("Un avis", "Peindre le 12, rue du Tanneur.", None),
        ("Un avis", "Le 12, rue des tanneur en mai.", READ.format("Le 12, rue des tanneur en mai.")),
        ("Le moulin", "Le moulin du rang-double, le moulin. Du rang aussi; le moulin; du rang.", None),
        ("Rue des Tanneurs", "Le 112, rue des Tanneurs; le 14, rue des Tanneurs; le vieux-moulin du rang.", None),
        ("La tannerie", "La tannerie du rang voisin.", None),
    ],
)
def test_a_place_tells_the_decisions_that_name_it_and_says_why(
    client: Client, tannery: Place, title: str, text: str, why: str | None
) -> None:
    adopted(title=title, text=text, kind=DecisionKind.OPINION)

    assert whys(read(client, tannery.get_absolute_url())) == ({title: why} if why else {})


def test_only_the_public_register_is_told_by_its_words_and_what_was_chosen_only_once(
    client: Client, tannery: Place
) -> None:
    chosen = adopted(title="Un moulin", text="Garder le moulin du rang.")
    tannery.decisions.add(chosen)
    adopted(title=SECRET, text="Vendre le moulin du rang.", is_closed_session=True)
    DecisionFactory(title=SECRET, text="Vendre le moulin du rang.")

    page = read(client, tannery.get_absolute_url())

    assert whys(page) == {}
    assert page.get_text().count("Un moulin") == 1
    assert SECRET not in page.get_text()


def test_a_former_name_that_another_place_bears_today_says_nothing_of_this_one(client: Client, tannery: Place) -> None:
    adopted(title="Une plaque", text="Poser une plaque au moulin du rang.")
    other = PlaceFactory(name="Moulin du rang")

    assert whys(read(client, tannery.get_absolute_url())) == {}
    assert list(whys(read(client, other.get_absolute_url()))) == ["Une plaque"]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("12, rue des Tanneurs, Québec (Québec) G1S 1A1", ["12 rue des Tanneurs"]),
        ("12 rue des Tanneurs, Québec", ["12 rue des Tanneurs"]),
        ("12 B, rue des Tanneurs", ["12 B rue des Tanneurs"]),
        ("Rue des Tanneurs", []),
        ("12", []),
        ("", []),
    ],
)
def test_the_address_of_a_place_is_its_number_and_its_street(address: str, names: list[str]) -> None:
    place = PlaceFactory(name="La gare", address=address)
    assert [" ".join(name.split()) for name in said_names(place)] == names


def test_a_place_of_which_nothing_is_told_says_so_to_those_who_describe(client: Client, council: Council) -> None:
    place = PlaceFactory()
    assert client.get(place.get_absolute_url()).status_code == 404
    client.force_login(someone_of(Role.ARCHIVES))

    assert "On ne raconte encore rien" in words(read(client, place.get_absolute_url()), "main")
    assert client.get("/memoire/lieux/nulle-part/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_a_place_asks_as_much_for_three_as_for_one(
    client: Client, tannery: Place, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for number in range(many):
        item = ItemFactory()
        receive_picture(item)
        item.places.set([tannery])
        item.save()
        EventFactory(address=tannery.address)
        adopted(text=f"Nettoyer le moulin du rang, {number}.")
    client.get("/memoire/")

    with django_assert_num_queries(21):
        client.get(tannery.get_absolute_url())


@pytest.mark.parametrize("many", [1, 3])
def test_the_plan_lists_places_with_what_they_hold(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for number in range(many):
        place = PlaceFactory(latitude="46.8", longitude=f"-71.{number}")
        FormerName.objects.create(place=place, name="Avant")
        item = ItemFactory()
        item.places.set([place, PlaceFactory()])
        item.save()
    hidden = ItemFactory(closed_for=Basis.TAKEN_DOWN)
    hidden.places.set([PlaceFactory(name=SECRET)])
    hidden.save()
    client.get("/memoire/")

    with django_assert_num_queries(7):
        response = client.get("/memoire/carte/")

    page = read(client, "/memoire/carte/")
    assert len(page.select("ol.where__list li")) == many
    assert len(page.select("ul.where__list li")) == many
    assert len(page.select(".where__sketch rect")) == (many if many > 1 else 0)
    assert SECRET not in page.get_text()
    assert html_errors(response.content.decode()) == []


def test_only_the_public_register_is_offered_to_a_place(council: Council) -> None:
    closed, public = adopted(is_closed_session=True), adopted()

    class Form(PlaceForm):
        class Meta:
            model = Place
            fields = ("name", "kind", "decisions")

    assert list(Form().fields["decisions"].queryset) == [public]
    assert "decisions" in Form({"name": "Ici", "kind": "other", "decisions": [closed.pk]}).errors
    place = Form({"name": "Ici", "kind": "other", "decisions": [public.pk]}).save()
    assert list(place.decisions.all()) == [public]


def test_the_sitemap_lists_what_anyone_may_see_of_the_memory(client: Client, tannery: Place) -> None:
    ItemFactory(title=SECRET, embargo_until=timezone.localdate() + timedelta(days=1))
    add_page(MemoryPage, "Mémoire")

    places = fromstring(client.get("/sitemap.xml").content).iterfind("s:url/s:loc", SITEMAP)  # noqa: S314

    found = [str(place.text).removeprefix("http://testserver") for place in places]
    memory = [address for address in found if address.startswith("/memoire/")]
    items = [item.get_absolute_url() for item in tannery.items.filter(live=True).order_by("number")]
    assert sorted(memory) == sorted(
        [
            "/memoire/",
            "/memoire/recits/",
            "/memoire/chronologie/",
            "/memoire/carte/",
            tannery.get_absolute_url(),
            *items,
        ]
    )


def test_a_long_list_begins_with_what_is_ticked_and_has_a_line_to_narrow_it() -> None:
    field = forms.MultipleChoiceField(choices=[(1, "Avis"), (2, "Banc"), (3, "Café")], widget=LongList)

    shown = BeautifulSoup(field.widget.render("decisions", ["3"], {"id": "id_decisions"}), "html.parser")

    assert [label.get_text(strip=True) for label in shown.select("label")] == ["Café", "Avis", "Banc"]
    assert [box["value"] for box in shown.select("input[type=checkbox][checked]")] == ["3"]
    assert shown.select_one("input[type=search]")["aria-label"] == "Chercher dans cette liste"
    assert [str(script) for script in field.widget.media._js] == ["js/admin-long-list.js"]
