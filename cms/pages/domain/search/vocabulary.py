"""The words that are written somewhere: they finish a word that is being typed, and mend one that is mistyped."""

from __future__ import annotations

from collections.abc import Collection

from cms.pages.domain.search.analysis import LONGEST_WORD
from cms.pages.models.search import SearchWord

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_BEGUN, MOST_ENDINGS = 2, 60
SHORTEST_MENDED = 4
SWAPPED_INSIDE = 3


def endings_of(begun: str) -> set[str]:
    """The terms of the commonest words of the shelves that begin so; one query."""
    found = SearchWord.objects.filter(word__gte=begun, word__startswith=begun).order_by("-count", "word")
    if beyond := _just_beyond(begun):
        found = found.filter(word__lt=beyond)
    return set(found.values_list("term", flat=True)[:MOST_ENDINGS])


def _just_beyond(begun: str) -> str:
    """What stands after every word that begins so: SQLite's index answers between two words, not to LIKE."""
    last = begun.rstrip("z")[-1:]
    if not (last.isascii() and last.isalnum()):
        return ""
    return begun.rstrip("z")[:-1] + ("a" if last == "9" else chr(ord(last) + 1))


def mended(words: Collection[str]) -> dict[str, SearchWord]:
    """For each of these, the commonest known word that is one mistake away; one query, none for short words.

    A mistake is a letter too many, too few, in the place of another, or two that changed places. A word without its
    first letter, or with another one, comes after those that begin alike. Of three letters only the last two may have
    changed places: whatever else is tried makes another word of a good one (« ami » → « mai », « bal » → « bas »).
    """
    near = {word: some for word in words if word.isalpha() and (some := _one_mistake_away(word))}
    if not near:
        return {}
    known = {row.word: row for row in SearchWord.objects.filter(word__among=set().union(*near.values()))}
    found = {}
    for word, others in near.items():
        rows = [known[other] for other in others & known.keys()]
        if rows:
            found[word] = min(rows, key=lambda row: (row.word[0] != word[0], -row.count, row.word))
    return found


def _one_mistake_away(word: str) -> set[str]:
    if len(word) < SHORTEST_MENDED:
        return {word[0] + word[2] + word[1]} - {word} if len(word) == SWAPPED_INSIDE else set()
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    fewer = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    other = {left + letter + right[1:] for left, right in halves if right for letter in LETTERS}
    more = {left + letter + right for left, right in halves for letter in LETTERS if len(word) < LONGEST_WORD}
    return (fewer | swapped | other | more) - {word}
