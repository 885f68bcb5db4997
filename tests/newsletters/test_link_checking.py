"""The links of a letter are asked for before it leaves: our own, a real server on loopback, and nobody private."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.pages.models import StandardPage
from crm.accounts.policy import Role
from crm.events.fetching import is_public
from crm.partners.models import Council
from newsletters import link_checking
from newsletters.domain.link_states import WORDS, LinkState, addresses_to_ask, findings_of
from newsletters.domain.part_links import Link
from newsletters.link_checking import check_links, known_states
from newsletters.models import Mailing, NewsletterPage
from newsletters.tasks import check_links_task
from tests.factories import EventFactory, SubscriptionFactory, add_page, someone_of
from tests.factories.newsletters import newsletter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

STATUSES = {
    "/bien": 200,
    "/qu%C3%A9bec%20en%20mai": 200,
    "/perdu": 404,
    "/parti": 410,
    "/panne": 503,
    "/robots": 403,
    "/trop": 429,
}


class Elsewhere(BaseHTTPRequestHandler):
    """Somebody else's site; it remembers what it was asked."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(302 if self.path in {"/rond", "/dedans", "/accents"} else STATUSES.get(self.path, 404))
        if self.path == "/rond":
            self.send_header("Location", "/rond")
        if self.path == "/dedans":
            self.send_header("Location", "http://10.0.0.1/interne")
        if self.path == "/accents":
            self.send_header("Location", "/québec en mai".encode().decode("latin-1"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    Elsewhere.asked.clear()
    running = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def here_too(address: Any) -> bool:
    """Loopback stands for the Internet; the rest is as always."""
    return str(address) == "127.0.0.1" or is_public(address)


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/bien", LinkState.FINE),
        ("/perdu", LinkState.GONE),
        ("/parti", LinkState.GONE),
        ("/panne", LinkState.FAILING),
        ("/robots", LinkState.UNSURE),
        ("/trop", LinkState.UNSURE),
        ("/rond", LinkState.ENDLESS),
        ("/dedans", LinkState.PRIVATE),
        ("/québec en mai", LinkState.FINE),
        ("/qu%C3%A9bec%20en%20mai", LinkState.FINE),
        ("/accents", LinkState.FINE),
    ],
)
def test_others_pages_are_asked_for(elsewhere: str, path: str, state: LinkState) -> None:
    assert check_links([elsewhere + path], allows=here_too) == {elsewhere + path: state}


def test_private_addresses_are_never_reached(elsewhere: str) -> None:
    hrefs = [elsewhere + "/bien", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://10.1.2.3/"]
    assert set(check_links(hrefs).values()) == {LinkState.PRIVATE}
    assert Elsewhere.asked == []


def test_name_that_nobody_has_and_port_that_nobody_hears() -> None:
    hrefs = ["https://rien.invalid/", "http://127.0.0.1:9/"]
    assert check_links(hrefs, allows=here_too) == {hrefs[0]: LinkState.UNKNOWN, hrefs[1]: LinkState.SILENT}


def test_what_takes_too_long_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(link_checking, "MOST_SECONDS", 0.2)
    monkeypatch.setattr(link_checking, "look_up", lambda href, allows: (never.wait(10) and 200) or 200)
    try:
        assert check_links(["https://lent.example/"]) == {"https://lent.example/": LinkState.SILENT}
    finally:
        never.set()


def test_what_was_found_is_kept_and_not_asked_again(elsewhere: str) -> None:
    href = elsewhere + "/bien"
    assert known_states([href]) == {}
    for _time in range(2):
        check_links([href], allows=here_too)
    assert Elsewhere.asked == ["/bien"]
    assert known_states([href, "https://autre.example/"]) == {href: LinkState.FINE}


def test_our_own_pages_are_asked_for_without_leaving() -> None:
    page = newsletter()
    event = EventFactory(slug="fete")
    closed = add_page(StandardPage, "Fermée")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    expected = {
        page.url: LinkState.FINE,
        page.url.rstrip("/"): LinkState.FINE,
        event.get_absolute_url(): LinkState.FINE,
        event.get_absolute_url().replace("/fete/", "/fetes/"): LinkState.OUR_PAGE_GONE,
        f"{project.BASE_URL}/nulle-part/": LinkState.OUR_PAGE_GONE,
        f"{project.BASE_URL}/": LinkState.FINE,
        project.BASE_URL: LinkState.FINE,
        "/infolettre/abonnement/?sujet=fêtes": LinkState.FINE,
        "/media/rien.jpg": LinkState.OUR_PAGE_GONE,
        f"{project.BASE_URL}/admin/pages/{page.pk}/edit/": LinkState.SIGN_IN,
        closed.url: LinkState.SIGN_IN,
    }
    assert check_links(list(expected)) == expected


@pytest.mark.parametrize("name", ["fête des voisins", "f%C3%AAte%20des%20voisins"])
def test_our_own_addresses_may_have_accents(name: str) -> None:
    add_page(StandardPage, "Fête", slug="fête")
    kept = default_storage.save("fête des voisins.txt", ContentFile(b"Bonjour"))
    try:
        ours = [f"{project.BASE_URL}/f{rest}te/" for rest in ("ê", "%C3%AA")] + [f"{project.MEDIA_URL}{name}.txt"]
        assert set(check_links(ours).values()) == {LinkState.FINE}
    finally:
        default_storage.delete(kept)


def test_our_addresses_come_first_and_only_web_addresses_are_asked_for() -> None:
    hrefs = ["https://a.example/", "mailto:a@b.example", "/agenda/", "tel:+14185550142", "", "https://a.example/"]
    assert addresses_to_ask([Link(href, "") for href in hrefs]) == ["/agenda/", "https://a.example/"]


def test_each_state_is_said_with_its_block_and_ours_alone_stop() -> None:
    links = [Link(f"https://a.example/{state}", "", block_id=state) for state in LinkState]
    found = list(findings_of(links, {f"https://a.example/{state}": state for state in LinkState}))
    assert [finding.block_id for finding in found] == [state.value for state in LinkState if state in WORDS]
    assert {finding.block_id for finding in found if finding.level == "error"} == {"our_page_gone", "sign_in"}
    assert all("https://a.example/" in finding.message for finding in found)
    assert list(findings_of(links, {})) == []


# --- on the screen ----------------------------------------------------------------------------------


@pytest.fixture
def volunteer(client: Client) -> Client:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    return client


def linking_to(href: str) -> NewsletterPage:
    return newsletter(body=[("text", f'<p><a href="{href}">Les plans</a></p>')])


def test_screen_waits_for_the_links_then_says_that_they_answer(volunteer: Client) -> None:
    page = linking_to("/infolettre/abonnement/")
    screen, links = (reverse(name, args=[page.pk]) for name in ("newsletter_send", "newsletter_links"))
    assert "On vérifie 1 lien…" in volunteer.get(screen).content.decode()
    waiting = volunteer.get(links)
    assert 'hx-get="' + links + '?tour=1"' in waiting.content.decode()
    for _run in range(2):
        check_links_task(page.pk)
    answered = volunteer.get(links)
    assert "Le lien répond." in answered.content.decode()
    assert "hx-get" not in answered.content.decode()
    assert "HX-Refresh" not in answered.headers
    assert "Le lien répond." in volunteer.get(screen).content.decode()


def test_link_to_nowhere_is_listed_with_its_block_and_keeps_the_letter_in(volunteer: Client) -> None:
    page = linking_to("/nulle-part/")
    topic = SubscriptionFactory().topic
    check_links_task(page.pk)
    assert volunteer.get(reverse("newsletter_links", args=[page.pk])).headers["HX-Refresh"] == "true"
    screen = reverse("newsletter_send", args=[page.pk])
    html = volunteer.get(screen, {"topics": topic.pk}).content.decode()
    assert "Cette page du site n’existe pas\u00a0: /nulle-part/" in html
    assert f"/edit/#block-{page.body[0].id}-section" in html
    refused = volunteer.post(screen, {"topics": topic.pk, "read": "on"}).content.decode()
    assert "un lien de la lettre est à corriger d’abord" in refused
    assert not Mailing.objects.exists()


def test_link_that_does_not_answer_asks_to_be_read(volunteer: Client) -> None:
    page = linking_to("https://rien.invalid/")
    topic = SubscriptionFactory().topic
    check_links_task(page.pk)
    screen = reverse("newsletter_send", args=[page.pk])
    assert "Rien n’a été envoyé" in volunteer.post(screen, {"topics": topic.pk}).content.decode()
    volunteer.post(screen, {"topics": topic.pk, "read": "on"})
    assert Mailing.objects.exists()


def test_screen_does_not_wait_for_ever(volunteer: Client) -> None:
    page = linking_to("/infolettre/abonnement/")
    links = reverse("newsletter_links", args=[page.pk])
    late = volunteer.get(links, {"tour": "20"}).content.decode()
    assert "Les liens n’ont pas pu être vérifiés" in late
    assert "hx-get" not in late
    assert "hx-get" in volunteer.get(links, {"tour": "beaucoup"}).content.decode()


def test_task_of_a_newsletter_that_is_gone_does_nothing() -> None:
    check_links_task(999)


@pytest.mark.parametrize("role", [Role.BOARD, Role.READING])
def test_others_do_not_ask(client: Client, council: Council, role: Role) -> None:
    page = linking_to("/agenda/")
    client.force_login(someone_of(role))
    assert client.get(reverse("newsletter_links", args=[page.pk])).status_code in {302, 403}
