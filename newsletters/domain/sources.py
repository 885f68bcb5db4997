"""The records that a letter may draw on: what anyone may read, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from cms.archive.models import Item
from crm.assemblies.enums import AssemblyState
from crm.assemblies.models import Assembly, Decision
from crm.events.enums import EventStatus
from crm.events.models import Event
from crm.events.querysets import EventQuerySet
from crm.partners.domain.folding import fold
from crm.partners.enums import Visibility
from crm.partners.models import Funding, Organization

PUBLIC = frozenset([Visibility.PUBLIC.value])


def public_records(model: type[Model]) -> Any:
    """The queryset of those that a letter may show, without any order; raises ``KeyError`` for another model."""
    return {
        Event: Event.objects.public(),
        Assembly: Assembly.objects.exclude(event__status=EventStatus.DRAFT).select_related("event"),
        Decision: Decision.objects.public(),
        Organization: Organization.objects.listed(),
        Item: Item.objects.public(),
        Funding: Funding.objects.filter(visibility=Visibility.PUBLIC).select_related("funder"),
    }[model]


def offered_records(model: type[Model], words: str, now: datetime) -> Any:
    """Those that a chooser offers, what matters now first, narrowed to those that hold each of the words."""
    found = public_records(model)
    if isinstance(found, EventQuerySet):
        return found.matching(words).soonest_first(now)
    if model is Assembly:
        named = found.filter(*(Q(event__search_text__contains=word) for word in fold(words).split()))
        return named.exclude(state=AssemblyState.CLOSED).order_by("event__starts_at", "pk")
    if model is Decision:
        return found.matching(words).in_order()
    if model is Item:
        return found.filter(*(Q(search_text__contains=word) for word in fold(words).split())).order_by("-number")
    return found.matching(words, PUBLIC)
