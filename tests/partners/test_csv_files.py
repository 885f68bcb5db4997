"""Lists, as spreadsheets save them."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from crm.partners.domain.imports.csv_files import decode_text, read_table
from crm.partners.domain.imports.tables import MAX_BYTES

CELLS = st.text(st.characters(codec="cp1252", exclude_characters="\x00"), max_size=12)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_list_is_read_whatever_the_spreadsheet(encoding: str, separator: str) -> None:
    text = f"Courriel{separator}Thème\r\nélise.côté@example.org{separator}Mobilité et sécurité\r\n"
    table = read_table(decode_text(text.encode(encoding)), "courriel, sujet")
    assert table.columns == ("Courriel", "Thème")
    assert [(line.number, line.cells) for line in table.lines] == [
        (2, ("élise.côté@example.org", "Mobilité et sécurité"))
    ]


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL)]),
)
def test_any_cells_come_back_as_they_were(
    rows: list[list[str]], separator: str, encoding: str, ends: tuple[str, int]
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=ends[0], quoting=ends[1]).writerows(
        [["email", "topic", "basis"], *rows]
    )
    full = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    raw = text.getvalue().encode(encoding)
    try:
        table = read_table(decode_text(raw), "courriel, sujet")
    except ValidationError as refusal:
        assert full == []
        assert refusal.code == "empty"  # noqa: PT017
        return
    if encoding == "cp1252" and raw.decode("utf-8", errors="replace").encode("utf-8") == raw:
        return  # These bytes are also UTF-8: which of the two was meant cannot be known.
    assert [line.cells for line in table.lines] == full


def test_lines_are_numbered_as_an_editor_does() -> None:
    table = read_table('email,evidence\na@example.org,"deux\nlignes"\n\n,\nb@example.org,fin\n', "courriel, sujet")
    assert [(line.number, line.cells[0]) for line in table.lines] == [(2, "a@example.org"), (6, "b@example.org")]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"\r\n  \r\n", "empty"),
        (b"email,topic\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"jeanne@example.org,Oui\r\n", "no_header"),
        (b"PK\x03\x04 and the rest of a workbook", "workbook"),
        (b"\xd0\xcf\x11\xe0 and the rest of an old one", "old_workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x81\x8d", "binary"),
        (b"email\r\n\x00\x00\x00", "binary"),
        (b"email\r\n" + b"a" * MAX_BYTES, "too_large"),
        (b"email\r\n" + b"a@example.org\r\n" * 50_001, "too_long"),
        (b'email\r\n"' + b"a" * 200_000, "unreadable"),
    ],
)
def test_what_is_not_a_list_is_refused_by_name(raw: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_table(decode_text(raw), "courriel, sujet")
    assert refusal.value.code == code
    assert len(refusal.value.messages) == 1
