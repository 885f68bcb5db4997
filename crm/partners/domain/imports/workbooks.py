"""Reads the first sheet of a workbook (.xlsx): values only, and never more than its file could honestly hold."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from crm.partners.domain.imports.csv_files import MAX_COLUMNS, MAX_ROWS, headed
from crm.partners.domain.imports.tables import Line, Table

FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
MAX_UNPACKED = 30 * 1024 * 1024  # a sheet of 10,000 honest lines is some 8 MB of XML
LAST_ROW = 1_048_576  # of any spreadsheet: a row that says it stands further would be waited for


def read_workbook(raw: bytes, example: str) -> Table:
    """The table of the first sheet; raises ``ValidationError`` for what is no workbook, a damaged or a swollen one."""
    _refuse_swollen(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        lines = _lines(sheet)
        _refuse_unreckoned(raw, sheet)
    except ValidationError:
        raise
    except Exception as error:  # openpyxl lets through whatever its XML and ZIP readers raise
        raise _unreadable() from error
    return headed(lines, example)


def _refuse_swollen(raw: bytes) -> None:
    """Before anything is unpacked: the directory of the archive says how large it becomes."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _unreadable() from error
    if unpacked > MAX_UNPACKED:
        raise ValidationError(_("Once unpacked, this workbook is too large to be a list."), code="too_large")


def _unreadable() -> ValidationError:
    return ValidationError(
        _("This workbook cannot be read: it is damaged, or is not one. Save it again as .xlsx or as CSV."),
        code="unreadable",
    )


def _lines(sheet: Any) -> list[Line]:
    lines: list[Line] = []
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, values_only=True), start=1):
        if row.count(None) == len(row):  # spreadsheets keep colours on a million empty rows
            continue
        cells = tuple(_in_words(value) for value in row[: MAX_COLUMNS + 1])
        if any(cells):
            lines.append(Line(number, cells[: _width(cells)]))
        if len(lines) > MAX_ROWS:
            raise ValidationError(_("This list has more than 50,000 lines. Cut it into several."), code="too_long")
    return lines


def _refuse_unreckoned(raw: bytes, sheet: Any) -> None:
    """Programs write formulas without their results: those cells would be empty, and nobody would know."""
    if not _holds_formulas(raw):
        return
    book = load_workbook(io.BytesIO(raw), read_only=True)
    written = book.worksheets[0]
    written.reset_dimensions()
    formulas = [
        (number, place)
        for number, row in enumerate(written.iter_rows(max_row=LAST_ROW, values_only=True))
        for place, value in enumerate(row)
        if isinstance(value, str) and value.startswith("=")
    ]
    results = dict(enumerate(sheet.iter_rows(max_row=LAST_ROW, values_only=True)))
    if formulas and all(place >= len(results[number]) or results[number][place] is None for number, place in formulas):
        raise ValidationError(
            _("The formulas of this workbook come without their results. Open it in your spreadsheet, save it again."),
            code="no_results",
        )


def _holds_formulas(raw: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(FORMULA.search(archive.read(name)) for name in sheets)


def _width(cells: tuple[str, ...]) -> int:
    return max(place for place, cell in enumerate(cells, start=1) if cell)


def _in_words(value: Any) -> str:
    """As a person reads it: a day without its midnight, a number without its ``.0``."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
