"""Turns what a newsletter says into a letter: HTML by way of MJML, and its complete text twin.

Pure: the same content gives the same letter, for everyone; only the slots change from person to person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from crm.partners.domain.contrast import DARK, LIGHT, worst_reading
from newsletters.domain.content import IssueContent
from newsletters.domain.mjml_engine import compile_mjml
from newsletters.domain.slots import PREFERENCES_SLOT, UNSUBSCRIBE_SLOT

# What comes nearest to the site's faces among those that readers have: nothing is fetched to show a letter.
SERIF = "font-family:'Iowan Old Style','Palatino Linotype',Palatino,'Noto Serif',Georgia,serif;font-weight:bold"
SANS = "'Franklin Gothic Book','Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif"
# Invisible, after the preheader: a list of letters shows it alone, without the first words of the letter after it.
QUIET = "\u00a0\u200c" * 70

# What XML 1.0 (section 2.2) does not allow, and words pasted from other programs sometimes hold.
UNPRINTABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")


# Links and buttons, where the council has no colour of its own, or one that could not be read.
SLATE, SLATE_BY_NIGHT = "#1F4E5F", "#8CC6D8"
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Letter:
    """A letter for everyone, before anyone's addresses are put in its slots."""

    subject: str
    preheader: str
    html: str
    text: str


def render_letter(content: IssueContent, *, topics: tuple[str, ...] = ()) -> Letter:
    """Lay out a newsletter as a letter; ``topics`` are named in its footer as the reason for writing.

    Raises ``UnreadableMarkup``.
    """
    context = {
        "content": content,
        "topics": topics,
        "unsubscribe_url": UNSUBSCRIBE_SLOT,
        "preferences_url": PREFERENCES_SLOT,
        "serif": mark_safe(SERIF),  # noqa: S308
        "sans": mark_safe(SANS),  # noqa: S308
        "quiet": QUIET,
        "accent": readable_accent(content.sender.accent, LIGHT) or SLATE,
        "accent_dark": readable_accent(content.sender.accent_dark, DARK) or SLATE_BY_NIGHT,
    }
    with override(content.language):
        html = compile_mjml(_printable(render_to_string("newsletters/email/letter.mjml", context)))
        text = _printable(render_to_string("newsletters/email/letter.txt", context))
    return Letter(content.subject, content.preheader, html, _tidy_text(text))


def readable_accent(colour: str, papers: tuple[str, ...]) -> str:
    """The council's colour where it reads on all these papers; nothing otherwise."""
    return colour if COLOUR.fullmatch(colour) and worst_reading(colour, papers).is_readable else ""


def _printable(source: str) -> str:
    return UNPRINTABLE.sub("", source)


def _tidy_text(text: str) -> str:
    """Drop the white space that template tags leave: never two empty lines in a row, none at the ends."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
