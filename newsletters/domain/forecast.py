"""When a mailing will be over, honestly: from how fast letters have left, and from what the relays still take."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.events.domain.dates import long_date, short_time
from newsletters.domain.allowances import budgets_of, opens_at
from newsletters.domain.pace import finish_at
from newsletters.domain.progress import Progress
from newsletters.domain.quiet import carry_over_nights, day_breaks_at, is_quiet
from newsletters.enums import DeliveryState, MailingState
from newsletters.models import Mailing
from newsletters.relay.accounts import accounts

# The speed is that of the letters of this last while, of which the relays' own pauses are no part.
LATELY = timedelta(minutes=10)
FEWEST = 20
# Letters a second of a server that takes them as they come, until its own speed is known: its limits decide.
FAST = 10.0
ROUNDED_TO = timedelta(minutes=5)


def forecast_end(mailing: Mailing, waiting: int, now: datetime) -> datetime | None:
    """When so many letters of a mailing that is under way will have left; ``None`` where nobody can say."""
    if mailing.state != MailingState.SENDING or not waiting:
        return None
    relays = [budgets_of(account, now) for account in accounts()]
    speed = _speed(mailing, now) or (FAST if all(relays) else 0.0)
    end = finish_at(waiting, speed, relays, now)
    return carry_over_nights(now, end) if end and mailing.keeps_quiet else end


def describe_end(mailing: Mailing, progress: Progress, now: datetime) -> str:
    """« Fini vers 16 h 40. », and before it why nothing leaves at this moment; nothing where nobody can say.

    Letters that a server put off are tried for days: their end is nobody's to promise.
    """
    if mailing.keeps_quiet and is_quiet(now) and mailing.state == MailingState.SENDING:
        morning = timezone.localtime(day_breaks_at(now))
        return _("It is night: the letters that wait leave from %(time)s.") % {"time": short_time(morning)}
    end = forecast_end(mailing, progress.waiting - progress.counts[DeliveryState.DEFERRED], now)
    if end is None:
        return ""
    opening = opens_at(now)
    words = []
    if opening > now:
        words.append(
            _("The mail server takes no more for now, as agreed with it: the letters go on at %(time)s.")
            % {"time": short_time(timezone.localtime(opening))}
        )
    words.append(_about(end, now))
    return " ".join(words)


def _about(end: datetime, now: datetime) -> str:
    """To the next five minutes: a promise that a volunteer can count on."""
    if end <= now + ROUNDED_TO:
        return _("Finished within five minutes.")
    late = timezone.localtime(datetime.fromtimestamp(-(-end.timestamp() // 300) * 300, tz=now.tzinfo))
    if late.date() == timezone.localdate(now):
        return _("Finished around %(time)s.") % {"time": short_time(late)}
    return _("Finished on %(day)s around %(time)s.") % {"day": long_date(late), "time": short_time(late)}


def _speed(mailing: Mailing, now: datetime) -> float:
    """Letters a second, lately; 0 while too few have left to tell."""
    lately = mailing.deliveries.filter(state=DeliveryState.SENT, sent_at__gt=now - LATELY)
    seen = lately.aggregate(first=Min("sent_at"), last=Max("sent_at"), total=Count("pk"))
    if seen["total"] < FEWEST or seen["first"] == seen["last"]:
        return 0.0
    return float(seen["total"] / (seen["last"] - seen["first"]).total_seconds())
