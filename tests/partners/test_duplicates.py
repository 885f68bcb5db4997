"""Records that may be the same are found, with the reasons, among those that one may see."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from crm.partners.domain import likeness
from crm.partners.domain.duplicates import find_duplicates, reasons_in_words, tell_apart
from crm.partners.domain.likeness import Entry, compare, likenesses, name_entry, name_nearness, name_words
from crm.partners.enums import ContactKind, RecordKind, Visibility
from crm.partners.models import OrganizationName, PersonAddress, PersonContact
from tests.factories import OrganizationFactory, PersonFactory

BOARD = [Visibility.PUBLIC, Visibility.BOARD]
WORDS = st.text(st.sampled_from("abcdeé- '"), min_size=1, max_size=10)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Jean-François Roy-Fictif", "jean francois roy fictif", True),
        ("Roy-Fictif, Jean", "Jean Roy-Fictif", True),
        ("J. Desormeaux", "Jean Desormeaux", True),
        ("Oriane Desormeaux", "Orianne Desormaux", True),
        ("Florence Lalumière-Desbien", "Florence Lalumière-Desbiens", True),
        ("Loui Desormeaux", "Louis Desormeaux", False),
        ("Jean Desormeaux", "Jeanne Desormeaux", False),
        ("Luc Desormeaux", "Lucie Desormeaux", False),
        ("Marie Desormeaux", "Marc Desormeaux", False),
        ("Desormeaux", "Jean Desormeaux", False),
    ],
)
def test_people_are_alike_by_their_names(one: str, other: str, alike: bool) -> None:
    assert (name_nearness(name_entry(one, is_person=True), name_entry(other, is_person=True)) > 0) is alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Café du Très-Saint-Sacrement", "cafe tres st sacrement", True),
        ("Maison des jeunes du Ruisseau", "Maison de jeunes du Ruiseau inc.", True),
        ("Conseil de quartier de Saint-Sacrement", "Conseil de quartier de Saint-Sauveur", False),
        ("École des Tailleurs 12", "École des Tailleurs 13", False),
        ("Atelier du Four", "Comité du Four", False),
    ],
)
def test_organizations_are_alike_by_their_names(one: str, other: str, alike: bool) -> None:
    assert (name_nearness(name_entry(one, is_person=False), name_entry(other, is_person=False)) > 0) is alike


@given(WORDS, WORDS, st.booleans())
def test_nearness_is_the_same_both_ways_and_whole_for_oneself(one: str, other: str, is_person: bool) -> None:
    mine, theirs = name_entry(one, is_person=is_person), name_entry(other, is_person=is_person)

    assert name_nearness(mine, theirs) == name_nearness(theirs, mine)
    assert name_nearness(mine, mine) == (100 if mine.names[0] else name_nearness(mine, mine))


def test_a_shared_mailbox_or_an_address_alone_makes_no_duplicate() -> None:
    office = [
        Entry(pk, (name_words(name),), emails=frozenset(["info@example.org"]), is_person=True)
        for pk, name in enumerate(["Ana Un", "Bo Deux", "Cy Trois", "Di Quatre", "Ed Cinq", "Flo Six", "Guy Sept"])
    ]
    household = [
        Entry(pk, (name_words(name),), addresses=frozenset(["12 rue|g1n"]), is_person=True)
        for pk, name in enumerate(["Ana Un", "Bo Deux"])
    ]

    assert (likenesses(office), likenesses(household)) == ([], [])


def test_nobody_is_compared_with_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparisons grow as the records do, even where all of them have one name in common."""
    chance = random.Random(7)  # noqa: S311
    looked_at = []
    monkeypatch.setattr(likeness, "compare", lambda one, other: looked_at.append(1) or compare(one, other))
    counts = []
    for size in (500, 2000):
        looked_at.clear()
        names = [("Desormeaux", "".join(chance.choices("abcdefgh", k=6))) for _ in range(size)]
        likenesses([Entry(pk, (name_words(" ".join(words)),), is_person=True) for pk, words in enumerate(names)])
        counts.append(len(looked_at))

    assert counts[1] < counts[0] * 6
    assert counts[1] < 2000 * 60


@pytest.mark.django_db
def test_pairs_come_with_their_reasons() -> None:
    one, other = (
        PersonFactory(given_name="Oriane", family_name="Desormeaux"),
        PersonFactory(given_name="Orianne", family_name="Desormeaux"),
    )
    PersonFactory(given_name="Basile", family_name="Tremble")
    for person, number in ((one, "418 555-0101"), (other, "+1 (418) 555-0101, poste 12")):
        PersonContact.objects.create(person=person, kind=ContactKind.VOICE, value=number)
        PersonContact.objects.create(person=person, value="o@example.org")
        PersonAddress.objects.create(person=person, street_address="12, rue des Tailleurs", postal_code="G1N 2A1")

    (pair,) = find_duplicates(RecordKind.PERSON, BOARD)

    assert (pair.low, pair.high) == (one.pk, other.pk)
    assert reasons_in_words(pair.reasons) == [
        "même courriel",
        "même téléphone",
        "même adresse",
        "noms presque pareils\u00a0: 96\u00a0%",
    ]


@pytest.mark.django_db
def test_an_organization_is_found_by_a_former_name() -> None:
    one, other = OrganizationFactory(name="Les Mains vertes"), OrganizationFactory(name="Jardins du Ruisseau")
    OrganizationName.objects.create(organization=other, name="Mains vertes")

    (pair,) = find_duplicates(RecordKind.ORGANIZATION, BOARD)

    assert (pair.low, pair.high, reasons_in_words(pair.reasons)) == (one.pk, other.pk, ["même nom"])


@pytest.mark.django_db
def test_what_one_may_not_see_gives_no_pair() -> None:
    one = PersonFactory(given_name="Ana", family_name="Un")
    PersonFactory(given_name="Ana", family_name="Un", visibility=Visibility.PRIVATE)
    third = PersonFactory(given_name="Bo", family_name="Deux")
    for person in (one, third):
        PersonContact.objects.create(person=person, value="x@example.org", visibility=Visibility.PRIVATE)

    assert find_duplicates(RecordKind.PERSON, BOARD) == []
    assert len(find_duplicates(RecordKind.PERSON, [*BOARD, Visibility.PRIVATE])) == 2


@pytest.mark.django_db
def test_told_apart_once_is_told_apart_for_good() -> None:
    one, other = OrganizationFactory(name="Atelier du Four"), OrganizationFactory(name="Atelier du four")
    assert len(find_duplicates(RecordKind.ORGANIZATION, BOARD)) == 1

    for pks in ((other.pk, one.pk), (one.pk, other.pk)):
        tell_apart(RecordKind.ORGANIZATION, *pks, by=None, now=timezone.now())

    assert find_duplicates(RecordKind.ORGANIZATION, BOARD) == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3, 50])
def test_as_many_queries_however_many_records(number: int, django_assert_num_queries) -> None:
    for _ in range(number):
        PersonContact.objects.create(person=PersonFactory(), value="o@example.org")

    with django_assert_num_queries(5):
        find_duplicates(RecordKind.PERSON, BOARD)
