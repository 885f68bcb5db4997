"""Finds in an editor's words what Québec writes otherwise, and sets it right at one press.

Spaces and apostrophes are set whenever a newsletter is composed (`cms.pages.domain.typography`); here is what that
leaves alone because it changes what was typed. The rules are those of the Office québécois de la langue française
(Banque de dépannage linguistique: « Heure », « Guillemets », « Majuscules accentuées », « Abréviation des ordinaux »,
« Dollar »). French only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.pages.domain.runs import Cell, html_runs, plain_cells, visible_text, written
from newsletters.domain.editor_words import Said, rewrite
from newsletters.domain.findings import Finding, warning

if TYPE_CHECKING:
    from newsletters.models import NewsletterPage

NBSP = "\u00a0"
MOST_PASSES = 10
ACCENTED = {"Ecole": "École", "Eglise": "Église", "Evénement": "Événement", "Evenement": "Événement", "Etat": "État"}
ACCENTED |= {"Edition": "Édition", "Egalement": "Également", "Etudiant": "Étudiant", "Energie": "Énergie"}


@dataclass(frozen=True)
class Correction:
    """What was typed, and how it is written."""

    typed: str
    right: str


Change = Callable[[re.Match[str]], str]


def _hour(match: re.Match[str]) -> str:
    """« 19:30 », « 7:30 pm », « 7 PM »: « 19 h 30 », « 19 h »; what is no hour stays."""
    hour, minutes = int(match["hour"]), int(match["minutes"] or 0)
    half = (match["half"] or "").lower()[:1]
    if (half and not 1 <= hour <= 12) or hour > 23:
        return match.group()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return f"{hour}{NBSP}h{NBSP}{minutes}" if minutes else f"{hour}{NBSP}h"


def _dollars(match: re.Match[str]) -> str:
    cents = f",{match['cents']}" if match["cents"] else ""
    return f"{match['sum']}{cents}{NBSP}$"


def _accented(match: re.Match[str]) -> str:
    return ACCENTED[match["word"]] + match["end"]


RULES: tuple[tuple[re.Pattern[str], Change], ...] = (
    (
        re.compile(r"(?<!\w)[\"“](?P<said>[^\"“”«»]+)[\"”](?!\w)"),
        lambda found: f"«{NBSP}{found['said'].strip()}{NBSP}»",
    ),
    (re.compile(r"!(?:\s?!)+"), lambda found: "!"),
    (re.compile(r"\?(?:\s?\?)+"), lambda found: "?"),
    (
        re.compile(
            r"(?<![\w:.,/-])(?P<hour>[01]?\d|2[0-3])(?::(?P<minutes>[0-5]\d))?\s?(?P<half>[AaPp](?:[Mm]\b|\.[Mm]\.))(?![\w:])"
        ),
        _hour,
    ),
    (
        re.compile(r"(?<![\w:.,/-])(?P<hour>[01]?\d|2[0-3]):(?P<minutes>[0-5]\d)(?P<half>)(?![\w:]|[.,/]\d)"),
        _hour,
    ),
    (
        re.compile(
            r"(?<![\w$])(?<!\d[\s\u00a0])\$\s?(?P<sum>\d{1,3}(?:[\s\u00a0]?\d{3})*)(?:[.,](?P<cents>\d\d))?(?![\d,.]\d)"
        ),
        _dollars,
    ),
    (re.compile(r"(?<![\w.,])(?P<sum>\d+)\.(?P<cents>\d\d)[\s\u00a0]?\$"), _dollars),
    (re.compile(r"\b1(?:[eè]re|i[eè]re)\b"), lambda found: "1re"),
    (re.compile(r"\b(?P<rank>[2-9]|[1-9]\d+)(?:i?[eè]me)\b"), lambda found: f"{found['rank']}e"),
    (re.compile(r"\bMr\b\.?(?=[\s\u00a0]+[A-ZÀ-Ý])"), lambda found: "M."),
    (re.compile(r"\b(?P<title>M[ml]e)\.(?=[\s\u00a0]+[A-ZÀ-Ý])"), lambda found: found["title"]),
    (re.compile(r"\betc(?:\.{2,}|\.?…)"), lambda found: "etc."),
    (re.compile(rf"\b(?P<word>{'|'.join(ACCENTED)})(?P<end>e?s?)\b"), _accented),
    (
        re.compile(r"(?:(?<=[.!?…][\s\u00a0])|^)A(?P<next>[\s\u00a0](?!été\b|eu\b|fait\b)[a-zà-ÿ]+)"),
        lambda found: f"À{found['next']}",
    ),
    (re.compile(r"\be-?mail(?P<end>s?)\b", re.IGNORECASE), lambda found: f"courriel{found['end']}"),
)


def corrections_of(said: Said) -> list[Correction]:
    """What would be set right in these words, in the order of the rules."""
    found: list[Correction] = []
    _set_right(said, found.append)
    return found


def set_right(said: Said) -> str:
    """The words as they are written in Québec; setting twice is setting once."""
    return _set_right(said, lambda correction: None)


def proofread(said: Iterable[Said]) -> Iterator[Finding]:
    """One finding a field or a block, with all that would be set right in it at one press."""
    found: dict[tuple[tuple[str, str], ...], list[Correction]] = {}
    for one in said:
        if corrections := corrections_of(one):
            found.setdefault(tuple(one.where.items()), []).extend(corrections)
    for where, corrections in found.items():
        pairs = dict.fromkeys((correction.typed, correction.right) for correction in corrections)
        told = [f"{typed} → {right}" for typed, right in pairs]
        yield warning(
            _("Typography: %(corrections)s.") % {"corrections": ", ".join(told)},
            _("Press the button to have it set right."),
            can_be_set_right=True,
            **dict(where),
        )


def correct_there(page: NewsletterPage, where: dict[str, str]) -> bool:
    """Set right the field or the block of ``page``; whether anything changed. Nothing is saved."""
    return rewrite(page, where, set_right)


def _set_right(said: Said, note: Callable[[Correction], None]) -> str:
    """By all the rules, and again where one of them made something of another's; of real words, never twice."""
    words = said.words
    for _again in range(MOST_PASSES):
        runs = html_runs(words) if said.is_html else [plain_cells(words)]
        before, words = words, "".join(_correct(cells, note) for cells in runs)
        if words == before:
            break
    return words


def _correct(cells: list[Cell], note: Callable[[Correction], None]) -> str:
    for pattern, change in RULES:
        made = []
        for match in reversed(list(pattern.finditer(visible_text(cells)))):
            right = change(match)
            if right != match.group():
                made.append(Correction(match.group(), right))
                _write(cells, match.start(), match.group(), right)
        for correction in reversed(made):
            note(correction)
    return written(cells)


def _write(cells: list[Cell], start: int, typed: str, right: str) -> None:
    """Only the characters that differ, each in the markup where it was typed: half a word may be in bold."""
    changes = SequenceMatcher(None, typed, right, autojunk=False).get_opcodes()
    for kind, first, last, new_first, new_last in reversed(changes):
        if kind == "equal":
            continue
        markup = [part for cell in cells[start + first : start + last] for part in cell.markup]
        new = [Cell(char, char) for char in right[new_first:new_last]]
        holder = new[0] if new and first != last else cells[start + last]
        holder.markup = [*markup, *holder.markup]
        cells[start + first : start + last] = new
