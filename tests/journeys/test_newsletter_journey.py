"""The main journey: a citizen subscribes, a volunteer writes and sends, the citizen reads and leaves."""

from __future__ import annotations

import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from crm.accounts.policy import Role
from newsletters.enums import DeliveryState, SubscriptionState
from newsletters.models import Mailing, NewsletterPage, Subscription, Topic
from tests.browser import Site
from tests.factories import TopicFactory
from tests.factories.newsletters import newsletter, newsletter_index
from tests.journeys.admin import sign_in
from tests.journeys.letters import Outbox, link_in, words_of
from tests.newsletters.worker import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

READER = "citoyenne@example.org"
PATIENCE = 60_000  # milliseconds, for what a worker does on a busy machine


def subscribe(site: Site, outbox: Outbox, *, width: int, javascript: bool) -> None:
    page = site.open("/infolettre/abonnement/", width=width, javascript=javascript)
    page.get_by_label("Votre courriel").fill(READER)
    page.get_by_label("Activités").check()
    page.get_by_label("Je consens").check()
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez dans votre boîte aux lettres")
    page.goto(link_in(outbox.wait_for(READER), "/infolettre/confirmer/"))
    assert not Subscription.objects.filter(state=SubscriptionState.ACTIVE).exists()
    page.get_by_role("button", name="Je confirme").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bienvenue")
    assert page.context.cookies() == []


def write(page: Page, title: str) -> None:
    """Write a newsletter of one paragraph and publish it."""
    page.goto(f"/admin/pages/add/newsletters/newsletterpage/{newsletter_index().pk}/")
    page.get_by_role("textbox", name="Titre").fill(title)
    page.get_by_role("textbox", name="En-tête d’aperçu").fill("La soupe est à 17 h 30.")
    page.get_by_role("button", name="Insérer un bloc").first.click()
    page.get_by_role("option", name="Texte").click()
    page.locator(".Draftail-Editor [contenteditable=true]").press_sequentially("Venez à la veillée des lanternes !")
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile("lanternes !"))
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Publier").click()
    wait_until(lambda: NewsletterPage.objects.filter(live=True).exists(), "the newsletter is published")


def try_out(page: Page) -> None:
    """Send oneself a test letter, and read on the same screen what became of it."""
    page.goto(f"/admin/infolettres/{NewsletterPage.objects.get().pk}/envoyer/")
    page.get_by_role("button", name="Envoyer une lettre d’essai à ").click()
    expect(page.locator("#trial")).to_contain_text(
        "La lettre d’essai est dans la boîte de départ locale.", timeout=PATIENCE
    )


def send(page: Page, topic: Topic) -> None:
    """Send the newsletter, then watch the page of the mailing, left open, until it says that all is done."""
    issue = NewsletterPage.objects.get()
    page.goto(f"/admin/infolettres/{issue.pk}/envoyer/")
    expect(page.get_by_text("Rien à corriger")).to_be_visible()
    page.get_by_label(topic.name).check()
    page.get_by_role("button", name="Compter les personnes").click()
    page.get_by_role("button", name="Envoyer à 1 personne").click()
    expect(page).to_have_url(re.compile(r"/admin/mailings/\d+/$"))
    expect(page.locator("#progress")).to_contain_text("Terminé. 1 lettre envoyée.", timeout=PATIENCE)
    expect(page.get_by_role("progressbar", name="Lettres réglées")).to_have_attribute("value", "1")
    expect(page.get_by_role("button", name="Mettre en pause")).to_have_count(0)


def look_up_in_register(page: Page) -> None:
    """From the page of the mailing: who got it, one line a person, found again by the address."""
    page.get_by_role("link", name="Registre des lettres").click()
    expect(page.get_by_role("row").filter(has_text=READER)).to_contain_text("Envoyée")
    page.goto(f"{page.url}?q=personne")
    expect(page.get_by_role("row").filter(has_text=READER)).to_have_count(0)


def read_in_local_outbox(page: Page, subject: str, words: str) -> None:
    """As on a machine without a mail server: the letter is in the list, and looks like itself."""
    page.goto("/courrier-local/")
    expect(page.get_by_role("listitem").filter(has_text=READER).first).to_contain_text(subject)
    page.get_by_role("listitem").filter(has_text=READER).get_by_role("link", name=subject, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    expect(page.frame_locator("iframe").get_by_text(words)).to_be_visible()
    page.locator("summary").filter(has_text="En-têtes").press("Enter")
    expect(page.get_by_text("List-Unsubscribe-Post", exact=True)).to_be_visible()


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (1280, True)])
def test_citizen_subscribes_reads_and_leaves_by_the_page(
    site: Site, outbox: Outbox, width: int, javascript: bool
) -> None:
    topic = TopicFactory(name="Activités", slug="activites")
    subscribe(site, outbox, width=width, javascript=javascript)
    newsletter_index()
    assert str(outbox.wait_for(READER, 2)["Subject"]).startswith("Bienvenue parmi nos lectrices et lecteurs")

    volunteer = sign_in(site, Role.COMMUNICATIONS)
    write(volunteer, "La veillée des lanternes")
    try_out(volunteer)
    send(volunteer, topic)
    look_up_in_register(volunteer)
    read_in_local_outbox(volunteer, "La veillée des lanternes", "Venez à la veillée des lanternes!")

    letter = outbox.wait_for(READER, 3)
    assert letter["Subject"] == "La veillée des lanternes"
    assert "Venez à la veillée des lanternes!" in words_of(letter)
    assert "Venez à la veillée des lanternes!" in words_of(letter, "html")

    page = site.open(link_in(letter, "/d/"), width=width, javascript=javascript)
    assert Subscription.objects.get().state == SubscriptionState.ACTIVE
    page.get_by_role("button", name="Ne plus recevoir : Activités").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est fait")
    assert Subscription.objects.get().state == SubscriptionState.LEFT


def test_mail_program_leaves_by_one_click(site: Site, outbox: Outbox) -> None:
    topic = TopicFactory(name="Activités", slug="activites")
    subscribe(site, outbox, width=360, javascript=False)
    newsletter(title="Une lettre")
    send(sign_in(site, Role.COMMUNICATIONS), topic)
    letter = outbox.wait_for(READER, 3)
    address = str(letter["List-Unsubscribe"]).strip("<>")
    assert str(letter["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    request = urllib.request.Request(address, data=b"List-Unsubscribe=One-Click", method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert (answer.status, answer.url, answer.headers["Set-Cookie"]) == (200, address, None)
    assert Subscription.objects.get().state == SubscriptionState.LEFT
    assert Mailing.objects.get().deliveries.get().state == DeliveryState.SENT
