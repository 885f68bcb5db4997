"""Reads a reason of a decision however it was typed: with « Considérant », with « que », or with neither."""

from __future__ import annotations

import re

from crm.partners.domain.folding import fold

OPENED = re.compile(r"^(?:considérant|considerant|attendu)\b[\s:,]*", re.IGNORECASE)
LINKED = re.compile(r"^qu(?:e\b|['’])", re.IGNORECASE)
VOWELS = "aeiouy"
# Words that lose their capital inside of a sentence; a name keeps its own.
COMMON = re.compile(
    r"^(?:l['’]|(?:la|les?|une?|des|du|ces?|cette|cet|son|sa|ses|notre|nos|ils?|elles?|on|nous|plusieurs|quelques|"
    r"aucune?|chaque|deux|trois|tout|toute|toutes|tous)\b)",
    re.IGNORECASE,
)


def is_reason(line: str) -> bool:
    """Whether the line itself says that it is one."""
    return OPENED.match(line.strip()) is not None


def reason_words(line: str) -> str:
    """What follows « considérant », as « que la rue est large »; a bare sentence is given its « que »."""
    bare = line.strip()
    words = OPENED.sub("", bare)
    if LINKED.match(words):
        return LINKED.sub(lambda link: link.group().lower(), words)
    if words != bare or not words:
        return words
    words = COMMON.sub(lambda word: word.group().lower(), words)
    return f"qu’{words}" if fold(words[:1]) in VOWELS else f"que {words}"
