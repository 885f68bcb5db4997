"""One finds what one half remembers, on both databases alike, and never what one may not see."""

from __future__ import annotations

from datetime import date

import pytest

from crm.partners.domain.searching import acronym_of, searchable, words_of
from crm.partners.domain.visibility import levels_of
from crm.partners.domain.who import find_who
from crm.partners.enums import ContactKind, NameKind, Visibility
from crm.partners.models import (
    Funding,
    Organization,
    OrganizationContact,
    OrganizationName,
    Partnership,
    Person,
    PersonContact,
    Post,
)
from tests.factories import (
    FundingFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    PostFactory,
)

ALL = frozenset(Visibility.values)


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Conseil de quartier des Trois-Ormes", "cqto"),
        ("Société d’histoire", "sh"),
        ("Corporation", ""),
        ("Table de l’école", "te"),
    ],
)
def test_an_acronym_is_the_first_letters_of_the_words_that_count(name: str, acronym: str) -> None:
    assert acronym_of(name) == acronym


def test_short_forms_are_written_out() -> None:
    assert words_of("Cafés du Très-St-Sacrement, 12, boul. Ste-Foy") == [
        *("cafes", "du", "tres", "saint", "sacrement", "12", "boulevard", "sainte", "foy"),
    ]


def test_a_telephone_is_found_in_figures_too() -> None:
    assert searchable(["418 555-0142"]) == "418 555 0142 | 4185550142"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        *("cafe st sacrement", "Café du Très-Saint", "SACREMENT cafe", "cafe tres-st-sacrement", "CAFÉ\u00a0SAINT"),
        *("cq", "cqts", "caisse pop", "bonjour@cafe"),
    ],
)
def test_an_organization_is_found_by_any_of_its_names(words: str) -> None:
    cafe = OrganizationFactory(name="Café du Très-Saint-Sacrement")
    OrganizationName.objects.create(organization=cafe, name="Ancienne caisse populaire", kind=NameKind.FORMER)
    OrganizationName.objects.create(organization=cafe, name="CQTS", kind=NameKind.ACRONYM)
    OrganizationContact.objects.create(organization=cafe, value="bonjour@cafe.example", visibility=Visibility.PUBLIC)
    cafe.index_for_search()
    OrganizationFactory(name="Quincaillerie de la Carrière")
    assert list(Organization.objects.matching(words, ALL)) == [cafe]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Café du Très-Saint-Sacrement", ["cafe st sacrement", "café saint sacrement", "St-Sacrement", "tres saint"]),
        ("École Ste-Geneviève", ["ecole sainte genevieve", "ste genevieve", "Sainte-Geneviève", "SAINTE-GENEVIEVE"]),
        ("Habitations Sts-Martyrs", ["saints martyrs", "sts-martyrs"]),
        ("Maison de l’Œuvre des Sœurs", ["oeuvre soeurs", "l'œuvre", "l’oeuvre", "maison de l oeuvre", "ŒUVRE"]),
        ("Société d'histoire de l'Anse-aux-Foins", ["societe d’histoire", "anse aux foins", "l’anse", "histoire anse"]),
        ("Vélo–Ormes", ["velo ormes", "Vélo-Ormes", "VELO"]),
        ("Ass. des gens d’affaires, boul. René", ["association gens affaires", "boulevard rene", "boul rené"]),
        ("Garderie Ça Gazouille", ["ca gazouille", "ÇA GAZ"]),
    ],
)
def test_accents_hyphens_apostrophes_and_short_forms_do_not_count(name: str, asked: list[str]) -> None:
    meant = OrganizationFactory(name=name)
    OrganizationFactory(name="Quincaillerie de la Carrière")
    assert {words: list(Organization.objects.matching(words, ALL)) for words in asked} == {
        words: [meant] for words in asked
    }


@pytest.mark.django_db
def test_an_alias_or_an_acronym_finds_the_full_name_whole() -> None:
    council = OrganizationFactory(name="Conseil de quartier des Trois-Ormes")
    city = OrganizationFactory(name="Ville de la Grande-Côte")
    OrganizationName.objects.create(organization=city, name="CQ de la Côte", kind=NameKind.ALIAS)
    city.index_for_search()
    OrganizationFactory(name="Quincaillerie de la Carrière")
    assert set(Organization.objects.matching("CQ", ALL)) == {council, city}
    assert list(Organization.objects.matching("cq cote", ALL)) == [city]
    assert [one.name for one in find_who("CQ", ALL, date(2026, 11, 24))] == [council.name, city.name]


@pytest.mark.django_db
def test_a_seat_is_found_by_its_title_its_organization_or_its_holder_mixed() -> None:
    school = OrganizationFactory(name="École du Boisé-Clair")
    seat = PostFactory(organization=school, title="Trésorière ou trésorier", reserved_for="Un établissement")
    MembershipFactory(post=seat, organization=school, person__family_name="Hébert-Fictive")
    PostFactory(organization=school, title="Présidence")
    for words in ("tresoriere", "TRÉSORIER boise", "hebert tresorier", "etablissement ecole"):
        assert list(Post.objects.matching(words, ALL)) == [seat], words
    assert list(Post.objects.matching("tresorier presidence", ALL)) == []
    seat.title = "Secrétariat"
    seat.save(update_fields=["title"])
    assert list(Post.objects.matching("secretariat", ALL)) == [seat]


@pytest.mark.django_db
def test_partnerships_and_grants_are_found_by_their_words_without_accents() -> None:
    hall = PartnershipFactory(title="Prêt de la salle pour la Fête d’été", organization__name="Centre du Four-à-Chaux")
    trees = FundingFactory(programme="Quartiers verts", project="Érables", funder__name="Fondation de la Côte")
    PartnershipFactory()
    FundingFactory()
    for words in ("pret fete", "ete four", "SALLE fete chaux"):
        assert list(Partnership.objects.matching(words, ALL)) == [hall], words
    for words in ("erables", "verts cote", "FONDATION érables"):
        assert list(Funding.objects.matching(words, ALL)) == [trees], words
    assert list(Partnership.objects.matching("fete cote", ALL)) == list(Funding.objects.matching("pret", ALL)) == []


@pytest.mark.django_db
def test_nothing_is_found_through_what_one_may_not_see() -> None:
    person = PersonFactory()
    for level in Visibility.values:
        PersonContact.objects.create(
            person=person, kind=ContactKind.EMAIL, value=f"{level}@exemple.example", visibility=level
        )
    person.index_for_search()
    found = {
        (asked, frozenset(levels)): Person.objects.matching(asked, levels).exists()
        for asked in Visibility.values
        for levels in ({"public"}, {"public", "board"}, ALL)
    }
    assert {key for key, yes in found.items() if yes} == {
        ("public", frozenset({"public"})),
        ("public", frozenset({"public", "board"})),
        ("public", ALL),
        ("board", frozenset({"public", "board"})),
        ("board", ALL),
        ("private", ALL),
    }


@pytest.mark.django_db
def test_a_record_is_found_as_soon_as_it_is_saved() -> None:
    person = Person(given_name="Zoé", family_name="Œuvray-Fictive")
    person.contact_details = [PersonContact(value="zoe@exemple.example", visibility=Visibility.BOARD)]
    person.save()
    assert list(Person.objects.matching("zoe oeuvray", {"public"})) == [person]
    assert list(Person.objects.matching("zoe@exemple", {"public", "board"})) == [person]


def test_a_stranger_reads_what_is_public() -> None:
    from django.contrib.auth.models import AnonymousUser

    assert levels_of(AnonymousUser()) == {"public"}
