"""Signs the number of a record into a private link, and reads it back.

Nothing is stored; a link stays true after a rotation of the keys (`SECRET_KEY_FALLBACKS`), never expires, and dies
with its row. ``salt`` names what the link is for: one made for something else is no link.
"""

from __future__ import annotations

from django.core.signing import BadSignature, Signer


class BadLink(Exception):
    """The link is truncated, forged, or was made for something else."""


def sign_number(salt: str, number: int) -> str:
    return Signer(salt=salt, sep=".").sign(str(number))


def read_number(salt: str, token: str) -> int:
    """The number that was signed. Raises `BadLink`."""
    try:
        return int(Signer(salt=salt, sep=".").unsign(token))
    except (BadSignature, ValueError) as error:
        raise BadLink from error
