"""A line meets what it may be, also in a crowd of look-alikes, and never the whole crowd."""

from __future__ import annotations

from itertools import product

import pytest

from crm.partners.domain.imports.matching import CROWDS_LOOKED_AT, OF_A_CROWD, Directory
from crm.partners.domain.likeness import Entry, name_words
from crm.partners.enums import RecordKind

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni")
PLACES = ["".join(three) for three in product(SYLLABLES, repeat=3)]


def crowd(kind: RecordKind, words: str, twin: str) -> Directory:
    """Hundreds that share their first words, and one of them under the number 1000."""
    directory = Directory(kind)
    for number, name in enumerate([f"{words} {place}" for place in PLACES], start=1):
        directory.add(entry(kind, number, name))
    directory.add(entry(kind, 1000, twin))
    return directory


def entry(kind: RecordKind, number: int, name: str) -> Entry:
    return Entry(number, (name_words(name),), is_person=kind == RecordKind.PERSON)


@pytest.mark.parametrize(
    ("kind", "words", "twin", "written"),
    [
        (RecordKind.ORGANIZATION, "Comité citoyen", "Comité citoyen Zozovi", "Comité citoyen Sozovi"),
        (RecordKind.ORGANIZATION, "Comité citoyen", "Comité citoyen Zozovi", "Comté citoyen Zozov"),
        (RecordKind.ORGANIZATION, "Comité citoyen", "Cmité citoyen Sozovi", "Comité citoyen Zozovi"),
        (RecordKind.PERSON, "Jeanne Tremblay", "Jeanne Tremblay Zozovi", "Jeanne Tremblay Zozova"),
        (RecordKind.PERSON, "Jeanne Tremblay", "Jeane Tremblay Zozovi", "Jeanne Trembley Zozovi"),
    ],
)
def test_a_slip_is_met_in_a_crowd_of_look_alikes(kind: RecordKind, words: str, twin: str, written: str) -> None:
    met = {one.pk for one in crowd(kind, words, twin).near(entry(kind, -2, written))}

    assert 1000 in met
    assert len(met) <= OF_A_CROWD * CROWDS_LOOKED_AT + 1


def test_the_very_same_name_is_met_and_its_crowd_is_not() -> None:
    committees = crowd(RecordKind.ORGANIZATION, "Comité citoyen", "Zozovi")

    met = committees.near(entry(RecordKind.ORGANIZATION, -2, f"Comité citoyen {PLACES[0]}"))

    assert [one.pk for one in met] == [1]
