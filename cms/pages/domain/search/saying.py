"""Finds what says a name in full, its words in their order: for a page that gathers what was said of one thing.

It forgives as the search does (accents, plurals, « St », « ch. »); unlike the search it never guesses: a longer name
(« rue Saint-Jean-Baptiste ») does not say the shorter one that it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.pages.domain.search.analysis import ABBREVIATIONS, Token, clean, term_of, tokens_of, words_of
from cms.pages.domain.search.finding import find
from cms.pages.domain.search.index import Index
from cms.pages.domain.search.sources import FACETS, KIND, Source
from cms.pages.domain.search.understanding import Alternative, Meant
from cms.pages.models.search import SearchFacetValue

MOST = 200
BEFORE, AFTER = 10, 16  # words
KIND_CODE = list(FACETS).index(KIND)
ELLIPSIS = "…"
HYPHENS = "-‐‑"

Name = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """Where a thing says the name: some words of it with the name marked; of the title, all of them."""

    words: SafeString
    is_title: bool


def things_saying(source: Source, names: Iterable[str], most: int = MOST) -> dict[str, Said]:
    """By their keys, the things of this source that say one of these names; seven queries, none without a name.

    The index may be late to forget: ask the source again who may read them.
    """
    wanted = list(dict.fromkeys(terms for name in names if (terms := _terms_of(name))))
    if not wanted:
        return {}
    index = Index()
    index.read({term for terms in wanted for term in terms})
    phrases = tuple(Alternative(tuple(frozenset([term]) for term in terms), is_phrase=True) for terms in wanted)
    kinds = SearchFacetValue.objects.filter(facet=KIND, slug=source.kind.slug).values_list("pk", flat=True)
    found = find(Meant((phrases,), 1, {}), index, {KIND_CODE: list(kinds)}, 0, most)
    mine = (entry for entry in found.entries if entry.source == source.name)
    said = {entry.key: _said(entry.title, (entry.description, entry.text), wanted) for entry in mine}
    return {key: one for key, one in said.items() if one}


def _terms_of(name: str) -> Name:
    return tuple(term_of(word) for word in words_of(clean(name)))


def _said(title: str, texts: Iterable[str], names: Iterable[Name]) -> Said | None:
    for text in (title, *texts):
        tokens = list(tokens_of(text))
        if span := _where(text, tokens, names):
            is_title = text is title
            around = (0, len(tokens)) if is_title else (max(0, span[0] - BEFORE), min(len(tokens), span[1] + AFTER))
            return Said(_marked(text, tokens, span, around), is_title)
    return None


def _where(text: str, tokens: list[Token], names: Iterable[Name]) -> tuple[int, int] | None:
    """The first and the last but one of the words that are one of these names, and no part of a longer one."""
    terms = [term_of(token.word) for token in tokens]
    for name in names:
        for first in range(len(terms) - len(name) + 1):
            end = first + len(name)
            if tuple(terms[first:end]) == name and _stands_alone(text, tokens[first:end]):
                return first, end
    return None


def _stands_alone(text: str, tokens: list[Token]) -> bool:
    """In one sentence, and tied by no hyphen to another word."""
    before, after = text[: tokens[0].start], text[tokens[-1].end :]
    if (before[-1:] in HYPHENS and before[-2:-1].isalnum()) or (after[:1] in HYPHENS and after[1:2].isalnum()):
        return False
    return not any(
        set(text[one.end : other.start]) & set(";:!?") or _ends_a_sentence(one, text[one.end : other.start])
        for one, other in pairwise(tokens)
    )


def _ends_a_sentence(token: Token, gap: str) -> bool:
    return "." in gap and token.word not in ABBREVIATIONS


def _marked(text: str, tokens: list[Token], span: tuple[int, int], around: tuple[int, int]) -> SafeString:
    start = 0 if around[0] == 0 else tokens[around[0]].start
    end = len(text) if around[1] == len(tokens) else tokens[around[1] - 1].end
    first, last = tokens[span[0]].start, tokens[span[1] - 1].end
    shown = f"{escape(text[start:first])}<mark>{escape(text[first:last])}</mark>{escape(text[last:end])}"
    return mark_safe((f"{ELLIPSIS} " if start else "") + shown + (f" {ELLIPSIS}" if end < len(text) else ""))  # noqa: S308
