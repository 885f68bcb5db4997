"""Numbers of people and of letters as Québec prints them: « 12 345 »."""

from __future__ import annotations

from crm.partners.domain.money import NBSP


class Tally(int):
    """Counts, compares and chooses a plural as any number; printed, its thousands stand apart."""

    def __str__(self) -> str:
        return f"{int(self):,}".replace(",", NBSP)
