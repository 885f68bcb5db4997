"""Folds text for searching: « Fête de l’Œuvre » is found by « fete de l'oeuvre », on every database alike."""

from __future__ import annotations

import unicodedata

from django.utils.text import slugify

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "‘": "'", "\u00a0": " ", "\u202f": " "})


def fold(text: str) -> str:
    """``text`` in lower case, without accents, ligatures or repeated spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.split())


def address_words(text: str, most: int = 100) -> str:
    """The words of an address, at most ``most`` signs: `l-atelier-des-soeurs`; "" where no letter is left."""
    return slugify(fold(text).replace("'", " "))[:most].strip("-")
