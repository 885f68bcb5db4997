"""Sends the letters to those who registered; each says what is true at the moment when it leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.hearing.return_paths import Post
from newsletters.domain.registration_mail import registration_mail
from newsletters.domain.registration_news import is_still_true
from newsletters.domain.single_post import BATCH, post_letters
from newsletters.models import RegistrationLetter
from newsletters.querysets import RegistrationLetterQuerySet


class RegistrationKind:
    """The rows of those who registered."""

    post = Post.REGISTRATION

    def rows(self) -> RegistrationLetterQuerySet:
        return RegistrationLetter.objects.all()

    def load(self, pk: int) -> RegistrationLetter | None:
        related = RegistrationLetter.objects.select_related("registration__desk__event", "message")
        return related.filter(pk=pk).first()

    def address(self, letter: RegistrationLetter) -> str:
        return letter.registration.email

    def mail(self, letter: RegistrationLetter, council: Council) -> EmailMultiAlternatives:
        return registration_mail(letter, council)

    def is_still_true(self, letter: RegistrationLetter, now: datetime) -> bool:
        return is_still_true(letter, now)


def post_registration_letters(clock: Callable[[], datetime] = timezone.now, most: int = BATCH) -> int:
    """Send what is due; return how many left. A second call beside it takes other letters."""
    return post_letters(RegistrationKind(), clock, most)
