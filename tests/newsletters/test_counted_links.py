"""Links of a letter that are counted: only where the edition asks, only as totals, and never as a way elsewhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from crm.accounts.policy import Role
from crm.partners.models import Council
from newsletters.domain.sending import start_mailing
from newsletters.domain.slots import PREFERENCES_SLOT, SLOT_COUNTS, UNSUBSCRIBE_SLOT
from newsletters.domain.tokens import Purpose, make_token
from newsletters.models import CountedLink, Mailing, NewsletterPage, Topic
from tests.factories import someone_of
from tests.factories.mailings import subscribe_many
from tests.factories.newsletters import newsletter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 16, tzinfo=UTC)
BODY = [
    ("text", '<p>Voir <a href="https://ville.example/plan?a=1&amp;b=2">le <b>plan</b></a>.</p>'),
    ("button", {"label": "Revoir le plan", "page": None, "url": "https://ville.example/plan?a=1&b=2"}),
    ("text", '<p><a href="mailto:bonjour@conseil.example">Écrivez-nous</a></p>'),
]
HREF = re.compile(r'<a\b[^>]*?href="([^"]*)"')


def send(topics: list[Topic], *, counts: bool = True) -> Mailing:
    subscribe_many(topics[0], 2)
    return start_mailing(newsletter(body=BODY, counts_links=counts), topics[:1], None, NOW)


def followed(client: Client, link: CountedLink, **headers: str) -> int:
    client.get(f"/l/{make_token(Purpose.COUNTED_LINK, link.pk)}", headers=headers)
    link.refresh_from_db()
    return link.clicks


def test_nothing_is_counted_unless_an_edition_asks(topics: list[Topic]) -> None:
    mailing = send(topics, counts=False)

    assert not CountedLink.objects.exists()
    assert "/l/" not in mailing.html
    assert 'href="https://ville.example/plan?a=1&amp;b=2"' in mailing.html
    assert "Nous comptons" not in mailing.html


def test_links_of_the_html_lead_through_us_and_those_of_a_person_do_not(topics: list[Topic]) -> None:
    mailing = send(topics)

    links = {link.url: link.words for link in mailing.counted_links.all()}
    assert links == {
        "http://testserver/": "Conseil de quartier des Trois-Ormes",
        f"http://testserver{mailing.page.url}": "Lire sur le site",  # type: ignore[union-attr]
        "https://ville.example/plan?a=1&b=2": "le plan",
    }
    hrefs = HREF.findall(mailing.html)
    assert [href for href in hrefs if "ville.example" in href] == []
    assert sum(href.startswith("http://testserver/l/") for href in hrefs) == 6
    assert (hrefs.count(UNSUBSCRIBE_SLOT), hrefs.count(PREFERENCES_SLOT)) == SLOT_COUNTS
    assert "mailto:bonjour@conseil.example" in hrefs
    assert "https://ville.example/plan?a=1&b=2" in mailing.text
    assert "Nous comptons combien de fois" in mailing.html


def test_every_reader_has_the_same_link(topics: list[Topic]) -> None:
    mailing = send(topics)

    assert mailing.prepared == 2
    assert mailing.counted_links.count() == 3


def test_a_link_leads_to_its_frozen_address_and_adds_one(strict_client: Client, topics: list[Topic]) -> None:
    link = send(topics).counted_links.get(words="le plan")

    answer = strict_client.get(f"/l/{make_token(Purpose.COUNTED_LINK, link.pk)}?url=https://ailleurs.example/")

    assert (answer.status_code, answer["Location"]) == (302, "https://ville.example/plan?a=1&b=2")
    assert answer.cookies == {}
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "private, no-store")
    link.refresh_from_db()
    assert link.clicks == 1
    assert followed(strict_client, link) == 2


def test_what_only_looks_ahead_is_not_counted(strict_client: Client, topics: list[Topic]) -> None:
    link = send(topics).counted_links.get(words="le plan")

    assert strict_client.head(f"/l/{make_token(Purpose.COUNTED_LINK, link.pk)}").status_code == 302
    assert followed(strict_client, link, **{"sec-purpose": "prefetch;prerender"}) == 0
    assert strict_client.post(f"/l/{make_token(Purpose.COUNTED_LINK, link.pk)}").status_code == 403


@pytest.mark.parametrize("token", ["1", "https://ailleurs.example/", make_token(Purpose.COUNTED_LINK, 99)])
def test_a_link_that_nobody_froze_leads_nowhere(strict_client: Client, council: Council, token: str) -> None:
    assert strict_client.get(f"/l/{token}").status_code == 404


def test_a_link_of_another_purpose_leads_nowhere(strict_client: Client, topics: list[Topic]) -> None:
    link = send(topics).counted_links.first()
    assert link

    assert strict_client.get(f"/l/{make_token(Purpose.UNSUBSCRIBE, link.pk)}").status_code == 404
    assert strict_client.get(f"/d/{make_token(Purpose.COUNTED_LINK, link.pk)}").status_code == 404


def test_a_link_outlives_its_mailing_and_a_rotation_of_the_key(
    strict_client: Client, topics: list[Topic], settings: Settings
) -> None:
    mailing = send(topics)
    link = mailing.counted_links.get(words="le plan")
    token = make_token(Purpose.COUNTED_LINK, link.pk)

    mailing.delete()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key for this test alone"

    assert strict_client.get(f"/l/{token}")["Location"] == link.url


def test_a_new_edition_begun_from_the_last_counts_nothing(topics: list[Topic]) -> None:
    page = newsletter(counts_links=True)

    copy = page.copy(update_attrs={"slug": "copie"})

    assert NewsletterPage.objects.get(pk=copy.pk).counts_links is False


def test_the_web_copy_says_it_and_counts_nothing(client: Client, topics: list[Topic]) -> None:
    mailing = send(topics)
    assert mailing.page

    html = client.get(mailing.page.url).content.decode()

    assert "nous comptons combien de fois" in html
    assert "https://ville.example/plan?a=1&amp;b=2" in html
    assert "/l/" not in html
    NewsletterPage.objects.filter(pk=mailing.page.pk).update(counts_links=False)
    assert "nous comptons combien de fois" in client.get(mailing.page.url + "?frais").content.decode()


def test_the_report_tells_totals_with_their_caveat(client: Client, topics: list[Topic]) -> None:
    mailing = send(topics)
    mailing.counted_links.filter(words="le plan").update(clicks=30)
    client.force_login(someone_of(Role.COMMUNICATIONS))

    html = client.get(reverse("mailings:report", args=[mailing.pk])).content.decode()

    cells = re.findall(
        r'<th scope="row">([^<]*)<span class="aftermath__address">[^<]*</span></th><td[^>]*>([^<]*)<', html
    )
    assert cells[0] == ("le plan", "au plus 30")
    assert [times for _words, times in cells[1:]] == ["jamais", "jamais"]
    assert "des programmes qui cherchent des pièges" in html
