"""The local outbox in the browser: letters to look at, on a machine that sends none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from newsletters.domain.deliver import deliver_batch
from newsletters.models import Mailing
from newsletters.relay import open_relay
from newsletters.relay.kept import list_keys, read_kept
from newsletters.relay.outbox import keep_letter, make_maildir
from tests.factories.mailings import make_mailing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


@pytest.fixture
def key(outbox: Path, mailing: Mailing) -> str:
    """The latest of three letters."""
    deliver_batch(mailing.pk)
    return list_keys(outbox)[0]


def test_empty_outbox_says_what_to_do(client: Client, outbox: Path) -> None:
    page = client.get(reverse("outbox"))

    assert page.status_code == 200
    assert "Aucune lettre pour l’instant. Abonnez-vous sur le site" in page.content.decode()


def test_list_shows_the_latest_letter_first(client: Client, outbox: Path, key: str) -> None:
    headings = client.get(reverse("outbox")).context["headings"]

    assert [heading.key for heading in headings] == list_keys(outbox)
    assert [heading.recipient for heading in headings] == [f"voisine{n}@example.org" for n in (2, 1, 0)]
    assert {heading.subject for heading in headings} == {"L’infolettre de mai"}


def test_letter_shows_its_text_headers_and_source(client: Client, outbox: Path, key: str) -> None:
    page = client.get(reverse("outbox_letter", args=[key]))

    letter = read_kept(outbox, key)
    assert letter is not None
    assert page.context["letter"] == letter
    assert ("To", "voisine2@example.org") in letter.headers
    assert letter.text.startswith("Bonjour!")
    assert letter.source.startswith("Return-Path: <infolettre@conseil.example>\r\nDelivered-To: voisine2@example.org")
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_hour_of_a_letter_is_that_of_the_council(client: Client, outbox: Path) -> None:
    make_maildir(outbox)
    key = keep_letter(outbox, "a@example.org", "b@example.org", b"Date: Thu, 14 May 2026 16:05:00 -0000\r\n\r\nA")

    assert "14\xa0mai 2026, 12\xa0h\xa05" in client.get(reverse("outbox")).content.decode()
    assert "14\xa0mai 2026, 12\xa0h\xa05" in client.get(reverse("outbox_letter", args=[key])).content.decode()


def test_html_of_a_letter_runs_nothing(client: Client, outbox: Path) -> None:
    hostile = b"Subject: x\r\nContent-Type: text/html\r\n\r\n<html><head></head><script>alert(1)</script></html>\r\n"
    with open_relay() as relay:
        relay.send("nous@conseil.example", "voisine@example.org", hostile)

    page = client.get(reverse("outbox_html", args=list_keys(outbox)))

    assert page.content.decode().startswith('<html><head><base target="_blank"></head>')
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("key", ["1.1_1.parvis", "..", "%2e%2e%2fdb.sqlite3", "autre"])
@pytest.mark.parametrize("name", ["outbox_letter", "outbox_html"])
def test_only_letters_of_the_outbox_are_shown(client: Client, outbox: Path, name: str, key: str) -> None:
    assert client.get(reverse(name, args=[key])).status_code == 404


def test_in_production_the_page_does_not_exist() -> None:
    """Asked of a process of its own, on production settings, even with an outbox in the place of a mail server."""
    ask = (
        "import django; django.setup()\n"
        "from django.urls import NoReverseMatch, reverse\n"
        "try: print(reverse('outbox'))\n"
        "except NoReverseMatch: print('none')\n"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": "x" * 60,
        "ADDRESS_HASH_KEY": "y" * 60,
        "BASE_URL": "https://www.conseil.example",
        "ALLOWED_HOSTS": "www.conseil.example",
        "DATABASE_URL": "sqlite://:memory:",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "EMAIL_URL": "outbox:///tmp/parvis",
        "DEFAULT_FROM_EMAIL": "infolettre@conseil.example",
    }
    answer = subprocess.run(
        [sys.executable, "-c", ask], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "none"


@pytest.mark.parametrize("people", [1, 3])
def test_list_asks_the_database_as_much_for_three_letters_as_for_one(
    client: Client, outbox: Path, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    deliver_batch(make_mailing(people).pk)
    client.get(reverse("outbox"))

    with django_assert_num_queries(4):
        client.get(reverse("outbox"))
