"""What a question may mean: words, the other names of what they name, a word that begins so, one that is mistyped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cms.pages.domain.search.analysis import count_of, term_of
from cms.pages.domain.search.asking import Asked, Run
from cms.pages.domain.search.index import Index
from cms.pages.domain.search.names import Terms, other_names
from cms.pages.domain.search.vocabulary import SHORTEST_BEGUN, SHORTEST_MENDED, endings_of, mended

Slot = frozenset[str]
Span = tuple[int, int]


@dataclass(frozen=True)
class Alternative:
    """Terms that are all there, one of each slot; in a phrase, one after the other."""

    slots: tuple[Slot, ...]
    is_phrase: bool


@dataclass(frozen=True)
class Meant:
    """Each need must be met, by any of its alternatives; ``mended`` says what was read for what was typed."""

    needs: tuple[tuple[Alternative, ...], ...]
    count: int  # of the words
    mended: dict[str, str]

    @property
    def terms(self) -> frozenset[str]:
        """Whatever answers, to be marked."""
        return frozenset(term for need in self.needs for one in need for slot in one.slots for term in slot)


def understand(asked: Asked, index: Index) -> Meant:
    """What is looked for. Two queries, one more where something is typed, two where a word is not known."""
    names = [(run, other_names(run.words)) for run in asked.runs]
    needed = {word for run, spans in names for word in _needed(asked, run, spans)}
    slots = {word: {term_of(word)} for word in needed}
    if len(asked.typed) >= SHORTEST_BEGUN:
        slots.setdefault(asked.typed, set()).update(endings_of(asked.typed), index.begun(asked.typed))
    others = {term for _run, spans in names for alternatives in spans.values() for one in alternatives for term in one}
    index.read({term for slot in slots.values() for term in slot} | others)
    named = {word for run, spans in names for start, end in spans for word in run.words[start:end]}
    read_as = _mend(slots, needed - named, index)
    frozen = {word: frozenset(slot) for word, slot in slots.items()}
    needs = tuple(need for run, spans in names for need in _needs(run, spans, frozen))
    return Meant(needs, count_of(asked.words), read_as)


def _needed(asked: Asked, run: Run, spans: dict[Span, list[Terms]]) -> list[str]:
    """The words that must be there: all those of a phrase and of a name, of others those that one insists on."""
    if run.is_phrase:
        return list(run.words)
    named = {at for start, end in spans for at in range(start, end)}
    return [word for at, word in enumerate(run.words) if at in named or asked.insists_on(word)]


def _mend(slots: dict[str, set[str]], words: set[str], index: Index) -> dict[str, str]:
    """Give what stands nowhere its endings, or else the word it was meant to be."""
    unknown = sorted(word for word in words if not index.holds(slots[word]))
    for word in unknown:
        slots[word] |= endings_of(word) if len(word) >= SHORTEST_MENDED else set()
    index.read({term for word in unknown for term in slots[word]})
    unknown = [word for word in unknown if not index.holds(slots[word])]
    better = mended(unknown)
    for word, row in better.items():
        slots[word] = {row.term}
    index.read({row.term for row in better.values()})
    return {word: row.written for word, row in better.items()}


def _needs(run: Run, spans: dict[Span, list[Terms]], slots: dict[str, Slot]) -> Iterator[tuple[Alternative, ...]]:
    if run.is_phrase:
        yield _phrases(tuple(slots[word] for word in run.words), spans)
        return
    at = 0
    while at < len(run.words):
        end = next((end for start, end in spans if start == at), at + 1)
        names = [Alternative(_as_slots(name), is_phrase=True) for name in spans.get((at, end), [])]
        words = tuple(slots[word] for word in run.words[at:end] if word in slots)
        if words:
            yield (Alternative(words, is_phrase=False), *names)
        at = end


def _phrases(whole: tuple[Slot, ...], spans: dict[Span, list[Terms]]) -> tuple[Alternative, ...]:
    """The phrase, then the same with another name in it."""
    renamed = [
        Alternative((*whole[:start], *_as_slots(name), *whole[end:]), is_phrase=True)
        for (start, end), names in spans.items()
        for name in names
    ]
    return (Alternative(whole, is_phrase=True), *renamed)


def _as_slots(name: Terms) -> tuple[Slot, ...]:
    return tuple(frozenset([term]) for term in name)
