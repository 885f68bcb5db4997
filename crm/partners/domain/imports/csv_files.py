"""Reads a list as spreadsheets save it: UTF-8 or Windows-1252, separated by commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.partners.domain.imports.tables import MAX_BYTES, TOO_LARGE, Line, Table

MAX_COLUMNS = 100
MAX_ROWS = 50_000  # one transaction, that SQLite's other writers can wait for
SEPARATORS = (",", ";", "\t")
# What is text too, but no list, whatever its name says: a PDF, a web page, a letter, what programs exchange.
OTHER_TEXTS = (b"%pdf", b"<!doctype", b"<html", b"<?xml", b"{\\rtf", b"[{", b'{"')
SAID_SEPARATOR = re.compile(r"\s*sep=(.)\r?\n", re.IGNORECASE)  # as some spreadsheets begin
UNCLOSED = "unexpected end of data"  # what Python's reader says of it
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how .xlsx and .ods, then .xls, begin


def decode_text(raw: bytes) -> str:
    """The text of a file; raises ``ValidationError`` with a sentence for what is not a list in text."""
    if len(raw) > MAX_BYTES:
        raise TOO_LARGE
    if raw.startswith(OLE):
        raise ValidationError(
            _(
                "This is an old workbook (.xls), or one that a password locks. Open it in your spreadsheet and save it "
                "as “CSV UTF-8”, without a password."
            ),
            code="old_workbook",
        )
    if raw.startswith(ZIP):
        raise ValidationError(
            _("This is a workbook, not a CSV list. In your spreadsheet, save it as “CSV UTF-8”."), code="workbook"
        )
    if raw[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(OTHER_TEXTS):
        raise ValidationError(
            _(
                "This file is no list, whatever its name says: it is a PDF, a web page or another document. "
                "Choose a CSV list, an Excel workbook or visiting cards."
            ),
            code="other_document",
        )
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ValidationError(
        _(
            "This file is no list: it is a picture, an old workbook (.xls) or a damaged file. "
            "Open it in your spreadsheet and save it as .xlsx or CSV."
        ),
        code="binary",
    )


def read_table(text: str, example: str) -> Table:
    """The table that a text holds; raises ``ValidationError`` when there is none, or too much of it.

    ``example`` names columns of such a list, for the one who sent a list without any.
    """
    said = SAID_SEPARATOR.match(text)
    lines = _read_lines(text, said[1])[1:] if said else _read_lines(text, _separator(text))
    return headed(lines, example)


def headed(lines: Sequence[Line], example: str) -> Table:
    """The first line names the columns. Raises ``ValidationError`` where it does not, or where nothing follows."""
    if not lines:
        raise ValidationError(_("This file is empty. Choose another, or save your list again."), code="empty")
    header = tuple(name.strip() for name in lines[0].cells)
    if any("@" in name for name in header):
        raise ValidationError(
            _("The first line must name the columns, for example: %(example)s."),
            code="no_header",
            params={"example": example},
        )
    if len(header) > MAX_COLUMNS:
        raise ValidationError(
            _("This list has more than %(most)s columns. Keep those that name people and organizations."),
            code="too_wide",
            params={"most": MAX_COLUMNS},
        )
    if len(lines) == 1:
        raise ValidationError(_("This file has column names, but no line below them."), code="empty")
    return Table(header, tuple(lines[1:]))


def _encodings(raw: bytes) -> tuple[str, ...]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def _separator(text: str) -> str:
    """The one that cuts the first line into the most columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda separator: _width(first, separator))


def _width(line: str, separator: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=separator), []))
    except csv.Error:
        return 0


def _read_lines(text: str, separator: str) -> list[Line]:
    _refuse_unclosed(text, separator)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lines: list[Line] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append(Line(start, tuple(cells)))
            if len(lines) > MAX_ROWS:
                raise ValidationError(_("This list has more than 50,000 lines. Cut it into several."), code="too_long")
            start = reader.line_num + 1
    except csv.Error as error:
        raise _unreadable(start) from error
    return lines


def _refuse_unclosed(text: str, separator: str) -> None:
    """A quotation mark that nothing closes would swallow every line below it without a word."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for _cells in reader:
            start = reader.line_num + 1
    except csv.Error as error:
        if str(error) == UNCLOSED:
            raise _unreadable(start) from error


def _unreadable(line: int) -> ValidationError:
    return ValidationError(
        _("Line %(line)s cannot be read: a quotation mark is probably missing."),
        code="unreadable",
        params={"line": line},
    )
