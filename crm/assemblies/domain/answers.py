"""What we asked, what we were answered: the rows of the public table, and its figures by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from crm.assemblies.enums import Outcome
from crm.assemblies.models import Sending
from crm.assemblies.querysets import WAITING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Share:
    """How many of a year's requests came to one outcome; from where to where it stands on a bar of 100."""

    outcome: str
    label: str | _StrPromise
    count: int
    starts_at: float
    width: float

    @property
    def percent(self) -> int:
        return round(self.width)


@dataclass(frozen=True)
class YearFigures:
    """What was sent in one year, and what became of it."""

    year: int
    sent: int
    shares: tuple[Share, ...]
    median_days: int | None

    @property
    def shown(self) -> list[Share]:
        return [share for share in self.shares if share.count]


STATES: tuple[tuple[str, str | _StrPromise], ...] = (
    *((outcome.value, outcome.label) for outcome in Outcome),
    (WAITING, pgettext_lazy("outcome of a decision", "Awaited")),
)


def state_of(sending: Sending) -> str:
    """The outcome, or that it is awaited."""
    return sending.outcome or WAITING


def state_label(state: str) -> str | _StrPromise:
    return dict(STATES)[state]


def figures_by_year(sendings: Iterable[Sending]) -> list[YearFigures]:
    """The figures of each year in which something was sent, the latest first."""
    in_order = sorted(sendings, key=lambda one: one.sent_on.year, reverse=True)
    return [_figures(year, list(ones)) for year, ones in groupby(in_order, key=lambda one: one.sent_on.year)]


def _figures(year: int, sendings: list[Sending]) -> YearFigures:
    states = [state_of(one) for one in sendings]
    shares, before = [], 0
    for state, label in STATES:
        count = states.count(state)
        shares.append(Share(state, label, count, _percent(before, states), _percent(count, states)))
        before += count
    waited = sorted(one.days_waited(one.closed_on) for one in sendings if one.is_answered and one.closed_on)
    median = waited[(len(waited) - 1) // 2] if waited else None
    return YearFigures(year, len(sendings), tuple(shares), median)


def _percent(count: int, states: list[str]) -> float:
    return round(100 * count / len(states), 2)
