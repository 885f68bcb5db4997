"""Short words for what the tests of the returns do again and again."""

from __future__ import annotations

from datetime import datetime, timedelta

from newsletters.domain.hearing.policy import hear
from newsletters.domain.hearing.reading import read_report
from newsletters.domain.hearing.return_paths import return_path
from newsletters.domain.links import unsubscribe_url
from newsletters.enums import DeliveryState, ReportSource
from newsletters.models import Delivery, MailReport, Subscriber, Suppression
from tests.factories.mailings import make_mailing
from tests.newsletters.corpus import message
from tests.newsletters.posting import START


def sent_letter(person: Subscriber | None = None, *, now: datetime = START, prefix: str = "voisine") -> Delivery:
    """A letter that a server took; of the first of three new people, or of someone who has had others."""
    mailing = make_mailing(3 if person is None else 1, now=now, prefix=prefix)
    mailing.deliveries.update(state=DeliveryState.SENT, sent_at=now, changed_at=now, smtp_code=250, attempts=1)
    if person is not None:
        mailing.deliveries.update(subscriber=person, email=person.email)
    return mailing.deliveries.order_by("pk")[0]


def return_of(letter: Delivery) -> str:
    return return_path("infolettre@conseil.example", letter.pk, letter.subscriber_id or 0)


def about(letter: Delivery, name: str) -> bytes:
    """A message of the corpus about that letter."""
    address = return_of(letter)
    link = unsubscribe_url(letter.subscriber_id or 1)
    return message(name, address, recipient=letter.email or "partie@example.org", unsubscribe=link)


def hear_about(letter: Delivery, name: str, *, now: datetime = START + timedelta(hours=1)) -> MailReport | None:
    """The same message comes back and is heard."""
    return hear_raw(about(letter, name), f"{name}{letter.pk}", now=now)


def hear_raw(raw: bytes, key: str, *, now: datetime = START) -> MailReport | None:
    return hear(read_report(raw), ReportSource.MAILBOX, key, now, content=raw.decode("latin-1"))


def reason_of(person: Subscriber) -> str:
    """Why the address is set aside; nothing when it is not."""
    found = Suppression.objects.filter(address_hash=person.address_hash).first()
    return found.reason if found else ""


def full_every(days: int, letter: Delivery, times: int = 3) -> list[MailReport | None]:
    """The mailbox is full for so many mailings, one every so many days."""
    reports = []
    for number in range(times):
        when = START + timedelta(days=days * number)
        again = letter if number == 0 else sent_letter(letter.subscriber, now=when, prefix=f"autre{number}x")
        reports.append(hear_about(again, "postfix-full", now=when + timedelta(hours=1)))
    return reports


def outcomes(reports: list[MailReport | None]) -> list[str]:
    return [report.outcome if report else "" for report in reports]
