"""The poster of an edition: what stands on one letter sheet, whatever was written, and a PDF where one can be made."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from wagtail.models import PageViewRestriction

from crm.events import pdf
from crm.events.domain.qr_codes import draw_code
from crm.events.pdf import PdfUnavailable
from crm.partners.models import Council
from newsletters.domain.content import EventsPart, HeadingPart, NewsLine, NewsPart, Paragraph, Run, TextPart
from newsletters.domain.edition_poster import LONGEST_STORY, lay_out_poster, shorten
from newsletters.models import IssueErratum
from newsletters.views.edition_poster import TEMPLATE, poster_context
from tests.axe import violations_everywhere
from tests.browser import Site
from tests.factories import EventFactory, complete_council
from tests.factories.newsletters import newsletter, newsletter_index
from tests.newsletters.letters import EVENT, OFF, PARTS, SITE, issue
from tests.pages.test_poster import can_make_pdf

SENTENCE = "Une soirée pour numériser les photographies anciennes du quartier, et raconter ce qu’on y voit. "


def written(title: int = 20, preheader: int = 60, events: int = 3, stories: int = 3, length: int = 60) -> dict:
    """The fields and parts of a letter of these lengths, in characters."""
    words = (SENTENCE * 9)[:length]
    lines = tuple(replace(EVENT, title=words, url=f"/{n}/", where=words, until=words) for n in range(events))
    news = tuple(NewsLine(words, f"/n{n}/", "2 mai 2026", words) for n in range(stories))
    parts = [EventsPart("À l’agenda", lines), NewsPart("Nouvelles", news)]
    return {"content": issue(*parts, title=(SENTENCE * 3)[:title], preheader=(SENTENCE * 2)[:preheader])}


def test_poster_tells_each_event_once_in_order_then_the_stories() -> None:
    poster = lay_out_poster(
        issue(
            PARTS["event"],
            HeadingPart("Trois plans"),
            TextPart((Paragraph((Run("Bonjour."),)), Paragraph((Run("un"),), "•"))),
            PARTS["divider"],
            PARTS["call"],
            EventsPart("À l’agenda", (replace(OFF, url="/off/"), EVENT)),
        ),
        SITE,
    )

    assert [event.url for event in poster.columns[0].events] == ["/off/", EVENT.url]
    assert [(story.kicker, story.title, story.words, story.until) for story in poster.columns[1].stories] == [
        ("", "Trois plans", "Bonjour. • un", ""),
        ("Appel aux bénévoles", "Deux heures", "Voir le plan • un", "D’ici le 2 mai 2026"),
    ]
    assert poster.left_out == 0


def test_every_kind_of_part_is_read() -> None:
    for kind, part in PARTS.items():
        poster = lay_out_poster(issue(part), SITE)
        is_said = any(column.events or column.stories for column in poster.columns)
        assert is_said == (kind not in {"heading", "image", "button", "divider"}), kind


def test_stories_give_way_to_their_titles_before_any_is_left_out() -> None:
    few, many, crowd = (lay_out_poster(written(stories=n, length=100)["content"], SITE) for n in (2, 6, 40))

    assert [bool(story.words) for story in few.columns[1].stories] == [True, True]
    assert [bool(story.words) for story in many.columns[1].stories][:2] == [True, True]
    assert not many.columns[1].stories[-1].words
    assert crowd.left_out > 30
    assert len(crowd.columns[1].stories) >= len(many.columns[1].stories)


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("Deux mots.", "Deux mots."),
        ("a" * 120 + ". " + "b" * 100, "a" * 120 + "."),
        ("mot " * 60, ("mot " * 47).rstrip() + "…"),
        ("x" * 300, "x" * 95 + "…"),
    ],
)
def test_a_long_story_ends_at_a_sentence_or_at_a_word(words: str, short: str) -> None:
    assert shorten(words) == short


@pytest.mark.django_db
@pytest.mark.parametrize(
    "lengths",
    [
        {},
        {"title": 200, "preheader": 150},
        {"title": 36, "preheader": 0, "events": 12, "length": 20},
        {"title": 70, "stories": 20, "length": 190},
        {"title": 110, "events": 0, "stories": 14, "length": 120},
        {"title": 30, "events": 20, "stories": 0, "length": 90},
        {"events": 1, "stories": 1, "length": 250},
        {"events": 30, "stories": 30, "length": 15},
        {"title": 110, "stories": 14, "length": 120, "errata": 5},
        {"events": 12, "stories": 1, "length": 60},
        {"events": 14, "stories": 2, "length": 40, "errata": 1},
    ],
)
def test_whatever_is_written_the_poster_is_one_sheet(council: Council, lengths: dict[str, int]) -> None:
    if not can_make_pdf():
        assert os.environ.get("PARVIS_CI") != "1"
        return
    corrections = [f"Erratum, 6 mai 2026\u00a0: {SENTENCE * 3}"] * lengths.pop("errata", 0)
    context = poster_context(newsletter()) | written(**lengths)
    address = "https://x.example/" + "a" * 150
    context |= {
        "poster": lay_out_poster(context["content"], address, corrections),
        "code": draw_code(address),
        "address": address,
    }

    html = render_to_string(TEMPLATE, {**context, "is_pdf": True})

    assert len(pdf.lay_out(html).pages) == 1


def test_what_the_agenda_cannot_hold_stands_over_the_stories_where_there_is_place() -> None:
    short = lay_out_poster(written(events=8, stories=1, length=15)["content"], SITE)
    long = lay_out_poster(written(events=8, stories=8, length=190)["content"], SITE)

    agenda, beside = short.columns
    assert [event.url for event in (*agenda.events, *beside.events)] == [f"/{n}/" for n in range(8)]
    assert (len(beside.events) > 0, len(beside.stories), short.left_out) == (True, 1, 0)
    assert long.columns[1].events == ()


def test_the_last_corrections_come_first_and_the_others_are_on_the_site() -> None:
    few = lay_out_poster(written(events=1, stories=1)["content"], SITE, ["un"])
    many = lay_out_poster(written(events=1, stories=1)["content"], SITE, ["un", "deux", "trois", SENTENCE * 4])

    assert (few.corrections, few.left_out) == (("un",), 0)
    assert (many.corrections[:2], many.left_out) == (("deux", "trois"), 1)
    assert len(many.corrections[2]) <= LONGEST_STORY + 1


@pytest.mark.django_db
def test_a_poster_printed_after_an_erratum_says_it(client: Client, council: Council) -> None:
    page = newsletter()
    IssueErratum.objects.create(
        page=page, words="La fête a lieu <le 21>.", published_at=datetime(2026, 5, 6, 16, tzinfo=UTC)
    )

    html = client.get(f"/infolettre/edition/{page.pk}/affiche/").content.decode()

    assert "La fête a lieu &lt;le 21&gt;." in html.replace("\u00a0", " ")
    assert "6\u00a0mai 2026" in html


@pytest.mark.django_db
def test_poster_leads_to_the_web_copy_which_leads_to_it(client: Client, council: Council) -> None:
    page = newsletter(title="Le printemps")
    address = f"/infolettre/edition/{page.pk}/affiche/"

    sheet = BeautifulSoup(client.get(address).content, "html.parser")

    assert [found.get_text() for found in sheet.select("h1, .edition__story p, .address")] == [
        "Le printemps",
        "Bonjour à vous.",
        f"http://testserver{page.url}",
    ]
    assert sheet.select_one(f"path[d='{draw_code(f'http://testserver{page.url}').path}']") is not None
    assert f'href="{address}"' in client.get(page.url).content.decode()
    assert client.get(address).cookies == {}


@pytest.mark.django_db
def test_a_draft_and_a_private_edition_have_no_poster(client: Client, council: Council) -> None:
    draft, private = newsletter(), newsletter()
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    for page in (draft, private):
        for end in ("affiche/", "affiche.pdf"):
            assert client.get(f"/infolettre/edition/{page.pk}/{end}").status_code == 404


@pytest.mark.django_db
def test_the_pdf_is_kept_or_a_sentence_says_why_not(client: Client, council: Council) -> None:
    address = f"/infolettre/edition/{newsletter().pk}/affiche.pdf"
    response = client.get(address)
    if can_make_pdf():
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        assert response.content.startswith(b"%PDF-")
        assert client.get(address).content == response.content
    other = f"/infolettre/edition/{newsletter().pk}/affiche.pdf"
    with patch.object(pdf, "_load", side_effect=PdfUnavailable):
        without = client.get(other)
    assert without.status_code == 503
    assert "Ce site ne peut pas faire de PDF pour le moment" in without.content.decode()


def test_nothing_stands_in_the_way_of_the_poster_and_the_archive(site: Site) -> None:
    complete_council()
    page = newsletter(body=[("heading", "Trois plans"), ("text", "<p>Bonjour à vous.</p>")])
    EventFactory()

    for path in (f"/infolettre/edition/{page.pk}/affiche/", newsletter_index().url, page.url):
        assert violations_everywhere(site, path) == []
