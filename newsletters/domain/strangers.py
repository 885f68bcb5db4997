"""Accounts for those of a circle who have no file in the post room: nobody may be written to without a basis.

No file is made for them: what is not mailable is not stored (`docs/decisions/0044`).
"""

from __future__ import annotations

from dataclasses import dataclass

from newsletters.domain.circles import Correspondent
from newsletters.domain.segments import Segment
from newsletters.enums import ExclusionReason
from newsletters.models import Exclusion, Mailing, Subscriber, Suppression


@dataclass(frozen=True)
class Stranger:
    """Someone of a circle who is left out, and why."""

    correspondent: Correspondent
    reason: ExclusionReason


def strangers_of(segment: Segment) -> list[Stranger]:
    """In two queries, where there is a circle. Nobody with a sector: they never said theirs, so are not asked for."""
    if segment.roll is None or segment.sector:
        return []
    hashes = {each.address_hash: each for each in segment.roll.correspondents}
    known = Subscriber.objects.filter(address_hash__in=hashes).values_list("address_hash", flat=True)
    for address_hash in known:
        del hashes[address_hash]
    gone = set(Suppression.objects.filter(address_hash__in=hashes).values_list("address_hash", flat=True))
    return [
        Stranger(each, ExclusionReason.SUPPRESSED if address_hash in gone else ExclusionReason.NO_BASIS)
        for address_hash, each in hashes.items()
    ]


def leave_out_strangers(mailing: Mailing, segment: Segment) -> int:
    """Write why each is not written to; the register then adds up, and holds no address of theirs. Returns how many."""
    rows = [Exclusion(mailing=mailing, reason=stranger.reason) for stranger in strangers_of(segment)]
    Exclusion.objects.bulk_create(rows)
    return len(rows)
