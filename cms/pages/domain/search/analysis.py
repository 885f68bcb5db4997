"""Turns French as people write it into the terms that are kept and looked for.

A *word* is what stands between two signs, folded: « l’Église » is `eglise`. A *term* is what a word is found by:
`eglise` and `eglises` are `eglis`, `st`, `ste` and `saintes` are `saint`. Nothing is left out: « été » and « la » are
words like any other.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from crm.partners.domain.folding import fold

# What is kept was made by these rules, and by the order of `sources.FACETS`: another number has all of it made again.
RULES = 2
LONGEST_WORD = 40

# An elided word is no part of the one that follows: « l’église », « qu’il ».
ELIDED = "l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu"
TOKEN = re.compile(rf"(?<![^\W_])(?!(?:{ELIDED})['’‘ʼ][^\W_])[^\W_]+", re.IGNORECASE)

ABBREVIATIONS = {
    "st": "saint",
    "ste": "saint",
    "sts": "saint",
    "stes": "saint",
    "ch": "chemin",
    "mgr": "monseigneur",
    "av": "avenue",
    "ave": "avenue",
    "boul": "boulevard",
    "bd": "boulevard",
    "blvd": "boulevard",
    "rte": "route",
    "fg": "faubourg",
    "dr": "docteur",
    "mme": "madame",
    "mmes": "madame",
    "mesdames": "madame",
    "messieurs": "monsieur",
    "mlle": "mademoiselle",
    "qc": "quebec",
}
# Plurals that no rule of the stemmer brings back to their singular.
IRREGULAR = {
    "travaux": "travail",
    "vitraux": "vitrail",
    "baux": "bail",
    "coraux": "corail",
    "emaux": "email",
    "yeux": "oeil",
    **{word + "x": word for word in ("jeu", "enjeu", "feu", "lieu", "milieu", "voeu", "neveu", "cheveu", "aveu")},
}
# Asked beside other words, these are not insisted upon; « la fête de la rue » finds « Fête de rue ».
LITTLE = """
    a au aux ce ces d de des du en et l la le les ou par pour sur un une
"""
UNINSISTENT = frozenset(LITTLE.split())

_stemmer = threading.local()


class Token(NamedTuple):
    """A word, and where it stands in its text."""

    word: str
    start: int
    end: int


def clean(text: str) -> str:
    """``text`` on one line, its accents composed, as entries keep it."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\0", "").split())


def tokens_of(text: str) -> Iterator[Token]:
    """The words of a clean text, each with its place."""
    for match in TOKEN.finditer(text):
        if word := word_of(match.group()):
            yield Token(word, *match.span())


def words_of(text: str) -> list[str]:
    return [word for match in TOKEN.finditer(text) if (word := word_of(match.group()))]


def count_of(words: Sequence[str]) -> int:
    """How many there are, those that nobody insists upon counted only where there is nothing else."""
    return sum(word not in UNINSISTENT for word in words) or len(words)


@lru_cache(maxsize=100_000)
def word_of(written: str) -> str:
    """``Églises`` → ``eglises``; empty for what folds to nothing."""
    return "".join(char for char in fold(written) if char.isalnum())[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def term_of(word: str) -> str:
    """``eglises`` → ``eglis``; ``st`` → ``saint``."""
    whole = ABBREVIATIONS.get(word) or IRREGULAR.get(word, word)
    return str(_french().stemWord(whole)) if whole.isalpha() else whole


def _french() -> snowballstemmer.stemmer:
    """One for each thread: it keeps the word that it works on."""
    if not hasattr(_stemmer, "french"):
        _stemmer.french = snowballstemmer.stemmer("french")
    return _stemmer.french
