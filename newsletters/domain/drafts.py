"""Begins the next newsletter from the last one, which saves an evening."""

from __future__ import annotations

from crm.accounts.models import User
from newsletters.models import NewsletterPage


def last_newsletter() -> NewsletterPage | None:
    """The latest one on the site; a draft that nobody finished is no example."""
    return NewsletterPage.objects.live().order_by("-first_published_at", "-pk").first()


def begin_from(last: NewsletterPage, title: str, by: User) -> NewsletterPage:
    """A draft beside ``last`` with the same blocks under a new title; subject and preheader are to be written again.

    Its blocks of events and news already say what comes next. The second call makes a second draft, at an
    address of its own.
    """
    words = {"title": title, "draft_title": title, "slug": "", "subject": "", "preheader": ""}
    draft: NewsletterPage = last.copy(update_attrs=words, copy_revisions=False, keep_live=False, user=by)
    return draft
