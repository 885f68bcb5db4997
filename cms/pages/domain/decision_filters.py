"""The ways to narrow the register, each a plain address: `/decisions/?genre=avis&annee=2026&suite=attendue`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from crm.assemblies.domain.answers import STATES
from crm.assemblies.enums import DecisionKind, Outcome
from crm.assemblies.querysets import NOT_SENT, WAITING, DecisionQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST = 100
KINDS = {
    "resolutions": DecisionKind.RESOLUTION,
    "avis": DecisionKind.OPINION,
    "memoires": DecisionKind.BRIEF,
    "recommandations": DecisionKind.RECOMMENDATION,
    "lettres": DecisionKind.LETTER,
}
OUTCOMES = {
    "suivie": Outcome.FOLLOWED.value,
    "en-partie": Outcome.PARTLY.value,
    "non-suivie": Outcome.NOT_FOLLOWED.value,
    "sans-reponse": Outcome.NO_ANSWER.value,
    "attendue": WAITING,
    "pas-envoyee": NOT_SENT,
}
LABELS: dict[str, str | _StrPromise] = {**dict(STATES), NOT_SENT: _("Not sent")}


@dataclass(frozen=True)
class Choice:
    """One line of a list to choose from."""

    value: str
    label: str | _StrPromise
    is_chosen: bool


@dataclass(frozen=True)
class Active:
    """One way in which the register is narrowed now, and the address that leaves it out."""

    label: str | _StrPromise
    query: str


@dataclass(frozen=True)
class DecisionFilter:
    """What a reader asked to see."""

    genre: str = ""
    annee: str = ""
    suite: str = ""
    mots: str = ""

    @property
    def is_bare(self) -> bool:
        return not (self.genre or self.annee or self.suite or self.mots)

    @property
    def query(self) -> str:
        """``?genre=avis&annee=2026``; ``?`` alone where nothing is asked, so that a page number may follow."""
        return "?" + urlencode(self._asked())

    def _asked(self) -> dict[str, str]:
        asked = {"genre": self.genre, "annee": self.annee, "suite": self.suite, "mots": self.mots}
        return {name: value for name, value in asked.items() if value}

    @property
    def active(self) -> list[Active]:
        """What is asked, each with the way to take it off."""
        labels = {
            "genre": KINDS[self.genre].label if self.genre else "",
            "annee": self.annee,
            "suite": LABELS[OUTCOMES[self.suite]] if self.suite else "",
            "mots": f"«\u00a0{self.mots}\u00a0»",
        }
        return [Active(labels[name], replace(self, **{name: ""}).query) for name in self._asked()]

    @property
    def page_query(self) -> str:
        """What stands before a page number."""
        return f"{self.query}&page=" if not self.is_bare else "?page="

    def narrow(self, decisions: DecisionQuerySet) -> DecisionQuerySet:
        if self.genre:
            decisions = decisions.filter(kind=KINDS[self.genre])
        if self.annee:
            decisions = decisions.filter(adopted_on__year=int(self.annee))
        if self.suite:
            decisions = decisions.that_became(OUTCOMES[self.suite])
        return decisions.matching(self.mots)

    def kinds(self) -> list[Choice]:
        return [Choice(slug, kind.label, slug == self.genre) for slug, kind in KINDS.items()]

    def outcomes(self) -> list[Choice]:
        return [Choice(slug, LABELS[state], slug == self.suite) for slug, state in OUTCOMES.items()]

    def years(self, years: list[int]) -> list[Choice]:
        return [Choice(str(year), str(year), str(year) == self.annee) for year in years]


def read_decision_filter(asked: Mapping[str, str]) -> DecisionFilter | None:
    """The filter that an address asks for, or nothing when it asks for what does not exist."""
    found = DecisionFilter(
        asked.get("genre", ""), asked.get("annee", ""), asked.get("suite", ""), asked.get("mots", "").strip()[:LONGEST]
    )
    is_year = not found.annee or (found.annee.isascii() and found.annee.isdigit() and 1900 <= int(found.annee) <= 2100)
    if found.genre not in {"", *KINDS} or found.suite not in {"", *OUTCOMES} or not is_year:
        return None
    return found
