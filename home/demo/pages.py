"""Builds the demo council's pages below the front page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.pages.models import AgendaPage, DirectoryPage, NewsIndexPage, NewsPage, RegisterPage, StandardPage
from crm.partners.models import Picture
from home.demo.letters import LETTERS, TEMPLATE, TEMPLATE_NAME, DemoLetter
from home.demo.post import post_to_readers
from home.demo.stories import LASTING_PAGES, STORIES, LastingPage, Story
from home.models import HomePage
from newsletters.models import IssueTemplate, NewsletterIndexPage, NewsletterPage

Block = tuple[str, Any]


def build_pages(pictures: dict[str, Picture], now: datetime) -> None:
    """Add every page of the demo, published, with the dates it would have had."""
    front = HomePage.objects.get()
    front.title = front.draft_title = "Trois-Ormes"
    front.save_revision().publish()
    add_page(
        front,
        AgendaPage(title="Agenda", slug="agenda", introduction="Les assemblées sont publiques, les activités aussi."),
    )
    news = add_page(front, NewsIndexPage(title="Nouvelles", slug="nouvelles"))
    for story in reversed(STORIES):
        _tell(news, story, pictures, now)
    for lasting in LASTING_PAGES:
        _write(front, lasting)
    add_page(
        front,
        DirectoryPage(title="Répertoire", slug="repertoire", introduction="Qui fait quoi dans le quartier, et où."),
    )
    add_page(
        front,
        RegisterPage(
            title="Décisions",
            slug="decisions",
            introduction="Ce que le conseil a décidé depuis deux ans, à qui il l’a demandé, et ce qu’on lui a répondu.",
        ),
    )
    archive = add_page(
        front,
        NewsletterIndexPage(
            title="Infolettres", slug="infolettres", introduction="Une lettre par mois, parfois deux quand ça presse."
        ),
    )
    IssueTemplate.objects.create(name=TEMPLATE_NAME, body=list(TEMPLATE), changed_at=now)
    for letter in LETTERS:
        _compose(archive, letter, pictures, now)


def add_page(parent: Page, page: Page, *, in_menu: bool = True) -> Page:
    """Publish ``page`` below ``parent``."""
    page.show_in_menus = in_menu
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _tell(news: Page, story: Story, pictures: dict[str, Picture], now: datetime) -> None:
    page = NewsPage(
        title=story.title,
        slug=story.slug,
        dated_on=timezone.localdate(now - timedelta(days=story.days_ago)),
        summary=story.summary,
        image=pictures.get(story.drawing),
        image_alt=story.drawing_alt,
        body=[_paragraphs(story.paragraphs)],
    )
    add_page(news, page, in_menu=False)


def _write(front: Page, lasting: LastingPage) -> None:
    body: list[Block] = [_paragraphs(lasting.paragraphs)] if lasting.paragraphs else []
    if lasting.table:
        body.append(("table", _table(lasting)))
    if lasting.closing:
        body.append(_paragraphs(lasting.closing))
    if lasting.shows_network:
        body.append(("who_sits", {"title": "Qui siège où?", "scope": "around"}))
    page = StandardPage(title=lasting.title, slug=lasting.slug, introduction=lasting.introduction, body=body)
    add_page(front, page, in_menu=lasting.in_menu)


def _compose(archive: Page, letter: DemoLetter, pictures: dict[str, Picture], now: datetime) -> None:
    stories = {news.slug: news for news in NewsPage.objects.filter(slug__in=letter.stories)}
    body = letter.body(pictures, stories)
    page = NewsletterPage(title=letter.title, slug=letter.slug, preheader=letter.preheader, body=body)
    add_page(archive, page, in_menu=False)
    if letter.days_ago:
        left_at = now - timedelta(days=letter.days_ago)
        NewsletterPage.objects.filter(pk=page.pk).update(first_published_at=left_at, last_published_at=left_at)
        post_to_readers(page, left_at)


def _paragraphs(lines: tuple[str, ...]) -> Block:
    return "text", "".join(f"<p>{line}</p>" for line in lines)


def _table(lasting: LastingPage) -> dict[str, Any]:
    return {
        "data": [list(row) for row in lasting.table],
        "table_caption": lasting.table_caption,
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }
