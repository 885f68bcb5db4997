"""A resolution is followed to its answer: adopted, sent to two recipients, asked again, answered, read by everyone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from crm.accounts.policy import Role
from crm.assemblies.enums import BylawBasis, BylawKind
from crm.assemblies.models import Decision
from crm.partners.models import Council, Organization
from tests.axe import violations
from tests.browser import Site
from tests.factories import OrganizationFactory
from tests.factories.assemblies import BylawFactory
from tests.journeys.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def city(open_council: Council) -> Organization:
    BylawFactory(kind=BylawKind.ANSWER_DAYS, basis=BylawBasis.COUNT, amount=20)
    return OrganizationFactory(name="Ville des Trois-Ormes")


def day(ago: int) -> str:
    return (timezone.localdate() - timedelta(days=ago)).isoformat()


def press(page: Page, act: str) -> None:
    """From the page of the decision to the page of an act."""
    page.get_by_role("link", name=act, exact=True).first.click()


def confirm(page: Page, act: str) -> None:
    page.get_by_role("button", name=act, exact=True).click()
    page.wait_for_url("**/admin/decisions/inspect/*/")


def write_and_adopt(page: Page) -> None:
    page.goto("/admin/decisions/new/")
    page.get_by_role("textbox", name="En une ligne").fill("Une traverse surélevée rue des Tailleurs")
    page.get_by_role("textbox", name="Considérant").fill("Que la rue est large\nQue l’école est proche")
    page.get_by_role("textbox", name="Ce qui est décidé").fill("Demander une traverse surélevée devant l’école.")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/admin/decisions/inspect/*/")
    press(page, "Inscrire le résultat du vote")
    page.get_by_label("Résultat").select_option("unanimous")
    page.get_by_label("Quel jour").fill(day(40))
    confirm(page, "Inscrire le résultat du vote")


def send(page: Page, words: str, *, chosen: str = "") -> None:
    press(page, "Noter un envoi")
    if chosen:
        page.get_by_role("button", name="Choisir un organisme").first.click()
        page.get_by_role("link", name=chosen).click()
        expect(page.get_by_text(chosen).first).to_be_visible()
    page.get_by_label("À qui, en mots").fill(words)
    page.get_by_label("Quel jour").fill(day(38))
    confirm(page, "Noter un envoi")


def test_a_resolution_is_followed_to_its_answer(site: Site, city: Organization, tmp_path: Path) -> None:
    letter = tmp_path / "reponse.pdf"
    letter.write_bytes(PDF)
    page = sign_in(site, Role.BOARD)

    write_and_adopt(page)
    number = Decision.objects.get().number
    send(page, "À la mairie", chosen=city.name)
    send(page, "À la députée")

    page.goto("/admin/")
    expect(page.get_by_text("Toujours pas de réponse")).to_have_count(2)
    page.get_by_role("link", name="Voir la décision").first.click()
    press(page, "Nous avons relancé")
    confirm(page, "Nous avons relancé")
    press(page, "Inscrire leur réponse")
    page.get_by_role("radio", name="Suivie", exact=True).check()
    page.get_by_label("Leur réponse, en quelques mots").fill("Elle sera là en juin.")
    page.get_by_label("Qui lit la réponse").select_option("public")
    page.get_by_label("Leur lettre").set_input_files(letter)
    confirm(page, "Inscrire leur réponse")
    page.reload()  # without the message, which is still coming in
    assert violations(page) == []

    citizen = site.open("/decisions/suivi/", width=360, javascript=False)
    expect(citizen.get_by_text("Elle sera là en juin.")).to_be_visible()
    citizen.get_by_role("link", name="Une traverse surélevée rue des Tailleurs").first.click()
    citizen.wait_for_url(f"**/decisions/{number}/")
    expect(citizen.get_by_role("link", name="La réponse")).to_be_visible()
    page.goto(f"/admin/organismes/inspect/{city.pk}/")
    expect(page.get_by_role("heading", name="Ce que nous leur avons demandé")).to_be_visible()
    expect(page.get_by_role("link", name=f"{number} Une traverse surélevée rue des Tailleurs")).to_be_visible()
