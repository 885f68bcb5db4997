"""Takes something back from the public site, and leaves word of it at its address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.db import transaction

from cms.pages.models.tombstones import Tombstone


class Withdrawable(Protocol):
    """What a page offers: its public address, and how it leaves the site."""

    @property
    def url(self) -> str | None: ...

    def unpublish(self, *, user: object) -> None: ...


@transaction.atomic
def withdraw_pages(pages: Iterable[Withdrawable], reason: str, by: object, now: datetime) -> int:
    """Unpublish these pages and leave a tombstone at each address; how many there were.

    Twice is the same as once, with the latest reason.
    """
    count = 0
    for page in pages:
        address = page.url
        if address:
            leave_tombstone(address, reason, now)
        page.unpublish(user=by)
        count += 1
    return count


def leave_tombstone(path: str, reason: str, now: datetime) -> Tombstone:
    """From now on this address answers that it is gone, and why."""
    stone, _created = Tombstone.objects.update_or_create(path=path, defaults={"reason": reason, "created_at": now})
    return stone


def lift_tombstone(path: str) -> None:
    """Something stands at this address again."""
    Tombstone.objects.filter(path=path).delete()
