"""Someone of our board sits elsewhere, then leaves; « Qui siège où ? » shows it on those dates and on no other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from crm.accounts.policy import Role
from crm.partners.models import Membership, Organization
from tests.browser import Site
from tests.factories import OrganizationFactory, PostFactory
from tests.journeys.admin import sign_in
from tests.partners.networks import our_council, person, sits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

NOBODY = "aucun de nos 2 membres ne siégeait"


@pytest.fixture
def table(site: Site) -> Organization:
    """A seat at a table of the neighbourhood; Zénobie and Théo are of our board, and have never sat there."""
    council = our_council()
    sits(person("Zénobie", "Laflèche"), council, "2018-03")
    sits(person("Théo", "Sansregret"), council, "2018-03")
    table = OrganizationFactory(name="Table des Ormes")
    PostFactory(organization=table, title="Siège du conseil")
    return table


def seat_then_end(page: Page) -> None:
    """By the page of the organization: someone is named from April 2019, and leaves on 30 June 2021."""
    page.get_by_role("link", name="Nommer quelqu’un").click()
    page.get_by_role("button", name="Choisir une personne").click()
    page.locator(".modal #id_q").fill("zenobie")
    expect(page.locator(".modal td.title a")).to_have_count(1)
    page.get_by_role("link", name="Zénobie Laflèche").click()
    expect(page.locator(".modal")).to_have_count(0)
    page.get_by_label("Depuis").fill("avril 2019")
    page.get_by_role("button", name="Nommer quelqu’un").click()
    expect(page.locator(".role")).to_contain_text("en cours")
    page.get_by_role("link", name="Mettre fin").click()
    page.get_by_label("Dernier jour").fill("30 juin 2021")
    page.get_by_role("button", name="Mettre fin à ce mandat").click()
    expect(page.locator(".role")).to_contain_text("terminé")


def sentence(page: Page) -> Locator:
    return page.locator(".who-sits__sentence")


def ask(page: Page, day: str) -> None:
    page.get_by_label("Date").fill(day)
    page.get_by_role("button", name="Montrer").click()
    expect(page).to_have_url(re.compile(rf"day={day}"))


def slide(page: Page, month: int) -> None:
    """Take the slider by its button and let go of it there, as a hand does."""
    slider = page.get_by_label("Mois par mois")
    slider.evaluate("(range, value) => { range.value = value; range.dispatchEvent(new Event('input')) }", str(month))
    slider.dispatch_event("pointerup")
    page.wait_for_url(re.compile(rf"month={month}(&|$)"))


@pytest.mark.parametrize("width", [360, 1280])
def test_the_tie_appears_and_disappears_as_one_slides(site: Site, table: Organization, width: int) -> None:
    page = sign_in(site, Role.BOARD, width=width)
    page.goto(f"/admin/organismes/inspect/{table.pk}/")
    seat_then_end(page)
    held = Membership.objects.get(organization=table)
    assert (str(held.starts_on), str(held.ends_on)) == ("2019-04", "2021-06-30")

    page.goto("/admin/qui-siege-ou/")
    expect(sentence(page)).to_contain_text("Aujourd’hui, aucun de nos 2 membres ne siège aussi")
    expect(page.locator("svg.network .network__person")).to_have_count(0)
    slide(page, 2020 * 12 + 4)
    expect(sentence(page)).to_contain_text(
        "Le 1er mai 2020, un de nos 2 membres siégeait en même temps dans un autre organisme."
    )
    expect(page.locator("svg .network__person")).to_have_count(1)
    expect(page.get_by_role("row").filter(has_text="Zénobie Laflèche")).to_contain_text("Table des Ormes")
    slide(page, 2021 * 12 + 6)
    expect(sentence(page)).to_contain_text(f"Le 1er juillet 2021, {NOBODY}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_the_date_is_asked_by_a_form(site: Site, table: Organization) -> None:
    signed_in = sign_in(site, Role.BOARD)
    signed_in.goto(f"/admin/organismes/inspect/{table.pk}/")
    seat_then_end(signed_in)
    page = site.open("/", width=360, javascript=False)
    page.context.add_cookies(signed_in.context.cookies())  # type: ignore[arg-type]
    page.goto("/admin/qui-siege-ou/")

    for day, told in (
        ("2019-03-31", NOBODY),
        ("2019-05-01", "un de nos 2 membres siégeait en même temps"),
        ("2021-06-30", "un de nos 2 membres siégeait en même temps"),
        ("2021-07-01", NOBODY),
    ):
        ask(page, day)
        expect(sentence(page)).to_contain_text(told)
    page.get_by_role("button", name="Aller à ce mois").click()
    expect(sentence(page)).to_contain_text(f"Le 1er juillet 2021, {NOBODY}")
