"""The officers whom the board elects among its members, within the days that the by-laws set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.assemblies.domain.bylaws import bylaw_in_force
from crm.assemblies.enums import BylawKind, ElectionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Election
from crm.events.enums import EventKind
from crm.partners.domain.folding import fold
from crm.partners.models import Membership


class Office(TextChoices):
    """What an officer does for the board; the label is what is written as their role."""

    CHAIR = "chair", gettext_lazy("Presidency")
    VICE_CHAIR = "vice_chair", gettext_lazy("Vice-presidency")
    SECRETARY = "secretary", gettext_lazy("Secretariat")
    TREASURER = "treasurer", gettext_lazy("Treasury")


# How a role begins, folded, whoever holds it: « Présidente », « présidence », « Trésorier ».
BEGINNINGS = {
    Office.CHAIR: ("presiden",),
    Office.VICE_CHAIR: ("vice-presiden", "vice presiden"),
    Office.SECRETARY: ("secretair", "secretari"),
    Office.TREASURER: ("tresor",),
}


@dataclass(frozen=True)
class OfficersDue:
    """Officers to elect after an assembly; ``by`` is None where no rule says within how many days."""

    election: Election
    by: date | None


def officers_due() -> list[OfficersDue]:
    """The latest annual election, where no officers were named after it yet."""
    latest = (
        Election.objects.filter(state=ElectionState.PROCLAIMED, assembly__event__kind=EventKind.ANNUAL_ASSEMBLY)
        .select_related("assembly__event")
        .order_by("-assembly__event__starts_at")
        .first()
    )
    if latest is None or latest.officers_on is not None:
        return []
    return [OfficersDue(latest, officers_due_by(latest))]


def officers_due_by(election: Election) -> date | None:
    """The last day to elect them, by the rule that held on the day of the assembly."""
    assembly = election.assembly
    rule = bylaw_in_force(BylawKind.OFFICERS_DAYS, assembly.held_on, assembly.event.kind)
    return assembly.held_on + timedelta(days=rule.amount) if rule else None


def members_on(day: date) -> list[Membership]:
    """Who holds a voting seat of our board that day."""
    seated = Membership.objects.on(day).filter(
        post__organization__is_our_council=True, post__is_on_board=True, post__is_voting=True
    )
    return list(seated.select_related("person", "post").order_by("post__position", "pk"))


def office_of(role: str) -> Office | None:
    """The office that a role names, if it names one."""
    folded = fold(role)
    return next((office for office, starts in BEGINNINGS.items() if folded.startswith(starts)), None)


@transaction.atomic
def name_officers(election: Election, chosen: Mapping[Office, Membership], on: date, words: str) -> Election:
    """Write the officers' roles on the seats that they hold, and take those of whoever was one before.

    Raises `AssemblyRefused` before the proclamation, without the decision's words, without a presidency, a secretariat
    and a treasury, or where someone is not seated that day.
    """
    held = Election.objects.select_for_update().get(pk=election.pk)
    if not held.is_proclaimed:
        raise AssemblyRefused(_("Proclaim the results first."))
    if not words.strip():
        raise AssemblyRefused(_("Write the decision that names them."))
    if missing := [office.label for office in Office if office != Office.VICE_CHAIR and office not in chosen]:
        raise AssemblyRefused(_("Still to be named: %(offices)s.") % {"offices": ", ".join(map(str, missing))})
    seated = {member.pk: member for member in members_on(on)}
    if any(member.pk not in seated for member in chosen.values()):
        raise AssemblyRefused(_("Only someone who sits on the board that day can be named."))
    for member in seated.values():
        _write_role(member, [office for office in Office if office in chosen and chosen[office].pk == member.pk])
    held.officers_on, held.officers_words = on, words.strip()
    held.save(update_fields=["officers_on", "officers_words"])
    return held


def _write_role(member: Membership, offices: list[Office]) -> None:
    """« Présidente » stays as it was written when she stays; other roles than an officer's are left alone."""
    before = office_of(member.role)
    if offices == [before] or (before is None and not offices):
        return
    member.role = _(" and ").join(str(office.label) for office in offices).capitalize()
    member.save(update_fields=["role"])
