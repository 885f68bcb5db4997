"""Every view of a newsletter before it leaves; nobody's real link is in any of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from crm.accounts.policy import Role
from crm.partners.models import Council
from newsletters.audit import CONSULT
from newsletters.domain.previewing import SAMPLE_TOKEN, preview_letter
from newsletters.domain.tokens import BadToken, Purpose, read_token
from newsletters.enums import SubscriptionState
from newsletters.models import NewsletterPage, Subscription
from tests.factories import SubscriptionFactory, TopicFactory, make_picture, someone_of
from tests.factories.newsletters import newsletter
from tests.html import html_errors

NOW = datetime(2026, 5, 4, 16, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def volunteer(client: Client, council: Council) -> Client:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    return client


def screen(page: NewsletterPage, query: str = "") -> str:
    return reverse("newsletter_preview", args=[page.pk]) + query


def with_picture() -> NewsletterPage:
    image = {"image": make_picture(), "alt": "La rue", "decorative": False, "caption": ""}
    return newsletter(body=[("text", "<p>Bonjour.</p>"), ("image", image)])


def test_letter_by_night_and_by_day_does_not_depend_on_who_looks(council: Council) -> None:
    page = newsletter()
    day, night = (preview_letter(page, NOW, is_dark=dark).html for dark in (False, True))
    assert ("@media not all" in day, "@media all" in night) == (True, True)
    assert not any("prefers-color-scheme" in html for html in (day, night))
    assert 'name="color-scheme" content="light"' in day
    assert 'name="color-scheme" content="dark"' in night


def test_letter_with_images_blocked_asks_for_none_and_keeps_their_words(council: Council) -> None:
    page = with_picture()
    assert 'src="' in preview_letter(page, NOW).html
    bare = preview_letter(page, NOW, has_images=False).html
    assert "src=" not in bare
    assert 'alt="La rue"' in bare


def test_preview_is_valid_html_whose_links_open_beside_it(council: Council) -> None:
    for fields in ({}, {"is_dark": True}, {"has_images": False}):
        html = preview_letter(with_picture(), NOW, **fields).html
        assert html_errors(html) == []
        assert '<base target="_blank">' in html


@pytest.mark.parametrize("view", ["large", "etroit", "texte", "page", "n’importe quoi"])
def test_every_view_says_the_latest_draft(volunteer: Client, view: str) -> None:
    page = newsletter(body=[("text", "<p>Publié.</p>")])
    page.body = [("text", "<p>Brouillon.</p>")]
    page.save_revision()
    html = volunteer.get(screen(page), {"vue": view, "nuit": "1", "images": "0"}).content.decode()
    assert ("Brouillon." in html, "Publié." in html) == (True, False)
    assert "PARVISx" not in html
    assert ('width="360"' in html) == (view == "etroit")
    assert ("<pre" in html) == (view == "texte")


def test_letter_is_shown_as_someone_gets_it_with_links_that_open_nothing(volunteer: Client) -> None:
    topic = TopicFactory(name="Activités")
    reader = SubscriptionFactory(topic=topic).subscriber
    SubscriptionFactory(subscriber=reader, topic=TopicFactory(name="Quittés"), state=SubscriptionState.LEFT)
    page = newsletter()
    answer = volunteer.post(screen(page), {"address": f" {reader.email.upper()} "})
    assert answer.headers["Location"] == screen(page, f"?vue=large&personne={reader.pk}")
    assert reader.email not in answer.headers["Location"]
    html = volunteer.get(answer.headers["Location"]).content.decode()
    assert f"Telle que {reader.email} la recevrait." in html
    assert "au sujet Activités." in html
    assert "Quittés" not in html
    assert ModelLogEntry.objects.filter(action=CONSULT, object_id=str(reader.pk)).count() == 1
    for view in ("large", "texte"):
        shown = volunteer.get(screen(page), {"vue": view, "personne": reader.pk}).content.decode()
        links = set(re.findall(r"(?:/d/|/preferences/)([\w-]+)", shown))
        assert links == {SAMPLE_TOKEN}


@pytest.mark.parametrize("purpose", Purpose)
def test_sample_link_is_nobodys(client: Client, council: Council, purpose: Purpose) -> None:
    subscription = SubscriptionFactory()
    with pytest.raises(BadToken):
        read_token(purpose, SAMPLE_TOKEN)
    for address in (f"/d/{SAMPLE_TOKEN}", f"/infolettre/preferences/{SAMPLE_TOKEN}/"):
        client.get(address)
        client.post(address)
    assert Subscription.objects.get(pk=subscription.pk).state == SubscriptionState.ACTIVE


def test_unknown_address_is_said(volunteer: Client) -> None:
    page = newsletter()
    for address in ("personne@example.org", "n’importe quoi", ""):
        html = volunteer.post(screen(page), {"address": address}, follow=True).content.decode()
        assert "Personne n’est abonné avec cette adresse." in html


def test_who_writes_without_seeing_subscribers_sees_nobodys_letter(client: Client, council: Council) -> None:
    reader = SubscriptionFactory().subscriber
    page = newsletter()
    client.force_login(someone_of(Role.BOARD))
    html = client.get(screen(page), {"personne": reader.pk}).content.decode()
    assert reader.email not in html
    assert "Comme une personne abonnée" not in html
    client.post(screen(page), {"address": reader.email})
    assert not ModelLogEntry.objects.filter(action=CONSULT).exists()


@pytest.mark.parametrize("role", [Role.READING, Role.ARCHIVES])
def test_others_see_no_preview(client: Client, council: Council, role: Role) -> None:
    page = newsletter()
    client.force_login(someone_of(role))
    assert client.get(screen(page)).status_code in {302, 403}


def test_ways_keep_what_is_shown_otherwise(volunteer: Client) -> None:
    page = newsletter()
    html = volunteer.get(screen(page), {"vue": "etroit", "nuit": "1"}).content.decode()
    ways = dict(re.findall(r'<a href="[^"]*\?([^"]*)"( aria-current="true")?>', html))
    assert {query for query, current in ways.items() if current} == {"vue=etroit&amp;nuit=1"}
    assert "vue=etroit&amp;nuit=1&amp;images=0" in ways
    assert "vue=texte&amp;nuit=1" in ways


def test_editor_and_lists_lead_there(volunteer: Client) -> None:
    page = newsletter()
    for address in (reverse("wagtailadmin_pages:edit", args=[page.pk]), "/admin/newsletters/"):
        assert screen(page) in volunteer.get(address).content.decode()


@pytest.mark.parametrize("mode", ["night", "bare"])
def test_editor_has_these_previews_too(council: Council, mode: str) -> None:
    answer: Any = with_picture().make_preview_request(preview_mode=mode)
    html = answer.content.decode()
    assert ("@media all" in html) == (mode == "night")
    assert ("src=&quot;" in html) == (mode == "night")
