"""Signs when a public form of the memory was shown, so that no session is needed to know it."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

SALT = "parvis.archive.form"
# Files are looked for in boxes and on telephones; a tab stays open overnight.
LONGEST_LIFE = timedelta(days=2)


class StaleForm(Exception):
    """The form was opened too long ago, was made for something else, or by somebody else."""


def make_stamp(about: str) -> str:
    """Goes with one form about one thing; the page that shows it may not be kept."""
    return TimestampSigner(salt=SALT).sign_object([about, secrets.token_urlsafe(9)])


def read_stamp(stamp: str, about: str) -> str:
    """What makes this form unlike any other. Raises `StaleForm`."""
    try:
        said, once = TimestampSigner(salt=SALT).unsign_object(stamp, max_age=LONGEST_LIFE)
    except (BadSignature, ValueError) as error:
        raise StaleForm from error
    if said != about:
        raise StaleForm
    return str(once)


def is_too_quick(stamp: str) -> bool:
    """Filled in faster than anyone reads."""
    try:
        TimestampSigner(salt=SALT).unsign_object(stamp, max_age=settings.SIGN_UP_MINIMUM_SECONDS)
    except BadSignature:
        return False
    return True
