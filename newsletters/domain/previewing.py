"""Shows a letter as someone would see it: by day or by night, without its images, with links that look like theirs."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from newsletters.domain.compose import compose_issue
from newsletters.domain.render import Letter, render_letter
from newsletters.domain.slots import PREFERENCES_SLOT, UNSUBSCRIBE_SLOT

if TYPE_CHECKING:
    from newsletters.models import NewsletterPage, Subscriber

# In the place of a token; it opens nothing, because nothing was signed.
SAMPLE_TOKEN = "apercu-sans-effet"  # noqa: S105
NIGHT = "@media (prefers-color-scheme: dark)"
SCHEMES = re.compile(r'(<meta name="(?:supported-)?color-schemes?" content=")[^"]*(")')
IMAGE = re.compile(r"(<img\b[^>]*?) src=\"[^\"]*\"")
HEAD = re.compile(r"<head\b[^>]*>")


def preview_letter(
    page: NewsletterPage,
    now: datetime,
    *,
    reader: Subscriber | None = None,
    is_dark: bool = False,
    has_images: bool = True,
) -> Letter:
    """The latest words of ``page``, as ``reader`` would get them; the colours do not depend on who looks.

    Raises ``UnreadableMarkup``.
    """
    topics = topics_of(reader, now) if reader else ()
    letter = render_letter(compose_issue(page, now), topics=topics)
    html = _opens_elsewhere(_in_scheme(letter.html, is_dark=is_dark))
    if not has_images:
        html = IMAGE.sub(r"\1", html)
    return Letter(letter.subject, letter.preheader, _with_sample_links(html), _with_sample_links(letter.text))


def topics_of(reader: Subscriber, now: datetime) -> tuple[str, ...]:
    """What this person receives today, as the foot of their letter says it."""
    day = timezone.localdate(now)
    current = reader.subscriptions.valid(day).order_by("topic__position", "topic__name")
    return tuple(current.values_list("topic__name", flat=True))


def _in_scheme(html: str, *, is_dark: bool) -> str:
    """By night or by day whatever the screen of who looks: the style sheet and the background alike."""
    html = html.replace(NIGHT, "@media all" if is_dark else "@media not all")
    return SCHEMES.sub(rf"\g<1>{'dark' if is_dark else 'light'}\g<2>", html)


def _opens_elsewhere(html: str) -> str:
    """A link that is followed opens beside the preview, and not inside it."""
    return HEAD.sub(lambda head: f'{head.group()}<base target="_blank">', html, count=1)


def _with_sample_links(words: str) -> str:
    """Personal links as they look, which nobody's token makes work."""
    for slot, name in ((UNSUBSCRIBE_SLOT, "unsubscribe"), (PREFERENCES_SLOT, "preferences")):
        words = words.replace(slot, settings.BASE_URL + reverse(name, args=[SAMPLE_TOKEN]))
    return words
