"""An annual assembly elects its board: candidacies, the door on a telephone, a tie told apart, and the officers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from crm.accounts.policy import Role
from crm.assemblies.models import Assembly, Election, Elector
from crm.partners.models import Council, Membership
from tests.axe import violations
from tests.browser import Site
from tests.factories import PersonFactory
from tests.factories.elections import ANYONE, MAN, WOMAN, annual_election, seat, sits, stands
from tests.journeys.admin import sign_in
from tests.newsletters.worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SIGNATURES = "Ondine Vadeboncoeur, 14, rue des Tailleurs\nMédéric Lahaie, 9, rue du Four"


@pytest.fixture
def assembly(open_council: Council) -> Assembly:
    """Held this evening; the term of a woman ends, two other seats are vacant."""
    today = timezone.localdate()
    sits(seat(WOMAN, title="Siège 1"), str(today), since=str(today - timedelta(days=700)))
    for category, title in ((MAN, "Siège 2"), (ANYONE, "Siège 3")):
        seat(category, title=title)
    election = annual_election(timezone.localtime().replace(hour=20, minute=0, second=0, microsecond=0))
    held: Assembly = election.assembly
    election.delete()
    return held


def is_sound(page: Page) -> bool:
    """Nothing in a reader's way once the page has stopped moving, nothing to be scrolled sideways."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(moving => moving.finished))")
    assert violations(page) == []
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def receive(page: Page, given_name: str, family_name: str) -> None:
    page.get_by_role("link", name="Recevoir une candidature").click()
    page.get_by_label("Prénom").fill(given_name)
    page.locator("input[name=family_name]").fill(family_name)
    page.get_by_label("Se présente pour").select_option(WOMAN)
    page.get_by_role("button", name="La recevoir").click()
    page.get_by_label("Appuis").fill(SIGNATURES)
    page.get_by_role("button", name="Ajouter ces signatures").click()
    expect(page.get_by_text("Les 2 appuis y sont.")).to_be_visible()
    assert is_sound(page)
    page.get_by_role("button", name="La déclarer valide").click()
    expect(page.get_by_text("Cette candidature est valide.")).to_be_visible()
    page.get_by_role("link", name="Retour à l’élection").click()


def come_in(door: Page, name: str) -> None:
    door.locator("input[name=name]").fill(name)
    door.get_by_label("Adresse, ou nom de l’établissement").fill("31, rue des Ormes")
    door.get_by_label("Preuve vue").fill("Permis de conduire")
    door.get_by_role("button", name="Inscrire et remettre le bulletin").click()


def keep_the_door(site: Site, page: Page, assembly: Assembly) -> None:
    """Two people on a telephone without scripts; one comes back, and gets no second ballot."""
    door = site.open("/", width=360, javascript=False)
    door.context.add_cookies(page.context.cookies())
    door.goto(f"/admin/assemblees/{assembly.pk}/election/porte/")
    for name in ("Ondine Vadeboncoeur", "Médéric Lahaie", "ondine vadeboncoeur"):
        come_in(door, name)
    expect(door.get_by_text("a déjà son bulletin")).to_be_visible()
    assert Elector.objects.filter(ballot_given_at__isnull=False).count() == 2
    telephone = site.open("/", width=360)
    telephone.context.add_cookies(page.context.cookies())
    telephone.goto(f"/admin/assemblees/{assembly.pk}/election/porte/")
    assert is_sound(telephone)


def count_and_tell_equals_apart(page: Page, assembly: Assembly) -> None:
    """One vote each: the ballot, the count, then a draw."""
    page.goto(f"/admin/assemblees/{assembly.pk}/election/bulletin/")
    expect(page.get_by_text("Votez pour au plus 1 personne")).to_be_visible()
    assert is_sound(page)
    page.get_by_role("link", name="Retour à l’élection").click()
    page.get_by_role("link", name="Dépouiller les votes").click()
    page.get_by_label("Bulletins dans la boîte").fill("2")
    page.get_by_label("Bulletins rejetés").fill("0")
    for name in ("Zoé Boisclair", "Maude Lafleur"):
        page.get_by_label(name).fill("1")
    assert is_sound(page)
    page.get_by_role("button", name="Inscrire les voix").click()
    page.get_by_role("link", name="Départager").click()
    page.get_by_label("Maude Lafleur").check()
    page.get_by_label("Comment cela s’est passé").fill("Nom tiré d’un chapeau par la présidence d’élection.")
    assert is_sound(page)
    page.get_by_role("button", name="L’inscrire").click()


def name_the_officers(page: Page, assembly: Assembly) -> None:
    """Each of the elected has an office."""
    seated = elected(assembly)
    page.goto(f"/admin/assemblees/inspect/{assembly.pk}/")
    expect(page.get_by_text("à élire au plus tard le")).to_be_visible()
    page.get_by_role("link", name="Nommer aux fonctions").click()
    for office, member in zip(("chair", "secretary", "treasurer"), seated, strict=True):
        page.locator(f"select[name={office}]").select_option(str(member.pk))
    page.get_by_label("Décision").fill("Résolution R-2026-014")
    assert is_sound(page)
    page.get_by_role("button", name="Nommer ces personnes").click()
    wait_until(lambda: Election.objects.get().officers_on is not None, "the officers are named")


def elected(assembly: Assembly) -> list[Membership]:
    return list(Membership.objects.filter(starts_on=str(assembly.held_on)).order_by("post__position", "pk"))


def test_an_annual_assembly_elects_its_board(site: Site, assembly: Assembly) -> None:
    page = sign_in(site, Role.SECRETARIAT)
    page.goto(f"/admin/assemblees/inspect/{assembly.pk}/")
    page.get_by_role("button", name="Préparer l’élection").click()
    expect(page.get_by_role("heading", name=f"Sièges réservés à {WOMAN}")).to_be_visible()
    receive(page, "Zoé", "Boisclair")
    receive(page, "Maude", "Lafleur")
    election = Election.objects.get()
    for category in (MAN, ANYONE):
        stands(election, category, PersonFactory(given_name="Firmin"))
    page.get_by_role("link", name="Choisir les sièges").click()
    assert is_sound(page)
    page.get_by_role("button", name="Choisir ces sièges").click()
    page.get_by_role("button", name="Clore les candidatures et ouvrir l’élection").click()
    expect(page.get_by_text("L’élection est ouverte")).to_be_visible()
    assert is_sound(page)

    keep_the_door(site, page, assembly)
    count_and_tell_equals_apart(page, assembly)
    page.get_by_role("button", name="Proclamer les résultats").click()
    expect(page.get_by_text("Les résultats sont proclamés")).to_be_visible()
    assert is_sound(page)
    assert sorted(member.person.given_name for member in elected(assembly)) == ["Firmin", "Firmin", "Maude"]

    name_the_officers(page, assembly)
    expect(page.get_by_text("Résolution R-2026-014")).to_be_visible()
