"""Shows why a thing answers: the words that were looked for, marked where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape
from itertools import islice

from django.utils.safestring import SafeString, mark_safe

from cms.pages.domain.search.analysis import UNINSISTENT, Token, term_of, tokens_of
from cms.pages.models.search import SearchEntry

BEFORE, IN_ALL = 8, 32
ELLIPSIS = "…"
LITTLE_TERMS = frozenset(term_of(word) for word in UNINSISTENT)


def worth_marking(terms: Collection[str]) -> frozenset[str]:
    """Without « de » and « la », unless nothing else was asked."""
    return frozenset(terms) - LITTLE_TERMS or frozenset(terms)


def marked(text: str, terms: Collection[str]) -> SafeString:
    """The whole text, escaped, each word that answers between ``<mark>`` and ``</mark>``."""
    return _with_marks(text, tokens_of(text), terms, 0, len(text))


def excerpt(entry: SearchEntry, terms: Collection[str]) -> SafeString:
    """Some words around the first that answers; how the thing begins where only its title does.

    Its names are no sentence: they are shown only where nothing else answers, not even the title.
    """
    lines = entry.words.split("\n")
    said = [(entry.description, lines[2]), (entry.text, lines[3])]
    if not any(term_of(word) in terms for word in lines[0].split()):
        said.append((entry.names, lines[1]))
    for text, line in said:
        ranks = (rank for rank, word in enumerate(line.split()) if term_of(word) in terms)
        if (rank := next(ranks, None)) is not None:
            return _around(text, rank, terms)
    return _around(entry.description or entry.text, 0, terms)


def answers_in_text(entry: SearchEntry, terms: Collection[str]) -> bool:
    """Whether its text, beyond the title and the description, says what was looked for."""
    return any(term_of(word) in terms for word in entry.words.split("\n")[3].split())


def _around(text: str, rank: int, terms: Collection[str]) -> SafeString:
    """From a little before that word on, cut between words."""
    first = max(0, rank - BEFORE)
    window = list(islice(tokens_of(text), first, first + IN_ALL + 1))
    if not window:
        return mark_safe("")
    start = text.rfind(" ", 0, window[0].start) + 1 if first else 0
    end = text.rfind(" ", 0, window[-1].start) if len(window) > IN_ALL else len(text)
    shown = _with_marks(text, window[:IN_ALL], terms, start, end)
    return mark_safe((f"{ELLIPSIS} " if first else "") + shown + (f" {ELLIPSIS}" if end < len(text) else ""))  # noqa: S308


def _with_marks(text: str, tokens: Iterable[Token], terms: Collection[str], start: int, end: int) -> SafeString:
    shown, at = [], start
    for token in tokens:
        if term_of(token.word) in terms:
            shown += [escape(text[at : token.start]), f"<mark>{escape(text[token.start : token.end])}</mark>"]
            at = token.end
    shown.append(escape(text[at:end]))
    return mark_safe("".join(shown))  # noqa: S308
