"""Reads the tables of phrases: a date as it should be understood, then all the ways of saying it, indented."""

from datetime import date

ON = date(2026, 11, 26)
NBSP = "\u00a0"

Row = tuple[str, str, str, str]


def rows(table: str) -> list[Row]:
    """What is said, then the EDTF, the words and the bracketed form that are expected of it."""
    expected: list[str] = []
    read: list[Row] = []
    for line in table.strip("\n").splitlines():
        if line.startswith("    "):
            edtf, words, bracketed = expected
            read.append((line.strip(), "" if edtf == "-" else edtf, words, bracketed))
        else:
            expected = line.split(" | ")
    return read


def plain(text: str) -> str:
    """The text with ordinary spaces, as the tables are typed."""
    return text.replace(NBSP, " ")
