"""Offers pages to the search: what a volunteer published, open to all, at the address that it has now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, get_page_models
from wagtail.query import PageQuerySet
from wagtail.signals import page_slug_changed, post_page_move

from cms.pages.domain.search.sources import SOURCES, FacetValue, Offered, Source, kind, own_key
from cms.pages.domain.search.watching import watch
from cms.pages.domain.search.writing import refresh
from cms.pages.models import NewsPage

# Those of which a room says itself what is found, under another kind.
_apart: dict[type[Page], Source] = {}
FRONT_PAGE_DEPTH = 2


def offer_news(page: NewsPage) -> Offered:
    return offer_page(page, day=page.dated_on)


def watch_pages() -> None:
    """Called once, when all the rooms are ready: any page that no room offers itself is a page like others."""
    watch_pages_of(NewsPage, "news", kind("nouvelles", _("News")), _("Piece of news"), offer_news)
    watch(_page_source("page", kind("pages", _("Pages")), _("Page"), _others, offer_page, [Page, *get_page_models()]))
    post_page_move.connect(_tell_of_branch, dispatch_uid="search-moved")
    page_slug_changed.connect(_tell_of_branch, dispatch_uid="search-renamed")
    post_save.connect(_tell_of_restriction, sender=PageViewRestriction, dispatch_uid="search-restricted")
    post_delete.connect(_tell_of_opening, sender=PageViewRestriction, dispatch_uid="search-opened")


def watch_pages_of(
    model: type[Page], name: str, kind_of_page: FacetValue, noun: Any, offer: Callable[[Any], Offered]
) -> None:
    """From now on these pages are found under a kind of their own."""
    source = _page_source(name, kind_of_page, noun, lambda: _open_to_all(model.objects.all()), offer, [model])
    _apart[model] = source
    watch(source)


def _page_source(
    name: str,
    kind_of_page: FacetValue,
    noun: Any,
    public: Callable[[], PageQuerySet],
    offer: Callable[[Any], Offered],
    models: Iterable[type[Page]],
) -> Source:
    return Source(name, kind_of_page, noun, public, offer, dict.fromkeys(models, own_key))


def _open_to_all(pages: PageQuerySet) -> PageQuerySet:
    return pages.live().public().filter(depth__gt=FRONT_PAGE_DEPTH)


def _others() -> PageQuerySet:
    return _open_to_all(Page.objects.not_exact_type(*_apart) if _apart else Page.objects.all()).specific()


def offer_page(page: Page, *, day: date | None = None, text: str | None = None) -> Offered:
    """A page as anyone may read it; one without a day is there to last."""
    named = (getattr(page, name, "") for name in ("summary", "introduction", "search_description"))
    return Offered(
        title=page.title,
        url=page.url or "",
        description=next((words for words in named if words), ""),
        text=words_of_body(page) if text is None else text,
        day=day,
        is_lasting=day is None,
    )


def words_of_body(page: Page) -> str:
    """What its blocks say."""
    return "\n".join(_words_of_streams(page))


def _words_of_streams(page: Page) -> Iterator[str]:
    for stream in page._meta.get_fields():
        if isinstance(stream, StreamField):
            yield from map(str, stream.get_searchable_content(getattr(page, stream.name)))


def _tell_of_restriction(instance: PageViewRestriction, **kwargs: Any) -> None:
    _tell_of_branch(instance.page)


def _tell_of_opening(instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    """Not of one that goes with its page, which is half deleted then: the page tells of itself."""
    if (origin.model if isinstance(origin, QuerySet) else type(origin)) is PageViewRestriction:
        _tell_of_branch(instance.page)


def _tell_of_branch(instance: Page, **kwargs: Any) -> None:
    """A page and all below it: they open or close with it, their addresses begin like its own."""
    keys = list(Page.objects.descendant_of(instance, inclusive=True).values_list("pk", flat=True))
    for source in (*_apart.values(), SOURCES["page"]):
        refresh(source, keys)
