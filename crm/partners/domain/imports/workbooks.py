"""Reads the first sheet of a workbook (.xlsx) that is not hidden.

Values only, never more than its file could honestly hold; merged cells say their word on each row that they cover.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from crm.partners.domain.imports.csv_files import MAX_COLUMNS, MAX_ROWS, headed
from crm.partners.domain.imports.tables import Line, Table

MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"")
FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
MAX_UNPACKED = 30 * 1024 * 1024  # a sheet of 10,000 honest lines is some 8 MB of XML
LAST_ROW = 1_048_576  # of any spreadsheet: a row that says it stands further would be waited for


def read_workbook(raw: bytes, example: str) -> Table:
    """The table of the first sheet; raises ``ValidationError`` for what is no workbook, a damaged or a swollen one."""
    _refuse_swollen(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = _shown(book)
        sheet.reset_dimensions()
        lines = _lines(sheet, _merged(raw, sheet))
        _refuse_unreckoned(raw, sheet)
    except ValidationError:
        raise
    except Exception as error:  # openpyxl lets through whatever its XML and ZIP readers raise
        raise _unreadable() from error
    return headed(lines, example)


def _shown(book: Any) -> Any:
    """What a person sees on opening it; a workbook has always one such sheet."""
    return next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), book.worksheets[0])


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


@dataclass(frozen=True)
class Merged:
    """Cells of one column merged into one, from the row that says it to the last that it covers."""

    first: int
    last: int
    place: int


def _merged(raw: bytes, sheet: Any) -> list[Merged]:
    """Where cells are merged downwards, in the order of the rows; what is merged sideways is said once already."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        xml = archive.read(sheet._worksheet_path)  # what openpyxl reads row by row says nothing of it
    found = []
    for reference in MERGED.findall(xml)[:MAX_ROWS]:
        column, first, _last_column, last = range_boundaries(reference.decode())
        if first and last and column and last > first and column <= MAX_COLUMNS:
            found.append(Merged(first, last, column - 1))
    return sorted(found, key=lambda one: (one.first, one.place))


@dataclass
class _FilledDown:
    """What merged cells said above, for the rows that they still cover; asked row after row."""

    merged: list[Merged]
    said: dict[int, tuple[int, str]] = field(default_factory=dict)  # by place: up to which row, and what
    next: int = 0

    def fill(self, number: int, cells: tuple[str, ...]) -> tuple[str, ...]:
        filled = list(cells)
        for place, (last, words) in list(self.said.items()):
            if last < number:
                del self.said[place]
            elif place < len(filled) and not filled[place]:
                filled[place] = words
            elif place >= len(filled):
                filled += [""] * (place - len(filled)) + [words]
        while self.next < len(self.merged) and self.merged[self.next].first <= number:
            one = self.merged[self.next]
            if one.first == number and one.place < len(cells) and cells[one.place]:
                self.said[one.place] = one.last, cells[one.place]
            self.next += 1
        return tuple(filled)


def _lines(sheet: Any, merged: list[Merged]) -> list[Line]:
    lines: list[Line] = []
    above = _FilledDown(merged)
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, values_only=True), start=1):
        if row.count(None) == len(row):  # spreadsheets keep colours on a million empty rows
            continue
        cells = above.fill(number, tuple(_in_words(value) for value in row[: MAX_COLUMNS + 1]))
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
    written = _shown(book)
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
