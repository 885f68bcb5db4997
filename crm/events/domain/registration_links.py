"""Signs the link by which a person changes or cancels their own registration, and reads it back.

Nothing is stored; the link stays true after a rotation of the keys (`SECRET_KEY_FALLBACKS`), and dies with the row.
"""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

SALT = "parvis.events.registration"


class BadLink(Exception):
    """The link is truncated, forged, or was made for something else."""


def make_token(registration_id: int) -> str:
    return Signer(salt=SALT, sep=".").sign(str(registration_id))


def read_token(token: str) -> int:
    """Whose registration it is; raises ``BadLink``."""
    try:
        return int(Signer(salt=SALT, sep=".").unsign(token))
    except (BadSignature, ValueError) as error:
        raise BadLink from error


def registration_url(registration_id: int) -> str:
    return settings.BASE_URL + reverse("registration", args=[make_token(registration_id)])
