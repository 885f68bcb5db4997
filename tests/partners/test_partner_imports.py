"""A list of partners is looked at line by line, written once, and taken back as long as nothing was built on it."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from crm.partners.domain.imports import carrying
from crm.partners.domain.imports.batches import (
    cancel_import,
    decide,
    forget_prepared,
    prepare_import,
    progress_of,
    start_import,
)
from crm.partners.domain.imports.carrying import carry_some
from crm.partners.domain.imports.columns import guess_columns
from crm.partners.domain.imports.files import MAX_LINES, read_list
from crm.partners.domain.imports.looking import plan_import
from crm.partners.domain.imports.undoing import obstacles_of, undo_import
from crm.partners.domain.merging import merge
from crm.partners.enums import ImportState, LineDecision, LineOutcome, RecordKind, Visibility
from crm.partners.models import (
    ImportedLine,
    Membership,
    Organization,
    OrganizationName,
    PartnerImport,
    Person,
    PersonContact,
)
from crm.partners.tasks import carry_import, undo_import_task
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, UserFactory, drawn_image, edtf
from tests.partners.test_merging import everything

pytestmark = pytest.mark.django_db

NOW = timezone.now()
BOARD = ["public", "board"]
HEADER = "Prénom;Nom;Organisme;Fonction;Courriel;Téléphone;Adresse;Ville;Code postal;Genre;Depuis;Notes"


def csv_list(*lines: str, header: str = HEADER) -> bytes:
    return "\r\n".join([header, *lines]).encode("cp1252")


def workbook(*rows: list[Any]) -> bytes:
    book, raw = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(raw)
    return raw.getvalue()


def prepared(raw: bytes, levels: list[str] = BOARD) -> PartnerImport:
    batch = prepare_import("liste.csv", raw, by=UserFactory(), levels=levels, now=NOW)
    plan_import(batch, batch.mapping)
    return batch


def outcomes(batch: PartnerImport) -> list[str]:
    return list(batch.lines.values_list("outcome", flat=True))


def carried(batch: PartnerImport) -> PartnerImport:
    start_import(batch)
    while carry_some(batch.pk, now=NOW):
        pass
    batch.refresh_from_db()
    return batch


def ground() -> dict[str, Any]:
    """Every row but those of the lists themselves."""
    return {label: rows for label, rows in everything().items() if "Import" not in label}


CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Desormeaux;Oriane;;;\r\nFN:Oriane Desormeaux\r\nORG:Atelier du Four;Cuisine\r\n"
    "TITLE:Trésorière\r\nitem1.EMAIL;TYPE=INTERNET:oriane@example.org\r\nTEL;TYPE=CELL:418 555-0101\r\n"
    "ADR;TYPE=home:;;12\\, rue des Tailleurs;Québec;QC;G1N 2A1;\r\nNOTE:Première ligne\\nseconde\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Maison du Ruisseau\r\n"
    'TEL;VALUE=uri;TYPE="voice,work":tel:+1-418-555-0102\r\nTEL;oops\r\nURL:https://example.org/\r\nEND:VCARD\r\n'
)


@pytest.mark.parametrize(
    "raw",
    [
        csv_list("Oriane;Desormeaux;Atelier du Four;Trésorière;oriane@example.org;418 555-0101"),
        "Courriel\tNom complet\tORGANIZATION\tFunction\tRôle\tPhone\n"
        "oriane@example.org\tDesormeaux, Oriane\tAtelier du Four\t\tTrésorière\t418 555-0101".encode(),
        workbook(
            ["Prénom", "Nom", "Organisation", "Rôle", "Courriel", "Tél."],
            ["Oriane", "Desormeaux", "Atelier du Four", "Trésorière", "oriane@example.org", 4185550101.0],
        ),
        CARDS.encode(),
    ],
    ids=["csv", "tabs", "workbook", "cards"],
)
def test_any_kind_of_list_brings_the_same_person(raw: bytes) -> None:
    carried(prepared(raw))

    person = Person.objects.get()
    (membership,) = person.memberships.all()
    details = {("".join(c for c in one.value if c.isalnum()), one.visibility) for one in person.contact_details.all()}
    assert (person.name, membership.organization.name, membership.role) == (
        "Oriane Desormeaux",
        "Atelier du Four",
        "Trésorière",
    )
    assert details == {("orianeexampleorg", Visibility.BOARD), ("4185550101", Visibility.BOARD)}
    assert list(Person.objects.matching("4185550101", BOARD)) == [person]
    assert list(Person.objects.matching("4185550101", ["public"])) == []


def test_a_card_of_an_organization_is_an_organization() -> None:
    carried(prepared(CARDS.encode()))

    house = Organization.objects.get(name="Maison du Ruisseau")
    assert [one.value for one in house.contact_details.all()] == ["+1-418-555-0102", "https://example.org/"]
    assert str(Person.objects.get().addresses.get()) == "12, rue des Tailleurs, Québec, G1N 2A1"


def bomb() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (120 * 1024 * 1024))
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (drawn_image("JPEG"), "binary"),
        (b"PK\x03\x04 and nothing of a workbook", "unreadable"),
        (bomb(), "too_large"),
        (workbook(["Nom"], ["Roy"])[:-200], "unreadable"),
        (b"a" * (10 * 1024 * 1024 + 1), "too_large"),
        (b"", "empty"),
        (csv_list(), "empty"),
        (csv_list(*["Ana;Roy"] * (MAX_LINES + 1)), "too_long"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana", "empty"),
        (csv_list("Ana;Roy", header="courriel@example.org;b"), "no_header"),
    ],
    ids=["jpeg", "no workbook", "bomb", "cut", "heavy", "nothing", "no line", "long", "half a card", "no header"],
)
def test_what_is_no_list_changes_nothing_and_says_so(raw: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        prepare_import("liste.xlsx", raw, by=UserFactory(), levels=BOARD, now=NOW)

    assert (refusal.value.code, len(refusal.value.messages)) == (code, 1)
    assert PartnerImport.objects.count() == 0


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"BEGIN:VCARD\r\n", b"Nom;Courriel\r\n"]))
def test_any_bytes_are_read_or_refused_with_a_sentence(raw: bytes, start: bytes) -> None:
    try:
        table = read_list(start + raw)
    except ValidationError as refusal:
        assert refusal.messages  # noqa: PT017
    else:
        assert table.lines


def test_columns_are_guessed_in_both_languages() -> None:
    assert guess_columns(["Nom", "E-MAIL", "Numéro de téléphone"]) == {"name": 0, "email": 1, "phone": 2}
    assert guess_columns(["First_Name", "Last name", "Company"]) == {"given": 0, "family": 1, "organization": 2}


def test_each_line_says_what_it_would_do_and_nothing_is_written() -> None:
    table = OrganizationFactory(name="Table de concertation du Ruisseau")
    OrganizationName.objects.create(organization=table, name="TCR")
    known = PersonFactory(given_name="Ana", family_name="Un")
    PersonContact.objects.create(person=known, value="ana@example.org")
    MembershipFactory(person=known, organization=table, role="membre")
    before = ground()

    batch = prepared(
        csv_list(
            "Ana;Un;TCR;membre;ana@example.org;418 555-0101",
            "Ana;Un;TCR;membre;ana@example.org",
            "Anna;Un;;;;",
            "Bo;Deux;Table de concertation du Ruiseau;;bo@example.org",
            "Cy;Trois;Comité des Tailleurs;;cy@example.org",
            "Di;Quatre;Comite des tailleurs;;di@example.org",
            "Di;Quatre;TCR",
            ";;;;info@example.org",
            "Ed;Cinq;;;pas un courriel",
            "Flo;Six;;;;12",
            "Guy;Sept;;;;;;;;soucoupe",
            "Hal;Huit;TCR;;;;;;;;05/06/2019",
        )
    )

    assert outcomes(batch) == ["update", "known", "doubtful", "new", "new", "new", "update"] + ["refused"] * 5
    plans = list(batch.lines.values_list("plan", flat=True))
    assert plans[0]["adds"] == ["voice"]
    assert plans[2]["person"] == {"pk": known.pk, "score": 64, "is_sure": False}
    assert (plans[3]["organization"]["pk"], plans[3]["organization"]["is_sure"]) == (table.pk, True)
    assert (plans[4]["organization"], plans[5]["organization"]["pk"]) == (None, -6)
    assert plans[6]["person"]["pk"] == -7
    assert all(line.reason for line in batch.lines.filter(outcome=LineOutcome.REFUSED))
    assert ground() == before


def test_one_organization_is_made_for_all_the_lines_that_name_it() -> None:
    carried(
        prepared(csv_list("Ana;Un;Comité des Tailleurs", "Bo;Deux;comité des tailleurs", "Cy;Trois;Comite  Tailleurs"))
    )

    assert Organization.objects.get().memberships.count() == 3


def test_somebody_on_two_lines_is_made_once_whatever_else_the_first_makes() -> None:
    carried(prepared(csv_list("Ana;Un;Comité;;ana@example.org", "Ana;Un;;;;418 555-0101")))

    assert Person.objects.get().contact_details.count() == 2


def test_what_a_record_says_is_never_overwritten() -> None:
    known = PersonFactory(given_name="Ana", family_name="Un", board_notes="Notre note")
    PersonContact.objects.create(person=known, value="ana@example.org", visibility=Visibility.PUBLIC)

    carried(prepared(csv_list("ANA;UN;Comité;;Ana@Example.org;418 555-0101;;;;;;Une autre note")))

    known.refresh_from_db()
    assert (known.name, known.board_notes) == ("Ana Un", "Notre note")
    assert list(known.contact_details.values_list("value", "visibility")) == [
        ("ana@example.org", "public"),
        ("418 555-0101", "board"),
    ]
    assert known.memberships.get().organization.name == "Comité"


@pytest.mark.parametrize(
    ("decision", "people", "details"),
    [(LineDecision.LEAVE, 1, 0), (LineDecision.SAME, 1, 1), (LineDecision.NEW, 2, 1)],
)
def test_a_doubtful_line_does_what_someone_decided(decision: LineDecision, people: int, details: int) -> None:
    PersonFactory(given_name="Ana", family_name="Un")
    batch = prepared(csv_list("Ana;Un;;;ana@example.org"))
    assert outcomes(batch) == ["doubtful"]

    decide(batch, {2: decision})
    carried(batch)

    assert (Person.objects.count(), PersonContact.objects.count()) == (people, details)


def test_nobody_is_compared_with_what_one_may_not_see() -> None:
    hidden = PersonFactory(given_name="Ana", family_name="Un", visibility=Visibility.PRIVATE)
    PersonContact.objects.create(person=hidden, value="ana@example.org")
    raw = csv_list("Ana;Un;;;ana@example.org")

    assert outcomes(prepared(raw)) == ["new"]
    assert outcomes(prepared(raw, [*BOARD, "private"])) == ["known"]


def many(number: int) -> bytes:
    letters = "abcdefghij"
    names = ["".join(letters[int(figure)] for figure in f"{n:03d}") for n in range(number)]
    return csv_list(*(f"{name}a;{name[::-1]}ier;Comité;;{name}@example.org" for name in names))


def test_a_list_is_written_by_handfuls_and_a_worker_killed_between_two_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(carrying, "A_HANDFUL", 4)
    batch = prepared(many(10))
    start_import(batch)
    assert carry_some(batch.pk, now=NOW)
    assert (progress_of(batch).percent, Person.objects.count()) == (40, 4)

    with monkeypatch.context() as broken:
        broken.setattr(carrying, "save_lines", interrupted)
        with pytest.raises(KeyboardInterrupt):
            carry_some(batch.pk, now=NOW)
    assert Person.objects.count() == 4
    carried(batch)
    carry_import(batch.pk)
    carry_import(batch.pk)

    assert (Person.objects.count(), Membership.objects.count(), batch.state) == (10, 10, ImportState.IMPORTED)
    assert not ImportedLine.objects.exclude(cells=[]).exists()


def interrupted(*_args: Any) -> None:
    raise KeyboardInterrupt


def test_a_list_stopped_on_the_way_can_be_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "A_HANDFUL", 4)
    before = ground()
    batch = prepared(many(10))
    start_import(batch)
    carry_some(batch.pk, now=NOW)

    cancel_import(batch, now=NOW)
    assert carry_some(batch.pk, now=NOW) is False
    assert Person.objects.count() == 4
    undo_import(batch, now=NOW)

    assert ground() == before


def test_undoing_gives_back_what_was_there() -> None:
    known = PersonFactory(given_name="Ana", family_name="Un")
    PersonContact.objects.create(person=known, value="ana@example.org")
    known.index_for_search()
    OrganizationFactory(name="TCR")
    before = ground()
    batch = carried(
        prepared(
            csv_list(
                "Ana;Un;TCR;membre;ana@example.org;418 555-0101;12 rue des Tailleurs;;;;;Une note",
                "Bo;Deux;Comité;présidente;bo@example.org;;;;;;2019-05",
                ";;Coopérative;;coop@example.org;;;;;Coopérative",
            )
        )
    )
    assert (Person.objects.count(), Organization.objects.count(), known.memberships.count()) == (2, 3, 1)

    PartnerImport.objects.update(state=ImportState.UNDOING)
    undo_import_task(batch.pk)
    undo_import_task(batch.pk)

    batch.refresh_from_db()
    assert (ground(), batch.state) == (before, ImportState.UNDONE)


def _renamed(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(given_name="Annie")


def _seated(person: Person) -> None:
    MembershipFactory(person=person, starts_on=edtf("2021"))


def _merged(person: Person) -> None:
    merge(RecordKind.PERSON, PersonFactory().pk, person.pk, {}, by=None, now=NOW)


def _joined(person: Person) -> None:
    MembershipFactory(organization=Organization.objects.get(name="Comité"))


@pytest.mark.parametrize(
    ("built", "why"),
    [
        (_renamed, "changé depuis"),
        (_seated, "quelque chose y a été ajouté depuis (participation)"),
        (_merged, "fusionné depuis avec une autre fiche"),
        (_joined, "quelque chose y a été ajouté depuis (participation)"),
    ],
)
def test_what_was_built_on_a_list_is_told_and_nothing_is_undone(built: Any, why: str) -> None:
    batch = carried(prepared(csv_list("Ana;Un;Comité;;ana@example.org", "Bo;Deux")))
    built(Person.objects.get(family_name="Un"))
    before = ground()

    assert why in {obstacle.why for obstacle in obstacles_of(batch)}
    with pytest.raises(ValidationError):
        undo_import(batch, now=NOW)

    assert ground() == before


def test_what_went_meanwhile_refuses_its_line_alone() -> None:
    known = PersonFactory(given_name="Ana", family_name="Un")
    PersonContact.objects.create(person=known, value="ana@example.org")
    batch = prepared(csv_list("Ana;Un;;;ana@example.org;418 555-0101", "Bo;Deux"))
    known.delete()

    carried(batch)

    assert outcomes(batch) == ["refused", "new"]
    assert [person.name for person in Person.objects.all()] == ["Bo Deux"]


def test_a_list_nobody_decided_about_is_forgotten() -> None:
    prepared(csv_list("Ana;Un"))

    assert (forget_prepared(NOW), PartnerImport.objects.count()) == (0, 1)
    forget_prepared(NOW + timedelta(days=2))
    assert (PartnerImport.objects.count(), ImportedLine.objects.count()) == (0, 0)
