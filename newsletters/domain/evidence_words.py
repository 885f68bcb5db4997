"""Says in French what code wrote beside a line of the ledger; what a person wrote stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from crm.events.domain.dates import plain_date
from newsletters.domain.ledger import MOVED_FROM, MOVED_TO
from newsletters.enums import SuppressionReason

FINGERPRINT = 8
HASH = re.compile("[0-9a-f]{64}")


def evidence_words(evidence: str) -> str:
    """« jusqu’au 31 août 2026 » for `until: 2026-08-31`; several marks are each said."""
    said = [_mark_words(part) for part in evidence.split("; ")]
    return "; ".join(filter(None, said))


def _mark_words(part: str) -> str:
    mark, _space, value = part.partition(" ")
    words = _MARKS.get(mark)
    try:
        return words(value) if words else part
    except ValueError:  # a person wrote these very letters
        return part


def _lifted(reason: str) -> str:
    return _("which lifts the withdrawal: %(reason)s") % {"reason": SuppressionReason(reason).label.lower()}


def _until(day: str) -> str:
    return _("until %(day)s") % {"day": plain_date(date.fromisoformat(day))}


def _undone(batch: str) -> str:
    return _("import %(number)s was undone") % {"number": int(batch)}


def _from(address_hash: str) -> str:
    return _("from the address of fingerprint %(hash)s") % {"hash": _fingerprint(address_hash)}


def _to(address_hash: str) -> str:
    return _("to the address of fingerprint %(hash)s") % {"hash": _fingerprint(address_hash)}


def _fingerprint(address_hash: str) -> str:
    if not HASH.fullmatch(address_hash):
        raise ValueError(address_hash)
    return address_hash[:FINGERPRINT]


_MARKS: dict[str, Callable[[str], str]] = {
    "lifted:": _lifted,
    "until:": _until,
    "undo:": _undone,
    MOVED_FROM: _from,
    MOVED_TO: _to,
}
