"""Someone of the board logs a call from a telephone; the task that follows waits on the first screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from crm.accounts.policy import Role
from crm.partners.models import Council, Interaction, Organization, Task
from tests.axe import violations
from tests.browser import Site
from tests.factories import OrganizationFactory, PersonFactory
from tests.journeys.admin import sign_in
from tests.newsletters.worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def cafe(open_council: Council) -> Organization:
    PersonFactory(given_name="Zoé", family_name="Café-Boisclair")
    return OrganizationFactory(name="Café coopératif Le Perron")


def fits(page: Page) -> bool:
    """Whether nothing is to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_call_is_logged_from_a_telephone(site: Site, cafe: Organization) -> None:
    page = sign_in(site, Role.BOARD, width=360)
    page.get_by_role("link", name="Noter un contact").click()

    expect(page.get_by_label("Avec qui?")).to_be_focused()
    page.keyboard.type("cafe perr")
    expect(page.get_by_role("option", name="Café coopératif Le Perron")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Café coopératif Le Perron")).to_be_checked()
    expect(page.get_by_role("radio", name="Par téléphone")).to_be_checked()
    page.get_by_label("En une ligne").fill("La salle est libre le 12")
    assert fits(page)
    assert violations(page) == []
    page.keyboard.press("Enter")

    expect(page.get_by_text("C’est noté : La salle est libre le 12")).to_be_visible()
    assert list(Interaction.objects.get().organizations.all()) == [cafe]
    assert fits(page)


def test_a_call_is_logged_without_javascript(site: Site, cafe: Organization) -> None:
    signed_in = sign_in(site, Role.BOARD, width=360)
    page = site.open("/", width=360, javascript=False)
    page.context.add_cookies(signed_in.context.cookies())

    page.goto("/admin/contacts/noter/")
    page.get_by_label("En une ligne").fill("La salle est libre le 12")
    page.get_by_label("Avec qui?").fill("cafe")
    page.get_by_label("Avec qui?").press("Enter")
    page.get_by_role("checkbox", name="Café coopératif Le Perron").check()
    page.locator("summary", has_text="Quelque chose à faire ensuite").click()
    page.get_by_label("À faire ensuite").fill("Envoyer la clé")
    page.get_by_role("button", name="Noter le contact").last.click()

    wait_until(Interaction.objects.exists, "the contact is noted")
    task = Task.objects.get()
    assert (task.title, task.organization) == ("Envoyer la clé", cafe)
    page.goto("/admin/taches/")
    page.get_by_role("button", name="C’est fait Envoyer la clé").click()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("est de nouveau à faire")).to_be_visible()
    assert list(Task.objects.to_do()) == [task]
