"""Corrects a newsletter that has left: by a dated erratum on its page, never in what was sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.events.domain.dates import plain_date
from newsletters.domain.errors import PostRoomError
from newsletters.models import IssueErratum, NewsletterPage

logger = logging.getLogger("parvis.newsletters")

# What a reader does not read.
UNREAD = frozenset({"url", "href", "agenda_url", "width", "height", "kind", "lang", "mark"})


class ErratumRefused(PostRoomError):
    """A correction of nothing, of what has not left, or without words."""


@dataclass(frozen=True)
class Place:
    """One block of what was sent, and what it says."""

    number: int
    words: str

    @property
    def excerpt(self) -> str:
        return Truncator(self.words).chars(80)


def places_of(page: NewsletterPage) -> list[Place]:
    """The blocks that say something, as they were sent; none of a newsletter that has not left."""
    if not page.frozen_content:
        return []
    parts = page.frozen_content["parts"]
    said = ((number, " ".join(_words(part))) for number, part in enumerate(parts))
    return [Place(number, words) for number, words in said if words]


@transaction.atomic
def publish_erratum(page: NewsletterPage, part: int | None, words: str, by: User | None, now: datetime) -> IssueErratum:
    """Show on the page that it was corrected, today, and at its place. The same correction sent twice is one erratum.

    Raises `ErratumRefused`, with nothing written.
    """
    if not page.frozen_content:
        raise ErratumRefused(_("Nothing was published: this newsletter has not left yet, correct it in its text."))
    if not words.strip():
        raise ErratumRefused(_("Nothing was published: write the correction."))
    place = next((place for place in places_of(page) if place.number == part), None)
    if part is not None and place is None:
        raise ErratumRefused(_("Nothing was published: choose what is corrected."))
    NewsletterPage.objects.select_for_update().get(pk=page.pk)  # of two presses at once, the second finds the first
    if same := page.errata.filter(part=part, words=words.strip()).last():
        return same
    erratum = IssueErratum.objects.create(
        page=page,
        part=part,
        original=place.words if place else "",
        words=words.strip(),
        published_at=now,
        published_by=by,
    )
    logger.info("erratum published", extra={"erratum": erratum.pk, "user": by.pk if by else None})
    return erratum


def describe_to_search_engines(page: NewsletterPage, words: str, by: User | None) -> None:
    """What they show under its title: it was in no letter, so it may be written better after the letter has left."""
    page.search_description = " ".join(words.split())
    page.save(update_fields=["search_description"])
    logger.info("newsletter described", extra={"page": page.pk, "user": by.pk if by else None})


def dated_words(erratum: IssueErratum) -> str:
    """« Erratum, 16 mai 2024 : la fête a lieu le 21 mai. », where it stands without the letter."""
    said = {"date": plain_date(erratum.published_at), "words": " ".join(erratum.words.split())}
    return _("Erratum, %(date)s: %(words)s") % said


def _words(said: Any) -> Iterator[str]:
    """The words of a part, in the order in which they stand."""
    if isinstance(said, dict):
        if "runs" in said:
            yield "".join(run["text"] for run in said["runs"])
            return
        for name, value in said.items():
            if name not in UNREAD and not name.endswith("_url"):
                yield from _words(value)
    elif isinstance(said, list | tuple):
        for value in said:
            yield from _words(value)
    elif isinstance(said, str) and said:
        yield said
