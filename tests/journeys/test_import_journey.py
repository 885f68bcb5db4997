"""A list as neighbours keep them, brought in with its slips, then taken back: nothing of it is left."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import Locator, Page, expect

from crm.accounts.policy import Role
from crm.partners.enums import ImportState
from crm.partners.models import Membership, Organization, OrganizationName, PartnerImport, Person
from tests.axe import violations
from tests.browser import Site
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory
from tests.journeys.admin import sign_in
from tests.newsletters.worker import run_worker, wait_until
from tests.partners.test_merging import everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

# Headings of one's own, empty lines, somebody twice, an organization written three ways, what is no address.
MESSY: tuple[tuple[Any, ...], ...] = (
    ("Qui", "Regroupement", "Charge", "Pour écrire", "Tél.", "Arrivée"),
    ("Tremblay-Fictif, Oriane", "Comité des Tailleurs", "Trésorière", "oriane@exemple.example", "418 555-0101", 2024.0),
    (),
    ("Oriane Tremblay-Fictif", "comité des tailleurs", "Trésorière", "ORIANE@exemple.example", "", "mars 2024"),
    ("Basile Sansregret", "Comite des Tailleurs", "", "basile(arobase)exemple.example", "", ""),
    ("Cyprienne Laflèche", "Comité des Tailleur", "", "cyprienne@exemple.example", 4185550102.0, "mars 2023"),
    (None, "Maison du Ruisseau", None, "bonjour@ruisseau.example"),
    ("Florence Desbien", "TCO", "", "florence@exemple.example"),
    (None,) * 6,
    ("Damase Larivée", "Maison du Ruisseau", "Bénévole", "", "555", ""),
)


def workbook() -> bytes:
    book, raw = Workbook(), io.BytesIO()
    for row in MESSY:
        book.active.append(row)
    book.save(raw)
    return raw.getvalue()


def windows_csv() -> bytes:
    """The same, as an old spreadsheet in French saves it."""
    lines = (";".join("" if cell is None else str(cell).removesuffix(".0") for cell in row) for row in MESSY)
    return "\r\n".join(lines).encode("cp1252")


def name(number: int) -> str:
    """A name that looks like no other."""
    return "".join(chr(97 + byte % 26) for byte in hashlib.sha256(str(number).encode()).digest()[:9]).capitalize()


def ground() -> dict[str, Any]:
    """Every row but those of the lists themselves."""
    return {label: rows for label, rows in everything().items() if "Import" not in label}


@pytest.fixture(autouse=True)
def known(site: Site) -> None:
    """What the council knew before."""
    table = OrganizationFactory(name="Table de concertation des Ormes")
    OrganizationName.objects.create(organization=table, name="TCO")
    MembershipFactory(person=PersonFactory(given_name="Florence", family_name="Desbiens"), organization=table)


def send(page: Page, name: str, raw: bytes) -> None:
    page.goto("/admin/partenaires/listes/")
    page.get_by_label("Votre liste").set_input_files({"name": name, "mimeType": "text/plain", "buffer": raw})
    page.get_by_role("button", name="Lire la liste").click()
    expect(page.get_by_text("Nous avons reconnu les noms habituels.")).to_be_visible()


def choose(page: Page, **columns: str) -> None:
    """Say which column of the file holds what."""
    page.get_by_text("Ce que votre liste peut dire d’autre").click()
    widest = page.locator(".tidy__fields select").evaluate_all(
        "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"
    )
    assert widest <= page.evaluate("document.documentElement.clientWidth")
    for field, column in columns.items():
        page.locator(f"#id_{field}").select_option(column)
    page.get_by_role("button", name="Voir ce que ferait chaque ligne").click()
    expect(page.get_by_text("Rien n’est encore écrit.")).to_be_visible()


def line(page: Page, number: int) -> Locator:
    return page.locator("tbody tr").filter(has=page.locator(f"td:first-child:text-is('{number}')"))


def undo(page: Page) -> None:
    """Asked first, then done."""
    page.get_by_role("link", name="Annuler cette importation").click()
    page.get_by_role("button", name="Oui, l’annuler").click()


@pytest.mark.parametrize(
    ("name", "raw", "width"),
    [("Contacts (copie).xlsx", workbook(), 1280), ("Contacts.csv", windows_csv(), 360)],
    ids=["workbook", "windows"],
)
def test_a_messy_list_is_corrected_imported_and_undone(site: Site, name: str, raw: bytes, width: int) -> None:
    page = sign_in(site, Role.BOARD, width=width)
    before = ground()
    send(page, name, raw)
    assert page.locator("#id_phone").input_value() == "4"
    choose(page, name="Qui", organization="Regroupement", role="Charge", email="Pour écrire", until="Arrivée")
    expect(line(page, 2)).to_contain_text("Nouvelle")

    page.get_by_role("link", name="Changer les colonnes").click()
    choose(page, until="(aucune)", since="Arrivée")
    for number, told in (
        (2, "Nouvelle"),
        (4, "personne de la ligne 2"),
        (5, "« basile(arobase)exemple.example » n’est pas une adresse de courriel."),
        (6, "organisme de la ligne 2"),
        (7, "Nouvelle"),
        (8, "peut-être Florence Desbiens"),
        (10, "« 555 » n’est pas un numéro de téléphone."),
    ):
        expect(line(page, number)).to_contain_text(told)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one for one in violations(page) if "tidy" in one] == []
    assert ground() == before

    page.get_by_label("Que faire de la ligne 8").select_option("same")
    page.get_by_label("Laisser de côté (ligne 7)").check()
    page.get_by_role("button", name="Nouvelle").click()
    expect(page.get_by_label("Laisser de côté (ligne 7)")).to_be_checked()
    expect(page.get_by_text("3 lignes seront écrites. 1 ligne est laissée de côté.")).to_be_visible()
    page.get_by_label("Laisser de côté (ligne 7)").uncheck()
    page.get_by_role("button", name="Importer cette liste").click()
    expect(page.get_by_text("Importée", exact=True)).to_be_visible()
    assert sorted(str(one) for one in Person.objects.all()) == [
        "Cyprienne Laflèche",
        "Florence Desbiens",
        "Oriane Tremblay-Fictif",
    ]
    assert sorted(one.name for one in Organization.objects.all()) == [
        "Comité des Tailleurs",
        "Maison du Ruisseau",
        "Table de concertation des Ormes",
    ]
    assert Person.objects.get(family_name="Desbiens").contact_details.get().value == "florence@exemple.example"
    assert str(Membership.objects.get(person__family_name="Laflèche").starts_on) == "2023-03"

    undo(page)
    expect(page.get_by_text("L’importation est annulée : tout est comme avant.")).to_be_visible()
    assert ground() == before


def test_what_was_built_on_a_list_keeps_it_and_says_so(site: Site) -> None:
    page = sign_in(site, Role.BOARD)
    send(page, "Contacts.csv", windows_csv())
    choose(page, name="Qui", organization="Regroupement")
    page.get_by_role("button", name="Importer cette liste").click()
    oriane = Person.objects.get(given_name="Oriane")
    page.goto(f"/admin/personnes/edit/{oriane.pk}/")
    page.get_by_role("textbox", name="Prénom").fill("Orianne")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(re.compile(r"/admin/personnes/(?!edit)"))

    page.goto(f"/admin/partenaires/listes/{PartnerImport.objects.get().pk}/")
    undo(page)

    expect(page.get_by_role("heading", name="Ce qui empêche d’annuler")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Orianne Tremblay-Fictif")).to_contain_text("changé depuis")
    assert Organization.objects.filter(name="Comité des Tailleurs").exists()


@pytest.mark.worker
def test_a_long_list_is_written_and_taken_back_by_a_worker(site: Site, tmp_path: Path) -> None:
    people = "".join(f"{name(n)};{name(-n)};Comité des Tailleurs\r\n" for n in range(1, 231))
    page = sign_in(site, Role.BOARD)
    before = ground()
    send(page, "longue.csv", f"Prénom;Nom;Organisme\r\n{people}".encode("cp1252"))
    choose(page)
    page.get_by_role("button", name="Importer cette liste").click()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "0")
    batch = PartnerImport.objects.get()

    def stands(state: ImportState) -> bool:
        batch.refresh_from_db()
        return batch.state == state

    with run_worker(EMAIL_URL=f"outbox://{tmp_path}", BASE_URL=site.url):
        wait_until(lambda: stands(ImportState.IMPORTED), "the worker has written the list")
        page.get_by_role("link", name="Voir où on en est").click()
        expect(page.get_by_text("Importée", exact=True)).to_be_visible()
        assert (Person.objects.count(), Organization.objects.count()) == (231, 2)
        undo(page)
        wait_until(lambda: stands(ImportState.UNDONE), "the worker has taken the list back")
    page.reload()
    expect(page.get_by_text("Annulée", exact=True)).to_be_visible()
    assert ground() == before
