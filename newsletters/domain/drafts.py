"""Begins the next newsletter: from the last one, from a template, or from what is new; keeps one as a template."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from newsletters.domain.errors import PostRoomError
from newsletters.models import IssueTemplate, NewsletterIndexPage, NewsletterPage, NoticeMailing


class NameTaken(PostRoomError):
    """The council keeps another template of that name."""


def archive_page() -> NewsletterIndexPage | None:
    """Where newsletters are; None where the site has no such page yet."""
    found: NewsletterIndexPage | None = NewsletterIndexPage.objects.live().first()
    return found


def last_newsletter() -> NewsletterPage | None:
    """The latest one on the site. A draft that nobody finished is no example, nor is the notice of an assembly."""
    notices = NoticeMailing.objects.values("mailing__page")
    written = NewsletterPage.objects.live().exclude(pk__in=notices)
    return written.order_by("-first_published_at", "-pk").first()


def begin_from(last: NewsletterPage, title: str, by: User) -> NewsletterPage:
    """A draft beside ``last`` with the same blocks under a new title; subject and preheader are to be written again.

    Its blocks of events and news already say what comes next. The second call makes a second draft, at an
    address of its own.
    """
    words = {"title": title, "draft_title": title, "slug": "", "subject": "", "preheader": ""}
    draft: NewsletterPage = last.copy(update_attrs=words, copy_revisions=False, keep_live=False, user=by)
    return draft


@transaction.atomic
def begin_with(
    archive: NewsletterIndexPage, title: str, body: Any, by: User | None, preheader: str = ""
) -> NewsletterPage:
    """A draft in ``archive`` with these blocks: the value of another stream, or a list of pairs.

    The second call makes a second draft, at an address of its own.
    """
    draft = NewsletterPage(title=title, preheader=preheader, body=body, live=False, owner=by)
    archive.add_child(instance=draft)
    draft.save_revision(user=by, log_action=True)
    return draft


@transaction.atomic
def keep_as_template(page: NewsletterPage, name: str, now: datetime) -> IssueTemplate:
    """Keep the blocks of the latest draft of ``page`` under a name. Raises `NameTaken`."""
    if IssueTemplate.objects.filter(name__iexact=name).exists():
        raise NameTaken(_("A template already has this name: choose another, or delete that one first."))
    latest: Any = page.get_latest_revision_as_object()
    return IssueTemplate.objects.create(name=name, body=latest.body, changed_at=now)
