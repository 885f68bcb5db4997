"""Which names stand on the site for those credited with an item.

The name as it must be printed; without one, that of the chosen record where its file is public, and nobody otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Concat, Trim

from cms.archive.enums import CreditRole
from cms.archive.models import Credit, Item
from cms.pages.domain.directory import address_of
from cms.pages.models import DirectoryPage
from crm.partners.enums import Visibility

_PERSON = Trim(Concat("person__given_name", Value(" "), "person__family_name"))


def shown_name() -> Case:
    """The name that the public reads, as a column; empty where nobody may be named."""
    return Case(
        When(~Q(name=""), then=F("name")),
        When(person__visibility=Visibility.PUBLIC, then=_PERSON),
        When(organization__is_listed=True, then=F("organization__name")),
        default=Value(""),
        output_field=CharField(),
    )


def printed_name(credit: Credit) -> str:
    """The same, of one credit that may stand in a draft only."""
    if credit.name:
        return credit.name
    if credit.person is not None and credit.person.visibility == Visibility.PUBLIC:
        return credit.person.name
    if credit.organization is not None and credit.organization.is_listed:
        return credit.organization.name
    return ""


def named_credits(items: Iterable[Item] | Any) -> Any:
    """The credits of these items that name someone, each with its `shown` name."""
    found = Credit.objects.filter(item__in=items).annotate(shown=shown_name()).exclude(shown="")
    return found.select_related("organization").order_by("sort_order", "pk")


def entries_of(named: Iterable[Any]) -> dict[int, str]:
    """The page in the public directory of each organization that is named and listed; none without a directory."""
    listed = {one.organization_id: one.organization for one in named if one.organization and one.organization.is_listed}
    directory = DirectoryPage.objects.live().public().first() if listed else None
    if directory is None:
        return {}
    return {key: f"{directory.url}{address_of(organization)}" for key, organization in listed.items()}


def names_of(named: Iterable[Any], role: CreditRole) -> list[str]:
    """The names shown in that role, in order, each once."""
    return list(dict.fromkeys(credit.shown for credit in named if credit.role == role))
