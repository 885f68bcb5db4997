"""Personal files and handovers in a real browser: on a telephone, on a desk, without JavaScript."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from cms.archive.models import Credit
from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.models import Partnership, Person, PersonContact, PrivacyRequest, Purge, Task
from tests.axe import violations
from tests.browser import Site
from tests.factories import ItemFactory, MembershipFactory, OrganizationFactory, PersonFactory, someone_of
from tests.factories.elections import our_council
from tests.journeys.admin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def someone_who_leaves() -> tuple[User, Person]:
    leaver = someone_of(Role.BOARD, first_name="Rosalie", last_name="Partante-Fictive")
    person = PersonFactory(family_name="Partante-Fictive", user=leaver, keep_until=date(2026, 1, 5))
    PersonContact.objects.create(person=person, value="rosalie@exemple.example")
    partner = OrganizationFactory(name="Jardin de la gare", followed_by=leaver)
    MembershipFactory(person=person, organization=partner, role="Délégation", on_behalf_of=our_council())
    Partnership.objects.create(organization=partner, title="Ateliers de semis", followed_by=leaver)
    Task.objects.create(title="Rappeler la caserne", assignee=leaver)
    Credit.objects.create(item=ItemFactory(title="Le bal de la caserne"), name=person.name)
    return leaver, person


def without_javascript(site: Site, signed_in: Page) -> Page:
    context = site.browser.new_context(base_url=site.url, java_script_enabled=False)
    context.add_cookies(signed_in.context.cookies())  # type: ignore[arg-type]
    return context.new_page()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_stands_in_the_way_on_any_screen(site: Site, width: int) -> None:
    leaver, person = someone_who_leaves()
    asked = PrivacyRequest.objects.create(asked_by="Une voisine")
    page = sign_in(site, Role.SECRETARIAT, width=width)
    found = []
    for address in (
        *(f"personnes/{act}/{person.pk}/" for act in ("dossier", "garder", "effacer")),
        *("demandes/", "demandes/ajouter/", f"demandes/{asked.pk}/", "a-effacer/", "relais/", f"relais/{leaver.pk}/"),
    ):
        page.goto(f"/admin/{address}")
        found += [f"{address}: {line}" for line in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{address}: scrolls sideways")

    assert found == []


def test_without_javascript_one_hands_over_closes_and_erases(site: Site) -> None:
    leaver, _person = someone_who_leaves()
    taker = someone_of(Role.BOARD, first_name="Ismaël", last_name="Tanguay-Fictif")
    page = without_javascript(site, sign_in(site, Role.SECRETARIAT))

    page.goto(f"/admin/relais/{leaver.pk}/")
    page.get_by_label("À qui (Rappeler la caserne)").select_option(label="Ismaël Tanguay-Fictif")
    page.get_by_role("button", name="Remettre Rappeler la caserne").click()
    expect(page.get_by_text("1 sur 5 remis")).to_be_visible()
    page.get_by_role("button", name="Mettre fin au siège").click()
    page.get_by_label("À qui (Rosalie Partante-Fictive)").select_option(label="Ismaël Tanguay-Fictif")
    page.get_by_role("button", name="Remettre tout le reste").click()
    page.get_by_role("button", name="Fermer le compte").click()
    expect(page.get_by_text("5 sur 5 remis")).to_be_visible()

    page.goto("/admin/a-effacer/")
    page.get_by_role("link", name="Effacer… Oriane Partante-Fictive").click()
    page.get_by_label("Écrivez le nom de famille").fill("Partante-Fictive")
    page.get_by_role("button", name="Effacer pour de bon").click()
    expect(page.get_by_text("C’est effacé.")).to_be_visible()

    leaver.refresh_from_db()
    assert (leaver.is_active, Task.objects.get().assignee, Partnership.objects.get().followed_by) == (
        False,
        taker,
        taker,
    )
    assert (Person.objects.count(), Purge.objects.get().reason) == (0, "retention")
