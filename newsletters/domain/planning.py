"""Mailings that leave at a chosen hour: planned, called off, and started, or asked about when their hour has passed."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.events.domain.dates import long_date, short_time
from newsletters.domain.approvals import refuse_unapproved
from newsletters.domain.circles import Circle, gather_circle
from newsletters.domain.errors import MailingRefused, PostRoomError
from newsletters.domain.invitations import next_invitation
from newsletters.domain.preflight import Level, inspect_issue
from newsletters.domain.quiet import day_breaks_at, is_quiet
from newsletters.domain.segment_words import audience_words
from newsletters.domain.segments import Segment
from newsletters.domain.sending import start_mailing
from newsletters.enums import CircleKind, Language, MailingState, PlanState
from newsletters.models import Mailing, MailingPlan, NewsletterPage, Topic
from newsletters.models.plans import OPEN_PLANS

logger = logging.getLogger("parvis.newsletters")

# Later than that, something was broken meanwhile: a person says whether the letter is still of use.
LATE = timedelta(minutes=30)


def plan_mailing(
    page: NewsletterPage, topics: Iterable[Topic], segment: Segment, leaves_at: datetime, by: User | None, now: datetime
) -> MailingPlan:
    """Let a newsletter leave at that hour. `MailingRefused`, with nothing written, when it may not leave then."""
    chosen = list(topics)
    if not chosen:
        raise MailingRefused(_("Nothing is planned: choose at least one topic."))
    _refuse_hour(page, leaves_at, now)
    if page.mailings.filter(state__in=[MailingState.SENDING, MailingState.PAUSED]).exists():
        raise MailingRefused(_("This newsletter is already being sent."))
    errors = [finding.message for finding in inspect_issue(page, now) if finding.level == Level.ERROR]
    if errors:
        raise MailingRefused(" ".join([_("Nothing is planned."), *errors]))
    refuse_unapproved(NewsletterPage.objects.get(pk=page.pk), nothing=_("Nothing is planned."))
    try:
        with transaction.atomic():
            plan = MailingPlan.objects.create(
                page=page,
                segment=segment.as_json(),
                audience_words=audience_words(chosen, segment),
                leaves_at=leaves_at,
                created_by=by,
                created_at=now,
            )
            plan.topics.set(chosen)
    except IntegrityError as error:
        raise MailingRefused(_("This newsletter is already planned: cancel that plan first.")) from error
    logger.info("mailing planned", extra={"plan": plan.pk, "user": by.pk if by else None})
    return plan


def cancel_plan(plan: MailingPlan, by: User) -> None:
    """It never leaves. Refused once it has left, or was already cancelled."""
    if not _open(plan).update(state=PlanState.CANCELLED, reason=""):
        raise MailingRefused(_("Nothing was changed: this mailing is no longer planned."))
    logger.info("planned mailing cancelled", extra={"plan": plan.pk, "user": by.pk})


def start_plan(plan: MailingPlan, by: User, now: datetime) -> Mailing:
    """Someone decides that it leaves now, whatever its hour was. Refused as `start_mailing` refuses."""
    return _start(plan, by, now, keeps_quiet=not is_quiet(now))


def take_up_plans(now: datetime) -> list[int]:
    """Start the mailings whose hour has come; returns their numbers. Whatever may not leave asks, with its reason.

    Run twice, even at once, each plan is started by one. One that cannot be read keeps no other from leaving.
    """
    started = []
    for plan in MailingPlan.objects.filter(state=PlanState.WAITING, leaves_at__lte=now).select_related("page"):
        try:
            reason = _why_not(plan, now)
            if not reason:
                started.append(_start(plan, plan.created_by, now, keeps_quiet=True).pk)
        except PostRoomError as refusal:
            reason = str(refusal)
        except (OperationalError, InterfaceError):  # the database, not the plan: it is taken up again in a minute
            raise
        except Exception:
            logger.exception("planned mailing failed", extra={"plan": plan.pk})
            reason = _("Something unexpected kept it from leaving. Look at the newsletter, then send it or cancel it.")
        if reason and _open(plan, PlanState.WAITING).update(state=PlanState.ASKS, reason=reason):
            logger.warning("planned mailing asks", extra={"plan": plan.pk})
    return started


def read_segment(said: dict[str, object], now: datetime) -> Segment:
    """The segment that `Segment.as_json` wrote, its circle as it stands today."""
    kind, _colon, of = str(said.get("circle", "")).partition(":")
    language = said.get("language")
    return Segment(
        roll=gather_circle(Circle(CircleKind(kind), of), timezone.localdate(now)) if kind else None,
        sector=str(said.get("sector", "")),
        missed=Mailing.objects.get(pk=str(said["missed"])) if "missed" in said else None,
        language=Language(str(language)) if language else None,
    )


@transaction.atomic
def _start(plan: MailingPlan, by: User | None, now: datetime, *, keeps_quiet: bool) -> Mailing:
    """The plan is taken and the mailing frozen together, or neither is."""
    if not _open(plan).update(state=PlanState.STARTED, reason=""):
        raise MailingRefused(_("Nothing was sent: this mailing is no longer planned."))
    try:
        segment = read_segment(plan.segment, now)
    except Mailing.DoesNotExist as error:
        raise MailingRefused(_("Nothing was sent: the earlier mailing that it is compared with is gone.")) from error
    except (ValueError, ValidationError) as error:  # a circle or a language that this version does not know
        raise MailingRefused(
            _("Nothing was sent: whom it is for cannot be read. Cancel it, then plan it anew.")
        ) from error
    mailing = start_mailing(plan.page, plan.topics.all(), by, now, segment=segment, keeps_quiet=keeps_quiet)
    MailingPlan.objects.filter(pk=plan.pk).update(mailing=mailing)
    return mailing


def _open(plan: MailingPlan, *states: PlanState) -> models.QuerySet[MailingPlan]:
    return MailingPlan.objects.filter(pk=plan.pk, state__in=states or OPEN_PLANS)


def _refuse_hour(page: NewsletterPage, leaves_at: datetime, now: datetime) -> None:
    if leaves_at <= now:
        raise MailingRefused(_("Nothing is planned: that hour has passed."))
    if is_quiet(leaves_at):
        raise MailingRefused(
            _("Nothing is planned: no letter leaves at night. Choose %(time)s or later.")
            % {"time": short_time(timezone.localtime(day_breaks_at(leaves_at)))}
        )
    event = next_invitation(page, now)
    if event and event.starts_at <= leaves_at:
        raise MailingRefused(
            _("Nothing is planned: “%(event)s” will have begun. Choose an hour before %(day)s at %(time)s.")
            % {"event": event, "day": long_date(event.starts_at), "time": short_time(event.starts_at)}
        )


def _why_not(plan: MailingPlan, now: datetime) -> str:
    """Why a plan whose hour has come asks instead of leaving; nothing when it leaves."""
    event = next_invitation(plan.page, plan.created_at)
    if event and event.starts_at <= now:
        return _("“%(event)s” has begun: the invitation comes too late.") % {"event": event}
    if now - plan.leaves_at > LATE:
        return _("Its hour passed while the sending was out of order. Is it still of use?")
    if is_quiet(now):
        return _("Its hour passed, and it is night now. Is it still of use in the morning?")
    return ""
