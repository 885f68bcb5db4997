"""Four people leave, each in a way of their own; the report counts them, and the next letter reaches the fifth."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from crm.accounts.policy import Role
from crm.partners.models import Council
from newsletters.domain.deliver import deliver_batch
from newsletters.models import Mailing
from tests.browser import Site, follow
from tests.factories.mailings import make_mailing
from tests.journeys.admin import sign_in
from tests.journeys.letters import link_in
from tests.newsletters.corpus import RETURN_PATH
from tests.newsletters.hearing import hear_about
from tests.newsletters.smtp import MailServer, run_mail_server

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True)]
EVERYTHING = "Ne plus rien recevoir du conseil"


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    with run_mail_server() as server:
        settings.OUTBOX_DIR, settings.RETURN_ADDRESS = None, RETURN_PATH
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        yield server


@pytest.fixture
def mailing(open_council: Council, mail_server: MailServer) -> Mailing:
    """A letter to five people, taken by their server."""
    made = make_mailing(5)
    deliver_batch(made.pk)
    return made


def received(mail_server: MailServer, number: int) -> EmailMessage:
    address = f"voisine{number}@example.org"
    raw = next(letter.raw for letter in mail_server.received if letter.recipient == address)
    return cast(EmailMessage, message_from_bytes(raw, policy=policy.default))


@pytest.mark.parametrize("width", [360, 1280])
def test_people_leave_by_each_way(site: Site, mailing: Mailing, mail_server: MailServer, width: int) -> None:
    # The mail program's own button: a POST without a cookie.
    one_click = urlsplit(str(received(mail_server, 0)["List-Unsubscribe"]).strip("<>")).path
    answer = Client(enforce_csrf_checks=True).post(one_click, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200

    # The link of the letter, and the page of one's choices.
    page = site.open(link_in(received(mail_server, 1), "/infolettre/preferences/"), width=width, javascript=False)
    page.get_by_role("button", name=EVERYTHING).click()
    expect(page.get_by_role("main")).to_contain_text("Vos choix sont enregistrés")

    # “I did not ask for this”.
    page = site.open(link_in(received(mail_server, 2), "/d/"), width=width, javascript=False)
    page.get_by_role("button", name="Je n’ai rien demandé").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Se désabonner")

    # “This is spam”, which their provider tells us.
    hear_about(mailing.deliveries.get(email="voisine3@example.org"), "yahoo-complaint", now=timezone.now())

    later = make_mailing(1, topics=list(mailing.topics.all()), prefix="autre")
    assert set(later.deliveries.values_list("email", flat=True)) == {"voisine4@example.org", "autre0@example.org"}
    volunteer = sign_in(site, Role.COMMUNICATIONS, width=width)
    volunteer.goto(reverse("mailings:report", args=[mailing.pk]))
    expect(volunteer.get_by_role("main")).to_contain_text("4 personnes se sont désabonnées")
    volunteer.goto("/admin/")
    follow(volunteer.get_by_role("link", name="Voir, et répondre"))
    expect(volunteer.get_by_role("main")).to_contain_text("voisine2@example.org")
