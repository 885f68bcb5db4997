"""Many values in one parameter."""

from __future__ import annotations

import pytest

from cms.pages.models import SearchWord

pytestmark = pytest.mark.django_db


@pytest.fixture
def words() -> dict[str, int]:
    """The keys of some words, by word; one of them would end the text of a careless query."""
    named = ("ete", "ecole", "l'hiver", '"', "a,b", "\\", "{}", "NULL", "a b")
    return {word: SearchWord.objects.create(word=word, written=word, term=word, count=1).pk for word in named}


@pytest.mark.parametrize("asked", [["ete", "l'hiver", "zzz"], ['"', "a,b"], ["\\", "{}"], ["NULL", "a b"], ["zzz"], []])
def test_words_among_others_are_those_in_them(words: dict[str, int], asked: list[str]) -> None:
    among = SearchWord.objects.filter(word__among=asked)

    assert set(among) == set(SearchWord.objects.filter(word__in=asked))


def test_keys_are_found_too(words: dict[str, int]) -> None:
    assert SearchWord.objects.get(pk__among={words["ecole"], 10**9}).word == "ecole"


def test_a_thousand_values_are_one_parameter() -> None:
    among = SearchWord.objects.filter(word__among=[f"mot{number}" for number in range(1000)])

    _sql, parameters = among.query.sql_with_params()

    assert len(parameters) == 1
