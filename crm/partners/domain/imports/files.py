"""Reads a list whatever its file: what it is follows from its content, never from its name."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.partners.domain.imports.cards import read_cards
from crm.partners.domain.imports.csv_files import ZIP, decode_text, read_table
from crm.partners.domain.imports.tables import MAX_BYTES, TOO_LARGE, Table
from crm.partners.domain.imports.workbooks import read_workbook

MAX_LINES = 10_000
EXAMPLE = "prénom, nom, organisme, rôle, courriel, téléphone"


def read_list(raw: bytes) -> Table:
    """The table in a CSV file, a workbook or visiting cards; raises ``ValidationError`` with a sentence otherwise."""
    if len(raw) > MAX_BYTES:
        raise TOO_LARGE
    table = _read(raw)
    if len(table.lines) > MAX_LINES:
        raise ValidationError(_("This list has more than 10,000 lines. Cut it into several."), code="too_long")
    return table


def _read(raw: bytes) -> Table:
    if raw.startswith(ZIP):
        return read_workbook(raw, EXAMPLE)
    text = decode_text(raw)
    if text.lstrip().upper().startswith("BEGIN:VCARD"):
        return read_cards(text)
    return read_table(text, EXAMPLE)
