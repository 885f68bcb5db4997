"""What a person decides about a mailing: that it starts, pauses, goes on, or stops."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from newsletters.domain.approvals import refuse_unapproved
from newsletters.domain.compose import freeze_issue
from newsletters.domain.counted_links import count_links
from newsletters.domain.errors import MailingRefused
from newsletters.domain.freeze import freeze_mailing
from newsletters.domain.invitations import next_invitation
from newsletters.domain.preflight import Level, inspect_issue
from newsletters.domain.render import render_letter
from newsletters.domain.segments import EVERYONE, Segment
from newsletters.enums import MailingState
from newsletters.models import Mailing, NewsletterPage, Topic

logger = logging.getLogger("parvis.newsletters")


def start_mailing(
    page: NewsletterPage,
    topics: Iterable[Topic],
    by: User | None,
    now: datetime,
    apart: Collection[str] = (),
    segment: Segment = EVERYONE,
    *,
    keeps_quiet: bool = False,
    approved_elsewhere: bool = False,
) -> Mailing:
    """Freeze a newsletter as it is saved, for the people of these topics and this segment; the workers do the rest.

    Refuses, with nothing written: no topic, an error that reading before sending finds, what a second person has not
    approved where the council wants it (unless its words were ``approved_elsewhere``: those of a notice of assembly), a
    newsletter already under way, nobody left to write to, someone erased while the letters were being prepared (which
    PostgreSQL finds at the commit). The second of two calls is always refused. ``apart`` are hashed addresses that
    another letter reaches. With ``keeps_quiet``, what has not left when night falls waits for the morning.
    """
    chosen = list(topics)
    if not chosen:
        raise MailingRefused(_("Nothing was sent: choose at least one topic."))
    try:
        mailing = _freeze(page, chosen, by, now, apart, segment, approved_elsewhere)
        _remember_hours(mailing, page, now, keeps_quiet)
    except IntegrityError as error:
        raise MailingRefused(
            _(
                "Nothing was sent: the list of people changed while the letters were being prepared. "
                "Press the button again."
            )
        ) from error
    logger.info("mailing started", extra={"mailing": mailing.pk, "letters": mailing.prepared})
    return mailing


def pause_mailing(mailing: Mailing, by: User | None) -> None:
    """Let no further letter leave until someone resumes; at most the ones now leaving still do.

    One that the server has paused would go on by itself: from now on it does not either.
    """
    by_itself = Mailing.objects.filter(pk=mailing.pk, state=MailingState.PAUSED, retry_at__isnull=False)
    if by_itself.update(retry_at=None, pause_reason=""):
        mailing.refresh_from_db()
        logger.info("mailing held by a person", extra={"mailing": mailing.pk, "user": by.pk if by else None})
        return
    _move(mailing, [MailingState.SENDING], MailingState.PAUSED, by, retry_at=None, pause_reason="")


def resume_mailing(mailing: Mailing, by: User | None) -> None:
    """Let the letters that wait leave again, whoever or whatever paused them."""
    _move(mailing, [MailingState.PAUSED], MailingState.SENDING, by, retry_at=None, pause_reason="", faults=0)


def stop_mailing(mailing: Mailing, by: User | None, now: datetime) -> None:
    """End the mailing for good; the letters that had not left never do, and stay counted as such."""
    under_way = [MailingState.SENDING, MailingState.PAUSED]
    _move(mailing, under_way, MailingState.STOPPED, by, retry_at=None, pause_reason="", finished_at=now)


@transaction.atomic
def _freeze(
    page: NewsletterPage,
    chosen: list[Topic],
    by: User | None,
    now: datetime,
    apart: Collection[str],
    segment: Segment,
    approved_elsewhere: bool,
) -> Mailing:
    saved = NewsletterPage.objects.get(pk=page.pk)
    if not approved_elsewhere:
        refuse_unapproved(saved)
    errors = [finding.message for finding in inspect_issue(saved, now) if finding.level == Level.ERROR]
    if errors:
        raise MailingRefused(" ".join([_("Nothing was sent."), *errors]))
    content = freeze_issue(saved, now)
    letter = render_letter(content, topics=tuple(topic.name for topic in chosen))
    mailing = freeze_mailing(saved, chosen, letter, by, now, apart, segment)
    if content.counts_links:
        count_links(mailing)
    return mailing


def _remember_hours(mailing: Mailing, page: NewsletterPage, now: datetime, keeps_quiet: bool) -> None:
    """Until when, and at which hours, its letters may leave."""
    invitation = next_invitation(page, now)
    mailing.keeps_quiet, mailing.useful_until = keeps_quiet, invitation.starts_at if invitation else None
    if mailing.keeps_quiet or mailing.useful_until:
        mailing.save(update_fields=["keeps_quiet", "useful_until"])


def _move(
    mailing: Mailing, before: list[MailingState], after: MailingState, by: User | None, **changes: object
) -> None:
    """One conditional write, so that two people who press two buttons cannot both be right."""
    moved = Mailing.objects.filter(pk=mailing.pk, state__in=before).update(state=after, **changes)
    mailing.refresh_from_db()
    if not moved:
        raise MailingRefused(
            _("Nothing was changed: this mailing is in the state “%(state)s”.") % {"state": mailing.get_state_display()}
        )
    user = by.pk if by else None
    logger.info("mailing moved by a person", extra={"mailing": mailing.pk, "state": after.value, "user": user})
