"""What a newsletter invites to, and until when it is of use: no invitation leaves after its event has begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from crm.events.models import Event

if TYPE_CHECKING:
    from newsletters.models import NewsletterPage


def next_invitation(page: NewsletterPage, now: datetime) -> Event | None:
    """Of the events presented by a block of their own, the first that begins after ``now``.

    Those that have already begun are told of and not invited to; the block of the agenda chooses anew when the letter
    leaves; what is called off invites nobody.
    """
    coming = [event for event in _presented(page) if event.starts_at > now and not _is_off(event)]
    return min(coming, key=lambda event: event.starts_at, default=None)


def _is_off(event: Event) -> bool:
    return event.is_cancelled or event.awaits_new_date


def _presented(page: NewsletterPage) -> Iterator[Event]:
    for block in page.body:
        if block.block_type == "event" and block.value["event"]:
            yield block.value["event"]
        elif block.block_type == "assembly" and block.value["assembly"]:
            yield block.value["assembly"].event
