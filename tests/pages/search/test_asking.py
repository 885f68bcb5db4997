"""How words are read: of the things, and of the questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.pages.domain.search.analysis import clean, term_of, tokens_of, words_of
from cms.pages.domain.search.asking import Run, read_question


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("L’église", ["eglise"]),
        ("l'Église", ["eglise"]),
        ("Qu’il jusqu’ici s'en aujourd’hui", ["il", "ici", "en", "aujourd", "hui"]),
        ("Cœur d’œuvre", ["coeur", "oeuvre"]),
        ("Saint-Jean-Baptiste", ["saint", "jean", "baptiste"]),
        ("un été à la plage", ["un", "ete", "a", "la", "plage"]),
        ("e\u0301te\u0301", ["ete"]),
        ("26-04-03", ["26", "04", "03"]),
        ("« … » !", []),
        ("L’", ["l"]),
        ("", []),
    ],
)
def test_words(written: str, words: list[str]) -> None:
    assert words_of(clean(written)) == words


@pytest.mark.parametrize(
    "alike",
    [
        "église églises Eglises EGLISE",
        "cœur coeurs Cœurs",
        "été étés",
        "saint sainte St Ste saints saintes Sts",
        "chemin ch chemins",
        "monseigneur Mgr",
        "boulevard boul bd",
        "avenue av ave",
        "cheval chevaux",
        "travail travaux",
        "jeu jeux",
        "fête fetes",
        "nouvelle nouvelles",
        "activité activites",
    ],
)
def test_written_otherwise_is_the_same_term(alike: str) -> None:
    assert len({term_of(word) for word in words_of(alike)}) == 1


@pytest.mark.parametrize("pair", ["été et", "rue ruelle", "école écolier", "la le", "cour cœur"])
def test_other_words_are_other_terms(pair: str) -> None:
    one, other = (term_of(word) for word in words_of(pair))
    assert one != other


@pytest.mark.parametrize(
    ("asked", "runs"),
    [
        ("fête", [Run(("fete",))]),
        ("la fête de la rue", [Run(("la", "fete", "de", "la", "rue"))]),
        ("la", [Run(("la",))]),
        ('"la fête" rue', [Run(("la", "fete"), is_phrase=True), Run(("rue",))]),
        ("« la fête »", [Run(("la", "fete"), is_phrase=True)]),
        ("“la fête”", [Run(("la", "fete"), is_phrase=True)]),
        ('"fête"', [Run(("fete",))]),
        ('"fête de', [Run(("fete", "de"))]),
        ("' OR 1=1; --", [Run(("or", "1", "1"))]),
        ('""', []),
        ("\0\u202e", []),
    ],
)
def test_question(asked: str, runs: list[Run]) -> None:
    assert list(read_question(asked).runs) == runs


@pytest.mark.parametrize(
    ("asked", "typed"), [("la fê", "fe"), ("fête ", ""), ('"la fê', "fe"), ('"la fê"', ""), ("", "")]
)
def test_the_last_word_may_not_be_finished(asked: str, typed: str) -> None:
    assert read_question(asked, typing=True).typed == typed


def test_an_endless_question_is_cut() -> None:
    assert len(read_question("mot " * 1000).words) == 20
    assert len(read_question("a" * 1000).words[0]) == 40


def test_little_words_are_insisted_upon_only_alone() -> None:
    beside, alone = read_question("la fête de la rue"), read_question("la de")

    assert [word for word in beside.words if beside.insists_on(word)] == ["fete", "rue"]
    assert [word for word in alone.words if alone.insists_on(word)] == ["la", "de"]


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    """The words are those of the tokens, and each token is where it says."""
    cleaned = clean(text)
    tokens = list(tokens_of(cleaned))

    assert [token.word for token in tokens] == words_of(cleaned)
    assert all(words_of(cleaned[token.start : token.end])[-1:] == [token.word] for token in tokens)
    read_question(text, typing=True)
