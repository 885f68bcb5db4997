"""Other things that someone holds, told by the rooms above: events that they look after, answers that they await."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from crm.accounts.models import User
from crm.partners.enums import HoldingKind


@dataclass(frozen=True)
class HeldAbove:
    """A model with a ``followed_by``: what of it waits that day, who may see it, and a few words about one of them."""

    model: type[Any]
    waiting: Callable[[date], QuerySet[Any]]
    seen_by: Callable[[QuerySet[Any], User], QuerySet[Any]]
    detail: Callable[[Any], str]


HELD_ABOVE: dict[HoldingKind, HeldAbove] = {}
