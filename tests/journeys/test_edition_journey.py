"""An edition: assembled, set right, approved by a second person, planned, sent, paused, resumed, looked up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from crm.accounts.policy import Role
from crm.partners.models import Council
from newsletters.models import ApprovalRules, Delivery, MailingPlan, NewsletterPage, Topic
from newsletters.tasks import make_rounds_task
from tests.browser import Site, follow
from tests.factories import TopicFactory
from tests.factories.events import EventFactory
from tests.factories.mailings import subscribe_many
from tests.factories.newsletters import newsletter_index
from tests.journeys.admin import sign_in
from tests.journeys.letters import words_of
from tests.newsletters.smtp import MailServer, Received, run_mail_server
from tests.newsletters.worker import run_worker, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PATIENCE = 60_000  # milliseconds, for what a worker does on a busy machine
PEOPLE = 30


@pytest.fixture
def mail_server(open_council: Council, site: Site) -> Iterator[MailServer]:
    """A slow one, to which a real worker sends."""
    with run_mail_server() as server:
        server.pause_per_letter = 1.0
        with run_worker(EMAIL_URL=server.url, BASE_URL=site.url) as worker:
            yield server
            worker.kill()


@pytest.fixture
def topic(open_council: Council) -> Topic:
    """People to write to, something to tell them, and a council where newsletters wait for a second person."""
    newsletter_index()
    EventFactory(title="Fête des lanternes", starts_at=timezone.now() + timedelta(days=6))
    ApprovalRules.objects.update_or_create(defaults={"newsletters": True})
    topic: Topic = TopicFactory(name="Activités", slug="activites")
    subscribe_many(topic, PEOPLE)
    return topic


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def assemble(page: Page) -> NewsletterPage:
    page.goto("/admin/infolettres/nouvelle/")
    page.get_by_text("Les cinq prochaines semaines").click()
    page.get_by_role("textbox").last.fill("Des lanternes dès 19:30")
    press(page, "Commencer à écrire")
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    return NewsletterPage.objects.get()


def set_right_and_publish(page: Page, edition: NewsletterPage) -> None:
    page.goto(f"/admin/infolettres/{edition.pk}/envoyer/")
    expect(page.locator("main")).to_contain_text("19:30 → 19 h 30")
    press(page, "Corriger d’un coup")
    expect(page.get_by_text("C’est corrigé dans le brouillon")).to_be_visible()
    page.get_by_role("link", name="Retourner à la rédaction").click()
    expect(page.locator("input[name=title]")).to_have_value("Des lanternes dès 19\u00a0h\u00a030")
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Publier").click()
    wait_until(lambda: NewsletterPage.objects.get().live, "the edition is published")


def choose_people(page: Page, edition: NewsletterPage, topic: Topic) -> None:
    page.goto(f"/admin/infolettres/{edition.pk}/envoyer/")
    expect(page.get_by_text("Rien à corriger")).to_be_visible()
    page.get_by_label(topic.name).check()
    press(page, "Compter les personnes")


def approve(reader: Page) -> None:
    """From the first screen of a telephone."""
    reader.goto("/admin/")
    follow(reader.get_by_role("link", name="La lire et répondre"))
    expect(reader.frame_locator("iframe").get_by_text("Fête des lanternes").first).to_be_visible()
    reader.get_by_role("button", name="Approuver").press("Enter")
    expect(reader.get_by_text("Elle est approuvée.")).to_be_visible()


def plan(page: Page) -> None:
    """For tomorrow morning, which then comes."""
    page.get_by_text("Envoyer plus tard").click()
    press(page, "Prévoir cet envoi")
    expect(page.locator(".mailing__sentence")).to_contain_text("Part de lui-même le")
    MailingPlan.objects.update(leaves_at=timezone.now())
    make_rounds_task()


def editions(server: MailServer) -> list[Received]:
    """What left to readers; the letters about the approval left through the same server."""
    return [letter for letter in server.received if letter.recipient.startswith("voisine")]


def pause_and_resume(page: Page, server: MailServer) -> None:
    page.reload()
    expect(page.locator(".mailing__sentence")).to_contain_text("est parti")
    page.locator(".mailing__facts a").last.click()
    expect(page.locator("#progress")).to_contain_text("Envoi en cours", timeout=PATIENCE)
    press(page, "Mettre en pause")
    expect(page.locator("#progress")).to_contain_text("En pause")
    wait_until(lambda: not Delivery.objects.filter(state="sending").exists(), "what was leaving has left")
    assert 0 < Delivery.objects.filter(state="sent").count() == len(editions(server)) < PEOPLE
    server.pause_per_letter = 0
    press(page, "Reprendre")
    expect(page.locator("#progress")).to_contain_text(f"Terminé. {PEOPLE} lettres envoyées.", timeout=PATIENCE)


def test_an_edition_is_assembled_approved_planned_sent_paused_resumed_and_looked_up(
    site: Site, topic: Topic, mail_server: MailServer
) -> None:
    reader = sign_in(site, Role.BOARD, width=360)
    page = sign_in(site, Role.COMMUNICATIONS)

    edition = assemble(page)
    set_right_and_publish(page, edition)
    choose_people(page, edition, topic)
    expect(page.get_by_text("Rien ne part avant qu’une deuxième personne l’ait approuvée.")).to_be_visible()
    press(page, "Demander l’approbation")
    approve(reader)
    choose_people(page, edition, topic)
    plan(page)
    pause_and_resume(page, mail_server)

    sent = editions(mail_server)
    assert Counter(letter.recipient for letter in sent) == {
        f"voisine{number}@example.org": 1 for number in range(PEOPLE)
    }
    assert "Fête des lanternes" in words_of(sent[0].message, "html")
    page.get_by_role("link", name="Registre des lettres").click()
    page.goto(f"{page.url}?q=voisine17")
    expect(page.get_by_role("row").filter(has_text="voisine17@example.org")).to_contain_text("Envoyée")
