"""Signs when the form of a desk was shown and with which words, so that no session is needed to know it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext as _

from crm.events.models import RegistrationDesk
from crm.partners.models import Council

# A cached page may show its form for days; a reader may leave a tab open overnight.
LONGEST_LIFE = timedelta(days=7)


def photo_statement(council: Council) -> str:
    """What one agrees to by ticking the box for photographs."""
    words = _(
        "I agree that %(council)s publishes photographs of this event in which I, or those for whom I answer, can be "
        "recognized. I can withdraw this consent at any time."
    )
    return words % {"council": council.name}


def make_stamp(desk: RegistrationDesk, words: str) -> str:
    return _signer().sign(_facts(desk, words))


def is_current(stamp: str, desk: RegistrationDesk, words: str) -> bool:
    """Ours, of this week, of this desk, and shown with these very words."""
    try:
        return _signer().unsign(stamp, max_age=LONGEST_LIFE) == _facts(desk, words)
    except BadSignature:
        return False


def is_too_quick(stamp: str) -> bool:
    """Filled in faster than anyone reads."""
    try:
        _signer().unsign(stamp, max_age=settings.SIGN_UP_MINIMUM_SECONDS)
    except BadSignature:
        return False
    return True


def _facts(desk: RegistrationDesk, words: str) -> str:
    return f"{desk.pk}.{hashlib.sha256(words.encode()).hexdigest()[:16]}"


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="parvis.events.desk")
