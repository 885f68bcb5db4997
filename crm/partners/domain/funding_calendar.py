"""The calendar of the grants, as one person's telephone follows it (RFC 5545, 7986), and its private address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.partners.domain.funding import Deadline, deadlines
from crm.partners.domain.funding_words import KIND_WORDS
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import Visibility
from crm.partners.models import CalendarAddress, Funding

SALT = "parvis.partners.funding-calendar"
REFRESH = timedelta(hours=6)


def open_address(user: User, now: datetime) -> CalendarAddress:
    """This person's address; asking twice gives the same one."""
    address, _made = CalendarAddress.objects.get_or_create(user=user, defaults={"created_at": now})
    return address


def close_address(user: User) -> bool:
    """The address answers no more, for good: the next one is another. False where there was none."""
    deleted, _by_model = CalendarAddress.objects.filter(user=user).delete()
    return bool(deleted)


def key_of(address: CalendarAddress) -> str:
    """The secret part of the address, true after a key rotation."""
    return Signer(salt=SALT).sign(str(address.pk))


def reader_of(key: str) -> User | None:
    """Whose telephone asks: None where the key is forged or closed, or where the person may no longer see grants."""
    try:
        pk = int(Signer(salt=SALT).unsign(key))
    except (BadSignature, ValueError):
        return None
    address = CalendarAddress.objects.select_related("user").filter(pk=pk, user__is_active=True).first()
    if address is None or not address.user.has_perm("partners.view_funding"):
        return None
    return address.user


def followed_by(user: User) -> list[Deadline]:
    """What still falls due among what this person may see. What is private stays out: a calendar travels far."""
    levels = levels_of(user) - {Visibility.PRIVATE.value}
    return deadlines(Funding.objects.visible(levels).open().select_related("funder"))


def funding_calendar(due: Iterable[Deadline], title: str, now: datetime, url_of: Callable[[Funding], str]) -> bytes:
    """Whole days, each with an identifier that stays; what is done leaves the calendar."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Parvis//Subventions//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    for deadline in due:
        calendar.add_component(_entry(deadline, now, url_of(deadline.funding)))
    return calendar.to_ical()


def _entry(deadline: Deadline, now: datetime, url: str) -> icalendar.Event:
    funding = deadline.funding
    entry = icalendar.Event()
    entry.add("uid", f"funding-{funding.pk}-{deadline.kind}@{urlsplit(settings.BASE_URL).hostname}")
    entry.add("dtstamp", now)
    entry.add("dtstart", deadline.on)
    entry.add("dtend", deadline.on + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    entry.add("class", "PRIVATE")
    entry.add("summary", _("{what}: {funding}").format(what=KIND_WORDS[deadline.kind], funding=funding))
    entry.add("description", "\n\n".join(part for part in (str(funding.funder), funding.call_url, url) if part))
    entry.add("url", url)
    return entry
