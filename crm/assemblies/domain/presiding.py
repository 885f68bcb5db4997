"""Who would chair an assembly and who would take its minutes, where nobody has written it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.assemblies.domain.officers import Office, members_on, office_of
from crm.assemblies.enums import AssemblyState
from crm.assemblies.models import Assembly, Presence
from crm.partners.models import Membership, Person


@dataclass(frozen=True)
class Presiding:
    """Who chairs and who takes the minutes; None where nobody can be told."""

    chair: Person | None
    secretary: Person | None


def usual_presiding(assembly: Assembly) -> Presiding:
    """Someone from outside the board who did it the last time does it again; otherwise who holds the office that day.

    Where nobody holds the office, whoever did it the last time and still sits. At most three queries.
    """
    last = (
        Assembly.objects.filter(state=AssemblyState.CLOSED, event__starts_at__lt=assembly.event.starts_at)
        .select_related("event", "chair", "secretary")
        .order_by("-event__starts_at", "-pk")
        .first()
    )
    seated = members_on(assembly.held_on)
    before = {member.person_id for member in members_on(last.held_on)} if last is not None else set()
    return Presiding(
        _usual(Office.CHAIR, last.chair if last else None, before, seated),
        _usual(Office.SECRETARY, last.secretary if last else None, before, seated),
    )


def _usual(office: Office, last: Person | None, before: set[int], seated: list[Membership]) -> Person | None:
    if last is not None and last.pk not in before:
        return last
    holders = [member.person for member in seated if _has(member, office)]
    still = [member.person for member in seated if last is not None and member.person_id == last.pk]
    return next(iter([*holders, *still]), None)


def _has(member: Membership, office: Office) -> bool:
    """One person may have two offices: « Secrétariat et trésorerie »."""
    return office in {office_of(role) for role in member.role.split(_(" and "))}


def name_presiding(table: Assembly) -> Assembly:
    """As it opens, fill in what nobody wrote; of the board, only someone who is in the room, for the minutes say so."""
    if table.chair_id and table.secretary_id:
        return table
    usual = usual_presiding(table)
    seated = {member.person_id for member in members_on(table.held_on)}
    here = set(Presence.objects.filter(assembly=table, left_at=None).values_list("person_id", flat=True))
    for name, person in (("chair", usual.chair), ("secretary", usual.secretary)):
        is_absent = person is not None and person.pk in seated - here
        if getattr(table, f"{name}_id") is None and not is_absent:
            setattr(table, name, person)
    table.save(update_fields=["chair", "secretary"])
    return table
