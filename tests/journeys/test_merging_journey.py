"""Two records of one person are compared, made one field by field, and come apart again, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from crm.accounts.policy import Role
from crm.partners.models import Membership, Person, PersonContact
from tests.axe import violations
from tests.browser import Site, follow
from tests.factories import MembershipFactory, PersonFactory
from tests.journeys.admin import sign_in
from tests.partners.test_merging import everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def twins(site: Site) -> tuple[Person, Person]:
    """Oriane twice: by her e-mail, and under a name with a slip, who holds a seat."""
    kept = PersonFactory(given_name="Oriane", family_name="Desormeaux", board_notes="Préfère le téléphone.")
    lost = PersonFactory(given_name="Orianne", family_name="Desormeaux", pronouns="elle", board_notes="Le mardi.")
    for person in (kept, lost):
        PersonContact.objects.create(person=person, value="oriane@exemple.example")
        person.index_for_search()
    MembershipFactory(person=lost, role="Trésorière")
    return kept, lost


@pytest.mark.parametrize("width", [360, 1280])
def test_two_records_become_one_and_come_apart(site: Site, twins: tuple[Person, Person], width: int) -> None:
    kept, lost = twins
    address = "/admin/personnes/inspect/{}/".format
    page = sign_in(site, Role.BOARD, width=width)
    before = everything()

    page.goto("/admin/partenaires/doublons/")
    expect(page.get_by_role("listitem").filter(has_text="même courriel")).to_contain_text("noms presque pareils")
    follow(page.get_by_role("link", name="Comparer (Oriane Desormeaux, Orianne Desormeaux)"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one for one in violations(page) if "tidy" in one] == []
    page.get_by_role("row", name=re.compile("^Notes pour le conseil")).get_by_label("Le mardi.").check()
    page.get_by_role("button", name="Fusionner en une seule fiche").click()
    expect(page.get_by_text("Aucun doublon en vue.")).to_be_visible()

    one = Person.objects.get()
    assert (one.pk, one.given_name, one.pronouns, one.board_notes) == (kept.pk, "Oriane", "elle", "Le mardi.")
    assert (Membership.objects.get().person, one.contact_details.count()) == (one, 1)
    page.goto(address(lost.pk))
    expect(page).to_have_url(re.compile(address(kept.pk)))
    expect(page.locator(".role")).to_contain_text("Trésorière")

    page.goto("/admin/partenaires/doublons/")
    page.get_by_role("button", name="Annuler cette fusion (Oriane Desormeaux)").click()
    expect(page.get_by_text("il y a de nouveau deux fiches")).to_be_visible()
    page.goto(address(lost.pk))
    expect(page).to_have_url(re.compile(address(lost.pk)))
    expect(page.locator(".role")).to_contain_text("Trésorière")
    assert everything() == before
