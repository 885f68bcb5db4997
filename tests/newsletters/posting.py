"""A clock that tests set, and short words for what they look up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from newsletters.models import Delivery, Mailing

START = datetime(2024, 5, 14, 14, 0, tzinfo=UTC)


class Clock:
    """A clock that a test sets, and that may do something each time it is read."""

    def __init__(self) -> None:
        self.now = START
        self.on_read: Callable[[], None] = lambda: None

    def __call__(self) -> datetime:
        self.on_read()
        return self.now


def counts(mailing: Mailing) -> dict[str, int]:
    return {state: total for state, total in mailing.deliveries.count_by_state().items() if total}


def letter_to(address: str) -> Delivery:
    return Delivery.objects.get(email=address)
