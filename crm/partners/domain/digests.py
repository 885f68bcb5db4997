"""The weekly letter to each person of the council for whom something waits: one a week, on Monday morning."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from crm.accounts.models import User
from crm.partners.domain.need_words import need_words
from crm.partners.domain.needs import Need, needs_of
from crm.partners.models import Council, Digest

LEAVES_AT = time(7)


def week_of(day: date) -> date:
    """The Monday of that week."""
    return day - timedelta(days=day.weekday())


def people_to_tell(now: datetime) -> list[int]:
    """Who has not been looked at this week: active accounts that may open the administration.

    From Monday at seven to Tuesday night, so that a server that was down on Monday morning catches up.
    """
    here = timezone.localtime(now)
    if here.weekday() > 1 or (here.weekday() == 0 and here.time() < LEAVES_AT):
        return []
    week = week_of(here.date())
    waiting = User.objects.filter(is_active=True).exclude(digests__week=week).order_by("pk")
    return [user.pk for user in waiting if user.has_perm("wagtailadmin.access_admin")]


def send_digest(user: User, now: datetime) -> bool:
    """Send this week's letter, or note that nothing waits; False where the week was dealt with already.

    The row is written before the letter leaves: whatever is killed, a week never has two letters. A row without
    `sent_at` is a week where nothing waited, or where the letter was lost; the first screen says the same things.
    """
    here = timezone.localtime(now)
    with transaction.atomic():
        digest, is_new = Digest.objects.get_or_create(user=user, week=week_of(here.date()))
    if not is_new:
        return False
    needs = needs_of(user, here.date())
    if needs:
        _letter(user, needs).send()
        Digest.objects.filter(pk=digest.pk).update(sent_at=now)
    return True


def _letter(user: User, needs: list[Need]) -> EmailMultiAlternatives:
    """Words for those who read without pictures, and the same laid out; no link but to the first screen."""
    council = Council.load()
    subject = render_to_string("partners/email/digest_subject.txt", {"count": len(needs)}).strip()
    context = {
        "user": user,
        "subject": subject,
        "late": [need_words(need) for need in needs if need.is_late],
        "coming": [need_words(need) for need in needs if not need.is_late],
        "admin_url": f"{settings.BASE_URL}/admin/",
        "council": council,
        "sender": _sender(council),
    }
    letter = EmailMultiAlternatives(
        subject,
        render_to_string("partners/email/digest_message.txt", context),
        formataddr((council.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[user.email],
        reply_to=[council.email] if council.email else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(render_to_string("partners/email/digest_message.html", context), "text/html")
    return letter


def _sender(council: Council) -> str:
    """Who writes, from where, and how to answer."""
    address = [" ".join(line.split()) for line in council.postal_lines]
    return ", ".join(part for part in (council.name, *address, council.email, council.telephone) if part)
