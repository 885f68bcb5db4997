"""Answers a question as a page shows it: things with their words marked, and the ways to narrow them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from cms.pages.domain.search.asking import Asked, read_question
from cms.pages.domain.search.finding import Found, find
from cms.pages.domain.search.index import Index
from cms.pages.domain.search.marking import answers_in_text, excerpt, marked, worth_marking
from cms.pages.domain.search.sources import FACETS, KIND, SOURCES
from cms.pages.domain.search.understanding import understand
from cms.pages.models.search import SearchEntry, SearchFacetValue
from crm.partners.domain.folding import fold

A_PAGE = 20
MOST_PAGES = 500
MOST_CHOSEN = 40  # values of one facet at once
MOST_VALUES, ALL_VALUES = 20, 500  # as many as stand beside the answers, and as one page lists
CODES = {facet: code for code, facet in enumerate(FACETS)}
UNFOLDED = frozenset(["nature", "periode"])
ONE_OF = frozenset([KIND])  # a thing is looked for among all kinds, or in one
BY_SLUG = frozenset(["periode"])  # in their own order, not the commonest first, and whole: an axis has no holes
MOST = {code: ALL_VALUES if facet in BY_SLUG else MOST_VALUES for facet, code in CODES.items()}


# The values that are chosen of each facet.
Chosen = Mapping[str, tuple[str, ...]]


class _Value(NamedTuple):
    """A `SearchFacetValue`, of some hundred that a page says."""

    pk: int
    slug: str
    label: str


@dataclass(frozen=True)
class Answer:
    """A thing that anyone may read now."""

    title: SafeString
    url: str
    noun: str
    excerpt: SafeString
    day_in_words: str


@dataclass(frozen=True)
class Way:
    """One way to narrow, or to take it off, and its address; ``count`` is how many things are of that value."""

    label: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One question that narrows; unfolded where it is among the first, or answered already.

    Where it ``is_cut``, these are the commonest of its ways.
    """

    name: str
    label: str
    ways: tuple[Way, ...]
    is_cut: bool = False

    @property
    def is_open(self) -> bool:
        return self.name in UNFOLDED or any(way.is_chosen for way in self.ways)


@dataclass(frozen=True)
class Answers:
    """One page of what answers."""

    asked: Asked
    total: int
    answers: tuple[Answer, ...]
    facets: tuple[Facet, ...]
    mended: dict[str, str]
    chosen: Chosen
    page: int

    @property
    def pages(self) -> int:
        return min(MOST_PAGES, max(1, -(-self.total // A_PAGE)))

    @property
    def query(self) -> str:
        """``?q=fete&sorte=evenements``, before a page number."""
        return query_of(self.asked.text, self.chosen)

    @property
    def everything(self) -> str:
        """Without the kind that is chosen."""
        return query_of(self.asked.text, {facet: slugs for facet, slugs in self.chosen.items() if facet != KIND})

    @property
    def kinds(self) -> tuple[Way, ...]:
        """What answers is of these kinds; nothing where there is no choice."""
        return next((facet.ways for facet in self.facets if facet.name == KIND), ())

    @property
    def ways(self) -> list[Facet]:
        """All other questions that narrow."""
        return [facet for facet in self.facets if facet.name != KIND]

    @property
    def narrowed(self) -> list[Way]:
        """What is chosen beside the kind, each with the address that takes it off."""
        return [way for facet in self.ways for way in facet.ways if way.is_chosen]

    @property
    def first(self) -> int:
        """The rank of the first of this page."""
        return (self.page - 1) * A_PAGE + 1


@dataclass(frozen=True)
class AllValues:
    """One facet with every way to narrow by it what answers; the ``chosen`` ones are those of all facets."""

    asked: Asked
    total: int
    facet: Facet
    chosen: Chosen

    @property
    def query(self) -> str:
        return query_of(self.asked.text, self.chosen)


def search(text: str, chosen: Mapping[str, Iterable[str]], page: int = 1) -> Answers:
    """What answers, of one of the chosen values of each facet, twenty a page; nothing where nothing is asked."""
    asked = read_question(text)
    chosen = _read_chosen(chosen)
    if not (asked.runs or chosen):
        return Answers(asked, 0, (), (), {}, {}, 1)
    index = Index()
    meant = understand(asked, index)
    values = _values_of(chosen)
    found = find(meant, index, _wanted(chosen, values), (page - 1) * A_PAGE, A_PAGE, MOST)
    answers = tuple(_answer(entry, worth_marking(meant.terms), asked.text) for entry in _still_public(found.entries))
    facets = _facets(FACETS, asked, chosen, values, found)
    return Answers(asked, found.total, answers, facets, meant.mended, chosen, page)


def all_values(text: str, chosen: Mapping[str, Iterable[str]], facet: str) -> AllValues | None:
    """Every value of one facet in the order of the alphabet, `ALL_VALUES` at most; nothing where nothing is asked."""
    asked = read_question(text)
    chosen = _read_chosen(chosen)
    if not (asked.runs or chosen):
        return None
    index = Index()
    values = _values_of(chosen)
    found = find(understand(asked, index), index, _wanted(chosen, values), 0, 0, {CODES[facet]: ALL_VALUES})
    shown = _facets([facet], asked, chosen, values, found) or (Facet(facet, str(FACETS[facet]), ()),)
    ways = shown[0].ways if facet in BY_SLUG else sorted(shown[0].ways, key=lambda way: (fold(way.label), way.label))
    return AllValues(asked, found.total, replace(shown[0], ways=tuple(ways)), chosen)


def propose(text: str, count: int) -> tuple[Answer, ...]:
    """The first things that answer while someone types."""
    asked = read_question(text, typing=True)
    if not asked.runs:
        return ()
    index = Index()
    meant = understand(asked, index)
    found = find(meant, index, {}, 0, count)
    return tuple(_answer(entry, worth_marking(meant.terms), asked.text) for entry in _still_public(found.entries))


def query_of(text: str, chosen: Chosen) -> str:
    asked = [("q", text)] if text else []
    asked += [(facet, slug) for facet in FACETS if facet in chosen for slug in chosen[facet]]
    return "?" + "&".join(_parameter(name, value) for name, value in asked)


@lru_cache(maxsize=4096)
def _parameter(name: str, value: str) -> str:
    """A page of answers says each way to narrow in some hundred addresses."""
    return urlencode({name: value})


def _answer(entry: SearchEntry, terms: Collection[str], question: str) -> Answer:
    source = SOURCES[entry.source]
    asks = source.answers_on_page and answers_in_text(entry, terms)
    url = entry.url + query_of(question, {}) if asks else entry.url
    return Answer(marked(entry.title, terms), url, str(source.noun), excerpt(entry, terms), entry.day_in_words)


def _still_public(entries: Iterable[SearchEntry]) -> list[SearchEntry]:
    """Those that anyone may read at this moment, whatever the index says; one query for each kind of thing."""
    keys: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        keys[entry.source].append(entry.key)
    public = {
        (name, str(key))
        for name, some in keys.items()
        if name in SOURCES
        for key in SOURCES[name].public().filter(pk__in=some).values_list("pk", flat=True)
    }
    return [entry for entry in entries if (entry.source, entry.key) in public]


def _read_chosen(chosen: Mapping[str, Iterable[str]]) -> Chosen:
    """What is asked of facets that there are, each value once."""
    read = {facet: tuple(dict.fromkeys(filter(None, slugs))) for facet, slugs in chosen.items() if facet in FACETS}
    return {facet: slugs[: 1 if facet in ONE_OF else MOST_CHOSEN] for facet, slugs in read.items() if slugs}


def _values_of(chosen: Chosen) -> dict[tuple[str, str], int]:
    """The key of each chosen value that exists."""
    if not chosen:
        return {}
    slugs = [slug for some in chosen.values() for slug in some]
    rows = SearchFacetValue.objects.filter(facet__in=chosen, slug__in=slugs)
    return {(row.facet, row.slug): row.pk for row in rows if row.slug in chosen[row.facet]}


def _wanted(chosen: Chosen, values: Mapping[tuple[str, str], int]) -> dict[int, list[int]]:
    """The values that are chosen of each facet, as the index knows both; of a facet whose values are unknown, none."""
    wanted: dict[int, list[int]] = {CODES[facet]: [] for facet in chosen}
    for (facet, _slug), pk in values.items():
        wanted[CODES[facet]].append(pk)
    return wanted


def _facets(
    names: Iterable[str], asked: Asked, chosen: Chosen, values: Mapping[tuple[str, str], int], found: Found
) -> tuple[Facet, ...]:
    counted = {pk for name in names for pk in found.counts[CODES[name]]} | set(values.values())
    held = SearchFacetValue.objects.filter(pk__among=counted).values_list("pk", "slug", "label")
    rows = {value.pk: value for value in map(_Value._make, held)}
    facets = []
    for name in names:
        counts = found.counts[CODES[name]]
        for (facet, _slug), pk in values.items():
            if facet == name:
                counts.setdefault(pk, 0)
        some = [rows[pk] for pk in counts if pk in rows]
        some.sort(key=lambda row: (row.slug,) if name in BY_SLUG else (-counts[row.pk], row.label))
        if len(some) > 1 or name in chosen:
            unknown = [slug for slug in chosen.get(name, ()) if (name, slug) not in values]
            ways = [_unknown(name, slug, asked, chosen) for slug in unknown]
            ways += [_way(name, row, counts[row.pk], asked, chosen) for row in some]
            facets.append(Facet(name, str(FACETS[name]), tuple(ways), CODES[name] in found.cut))
    return tuple(facets)


def _way(facet: str, value: _Value, count: int, asked: Asked, chosen: Chosen) -> Way:
    kinds = {source.kind.slug: str(source.kind.label) for source in SOURCES.values()} if facet == KIND else {}
    query = query_of(asked.text, _turned(chosen, facet, value.slug))
    return Way(kinds.get(value.slug, value.label), count, query, value.slug in chosen.get(facet, ()))


def _turned(chosen: Chosen, facet: str, slug: str) -> Chosen:
    """The same with that value too; or without it, where it was chosen."""
    slugs = chosen.get(facet, ())
    if slug in slugs:
        return {**chosen, facet: tuple(one for one in slugs if one != slug)}
    return {**chosen, facet: (slug,) if facet in ONE_OF else (*slugs, slug)}


def _unknown(name: str, slug: str, asked: Asked, chosen: Chosen) -> Way:
    """What was chosen in an address is no value of this facet, or is one no more."""
    return Way(slug, 0, query_of(asked.text, _turned(chosen, name, slug)), is_chosen=True)
