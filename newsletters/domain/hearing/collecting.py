"""Reads the return mailbox: each message is heard once, and put away only when what it says is in the database."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from newsletters.domain.hearing.policy import hear
from newsletters.domain.hearing.reading import read_report
from newsletters.enums import ReportSource
from newsletters.mailbox import MailboxUnreachable, open_mailbox
from newsletters.models import MailReport, ReturnMailbox

logger = logging.getLogger("parvis.newsletters")

MOST = 500  # messages at a time: a task is short, and the next one goes on
CONTENT_LENGTH = 64 * 1024
# What was put away is looked at by nobody: it only allows one to understand a mistake.
PUT_AWAY_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Collected:
    """How many messages were read, and whether others wait behind them."""

    messages: int = 0
    has_more: bool = False


def collect_reports(clock: Callable[[], datetime] = timezone.now, most: int = MOST) -> Collected:
    """Hear every message of the mailbox and put it away; the second call finds none. Nothing where none is configured.

    Killed between the two, a message is read again, found to be known, and put away. A mailbox that cannot be reached
    is noted, for the screen and the logs, and is not an error of this call.
    """
    if not settings.BOUNCE_MAILBOX_URL:
        return Collected()
    try:
        collected = _collect(clock, most)
    except MailboxUnreachable as error:
        logger.warning("the return mailbox cannot be read", extra={"error": str(error)})
        ReturnMailbox.objects.update_or_create(pk=1, defaults={"problem": str(error), "failed_at": clock()})
        return Collected()
    ReturnMailbox.objects.update_or_create(pk=1, defaults={"problem": "", "failed_at": None, "read_at": clock()})
    if collected.messages:
        logger.info("return mailbox read", extra={"messages": collected.messages})
    return collected


def hear_message(raw: bytes, now: datetime) -> MailReport | None:
    """Hear one message. Its key is made of its bytes: the same message is the same wherever it lies."""
    content = raw[:CONTENT_LENGTH].decode("utf-8", "replace").replace("\x00", "")
    key = f"mail:{hashlib.sha256(raw).hexdigest()}"
    return hear(read_report(raw), ReportSource.MAILBOX, key, now, content=content)


def _collect(clock: Callable[[], datetime], most: int) -> Collected:
    with open_mailbox() as mailbox:
        waiting = mailbox.waiting()
        for number in waiting[:most]:
            raw = mailbox.fetch(number)
            if raw is not None:
                hear_message(raw, clock())
                mailbox.put_away(number)
        if not waiting:
            mailbox.forget_before(timezone.localdate(clock() - PUT_AWAY_FOR))
    return Collected(len(waiting[:most]), len(waiting) > most)
