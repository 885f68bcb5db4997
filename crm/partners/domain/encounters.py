"""Other times that partners and we meet than noted contacts. The rooms above tell them; this one never asks by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Encounter:
    """The last time that a partner was with us up to some day, and the last time in the same room."""

    organization: int
    any: date
    in_person: date | None = None


Teller = Callable[[date], Iterable[Encounter]]
TELLERS: list[Teller] = []


def tell_encounters(teller: Teller) -> None:
    """From now on ask ``teller``, once however often this is called: for a day, each partner at most once."""
    if teller not in TELLERS:
        TELLERS.append(teller)


def encounters(on: date) -> dict[int, list[Encounter]]:
    """Every encounter told up to that day, by organization."""
    found: dict[int, list[Encounter]] = {}
    for teller in TELLERS:
        for one in teller(on):
            found.setdefault(one.organization, []).append(one)
    return found
