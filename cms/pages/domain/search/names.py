"""The names that one thing has or had: « rue Saint-Cyrille » is answered for « boulevard René-Lévesque »."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction

from cms.pages.domain.search.analysis import term_of, words_of
from cms.pages.models.search import SearchName

LONGEST = 250
MOST_WORDS = 8
MOST_NAMES = 12
# « Saint-Cyrille » alone is asked for the street too, « église » alone is not asked for the street of that name.
GENERIC = frozenset(["rue", "avenue", "boulevard", "chemin", "place", "cote", "ruelle", "route", "parc"])
LINKS = frozenset(["de", "du", "des", "la", "le", "les"])

Terms = tuple[str, ...]


# Of each source of names, all that it names now: `lambda: [("12", ["boulevard René-Lévesque", "rue Saint-Cyrille"])]`.
OFFERED: dict[str, Callable[[], Iterable[tuple[str, list[str]]]]] = {}


@transaction.atomic
def know_all_names() -> None:
    """Have the index know what each source names now, and nothing else."""
    things = set()
    for source, offered in OFFERED.items():
        for key, names in offered():
            know_names(source, key, names)
            things.add(_thing(source, key))
    for thing in set(SearchName.objects.values_list("thing", flat=True)) - things:
        SearchName.objects.filter(thing=thing).delete()


@transaction.atomic
def know_names(source: str, key: str, names: Iterable[str]) -> None:
    """From now on each of these names is answered for the others; fewer than two forget them all."""
    known = [words for name in names if (words := words_of(name))]
    terms = {form for words in known for form in _forms(words)} if len(known) > 1 else set()
    thing = _thing(source, key)
    SearchName.objects.filter(thing=thing).exclude(terms__in=terms).delete()
    rows = [SearchName(thing=thing, terms=one) for one in sorted(terms)]
    SearchName.objects.bulk_create(rows, ignore_conflicts=True)


def _thing(source: str, key: str) -> str:
    return f"{source} {key}"


def _forms(words: list[str]) -> list[str]:
    """The whole name, then without « rue de la » where at least two words remain."""
    bare = words[1:] if words[0].removesuffix("s") in GENERIC or term_of(words[0]) == term_of("chemin") else []
    while bare and bare[0] in LINKS:
        bare = bare[1:]
    forms = [words] + ([bare] if len(bare) > 1 else [])
    return [joined for form in forms if len(joined := " ".join(map(term_of, form))) <= LONGEST]


def other_names(words: Terms) -> dict[tuple[int, int], list[Terms]]:
    """Where a name stands among these words, and the other names of what it names, as terms; one query."""
    terms = [term_of(word) for word in words]
    spans = {
        (start, end): " ".join(terms[start:end])
        for start in range(len(terms))
        for end in range(start + 1, min(len(terms), start + MOST_WORDS) + 1)
    }
    same = SearchName.objects.filter(terms__among=set(spans.values())).values("thing")
    names: dict[str, set[str]] = defaultdict(set)
    for thing, name in SearchName.objects.filter(thing__in=same).values_list("thing", "terms"):
        names[thing].add(name)
    found: dict[tuple[int, int], list[Terms]] = {}
    for span in sorted(spans, key=lambda one: (one[0] - one[1], one)):
        others = {name for held in names.values() if spans[span] in held for name in held - {spans[span]}}
        if others and not any(span[0] < end and start < span[1] for start, end in found):
            found[span] = _shortest(others, spans[span])
    return found


def _shortest(names: set[str], asked: str) -> list[Terms]:
    """Without those that a shorter one, or what was asked, finds already."""
    kept: list[str] = []
    for name in sorted(names, key=lambda one: (len(one), one)):
        if not any(f" {shorter} " in f" {name} " for shorter in (*kept, asked)):
            kept.append(name)
    return [tuple(name.split()) for name in kept[:MOST_NAMES]]
