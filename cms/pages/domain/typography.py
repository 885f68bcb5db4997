"""Sets text as Québec prints it, without touching markup, addresses or code.

The rules are those of the Office québécois de la langue française (Banque de dépannage linguistique, « Espacement
avant et après les principaux signes de ponctuation et autres signes ou symboles »), for the web: where the OQLF
leaves the choice between a thin space and none, there is none. `1er` is written with plain letters, so that it can be
copied, searched and read aloud. Setting twice is setting once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from cms.pages.domain.runs import PROTECTED, Cell, html_runs, plain_cells, replace_span, visible_text, written

NBSP = "\u00a0"
SPACES = "[ \t\u00a0\u2009\u202f]"
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
UNITS = r"°C|km/h|km|kg|cm|mm|m|m²|g|L|h|min|[kMG]?\$"
BEFORE_MARK = rf"[^\s«“‘(\[{{{PROTECTED}:;,/\\]"


@dataclass(frozen=True)
class Rule:
    """A pattern, and what each of its named groups becomes (an empty group is a place to insert)."""

    pattern: re.Pattern[str]
    groups: dict[str, str]

    def apply(self, cells: list[Cell]) -> None:
        spans = [
            (*match.span(name), text)
            for match in self.pattern.finditer(visible_text(cells))
            for name, text in self.groups.items()
            if match.group(name) not in {None, text}
        ]
        for start, end, text in sorted(spans, reverse=True):
            replace_span(cells, start, end, text)


def _rule(pattern: str, **groups: str) -> Rule:
    return Rule(re.compile(pattern.replace("_", SPACES)), groups)


HOUR = r"(?<![\w:.,/])(?P<zero>0(?=\d))?(?:1?\d|2[0-4])(?P<before>_*)(?P<h>[hH])"
END = r"(?!\w|:\w|_*[hH])"

RULES = (
    _rule(r"(?<=[^\W\d])(?P<mark>')(?=[\w«“\ufffc])", mark="’"),
    _rule(r"(?<![./\\])(?P<mark>\.\.\.)(?![./\\\d])", mark="…"),
    # Numbers: groups of three, money, per cent, units.
    _rule(r"(?<![\w,.])\d{1,3}(?P<space> )(?=\d{3}(?!\d))", space=NBSP),
    _rule(
        r"(?<![\w,.])\d{1,3}(?P<a>)\d{3}(?:(?P<b>)\d{3})?(?:(?P<c>)\d{3})?(?=(?:,\d+)?_*\$(?!\w))",
        a=NBSP,
        b=NBSP,
        c=NBSP,
    ),
    _rule(r"(?<=\d)(?P<space>_*)[%$](?!\w)", space=NBSP),
    _rule(rf"(?<=\d)(?P<space> )(?:{UNITS})(?!\w)", space=NBSP),
    # Hours: 19h00 is « 19 h », 8h05 is « 8 h 5 », 19:30 is left alone.
    _rule(rf"{HOUR}(?P<minutes>_*00){END}", zero="", before=NBSP, h="h", minutes=""),
    _rule(
        rf"{HOUR}(?P<after>_*)(?P<pad>0(?=[1-9]))?(?:[0-5]\d|[1-9]){END}",
        zero="",
        before=NBSP,
        h="h",
        after=NBSP,
        pad="",
    ),
    _rule(r"(?<![\w:.,/])(?P<zero>0(?=\d))?(?:1?\d|2[0-4])(?P<before>_*)h(?!\w)", zero="", before=NBSP),
    # Dates.
    _rule(rf"(?<![\w.,:/-])1(?P<suffix>)_+(?:{MONTHS})(?!\w)", suffix="er"),
    _rule(rf"(?<![\w.,:/])(?:1er|[12]?\d|3[01])(?P<space>_+)(?:{MONTHS})(?!\w)", space=NBSP),
    # Punctuation.
    _rule(rf"(?<={BEFORE_MARK})(?P<space>_+)[!?]+(?=[\s»”’\"')\]…,.:;]|$)", space=""),
    _rule(rf"(?<={BEFORE_MARK})(?P<space>_+);(?=[\s»]|$)", space=""),
    _rule(r"(?<=[^\s«“‘(\[{:;,/\\])(?P<space>_*):(?=[\s»]|$)", space=NBSP),
    _rule(r"«(?P<space>_*)(?=\S)", space=NBSP),
    _rule(r"(?<=\S)(?P<space>_*)»", space=NBSP),
)

# Every rule begins at one of these, or at what an entity may write; most names and titles have none.
OCCASION = re.compile(r"[\d'&!?;:«»]|\.\.\.")
# The words of a form or a menu come again on every page: what is at most so long is set once.
SHORT = 300


def _set(cells: list[Cell]) -> str:
    for rule in RULES:
        rule.apply(cells)
    return written(cells)


def typeset_text(text: str) -> str:
    """``text`` without markup, set; line breaks stay where they are. A lazy translation is read first."""
    text = str(text)
    return _set(plain_cells(text)) if OCCASION.search(text) and _is_french() else text


def typeset_html(html: str) -> str:
    """``html`` with its prose set: tags, attributes, code, addresses and other languages stay as they are."""
    if not (OCCASION.search(html) and _is_french()):
        return html
    return _remembered(html) if len(html) <= SHORT else _each_run(html)


def _each_run(html: str) -> str:
    return "".join(_set(cells) for cells in html_runs(html))


@lru_cache(maxsize=4096)
def _remembered(html: str) -> str:
    return _each_run(html)


def _is_french() -> bool:
    """Of what is being written: a letter in English is set as English is."""
    return (get_language() or "fr").startswith("fr")
