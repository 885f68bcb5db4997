"""Gives an e-mail address the keyed hash that outlives it."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.core.exceptions import ValidationError

from crm.partners.domain.addresses import normalise_address


def hash_address(address: str) -> str:
    """The HMAC-SHA256, in hexadecimal, of a normalised address without regard to case.

    Case is folded here and not in what is stored: `Jean@` and `jean@` are one person to the ledger and to
    the suppressions, and the letter still goes to the address as it was typed (`docs/decisions/0005`).
    """
    return hmac.new(settings.ADDRESS_HASH_KEY.encode(), address.lower().encode(), "sha256").hexdigest()


def lookup_hash(typed: str) -> str:
    """The hash of what someone typed to look an address up; of the words themselves when it is none."""
    try:
        return hash_address(normalise_address(typed))
    except ValidationError:
        return hash_address(typed)


def domain_of(address: str) -> str:
    """What stands after the @, in lower case; nothing where there is none."""
    return address.rpartition("@")[2].lower()
