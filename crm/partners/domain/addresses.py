"""Reads an e-mail address as a person types it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
MAX_LOCAL = 64  # RFC 5321, 4.5.3.1.1
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
TOP_LEVEL = re.compile(r"xn--[a-z0-9-]+|[a-z]{2,}")

UNREADABLE = _("This is not a complete e-mail address. It looks like name@example.org.")


def normalise_address(raw: str) -> str:
    """Return the address to store and to write to; what already is one comes back unchanged.

    Only the domain is put in lower case, and its accents become punycode, as SMTP wants. Raises
    ``ValidationError`` for what could not be written to: line breaks and other control characters,
    accents before the @ (our relays cannot carry them), quoted names and bare host names.
    """
    if any(unicodedata.category(character) == "Cc" for character in raw):
        raise ValidationError(_("An e-mail address is written on one line."), code="control_character")
    local, _at, domain = raw.strip().rpartition("@")
    if not local.isascii():
        raise ValidationError(
            _("We cannot yet write to an address with accents before the @. Please give us another one."),
            code="accent",
        )
    if len(local) > MAX_LOCAL or not LOCAL_PART.fullmatch(local):
        raise ValidationError(UNREADABLE, code="unreadable")
    address = f"{local}@{_normalise_domain(domain)}"
    if len(address) > MAX_ADDRESS:
        raise ValidationError(_("This e-mail address is too long."), code="too_long")
    return address


@lru_cache(maxsize=4096)
def _normalise_domain(domain: str) -> str:
    try:
        ascii_domain = idna.encode(domain, uts46=True, std3_rules=True).decode()
    except idna.IDNAError as error:
        raise ValidationError(UNREADABLE, code="unreadable") from error
    host, _dot, top = ascii_domain.rpartition(".")
    if not host or not TOP_LEVEL.fullmatch(top):
        raise ValidationError(UNREADABLE, code="unreadable")
    return ascii_domain
