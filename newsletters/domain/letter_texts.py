"""What an automatic letter is: its words with slots, when it leaves, whether it may be switched off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

DETAILS = "details"
SLOT = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class LetterText:
    """A subject and paragraphs, with slots such as « {titre} »."""

    subject: str
    words: str


@dataclass(frozen=True)
class AutomaticLetter:
    """One of them. ``stays`` says why it cannot be switched off; empty, it can."""

    key: str
    label: str
    leaves: str
    slots: Mapping[str, str]
    original: LetterText
    required: tuple[str, ...] = ()
    stays: str = ""


def fill_line(line: str, values: Mapping[str, str]) -> str:
    """One line with its slots filled, in one pass: what a value says is never read as a slot."""
    return SLOT.sub(lambda found: values.get(found[1], found[0]), line)


def fill_words(words: str, values: Mapping[str, str], details: list[str]) -> list[str]:
    """The paragraphs; one that is « {details} » alone becomes those of ``details``, of which there may be none."""
    filled: list[str] = []
    for line in lines_of(words):
        if line == f"{{{DETAILS}}}":
            filled += details
        else:
            filled.append(fill_line(line, {**values, DETAILS: " ".join(details)}))
    return filled


def lines_of(words: str) -> list[str]:
    """The paragraphs as they are written, each on one line."""
    return [line for paragraph in re.split(r"\n\s*\n", words.strip()) if (line := " ".join(paragraph.split()))]
