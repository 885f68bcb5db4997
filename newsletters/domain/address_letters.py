"""The two letters of a change of address: one asks the former mailbox, the other asks the new one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.partners.models import Council
from newsletters.domain.address_changes import FORGOTTEN_AFTER
from newsletters.domain.disputes import asks_for_quiet
from newsletters.domain.hearing.return_paths import Post
from newsletters.domain.links import address_url
from newsletters.domain.single_post import BATCH, post_letters
from newsletters.domain.wording import sender_line
from newsletters.models import AddressLetter
from newsletters.querysets import AddressLetterQuerySet


class AddressKind:
    """The rows of the changes of address."""

    post = Post.ADDRESS

    def rows(self) -> AddressLetterQuerySet:
        return AddressLetter.objects.all()

    def load(self, pk: int) -> AddressLetter | None:
        return AddressLetter.objects.select_related("change__subscriber").filter(pk=pk).first()

    def address(self, letter: AddressLetter) -> str:
        return letter.change.new_email if letter.to_new else letter.change.subscriber.email

    def mail(self, letter: AddressLetter, council: Council) -> EmailMultiAlternatives:
        return address_mail(letter, council, self.address(letter))

    def is_still_true(self, letter: AddressLetter, now: datetime) -> bool:
        """Not once it is done or too old, nor to someone who said that they never asked for our letters."""
        change = letter.change
        is_open = change.done_at is None and change.asked_at > now - FORGOTTEN_AFTER
        return is_open and not asks_for_quiet(self.address(letter), now)


def post_address_letters(clock: Callable[[], datetime] = timezone.now, most: int = BATCH) -> int:
    """Send what is due; return how many left. A second call beside it takes other letters."""
    return post_letters(AddressKind(), clock, most)


def address_mail(letter: AddressLetter, council: Council, address: str) -> EmailMultiAlternatives:
    """The whole letter; the one to the former mailbox names the new address, so that a stranger's wish is seen."""
    change = letter.change
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    subject = _("Your new address") if letter.to_new else _("Do you change your address?")
    context = {
        "council": council,
        "sender": sender_line(council),
        "subject": subject,
        "change": change,
        "to_new": letter.to_new,
        "url": address_url(change.subscriber_id, change.pk, to_new=letter.to_new),
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(f"{subject} | {council.name}".split()),
        body=render_to_string("newsletters/email/address.txt", context),
        from_email=formataddr((council.name, sender)),
        to=[address],
        reply_to=[council.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<address.{letter.created_at:%Y%m%d%H%M%S}.{letter.pk}@{sender.rpartition('@')[2]}>",
        },
    )
    mail.attach_alternative(render_to_string("newsletters/email/address.html", context), "text/html")
    return mail
