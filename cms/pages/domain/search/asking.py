"""Reads what a person asks: words, « phrases », and the word that is still being typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cms.pages.domain.search.analysis import UNINSISTENT, clean, words_of

LONGEST = 200
MOST_WORDS = 20
PIECE = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”|([^"«“]+)')


@dataclass(frozen=True)
class Run:
    """Words that were asked one after the other; in a phrase they must stand so."""

    words: tuple[str, ...]
    is_phrase: bool = False


@dataclass(frozen=True)
class Asked:
    """What was asked, cleaned, as it is shown again; ``typed`` is the last word where it may not be finished."""

    text: str
    runs: tuple[Run, ...]
    typed: str = ""

    @property
    def words(self) -> list[str]:
        return [word for run in self.runs for word in run.words]

    def insists_on(self, word: str) -> bool:
        """Little words that stand beside others need not be there, unless a phrase or a name holds them."""
        return word not in UNINSISTENT or UNINSISTENT.issuperset(self.words)


def read_question(text: str, *, typing: bool = False) -> Asked:
    """``la fête "rue des Ormes"`` → a run of two words, then a phrase of three. An endless question is cut."""
    is_open = typing and text[-1:].isalnum()
    text = clean(text[:LONGEST])
    runs, left = [], MOST_WORDS
    for match in PIECE.finditer(text):
        is_phrase = match.group(4) is None
        words = words_of(match.group(match.lastindex or 0))[:left]
        left -= len(words)
        if words:
            runs.append(Run(tuple(words), is_phrase and len(words) > 1))
    is_open = is_open and bool(runs) and not runs[-1].is_phrase
    return Asked(text, tuple(runs), runs[-1].words[-1] if is_open else "")
