"""What is searched and how it is asked: « cafe st sacrement » finds « Café du Très-Saint-Sacrement »."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crm.partners.domain.folding import fold

# Written short in an address or a name, said long: both find each other.
SHORT_FORMS = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "stes": "saintes",
    "mtl": "montreal",
    "qc": "quebec",
    "boul": "boulevard",
    "bd": "boulevard",
    "av": "avenue",
    "ass": "association",
    "assoc": "association",
}
LITTLE_WORDS = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "par", "pour", "sur", "s"]
)
SEPARATORS = re.compile(r"[^0-9a-z@._+]+")


def words_of(text: str) -> list[str]:
    """The folded words of ``text``, short forms written out; an address or a telephone keeps its signs."""
    bare = (word.strip(".") for word in SEPARATORS.split(fold(text)))
    return [SHORT_FORMS.get(word, word) for word in bare if word]


def acronym_of(name: str) -> str:
    """The first letters of the words that count: « cqto » for the « Conseil de quartier des Trois-Ormes »."""
    letters = "".join(word[0] for word in words_of(name) if word not in LITTLE_WORDS)
    return letters if len(letters) > 1 else ""


def searchable(texts: Iterable[str]) -> str:
    """One folded line to look into; a telephone number is there in figures alone too."""
    lines = [" ".join(words_of(text)) for text in texts if text]
    figures = [digits for line in lines if len(digits := re.sub(r"\D", "", line)) >= 7]
    return " | ".join(dict.fromkeys([*lines, *figures]))
