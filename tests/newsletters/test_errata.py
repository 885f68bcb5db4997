"""A newsletter that has left is corrected by a dated erratum; what was sent stays, word for word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from crm.accounts.policy import Role
from newsletters.domain.errata import ErratumRefused, places_of, publish_erratum
from newsletters.domain.sending import start_mailing
from newsletters.models import IssueErratum, Mailing, NewsletterPage
from tests.factories import TopicFactory, someone_of
from tests.factories.mailings import subscribe_many
from tests.factories.newsletters import newsletter
from tests.newsletters.posting import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

LATER = START + timedelta(days=2)


@pytest.fixture
def sent() -> NewsletterPage:
    topic = TopicFactory()
    subscribe_many(topic, 1)
    page = newsletter(
        title="Mai au quartier", body=[("heading", "La fête"), ("text", "<p>Elle a lieu le <b>12</b> mai.</p>")]
    )
    start_mailing(page, [topic], None, START)
    return NewsletterPage.objects.get(pk=page.pk)


def test_the_places_are_those_of_what_was_sent(sent: NewsletterPage) -> None:
    assert [(place.number, place.words) for place in places_of(sent)] == [
        (0, "La fête"),
        (1, "Elle a lieu le 12 mai."),
    ]
    assert places_of(newsletter()) == []


def test_shown_at_the_top_and_at_its_place_with_the_original_words(
    client: Client, sent: NewsletterPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before, letter = sent.frozen_content, Mailing.objects.get().html
    client.get(sent.url)  # kept by the cache of pages from now on

    with django_capture_on_commit_callbacks(execute=True):
        erratum = publish_erratum(sent, 1, "La fête a lieu le 21 mai.", None, LATER)

    html = client.get(sent.url).content.decode()
    words = html.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
    assert words.count("La fête a lieu le 21 mai.") == 2
    assert "16 mai 2024" in words
    assert f'href="#erratum-{erratum.pk}"' in html
    assert html.count(f'id="erratum-{erratum.pk}"') == 1
    assert "<strong>12</strong>" in html or "<b>12</b>" in html
    assert words.index("<h1>") < words.index("21 mai") < words.index("La fête</h2>") < words.rindex("21 mai")
    assert erratum.original == "Elle a lieu le 12 mai."
    assert NewsletterPage.objects.get().frozen_content == before
    assert Mailing.objects.get().html == letter


def test_one_of_the_whole_letter_stands_at_the_top_alone(client: Client, sent: NewsletterPage) -> None:
    publish_erratum(sent, None, "Le téléphone est le 418 555-0142.", None, LATER)

    assert client.get(sent.url).content.decode().replace("\xa0", " ").count("418 555-0142.") == 1


def test_without_erratum_the_page_says_nothing(client: Client, sent: NewsletterPage) -> None:
    assert "rratum" not in client.get(sent.url).content.decode()


def test_the_same_correction_sent_twice_is_one_erratum(sent: NewsletterPage) -> None:
    first, again = (publish_erratum(sent, 1, words, None, LATER) for words in ("Le 21 mai.", " Le 21 mai. "))
    other = publish_erratum(sent, None, "Le 21 mai.", None, LATER)

    assert first == again
    assert list(IssueErratum.objects.all()) == [first, other]


def test_refused_without_words_elsewhere_or_before_it_left(sent: NewsletterPage) -> None:
    for page, part, words in ((sent, 1, " "), (sent, 7, "Non."), (newsletter(), None, "Non.")):
        with pytest.raises(ErratumRefused, match="Rien n’a été publié"):
            publish_erratum(page, part, words, None, LATER)
    assert not IssueErratum.objects.exists()


def test_editor_of_what_has_left_leads_to_the_erratum_and_saves_nothing(client: Client, sent: NewsletterPage) -> None:
    person = someone_of(Role.COMMUNICATIONS)
    client.force_login(person)
    edit, url = reverse("wagtailadmin_pages:edit", args=[sent.pk]), reverse("newsletter_erratum", args=[sent.pk])

    assert client.get(edit).headers["Location"] == url
    answer = client.post(edit, {"title": "Juin", "slug": sent.slug, "action-publish": "1"})
    assert answer.headers["Location"] == url
    assert NewsletterPage.objects.get().title == "Mai au quartier"

    shown = client.get(url).content.decode()
    assert "Ce que les gens ont reçu ne peut plus changer" in shown
    client.post(url, {"place": "1", "words": "C’est le 21."})
    silent = client.post(url, {"place": "", "words": ""}).content.decode()
    assert "Rien n’a été publié" in silent.replace("\xa0", " ")
    erratum = IssueErratum.objects.get()
    assert (erratum.part, erratum.words, erratum.published_by) == (1, "C’est le 21.", person)


def test_a_newsletter_that_has_not_left_is_edited_as_before(client: Client) -> None:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    page = newsletter()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])

    assert client.get(edit).status_code == 200
    assert client.get(reverse("newsletter_erratum", args=[page.pk])).headers["Location"] == edit


def test_who_may_not_publish_publishes_none(client: Client, sent: NewsletterPage) -> None:
    client.force_login(someone_of(Role.BOARD))
    url = reverse("newsletter_erratum", args=[sent.pk])

    assert "Publier cet erratum" not in client.get(url).content.decode()
    assert client.post(url, {"words": "Non."}).status_code in {302, 403}
    client.force_login(someone_of(Role.READING))
    assert client.get(url).status_code in {302, 403}
    assert not IssueErratum.objects.exists()


def test_what_search_engines_show_may_still_be_written_and_nothing_else(
    client: Client, sent: NewsletterPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    reader, editor = Client(), client
    reader.get(sent.url)  # kept by the cache of pages from now on
    editor.force_login(someone_of(Role.COMMUNICATIONS))
    url = reverse("newsletter_description", args=[sent.pk])
    assert f"http://testserver{sent.url}" in editor.get(reverse("newsletter_erratum", args=[sent.pk])).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url, {"description": "La fête du\nquartier, en mai.", "slug": "ailleurs", "title": "Juin"})

    page = NewsletterPage.objects.get()
    assert (page.search_description, page.slug, page.title) == (
        "La fête du quartier, en mai.",
        sent.slug,
        "Mai au quartier",
    )
    assert '<meta name="description" content="La fête du quartier, en mai.">' in reader.get(sent.url).content.decode()
    editor.post(url, {"description": "x" * 301})
    assert NewsletterPage.objects.get().search_description == "La fête du quartier, en mai."


def test_who_may_not_publish_describes_nothing(client: Client, sent: NewsletterPage) -> None:
    client.force_login(someone_of(Role.BOARD))

    assert client.post(reverse("newsletter_description", args=[sent.pk]), {"description": "Non."}).status_code in {
        302,
        403,
    }
    assert NewsletterPage.objects.get().search_description == ""
