"""Prepares a draft each month on the day that the council chose, once, and tells those who send."""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.models import User
from newsletters.domain.assembling import assembled_blocks, preheader_of, read_what_is_new
from newsletters.domain.drafts import archive_page, begin_with
from newsletters.domain.staff_words import StaffWords
from newsletters.enums import MonthWeek
from newsletters.models import MonthlyDraft, MonthlyDraftRule, StaffLetter

logger = logging.getLogger("parvis.newsletters")

SEND = "newsletters.send_mailing"
FROM = time(6)
# A machine that was down on that day catches up during the week; later, the month has none.
CATCHES_UP = timedelta(days=6)


def day_of(rule: MonthlyDraftRule, month: date) -> date:
    """The day of that month on which the rule falls: the first Monday, the last Friday."""
    if rule.week == MonthWeek.LAST:
        last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - rule.weekday) % 7)
    first = month.replace(day=1)
    return first + timedelta(days=(rule.weekday - first.weekday()) % 7 + 7 * (rule.week - 1))


@transaction.atomic
def prepare_monthly_draft(now: datetime) -> MonthlyDraft | None:
    """The draft of the month, when its day has come; ``None`` before, once it was made, and while it is switched off.

    The row of the month and the draft are written together, so that two workers, or a restart, make one.
    """
    rule, here = MonthlyDraftRule.load(), timezone.localtime(now)
    archive, day = archive_page(), _day_that_has_come(rule, here)
    if not rule.is_on or archive is None or day is None:
        return None
    made, is_new = MonthlyDraft.objects.get_or_create(month=f"{day:%Y-%m}", defaults={"made_at": now})
    if not is_new:
        return None
    digest = read_what_is_new(now)
    if digest.is_nothing:
        made.nothing_new = True
    else:
        made.page = begin_with(archive, digest.title, assembled_blocks(digest), None, preheader_of(digest))
    made.save(update_fields=["nothing_new", "page"])
    logger.info("monthly draft", extra={"draft": made.pk, "nothing_new": made.nothing_new})
    return made


def _day_that_has_come(rule: MonthlyDraftRule, here: datetime) -> date | None:
    """That of this month, or of the last one: whoever catches up on a last Saturday may do so on the first."""
    last_month = here.date().replace(day=1) - timedelta(days=1)
    days = (day_of(rule, month) for month in (here.date(), last_month))
    return next((day for day in days if _has_come(day, here)), None)


def _has_come(day: date, here: datetime) -> bool:
    return day <= here.date() <= day + CATCHES_UP and (here.date() > day or here.time() >= FROM)


def write_draft_letters(now: datetime) -> int:
    """A row for each of those who send, about what was made and nobody was told; return how many.

    That it was told, and the rows, are one transaction: killed in between, a worker has done neither.
    """
    return sum(_write(made, now) for made in MonthlyDraft.objects.filter(told_at=None))


@transaction.atomic
def _write(made: MonthlyDraft, now: datetime) -> int:
    if not MonthlyDraft.objects.filter(pk=made.pk, told_at=None).update(told_at=now):
        return 0
    people = filter(sends_letters, User.objects.filter(is_active=True))
    row = {"draft": made, "due_at": now, "created_at": now, "changed_at": now}
    return len(StaffLetter.objects.bulk_create(StaffLetter(user=person, **row) for person in people))


def sends_letters(person: User) -> bool:
    return person.is_active and person.has_perm(SEND)


def draft_words(made: MonthlyDraft) -> StaffWords:
    """What was prepared, or that nothing was, and where it is switched off."""
    subject = _("The draft of the month is ready") if made.page else _("Nothing new this month: no draft was made")
    path = reverse("wagtailadmin_pages:edit", args=[made.page.pk]) if made.page else reverse("wagtailadmin_home")
    urls = {"url": settings.BASE_URL + path, "stop_url": settings.BASE_URL + stop_path()}
    return StaffWords("monthly_draft", subject, {"made": made, **urls})


def stop_path() -> str:
    """Where it is switched off."""
    return reverse("wagtailsettings:edit", args=["newsletters", "monthlydraftrule"])
