"""A partner entered over the telephone, a board member seated there, and the term ended, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from crm.accounts.policy import Role
from crm.partners.models import Council, Membership, Organization
from tests.browser import Site
from tests.factories import OrganizationFactory, PersonFactory
from tests.journeys.admin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_partner_is_entered_and_someone_sits_there_until_the_end(
    open_council: Council, site: Site, width: int
) -> None:
    OrganizationFactory(name="Conseil de quartier", is_our_council=True)
    PersonFactory(given_name="Zénobie", family_name="Laflèche")
    page = sign_in(site, Role.BOARD, width=width)

    page.goto("/admin/ajouter-un-partenaire/")
    page.get_by_label("Nom de l’organisme").fill("La Halte des Ormes")
    page.get_by_label("Nom", exact=True).fill("Sansregret")
    page.get_by_label("Courriel").fill("halte@exemple.example")
    page.get_by_label("Notre siège là-bas").fill("Administratrice")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Nommer quelqu’un à notre siège").click()

    page.get_by_role("button", name="Choisir une personne").click()
    page.locator(".modal #id_q").fill("zenobie")
    expect(page.locator(".modal td.title a")).to_have_count(1)
    page.get_by_role("link", name="Zénobie Laflèche").click()
    expect(page.locator(".modal")).to_have_count(0)
    page.get_by_label("Depuis").fill("mai 2024")
    page.get_by_role("button", name="Nommer quelqu’un").click()
    expect(page.locator(".role")).to_contain_text("en cours")

    page.get_by_role("link", name="Mettre fin").click()
    page.get_by_label("Dernier jour").fill("mars 2025")
    page.get_by_role("button", name="Mettre fin à ce mandat").click()
    expect(page.locator(".role")).to_contain_text("terminé")

    halte = Organization.objects.get(name="La Halte des Ormes")
    held = Membership.objects.get(organization=halte, post__isnull=False)
    assert (str(held.person), str(held.starts_on), str(held.ends_on)) == ("Zénobie Laflèche", "2024-05", "2025-03")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
