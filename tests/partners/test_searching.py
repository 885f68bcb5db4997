"""One finds what one half remembers, on both databases alike, and never what one may not see."""

from __future__ import annotations

import pytest

from crm.partners.domain.searching import acronym_of, searchable, words_of
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import ContactKind, NameKind, Visibility
from crm.partners.models import Organization, OrganizationContact, OrganizationName, Person, PersonContact
from tests.factories import OrganizationFactory, PersonFactory

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
    "words", ["cafe st sacrement", "Café du Très-Saint", "SACREMENT cafe", "cq", "cqts", "caisse pop", "bonjour@cafe"]
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
