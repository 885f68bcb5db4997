"""Tells what was decided from what was said in the text of the minutes, so that it is set apart where it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

from crm.assemblies.domain.decision_words import asides
from crm.assemblies.enums import DecisionKind

BLOCK = re.compile(r"(?=<(?:p|ul|ol|blockquote|h[2-6])\b)")
ALL_BOLD = re.compile(r"<p\b[^>]*>\s*<(b|strong)>(?:(?!</?\1>).)*</\1>\s*</p>\s*", re.DOTALL)


@dataclass(frozen=True)
class Passage:
    """Some paragraphs: a decision, from its number to its result, or what stands around it."""

    body: str
    is_decision: bool = False


def passages(body: str) -> list[Passage]:
    """``body`` in order; put together again, they are the very same text."""
    found: list[Passage] = []
    place = _Place()
    for block in filter(None, BLOCK.split(body)):
        is_decision, begins = place.reads(block)
        if found and not begins and found[-1].is_decision == is_decision:
            found[-1] = Passage(found[-1].body + block, is_decision)
        else:
            found.append(Passage(block, is_decision))
    return found


class _Place:
    """Where one is in the text: outside of a decision, within, or after its result."""

    def __init__(self) -> None:
        kinds = "|".join(re.escape(str(kind.label)) for kind in DecisionKind)
        self._head = re.compile(rf"(?:{kinds})(?: \S+)?\. ")
        self._asides = asides()
        self._is_within = self._has_result = False

    def reads(self, block: str) -> tuple[bool, bool]:
        """Whether this block is part of a decision, and whether one begins there."""
        is_bold = ALL_BOLD.fullmatch(block) is not None
        words = unescape(strip_tags(block)).strip()
        if is_bold and self._head.match(words):
            self._is_within, self._has_result = True, False
            return True, True
        if self._has_result and not words.endswith(self._asides):
            self._is_within = False
        if self._is_within and is_bold:
            self._has_result = True
        return self._is_within, False
