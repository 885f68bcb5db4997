"""The people of the room, as the screen lists them: expected, present, gone."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.assemblies.domain.presences import expected_members
from crm.assemblies.models import Assembly, Presence
from crm.assemblies.sitting_forms import TimesForm
from crm.partners.models import Person


@dataclass
class Line:
    """One person: their seat, and each time that they came."""

    person: Person
    seat: str
    is_voting: bool
    is_certain: bool = True
    stays: list[tuple[Presence, TimesForm]] = field(default_factory=list)

    @property
    def here(self) -> Presence | None:
        return next((presence for presence, _form in self.stays if presence.left_at is None), None)


def lines_of_room(assembly: Assembly) -> list[Line]:
    """Everyone expected, then whoever else came, those with a vote first."""
    lines = {
        one.person.pk: Line(one.person, one.seat, one.is_voting, one.is_certain) for one in expected_members(assembly)
    }
    presences = assembly.presences.select_related("person", "membership__post").order_by("arrived_at", "pk")
    for presence in presences:
        seat = presence.membership.label if presence.membership is not None else ""
        line = lines.setdefault(presence.person_id, Line(presence.person, seat, presence.is_voting))
        line.is_voting = presence.is_voting
        line.stays.append((presence, _times(presence)))
    return sorted(lines.values(), key=lambda line: not line.is_voting)


def _times(presence: Presence) -> TimesForm:
    names = ("version", "arrived_at", "left_at")
    return TimesForm(initial={name: getattr(presence, name) for name in names}, auto_id=f"id-presence-{presence.pk}-%s")
