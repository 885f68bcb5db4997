"""Who of the board also sits where an item looks to, on the day of the assembly; and the words to declare it.

A membership of the past is none today: `crm.partners.domain.interlocks` compares the days, and says what is not sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from crm.assemblies.models import AgendaItem
from crm.partners.domain.interlocks import Period, Tie, between
from crm.partners.domain.tenure import Answer
from crm.partners.models import Membership, Organization


@dataclass(frozen=True)
class Interest:
    """Someone of the board who sits, or may sit, at a partner that an item names."""

    person_pk: int
    person: str
    organization: str
    role: str
    is_sure: bool

    @property
    def nature(self) -> str:
        """« Trésorière, Jardin collectif »: what `ConflictDeclaration.nature` keeps."""
        return ", ".join(filter(None, [self.role, self.organization]))

    @property
    def words(self) -> str:
        """The declaration, as the minutes write it."""
        return _(
            "%(person)s declares an interest in this item (%(nature)s), leaves the table and takes part neither in the "
            "discussion nor in the vote."
        ) % {"person": self.person, "nature": self.nature}


def interests_of(items: Iterable[AgendaItem], on: date, levels: Collection[str]) -> dict[int, list[Interest]]:
    """The interests that a reader of these levels may know, by item; three queries. Items without any are left out.

    ``items`` have their organizations prefetched, or cost one query each.
    """
    named = {item.pk: {one.pk for one in item.organizations.all()} for item in items}
    wanted = set().union(*named.values()) if named else set()
    council = Organization.objects.our_council()
    if council is None or not wanted:
        return {}
    of_organization = _interests(council.pk, wanted - {council.pk}, on, levels)
    found = {
        pk: [interest for place in sorted(places) for interest in of_organization.get(place, ())]
        for pk, places in named.items()
    }
    return {pk: interests for pk, interests in found.items() if interests}


def _interests(council: int, organizations: set[int], on: date, levels: Collection[str]) -> dict[int, list[Interest]]:
    held = Membership.objects.wholly_visible(levels).on(on, perhaps=True)
    held = held.filter(organization__in={council, *organizations}).select_related("person", "organization", "post")
    memberships = {one.pk: one for one in held}
    ties = [Tie(one.pk, one.person_id, one.organization_id, one.tenure) for one in memberships.values()]
    found: dict[int, list[Interest]] = defaultdict(list)
    for organization in organizations:
        for interlock in between(ties, council, organization, Period.on(on)):
            there = next(memberships[pk] for pk in interlock.ties if memberships[pk].organization_id == organization)
            interest = Interest(
                there.person_id,
                str(there.person),
                str(there.organization),
                there.label,
                interlock.certainty == Answer.YES,
            )
            if all(interest.person_pk != known.person_pk for known in found[organization]):
                found[organization].append(interest)
    return found
