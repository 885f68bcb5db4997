"""The cadences that a council may begin with, until it knows better: set in one go, each changed or deleted alone."""

from __future__ import annotations

from django.db import transaction

from crm.partners.domain.cadence import Rule
from crm.partners.enums import CadenceMode, OrganizationKind
from crm.partners.models import Cadence

ANY, IN_PERSON = CadenceMode.ANY, CadenceMode.IN_PERSON

# What neighbours of a council live by: other councils every season and in person once a year, a funder when a report
# comes back. The ideal and the longest interval, in months.
PROPOSED = (
    (OrganizationKind.COUNCIL, Rule(ANY, 3, 5)),
    (OrganizationKind.COUNCIL, Rule(IN_PERSON, 12, 15)),
    (OrganizationKind.CITY, Rule(ANY, 3, 5)),
    (OrganizationKind.COMMITTEE, Rule(ANY, 3, 6)),
    (OrganizationKind.COMMUNITY, Rule(ANY, 4, 8)),
    (OrganizationKind.COMMUNITY, Rule(IN_PERSON, 12, 18)),
    (OrganizationKind.SCHOOL, Rule(ANY, 6, 9)),
    (OrganizationKind.INSTITUTION, Rule(ANY, 6, 9)),
    (OrganizationKind.FUNDER, Rule(ANY, 6, 12)),
    (OrganizationKind.COOPERATIVE, Rule(ANY, 6, 12)),
    (OrganizationKind.WORSHIP, Rule(ANY, 12, 18)),
    (OrganizationKind.BUSINESS, Rule(ANY, 12, 18)),
    (OrganizationKind.MEDIA, Rule(ANY, 12, 18)),
)


def proposed_cadences() -> list[Cadence]:
    """Those that are proposed, written nowhere yet."""
    return [
        Cadence(kind=kind, mode=rule.mode, ideal_months=rule.ideal_months, longest_months=rule.longest_months)
        for kind, rule in PROPOSED
    ]


@transaction.atomic
def set_proposed_cadences() -> int:
    """Set those whose kind has none by that contact; how many. What someone chose stays, a second call sets nothing."""
    chosen = set(Cadence.objects.filter(organization=None).values_list("kind", "mode"))
    missing = [one for one in proposed_cadences() if (one.kind, one.mode) not in chosen]
    for one in missing:
        one.save()
    return len(missing)
