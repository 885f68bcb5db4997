"""Files that are no list, or a list that nobody can read: one sentence in French, and nothing is kept."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from crm.accounts.policy import Role
from crm.partners.models import ImportedLine, Organization, PartnerImport, Person
from tests.factories import someone_of
from tests.partners.test_messy_lists import said, workbook

pytestmark = pytest.mark.django_db

LISTS = "/admin/partenaires/listes/"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def saved(book: Workbook) -> bytes:
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "old workbook renamed": ("liste.xlsx", OLE, "C’est un ancien classeur (.xls)"),
    "20,000 lines": ("liste.csv", b"Nom\n" + b"Roy\n" * 20_000, "Cette liste dépasse 10\u00a0000 lignes"),
    "20,000 rows": ("liste.xlsx", workbook(["Nom"], *[["Roy"]] * 20_000), "Cette liste dépasse 10\u00a0000 lignes"),
    "nul bytes": ("liste.csv", b"Nom;Courriel\nRoy\x00;roy@example.org\n", "Ce fichier n’est pas une liste"),
    "utf-16 without its mark": ("liste.csv", "Nom\nRoy\n".encode("utf-16-le"), "Ce fichier n’est pas une liste"),
    "nothing": ("liste.csv", b"\n \n", "Ce fichier est vide"),
    "headings alone": ("liste.csv", b"Nom;Courriel\n", "aucune ligne"),
    "a damaged workbook": ("liste.xlsx", b"PK\x03\x04" + b"x" * 300, "Ce classeur est illisible"),
    "a workbook without a sheet": ("liste.xlsx", workbook(), "Ce fichier est vide"),
    "no headings": ("liste.csv", b"Roy;roy@example.org\nLys;lys@example.org\n", "La première ligne"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence_and_leaves_nothing(client: Client, name: str) -> None:
    filename, raw, sentence = HOSTILE[name]
    client.force_login(someone_of(Role.BOARD))

    answer = client.post(LISTS, {"file": SimpleUploadedFile(filename, raw)})

    assert answer.status_code == 200
    (told,) = answer.context["form"].errors["file"]
    assert sentence in told
    kept = [model.objects.count() for model in (PartnerImport, ImportedLine, Person, Organization)]
    assert kept == [0, 0, 0, 0]


def test_headings_without_a_name_and_twice_the_same_are_asked_about(client: Client) -> None:
    client.force_login(someone_of(Role.BOARD))
    raw = b"Nom;;Courriel;courriel\nRoy;x;roy@example.org;autre@example.org\n"

    answer = client.post(LISTS, {"file": SimpleUploadedFile("liste.csv", raw)}, follow=True)

    page = BeautifulSoup(answer.content, "html.parser")
    assert [one.get_text() for one in page.select("select[name=email] option")] == [
        "(aucune)", "Nom", "(2)", "Courriel", "courriel",
    ]  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_however_a_spreadsheet_saved_it_a_list_says_the_same(separator: str, encoding: str) -> None:
    cells = ["Prénom", "Nom", "Téléphone"], ["Zoé", "Côté", "418 555-0101; 418 555-0102"]
    rows = [separator.join(f'"{cell}"' for cell in row) for row in cells]

    assert said("\r\n".join(rows).encode(encoding)) == [
        {"given": "Zoé", "family": "Côté", "phone": "418 555-0101; 418 555-0102"}
    ]


def test_the_first_sheet_that_one_sees_is_read() -> None:
    book = Workbook()
    book.active.append(["Nom"])
    book.active.append(["Caché"])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Partenaires")
    shown.append(["Nom"])
    shown.append(["Roy"])

    assert said(saved(book)) == [{"name": "Roy"}]


def merged(*ranges: str, rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for one in ranges:
        book.active.merge_cells(one)
    return saved(book)


def test_merged_cells_say_their_word_on_each_row_that_they_cover() -> None:
    raw = merged(
        "A1:C1",
        "A3:A5",
        "C4:C5",
        rows=[
            ["Nos partenaires", None, None],
            ["Organisme", "Prénom", "Rôle"],
            ["Table", "Ada", "présidente"],
            [None, "Bo", "membre"],
            [None, "Cy", None],
            ["Café", "Di", None],
        ],
    )

    assert said(raw) == [
        {"organization": "Table", "given": "Ada", "role": "présidente"},
        {"organization": "Table", "given": "Bo", "role": "membre"},
        {"organization": "Table", "given": "Cy", "role": "membre"},
        {"organization": "Café", "given": "Di"},
    ]


def test_merged_cells_make_no_line_out_of_nothing() -> None:
    raw = merged("A2:A900", rows=[["Organisme", "Prénom"], ["Table", "Ada"], [None, None], [None, "Bo"]])

    assert said(raw) == [
        {"organization": "Table", "given": "Ada"},
        {"organization": "Table", "given": "Bo"},
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-05-14", "2024-05-14"),
        (date(2024, 5, 14), "2024-05-14"),
        ("14 mai 2024", "14 mai 2024"),
        (2024, "2024"),
        (2024.0, "2024"),
    ],
)
def test_days_of_a_workbook_are_read_as_people_write_them(written: Any, read: str) -> None:
    assert said(workbook(["Nom", "Depuis"], ["Roy", written])) == [{"name": "Roy", "since": read}]
