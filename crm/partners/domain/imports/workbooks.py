"""Reads the first sheet of a workbook (.xlsx): values only, and never more than its file could honestly hold."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from crm.partners.domain.imports.csv_files import MAX_ROWS, headed
from crm.partners.domain.imports.tables import Line, Table

MAX_UNPACKED = 100 * 1024 * 1024  # a sheet of 50,000 honest lines is some 30 MB of XML
MAX_COLUMNS = 100


def read_workbook(raw: bytes, example: str) -> Table:
    """The table of the first sheet; raises ``ValidationError`` for what is no workbook, a damaged or a swollen one."""
    _refuse_swollen(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        lines = _lines(sheet)
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
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        cells = tuple(_in_words(value) for value in row)
        if any(cells):
            lines.append(Line(number, cells[: _width(cells)]))
        if len(lines) > MAX_ROWS or number > MAX_ROWS * 2:
            raise ValidationError(_("This list has more than 50,000 lines. Cut it into several."), code="too_long")
    return lines


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
