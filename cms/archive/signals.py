"""What the memory announces to whoever stands above or beside it, and how it hears of many rows at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.dispatch import Signal

# `item`: it opened to the public, or closed. Sent inside the transaction that wrote it.
item_opened = Signal()
item_closed = Signal()

# What becomes of a contribution: `contribution`, `news` (`ContributionNews`) and `now`.
contribution_news = Signal()


def deleted_together(instance: Model, origin: Any) -> list[Any]:
    """What to act on when a row is about to be deleted: all of them at the first of those that one query deletes.

    That query keeps what it found until they are gone. Nothing at the others; the row itself where it goes otherwise.
    """
    if not isinstance(origin, QuerySet) or origin.model is not type(instance):
        return [instance]
    together = list(origin)
    return together if together[:1] == [instance] else []
