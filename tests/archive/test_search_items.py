"""Things of the memory in the search of the whole site: what is found, how it narrows, when it is found no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms.archive.domain.closing import restore, take_down
from cms.archive.enums import CreditRole
from cms.archive.models import Credit, FormerName, Place, Synonym
from cms.pages.domain.search.answering import search
from cms.pages.domain.search.repairing import repair
from cms.pages.domain.search.shelving import shelve
from cms.pages.models import SearchEntry, SearchName
from tests.archive.described import item_dated
from tests.factories import UserFactory
from tests.factories.archive import FondsFactory, ItemFactory, PlaceFactory, TermFactory
from tests.factories.partners import PersonFactory
from tests.pages.search.corpus import titles

pytestmark = pytest.mark.django_db
TANNERY = "La tannerie sous la neige"


def described(**fields: object):
    """An item of which everything is said."""
    item = ItemFactory(
        title=TANNERY,
        date_words="vers 1955",
        date_earliest=date(1953, 1, 1),
        date_latest=date(1961, 12, 31),
        collection=FondsFactory(title="Fonds Quévillon-Fictif"),
        transcription="Tannerie Desruisseaux, cuirs fins",
        **fields,
    )
    item.places.add(PlaceFactory(name="boulevard des Tanneurs"))
    item.subjects.add(TermFactory(label="Métiers du cuir"))
    item.save()
    return item


def test_item_is_found_by_all_that_is_said_of_it() -> None:
    item = described()
    Credit.objects.create(item=item, role=CreditRole.CREATOR, name="Zéphirin Labonté-Fictif")
    FormerName.objects.create(place=item.places.get(), name="rue Saint-Cyprien")
    Synonym.objects.create(term=item.subjects.get(), label="Corroyage")

    asked = ["tannerie", "ouvriers", "desruisseaux", "quevillon", "labonte", "tanneurs", "st-cyprien", "corroyage"]

    assert {words: titles(words) for words in asked} == {words: [TANNERY] for words in asked}


@pytest.mark.parametrize("shelved", [False, True])
def test_title_comes_before_names_names_before_description_description_before_text(shelved: bool) -> None:
    # Each weaker one is later, so that the day alone would say the contrary.
    told = {"transcription": "Texte", "description": "Description", "donor": "Nom", "title": "Titre"}
    for year, (part, title) in zip((1950, 1940, 1930, 1920), told.items(), strict=True):
        facts = {"title": title, "description": "", "donor_is_public": True, "date_earliest": date(year, 1, 1)}
        ItemFactory(**facts | {part: "Grelot" if part != "title" else "Titre : grelot"})
    if shelved:
        shelve()

    assert titles("grelot") == ["Titre : grelot", "Nom", "Description", "Texte"]


def test_ways_to_narrow_have_the_words_of_the_addresses_of_the_memory() -> None:
    item = described()
    Credit.objects.create(item=item, role=CreditRole.SHOWN, name="Zéphirin Labonté-Fictif")

    narrowed = search("", {"nature": ["photos"]})

    ways = {facet.name: [(way.label, way.count) for way in facet.ways] for facet in narrowed.facets}
    assert ways == {
        "nature": [("Photographie", 1)],
        "periode": [("années 1950", 1), ("années 1960", 1)],
    }
    for facet, value in (
        ("periode", "1950"),
        ("lieu", "boulevard-des-tanneurs"),
        ("personne", "Zéphirin Labonté-Fictif"),
        ("sujet", "metiers-du-cuir"),
        ("fonds", "fonds-quevillon-fictif"),
        ("droits", "nkc"),
    ):
        assert titles("", **{facet: value}) == [TANNERY], facet
    assert titles("", periode="1940") == []


@pytest.mark.parametrize("is_read_again", [False, True])
def test_what_is_open_on_a_side_is_of_the_decade_of_the_other(is_read_again: bool) -> None:
    for said in ("depuis 1950", "avant 1940", "1945", "s.d."):
        item_dated(said)
    if is_read_again:  # an index of before
        SearchEntry.objects.update(facets=[], day=None, fingerprint="")
        assert repair(whole=True) == 4
    found = {
        "1930": ["avant 1940"],
        "1940": ["1945"],
        "1950": ["depuis 1950"],
        "1960": [],
        "sans-date": ["s.d."],
    }

    assert {periode: titles("", periode=periode) for periode in found} == found
    assert titles("", nature="photos") == ["depuis 1950", "1945", "avant 1940", "s.d."]


def test_values_of_one_question_are_added_up_and_questions_narrow_each_other(client, council) -> None:
    for title, year, place in (("Un", 1921, "Rue A"), ("Deux", 1935, "Rue A"), ("Trois", 1948, "Rue B")):
        days = {"date_earliest": date(year, 1, 1), "date_latest": date(year, 12, 31)}
        item = ItemFactory(title=title, copyright="", **days)
        item.places.add(Place.objects.filter(name=place).first() or PlaceFactory(name=place))
        item.save()

    def ways(query: str) -> dict[str, str]:
        page = BeautifulSoup(client.get(f"/recherche/{query}").content, "html.parser")
        said = {one.get_text(" ", strip=True): one["href"] for one in page.select(".ways a")}
        said["shown"] = " ".join(one.get_text() for one in page.select(".answer__title"))
        said["only"] = " ".join(one.get_text(" ", strip=True) for one in page.select(".search__active a"))
        return said

    one = ways("?periode=1920")
    two = ways(one["années 1940 1"])
    here = ways(two["Rue B 1"])

    assert one["années 1940 1"] == "?periode=1920&periode=1940"
    assert (one["shown"], two["shown"], here["shown"]) == ("Un", "Trois Un", "Trois")
    assert two["only"] == "années 1920 (enlever) années 1940 (enlever)"
    assert two["années 1920 1"] == "?periode=1940"
    assert here["années 1940 1"] == "?periode=1920&lieu=rue-b"
    assert ways("?periode=1920&periode=1920&periode=jamais&lieu=")["shown"] == "Un"
    assert ways("?periode=jamais&lieu=rue-a")["shown"] == ""
    assert ways("?" + "&".join(f"periode={year}" for year in range(1000, 1940, 10)))["shown"] == ""


def test_draft_closed_or_embargoed_item_is_never_found() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    described(live=False)
    ItemFactory(title=TANNERY, embargo_until=tomorrow)

    assert titles("tannerie") == []


def test_embargo_that_is_over_opens_the_item_by_itself() -> None:
    item = described(embargo_until=timezone.localdate() + timedelta(days=1))
    before = titles("tannerie")
    type(item).objects.update(embargo_until=timezone.localdate())

    repair()

    assert (before, titles("tannerie")) == ([], [TANNERY])


def test_taken_down_item_leaves_at_once_and_comes_back() -> None:
    item = described()
    by = UserFactory()
    takedown = take_down(item, "À la demande de la famille", by, timezone.now())
    closed = titles("tannerie")

    restore(takedown, by, timezone.now())

    assert (closed, titles("tannerie")) == ([], [TANNERY])


def test_person_whose_file_is_closed_is_found_no_more() -> None:
    person = PersonFactory(given_name="Oriane", family_name="Labonté-Fictive", visibility="public")
    Credit.objects.create(item=described(), role=CreditRole.SHOWN, person=person)
    before = titles("labonté")
    person.visibility = "board"
    person.save()

    assert (before, titles("labonté")) == ([TANNERY], [])
    assert titles("", personne="Oriane Labonté-Fictive") == []


def test_former_street_is_answered_for_the_street_of_today() -> None:
    place = PlaceFactory(name="boulevard des Tanneurs")
    FormerName.objects.create(place=place, name="rue Saint-Cyprien")
    ItemFactory(title="Un char allégorique", description="Défilé, boulevard des Tanneurs.")
    ItemFactory(title="Un traîneau", description="Devant le 12, St-Cyprien.")

    found = {words: sorted(titles(words)) for words in ("rue saint-cyprien", "boul. des Tanneurs", "défilé st cyprien")}

    assert found == {
        "rue saint-cyprien": ["Un char allégorique", "Un traîneau"],
        "boul. des Tanneurs": ["Un char allégorique", "Un traîneau"],
        "défilé st cyprien": ["Un char allégorique"],
    }


def test_names_are_made_again_by_the_repair() -> None:
    place = PlaceFactory(name="boulevard des Tanneurs")
    FormerName.objects.create(place=place, name="rue Saint-Cyprien")
    kept = set(SearchName.objects.values_list("thing", "terms"))
    SearchName.objects.all().delete()
    SearchName.objects.create(thing="place 999999", terms="inconnu")

    repair(whole=True)

    assert set(SearchName.objects.values_list("thing", "terms")) == kept


def test_an_answer_that_lies_in_the_text_leads_to_where_it_is_said() -> None:
    item = described()

    by_text, by_title = search("desruisseaux", {}), search("neige", {})

    assert by_text.answers[0].url == f"{item.get_absolute_url()}?q=desruisseaux"
    assert by_title.answers[0].url == item.get_absolute_url()


def test_a_former_name_that_is_deleted_is_understood_no_more(django_capture_on_commit_callbacks) -> None:
    place = described().places.get()
    former = FormerName.objects.create(place=place, name="rue Saint-Cyprien")
    assert titles("cyprien") == [TANNERY]

    with django_capture_on_commit_callbacks(execute=True):
        former.delete()

    assert titles("cyprien") == []
    assert not SearchName.objects.exists()


def test_a_place_or_a_subject_that_is_deleted_is_found_no_more(django_capture_on_commit_callbacks) -> None:
    item = described()
    FormerName.objects.create(place=item.places.get(), name="rue Saint-Cyprien")
    Synonym.objects.create(term=item.subjects.get(), label="Corroyage")
    asked = ["tanneurs", "cyprien", "metiers", "corroyage"]
    assert {words: titles(words) for words in asked} == {words: [TANNERY] for words in asked}

    with django_capture_on_commit_callbacks(execute=True):
        item.places.get().delete()
        item.subjects.get().delete()

    assert {words: titles(words) for words in asked} == {words: [] for words in asked}
    assert not SearchName.objects.exists()
