"""A letter comes back and its person's page says so; somebody complains; what nobody could read is settled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from crm.accounts.policy import Role
from crm.partners.models import Council
from newsletters.domain.deliver import deliver_batch
from newsletters.domain.hearing.answers import hear_answers
from newsletters.domain.hearing.collecting import collect_reports
from newsletters.models import Delivery, Mailing
from tests.axe import violations
from tests.browser import Site, follow
from tests.factories.mailings import make_mailing
from tests.journeys.admin import sign_in
from tests.newsletters.corpus import RETURN_PATH, message
from tests.newsletters.hearing import about, return_of
from tests.newsletters.imap import ImapServer, run_imap_server
from tests.newsletters.smtp import MailServer, run_mail_server

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    with run_mail_server() as server:
        settings.OUTBOX_DIR = None
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        yield server


@pytest.fixture
def mailbox(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImapServer]:
    """A real mailbox for what comes back; the letters leave from addresses that lead to it."""
    with run_imap_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        settings.BOUNCE_MAILBOX_URL, settings.RETURN_ADDRESS = server.url, RETURN_PATH
        yield server


@pytest.fixture
def mailing(open_council: Council, mail_server: MailServer, mailbox: ImapServer) -> Mailing:
    """A letter to four people, of whom the server refuses one at the door; it has left."""
    made = make_mailing(4)
    mail_server.refused["voisine3@example.org"] = "550 5.1.1 no such person"
    deliver_batch(made.pk)
    return made


def letter(mailing: Mailing, number: int) -> Delivery:
    return mailing.deliveries.select_related("subscriber").get(email=f"voisine{number}@example.org")


def open_person(page: Page, address: str) -> None:
    """From the list of what came back to the page of the person."""
    page.goto("/admin/returns/")
    follow(page.get_by_role("row").filter(has_text=address).get_by_role("link").first)
    follow(page.get_by_role("link", name=address))
    expect(page.get_by_role("heading", level=1)).to_contain_text(address)


def test_letter_comes_back_and_the_page_of_its_person_says_so(
    site: Site, mailing: Mailing, mail_server: MailServer, mailbox: ImapServer
) -> None:
    senders = {received.recipient: received.sender for received in mail_server.received}
    assert senders["voisine0@example.org"] == return_of(letter(mailing, 0))
    mailbox.deliver(about(letter(mailing, 0), "gmail-unknown"), about(letter(mailing, 1), "office-outlook"))
    collect_reports()
    hear_answers(timezone.now())

    volunteer = sign_in(site, Role.COMMUNICATIONS)
    open_person(volunteer, "voisine0@example.org")

    story = volunteer.get_by_role("main")
    expect(story).to_contain_text("Ne doit pas recevoir de lettres")
    expect(story).to_contain_text("est revenue : cette boîte n’existe pas. L’adresse est mise de côté.")
    assert violations(volunteer) == []
    follow(volunteer.get_by_role("link", name="Elle marche de nouveau…"))
    volunteer.get_by_label("Comment vous savez qu’elle marche").fill("Dit au téléphone, le 15 mai.")
    assert violations(volunteer) == []
    follow(volunteer.get_by_role("button", name="Écrire de nouveau à cette adresse"))
    expect(story).to_contain_text("Dit au téléphone, le 15 mai.")
    expect(story).to_contain_text("Reçoit nos lettres")

    open_person(volunteer, "voisine3@example.org")
    expect(story).to_contain_text("est revenue : cette boîte n’existe pas. L’adresse est mise de côté.")


@pytest.mark.parametrize("width", [360, 1280])
def test_somebody_complains_and_receives_nothing_any_more(
    site: Site, mailing: Mailing, mailbox: ImapServer, width: int
) -> None:
    mailbox.deliver(about(letter(mailing, 1), "yahoo-complaint"))
    collect_reports()

    volunteer = sign_in(site, Role.COMMUNICATIONS, width=width)
    open_person(volunteer, "voisine1@example.org")

    story = volunteer.get_by_role("main")
    expect(story).to_contain_text("a été signalée comme pourriel. La personne ne reçoit plus rien.")
    expect(story).to_contain_text("« Pourriel » dans le logiciel de courriel")
    expect(volunteer.get_by_role("link", name="Elle marche de nouveau…")).to_have_count(0)
    later = make_mailing(1, topics=list(mailing.topics.all()), prefix="autre")
    assert not later.deliveries.filter(email="voisine1@example.org").exists()


@pytest.mark.parametrize("width", [360, 1280])
def test_message_that_nobody_could_read_is_settled_by_a_volunteer(
    site: Site, mailing: Mailing, mailbox: ImapServer, width: int
) -> None:
    unsigned = message("qmail-unknown", "infolettre@conseil.example", recipient="voisine2@example.org")
    mailbox.deliver(unsigned)
    collect_reports()

    volunteer = sign_in(site, Role.COMMUNICATIONS, width=width)
    volunteer.goto("/admin/returns/")
    assert violations(volunteer) == []
    follow(volunteer.get_by_role("link", name="1 message n’a pu être lu : regardez-le."))
    follow(volunteer.get_by_role("link", name="est revenue"))
    expect(volunteer.get_by_role("region", name="Texte du message")).to_contain_text("no mailbox here by that name")
    expect(volunteer.get_by_label("À qui la lettre était-elle adressée?")).to_have_value("voisine2@example.org")
    assert violations(volunteer) == []
    volunteer.get_by_label("Cette boîte n’existe pas : mettre l’adresse de côté").check()
    follow(volunteer.get_by_role("button", name="Il s’agit de cette lettre"))

    expect(volunteer.get_by_text("C’est réglé : l’adresse est mise de côté.")).to_be_visible()
    open_person(volunteer, "voisine2@example.org")
    expect(volunteer.get_by_role("main")).to_contain_text("cette boîte n’existe pas")
