"""A register kept in a spreadsheet comes in: what stays for good is said before, and only what was added is undone."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from crm.accounts.policy import Role
from crm.assemblies.domain.old_numbers import register_old_decision
from crm.assemblies.models import Decision, Sending
from crm.partners.models import Council
from tests.axe import violations
from tests.browser import Site, follow
from tests.journeys.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

HEADINGS = "Numéro;Date;Objet;Texte;Envoyée à;Envoyée le\r\n"
NEW = "2018-CA-003;12 mars 2018;Un banc;Demander un banc.;La mairie;2018-03-15\r\n"
UNREADABLE = "2018-CA-004;mars 2018;Une fontaine;Demander une fontaine.;;\r\n"
KNOWN = "2019-CA-045;14 mai 2019;Une traverse;Demander une traverse.;La mairie;2019-05-20\r\n"


def send(page: Page, lines: str) -> None:
    """As an old spreadsheet in French saves it."""
    page.goto("/admin/decisions-anciennes/")
    raw = (HEADINGS + lines).encode("cp1252")
    page.get_by_label("Votre liste").set_input_files({"name": "registre.csv", "mimeType": "text/csv", "buffer": raw})
    page.get_by_role("button", name="Lire la liste").click()
    assert violations(page) == []
    page.get_by_role("button", name="Voir ce que ferait chaque ligne").click()
    expect(page.get_by_text("Rien n’est encore écrit.")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_old_decisions_come_in_and_what_stays_is_said_before(site: Site, open_council: Council, width: int) -> None:
    page = sign_in(site, Role.SECRETARIAT, width=width)
    send(page, NEW + UNREADABLE)
    assert violations(page) == []
    expect(page.get_by_text("Une nouvelle décision ne se retire pas")).to_be_visible()
    expect(page.get_by_text("Le jour « mars 2018 » est illisible")).to_be_visible()
    assert Decision.objects.count() == 0

    page.get_by_role("button", name="Importer cette liste").click()
    expect(page.get_by_text("Importée", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Annuler cette importation")).to_have_count(0)

    reader = site.open("/decisions/", width=width)
    follow(reader.get_by_role("link", name="Un banc"))
    expect(reader.locator(".decision__number")).to_have_text("2018-CA-003")


def test_what_was_added_to_a_decision_that_stood_is_taken_back(site: Site, open_council: Council) -> None:
    held = Decision(title="Une traverse", text="Demander une traverse.")
    register_old_decision(held, "2019-CA-045", date(2019, 5, 14))
    page = sign_in(site, Role.SECRETARIAT)
    send(page, KNOWN)
    page.get_by_role("button", name="Importer cette liste").click()
    expect(page.get_by_text("Importée", exact=True)).to_be_visible()
    assert Sending.objects.count() == 1

    page.get_by_role("link", name="Annuler cette importation").click()
    page.get_by_role("button", name="Oui, l’annuler").click()

    expect(page.get_by_text("L’importation est annulée : tout est comme avant.")).to_be_visible()
    assert (Sending.objects.count(), Decision.objects.get().number) == (0, "2019-CA-045")
