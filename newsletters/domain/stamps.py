"""Signs when a form was shown, and with which words, so that no session is needed to know it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

from newsletters.domain.wording import Wording

# A cached page may show its form for days; a reader may leave a tab open overnight.
LONGEST_LIFE = timedelta(days=7)


def make_stamp(wording: Wording) -> str:
    return _signer().sign(wording.version)


def is_current(stamp: str, wording: Wording) -> bool:
    """Ours, of this week, and shown with these very words."""
    try:
        return _signer().unsign(stamp, max_age=LONGEST_LIFE) == wording.version
    except BadSignature:
        return False


def is_too_quick(stamp: str) -> bool:
    """Filled in faster than anyone reads."""
    try:
        _signer().unsign(stamp, max_age=settings.SIGN_UP_MINIMUM_SECONDS)
    except BadSignature:
        return False
    return True


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="parvis.newsletters.sign-up")
