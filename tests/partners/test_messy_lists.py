"""Lists as people really have them: titles, old telephones, formulas, wrong files; read whole, or refused in words."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from crm.accounts.policy import Role
from crm.partners.domain.imports.columns import Field, guess_columns
from crm.partners.domain.imports.files import read_list
from crm.partners.domain.imports.lines import names_in, read_line
from crm.partners.models import PartnerImport
from tests.factories import SignedInClient, someone_of

LISTS = "/admin/partenaires/listes/"
OLD_CARD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\n"
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:C=C3=B4t=C3=A9-Fictive;H=C3=A9l=C3=A8ne;;;\r\n"
    "TEL;CELL:418 555-0101\r\nTEL;WORK;VOICE:418 555-0102\r\nTEL;FAX:418 555-0103\r\n"
    "EMAIL;INTERNET:helene@example.org\r\n"
    "ADR;HOME;ENCODING=QUOTED-PRINTABLE:;;12, rue de la =\r\nFabrique;Qu=C3=A9bec;QC;G1N 2A1;\r\n"
    "ORG;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Caf=E9 du coin\r\n"
    "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=nulle-part:Deux=0D=0Alignes=00\r\n"
    "PHOTO;JPEG;ENCODING=BASE64:\r\n /9j/4AAQSk\r\n ZJRg==\r\n\r\nEND:VCARD\r\n"
)


def said(raw: bytes) -> list[dict[str, str]]:
    """What each line says, by the fields that its columns are guessed to be."""
    table = read_list(raw)
    mapping = guess_columns(table.columns)
    return [
        {field: cell for field, place in sorted(mapping.items()) if (cell := line.cell(place))} for line in table.lines
    ]


def workbook(*rows: list[Any]) -> bytes:
    raw, book = io.BytesIO(), Workbook()
    for row in rows:
        book.active.append(row)
    book.save(raw)
    return raw.getvalue()


def with_part(raw: bytes, member: str, content: str) -> bytes:
    """The same workbook, one of its parts written otherwise."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), member}:
            new.writestr(name, content if name == member else old.read(name))
    return changed.getvalue()


def sheet(*rows: str) -> bytes:
    spread = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{spread}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    return with_part(workbook(["Nom"]), "xl/worksheets/sheet1.xml", xml)


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def words(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


ROY = [{"email": "roy@example.org", "name": "Roy"}]


@pytest.mark.parametrize(
    "raw",
    [
        b"sep=;\r\nNom;Courriel\r\nRoy;roy@example.org\r\n",
        b"SEP=,\nNom,Courriel\nRoy,roy@example.org\n",
        b"Liste des partenaires 2025;;\r\n;;\r\nNom;Courriel;\r\nRoy;roy@example.org;\r\n",
        workbook(["Liste des partenaires"], [], ["Nom", "Courriel"], ["Roy", "roy@example.org"]),
        "Nom;Courriel\r\nRoy;roy@example.org\r\n".encode("utf-16"),
        b"Nom;Courriel;Courriel\r\nRoy;roy@example.org;autre@example.org\r\n",
        b'Nom;Courriel;Dimensions\r\nRoy;roy@example.org;5" x 7"\r\n',
    ],
    ids=["sep", "sep comma", "title", "title in a workbook", "utf-16", "same heading twice", "inches"],
)
def test_what_stands_above_or_beside_the_list_is_no_line_of_it(raw: bytes) -> None:
    assert said(raw) == ROY


def test_a_card_of_an_old_telephone_is_read_whole() -> None:
    assert said(OLD_CARD.encode()) == [
        {
            "city": "Québec",
            "email": "helene@example.org",
            "family": "Côté-Fictive",
            "given": "Hélène",
            "mobile": "418 555-0101",
            "notes": "Deux\nlignes",
            "organization": "Café du coin",
            "phone": "418 555-0102",
            "postal_code": "G1N 2A1",
            "street": "12, rue de la Fabrique",
        }
    ]


def test_a_card_of_today_keeps_its_extension_and_a_first_name_alone() -> None:
    card = (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:\r\nN:;Lison;;;\r\n"
        'TEL;VALUE=uri;TYPE="voice,work":tel:+1-418-555-0101;ext=12\r\nEND:VCARD\r\n'
    )

    assert said(card.encode()) == [{"name": "Lison", "phone": "+1-418-555-0101, poste 12"}]


SWOLLEN = sheet(*[row(number, words(f"A{number}", "a" * 3000)) for number in range(1, 11_000)])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n", "other_document"),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<table><tr><td>Nom</td></tr>\n</table>", "other_document"),
        (b"{\\rtf1 Nom, Courriel\\par\nRoy, a@b.ca}", "other_document"),
        (b"<?xml version='1.0'?>\n<Workbook/>", "other_document"),
        (b'[{"nom": "Roy"},\n {"nom": "Quintal"}]', "other_document"),
        (b'Nom;Notes;Courriel\nRoy;"un mot;roy@example.org\nQuintal;x;q@example.org\n', "unreadable"),
        (b";".join([b"a"] * 101) + b"\nRoy\n", "too_wide"),
        (b";".join([b"a"] * 200_000) + b"\nRoy\n", "too_wide"),
        (workbook([f"Colonne {number}" for number in range(101)], ["Roy"]), "too_wide"),
        (workbook(["Nom", "Courriel"], ["Roy", '=CONCATENATE("roy","@example.org")']), "no_results"),
        (SWOLLEN, "too_large"),
    ],
    ids=["pdf", "page", "letter", "xml", "json", "quote", "wide", "very wide", "wide sheet", "formulas", "swollen"],
)
def test_what_would_lose_something_is_refused_in_words(raw: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_list(raw)

    assert (refusal.value.code, len(refusal.value.messages)) == (code, 1)


def test_formulas_with_their_results_are_read_and_empty_ones_are_empty() -> None:
    reckoned = '<c r="B2" t="str"><f>A2&amp;"@example.org"</f><v>roy@example.org</v></c>'
    empty = '<c r="B3" t="str"><f>IF(A3="Roy","x","")</f><v></v></c>'
    raw = sheet(
        row(1, words("A1", "Nom"), words("B1", "Courriel")),
        row(2, words("A2", "Roy"), reckoned),
        row(3, words("A3", "Quintal"), empty),
    )

    assert said(raw) == [*ROY, {"name": "Quintal"}]


def test_a_row_that_says_it_stands_very_far_is_not_waited_for() -> None:
    raw = sheet(row(1, words("A1", "Nom")), row(2, words("A2", "Roy")), row(900_000_000, words("A900000000", "Loin")))

    assert said(raw) == [{"name": "Roy"}]


def test_a_cell_that_says_nothing_is_empty() -> None:
    table = read_list(
        "Nom;Courriel;Téléphone;Organisme\nRoy;-;N/A;#REF!\nQuintal;a@b.example / c@d.example;?;s/o\n".encode()
    )
    mapping = guess_columns(table.columns)

    roy, quintal = (read_line(line, mapping) for line in table.lines)

    assert (roy.family, roy.contacts, roy.organization) == ("Roy", (), "")
    assert quintal.contacts == (("email", "a@b.example", ""), ("email", "c@d.example", ""))


def test_headings_that_look_alike_are_told_apart(client: SignedInClient, db: None) -> None:
    client.force_login(someone_of(Role.BOARD))
    file = SimpleUploadedFile("liste.csv", b"Nom;Courriel;Courriel;\nRoy;a@example.org;b@example.org;x\n")

    page = BeautifulSoup(client.post(LISTS, {"file": file}, follow=True).content, "html.parser")

    choices = [option.get_text() for option in page.select(f"select[name={Field.EMAIL.value}] option")]
    assert choices == ["(aucune)", "Nom", "Courriel (2)", "Courriel (3)", "(4)"]


def test_a_heavy_file_is_refused_before_it_is_read(client: SignedInClient, db: None) -> None:
    client.force_login(someone_of(Role.BOARD))
    file = SimpleUploadedFile("liste.csv", b"Nom\n" + b"a" * (50 * 1024 * 1024))

    answer = client.post(LISTS, {"file": file})

    assert answer.context["form"].errors == {"file": ["Ce fichier dépasse 10\u00a0Mo. Coupez-le en plusieurs listes."]}
    assert PartnerImport.objects.count() == 0


def test_a_forged_line_number_decides_nothing(client: SignedInClient, db: None) -> None:
    client.force_login(someone_of(Role.BOARD))
    file = SimpleUploadedFile("liste.csv", b"Nom\nRoy\n")
    client.post(LISTS, {"file": file})
    address = f"{LISTS}{PartnerImport.objects.get().pk}/"

    assert client.post(address, {"act": "decide", "line-²": "new", "line-": "same"}).status_code == 302


@pytest.mark.parametrize(
    ("whole", "names"),
    [
        ("M. Jean Roy", ("Jean", "Roy")),
        ("D’Amours, Mme Anne-Marie", ("Anne-Marie", "D’Amours")),
        ("Mme Anne-Marie D’Amours", ("Anne-Marie", "D’Amours")),
        ("Dre Roy", ("", "Roy")),
        ("Me", ("", "Me")),
        ("Mélanie Roy", ("Mélanie", "Roy")),
    ],
)
def test_a_courtesy_is_no_first_name(whole: str, names: tuple[str, str]) -> None:
    assert names_in("", "", whole) == names
