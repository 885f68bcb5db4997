"""Whom a mailing is for, beyond its topics: what a volunteer says in a few words, joined by « et »."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from newsletters.domain.circles import Roll
from newsletters.enums import DeliveryState, Language
from newsletters.models import Delivery, Mailing

# Left a worker's hands, and nobody knows yet whether it arrived.
UNSETTLED = (DeliveryState.SENDING, DeliveryState.DOUBTFUL)


@dataclass(frozen=True)
class Segment:
    """Conditions that all hold together; an empty one asks nothing.

    ``roll`` is a circle of people of our own records, whether or not they follow the topics; ``sector`` the first three
    characters of a postal code; ``missed`` a mailing that did not reach them; ``language`` keeps to those who would
    rather read it, the others being left out with that reason.
    """

    roll: Roll | None = None
    sector: str = ""
    missed: Mailing | None = None
    language: Language | None = None

    def narrows(self) -> Q:
        """Who is asked for, as a condition on subscribers; who is not is no candidate."""
        asked = Q(address_hash__in=self.roll.hashes) if self.roll else Q()
        if self.sector:
            asked &= Q(sector=self.sector)
        if self.missed:
            reached = Delivery.objects.filter(subscriber=OuterRef("pk"), mailing=self.missed)
            asked &= ~Q(Exists(reached.filter(state__in=[DeliveryState.SENT, *UNSETTLED])))
        return asked

    def as_json(self) -> dict[str, Any]:
        """What the mailing keeps of it."""
        said = {
            "circle": self.roll and self.roll.circle.key,
            "sector": self.sector,
            "missed": self.missed and self.missed.pk,
            "language": self.language,
        }
        return {name: value for name, value in said.items() if value}


EVERYONE = Segment()
