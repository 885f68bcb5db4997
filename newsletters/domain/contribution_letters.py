"""Writes to those who gave something to the memory: what became of it, and the link by which they follow it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from cms.archive.domain.contribution_links import contribution_url
from cms.archive.enums import ContributionNews, ContributionState
from cms.archive.models import Contribution
from crm.partners.models import Council
from newsletters.domain.automatic_letters import is_off
from newsletters.domain.contribution_words import letter_words
from newsletters.domain.gift_letters import gift_key
from newsletters.domain.hearing.return_paths import Post
from newsletters.domain.single_post import BATCH, post_letters
from newsletters.domain.wording import sender_line
from newsletters.models import ContributionLetter
from newsletters.querysets import ContributionLetterQuerySet

TRUE_WHILE = {
    ContributionNews.RECEIVED: (ContributionState.RECEIVED, ContributionState.QUESTION),
    ContributionNews.QUESTION: (ContributionState.QUESTION,),
    ContributionNews.ACCEPTED: (ContributionState.ACCEPTED,),
    ContributionNews.REFUSED: (ContributionState.REFUSED,),
    ContributionNews.PUBLISHED: (ContributionState.ACCEPTED,),
    ContributionNews.WITHDRAWN: (ContributionState.WITHDRAWN,),
}


def write_contribution_letter(contribution: Contribution, news: ContributionNews, now: datetime) -> None:
    """One row for this news; a second call of the same moment writes none.

    None either to whom has no address any more, nor where the council switched that letter off.
    """
    if not contribution.person_email or is_off(gift_key(news)):
        return
    row = {"due_at": now, "created_at": now, "changed_at": now}
    ContributionLetter.objects.get_or_create(contribution=contribution, news=news, mark=now.isoformat(), defaults=row)


class ContributionKind:
    """The rows of those who gave."""

    post = Post.CONTRIBUTION

    def rows(self) -> ContributionLetterQuerySet:
        return ContributionLetter.objects.all()

    def load(self, pk: int) -> ContributionLetter | None:
        return ContributionLetter.objects.select_related("contribution__agreement").filter(pk=pk).first()

    def address(self, letter: ContributionLetter) -> str:
        return letter.contribution.person_email

    def mail(self, letter: ContributionLetter, council: Council) -> EmailMultiAlternatives:
        return contribution_mail(letter, council)

    def is_still_true(self, letter: ContributionLetter, now: datetime) -> bool:
        return says_what_is_so(letter) and not is_off(gift_key(ContributionNews(letter.news)))


def says_what_is_so(letter: ContributionLetter) -> bool:
    """Whether its news still holds, and there is an address to send it to."""
    gift = letter.contribution
    return bool(gift.person_email) and gift.state in TRUE_WHILE[ContributionNews(letter.news)]


def post_contribution_letters(clock: Callable[[], datetime] = timezone.now, most: int = BATCH) -> int:
    """Send what is due; return how many left. A second call beside it takes other letters."""
    return post_letters(ContributionKind(), clock, most)


def contribution_mail(letter: ContributionLetter, council: Council) -> EmailMultiAlternatives:
    """The whole letter. Its Message-ID says only which row it is: the same after a retry."""
    words = letter_words(letter.contribution, ContributionNews(letter.news))
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    context = {
        "council": council,
        "sender": sender_line(council),
        "subject": words.subject,
        "words": words,
        "url": contribution_url(letter.contribution_id),
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(f"{words.subject} | {council.name}".split()),
        body=render_to_string("newsletters/email/contribution.txt", context),
        from_email=formataddr((council.name, sender)),
        to=[letter.contribution.person_email],
        reply_to=[council.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<contribution.{letter.created_at:%Y%m%d%H%M%S}.{letter.pk}@{sender.rpartition('@')[2]}>",
        },
    )
    mail.attach_alternative(render_to_string("newsletters/email/contribution.html", context), "text/html")
    return mail
