"""A family registers from a phone, waits, is offered the places that someone gave back, takes them, and cancels."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from crm.accounts.policy import Role
from crm.events.models import Registration, RegistrationDesk
from tests.browser import Site, follow
from tests.factories import DeskFactory, EventFactory, complete_council
from tests.journeys.admin import sign_in
from tests.journeys.letters import Outbox, link_in, words_of
from tests.newsletters.worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def desk(site: Site) -> RegistrationDesk:
    """Four places at a snow-shoe outing, at most four at once."""
    event = EventFactory(title="Sortie en raquettes", slug="raquettes", starts_at=timezone.now() + timedelta(days=9))
    made: RegistrationDesk = DeskFactory(event=event, capacity=4, most_places=4)
    return made


def register(site: Site, desk: RegistrationDesk, name: str, places: int) -> Page:
    """As anyone does, on a narrow phone, without JavaScript and without an account."""
    page = site.open(desk.event.get_absolute_url(), width=360, javascript=False)
    page.get_by_role("link", name="S’inscrire", exact=True).or_(page.get_by_role("link", name="Aller sur")).click()
    page.get_by_label("Votre nom").fill(name)
    page.get_by_label("Votre courriel").fill(f"{name.lower()}@example.org")
    page.get_by_label("Combien de places").fill(str(places))
    page.get_by_label("J’ai 14 ans ou plus").check()
    page.locator(".registration form button[type=submit]:not([name])").click()
    return page


def test_family_registers_waits_is_offered_places_and_cancels(
    site: Site, desk: RegistrationDesk, outbox: Outbox
) -> None:
    first = register(site, desk, "Ondine", 2)
    expect(first.get_by_role("heading", level=1)).to_have_text("C’est noté\u00a0: il y avait de la place")
    kept = outbox.wait_for("ondine@example.org")
    assert [part.get_filename() for part in kept.iter_attachments()] == ["raquettes.ics"]

    family = register(site, desk, "Famille", 3)
    expect(family.get_by_role("alert")).to_contain_text("Il ne reste que 2\u00a0places, et vous en demandez 3.")
    expect(family.get_by_label("Votre nom")).to_have_value("Famille")
    family.get_by_role("button", name="Attendre qu’il y ait de la place pour nous tous").click()
    expect(family.get_by_role("heading", level=1)).to_have_text("C’est noté\u00a0: vous êtes sur la liste d’attente")
    waiting = outbox.wait_for("famille@example.org")
    assert "3\u00a0places" in words_of(waiting)

    leaving = site.open(link_in(kept, "/inscription/"), width=360, javascript=False)
    expect(leaving.locator(".registration__state")).to_have_text("Ondine, 2\u00a0places vous sont réservées.")
    leaving.get_by_role("button", name="Annuler mon inscription").click()
    expect(leaving.get_by_role("status")).to_contain_text("C’est annulé")

    offer = outbox.wait_for("famille@example.org", 2)
    own = site.open(link_in(offer, "/inscription/"), width=360, javascript=False)
    expect(own.locator(".registration__state")).to_have_text("Famille, 3\u00a0places vous sont offertes.")
    assert Registration.objects.get(name="Famille").state == "offered"
    own.get_by_role("button", name="Prendre 3\u00a0places").click()
    expect(own.locator(".registration__state")).to_have_text("Famille, 3\u00a0places vous sont réservées.")
    agenda = site.open(desk.event.get_absolute_url(), width=360, javascript=False)
    expect(agenda.locator(".registration__places")).to_have_text("Il reste 1\u00a0place")

    own.get_by_role("button", name="Annuler mon inscription").click()
    expect(own.locator(".registration__state")).to_have_text("Cette inscription est annulée.")
    outbox.wait_for("famille@example.org", 4)
    assert Registration.objects.get(name="Famille").state == "cancelled"


def test_a_volunteer_writes_an_activity_with_registrations_in_one_sitting(site: Site, outbox: Outbox) -> None:
    complete_council()
    page = sign_in(site, Role.COMMUNICATIONS)
    page.goto("/admin/agenda/new/")
    page.get_by_role("textbox", name="Titre").fill("Atelier de compost")
    page.locator("[name=venue]").fill("Parc de la Carrière")
    page.keyboard.press("Escape")
    panel = page.locator("section[data-panel]", has=page.get_by_role("heading", name="Inscriptions"))
    panel.locator("button[data-panel-toggle]").first.click()
    expect(page.get_by_role("spinbutton", name="Places en tout")).to_be_hidden()
    page.get_by_label("On s’inscrit pour venir").check()
    page.get_by_role("spinbutton", name="Places en tout").fill("12")
    page.get_by_role("button", name="Ajouter\u00a0: Question").click()
    page.locator("[name=desk-questions-0-label]").fill("Une allergie?")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    follow(page.get_by_role("button", name="Enregistrer, puis publier dans l’agenda…"))
    follow(page.get_by_role("button", name="Publier dans l’agenda"))

    desk = RegistrationDesk.objects.get()
    register(site, desk, "Basile", 1)
    wait_until(Registration.objects.filter(name="Basile").exists, "someone registered")
    follow(page.locator(f"a[href='/admin/inscriptions/{desk.pk}/']").first)
    expect(page.locator("main")).to_contain_text("1\u00a0place prise sur 12")
    expect(page.get_by_role("cell", name="Basile").first).to_be_visible()
