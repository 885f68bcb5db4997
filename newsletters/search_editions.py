"""Offers the newsletters that anyone may read on the site to the search of the library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.pages.domain.search.sources import Offered, kind
from cms.pages.search_pages import offer_page, watch_pages_of, words_of_body
from newsletters.models import NewsletterPage

# What a kept part holds beside words.
NO_WORDS = frozenset(["kind", "url", "href", "mark", "lang", "accent", "accent_dark"])


def watch_editions() -> None:
    """Called once, when all the rooms are ready."""
    watch_pages_of(NewsletterPage, "edition", kind("infolettres", _("Newsletters")), _("Newsletter"), offer_edition)


def offer_edition(page: NewsletterPage) -> Offered:
    """Once sent, what was sent; its page says the same."""
    day = timezone.localdate(page.first_published_at) if page.first_published_at else None
    kept = page.frozen_content
    return offer_page(page, day=day, text="\n".join(_words_in(kept["parts"])) if kept else words_of_body(page))


def _words_in(kept: Any) -> Iterator[str]:
    if isinstance(kept, str):
        yield kept
    elif isinstance(kept, dict):
        for name, value in kept.items():
            if name not in NO_WORDS:
                yield from _words_in(value)
    elif isinstance(kept, list):
        for value in kept:
            yield from _words_in(value)
