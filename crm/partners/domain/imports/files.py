"""Reads a list whatever its file: what it is follows from its content, never from its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.partners.domain.imports.cards import read_cards
from crm.partners.domain.imports.columns import guess_columns
from crm.partners.domain.imports.csv_files import ZIP, decode_text, read_table
from crm.partners.domain.imports.tables import MAX_BYTES, TOO_LARGE, Table
from crm.partners.domain.imports.workbooks import read_workbook

MAX_LINES = 10_000
TITLE_LINES = 5
EXAMPLE = "prénom, nom, organisme, rôle, courriel, téléphone"


Guess = Callable[[Sequence[str]], dict[str, int]]


def read_list(raw: bytes, guess: Guess = guess_columns, example: str = EXAMPLE) -> Table:
    """The table in a CSV file, a workbook or visiting cards; raises ``ValidationError`` with a sentence otherwise.

    ``guess`` finds the columns of such a list by their names, and ``example`` says some of these names.
    """
    if len(raw) > MAX_BYTES:
        raise TOO_LARGE
    table = _below_title(_read(raw, example), guess)
    if len(table.lines) > MAX_LINES:
        raise ValidationError(_("This list has more than 10,000 lines. Cut it into several."), code="too_long")
    return table


def _read(raw: bytes, example: str) -> Table:
    if raw.startswith(ZIP):
        return read_workbook(raw, example)
    text = decode_text(raw)
    if text.lstrip().upper().startswith("BEGIN:VCARD"):
        return read_cards(text)
    return read_table(text, example)


def _below_title(table: Table, guess: Guess) -> Table:
    """Some write a title above the names of the columns: the first line that holds several of those names is theirs."""
    if guess(table.columns):
        return table
    for place, line in enumerate(table.lines[:TITLE_LINES]):
        if len(guess(line.cells)) > 1 and table.lines[place + 1 :]:
            return Table(tuple(cell.strip() for cell in line.cells), table.lines[place + 1 :])
    return table
