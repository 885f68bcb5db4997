"""Takes records of the council's book out of the credits before they go, so that no credit is left naming nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cms.archive.models import Credit, Item
from crm.partners.domain.merging import numbers_now
from crm.partners.enums import RecordKind
from crm.partners.models import Organization, Person


def credits_by_record(records: Sequence[Person] | Sequence[Organization]) -> QuerySet[Credit]:
    """The credits that say nothing but one of these records: without it they would name nobody."""
    one, other = _columns(records)
    return Credit.objects.filter(**{f"{one}__in": [record.pk for record in records], other: None, "name": ""})


@transaction.atomic
def leave_credits(records: Sequence[Person] | Sequence[Organization]) -> int:
    """Delete those credits, of drafts too; how many items lose one. The second call finds none.

    An organization that the directory shows stays printed under its name: it is nobody's private life. Where a record
    was merged, drafts name the one that it is now; what is published follows by itself. All records are of one model;
    the questions are as many for one as for a hundred.
    """
    if not records:
        return 0
    one, _other = _columns(records)
    now_of = numbers_now(RecordKind(one), [record.pk for record in records])
    printed = {
        record.pk: record.name[:200] for record in records if isinstance(record, Organization) and record.is_listed
    }
    _leave_drafts(one, {record.pk for record in records}, printed, now_of)
    bare = list(credits_by_record(records))
    if not bare:
        return 0
    named = [credit for credit in bare if getattr(credit, f"{one}_id") in printed]
    for credit in named:
        credit.name = printed[getattr(credit, f"{one}_id")]
    Credit.objects.bulk_update(named, ["name"], batch_size=500)
    gone = [credit for credit in bare if credit not in named]
    Credit.objects.filter(pk__in=[credit.pk for credit in gone]).delete()
    return len({credit.item_id for credit in gone})


def _columns(records: Sequence[Person] | Sequence[Organization]) -> tuple[str, str]:
    return ("person", "organization") if records and isinstance(records[0], Person) else ("organization", "person")


def _leave_drafts(key: str, going: set[int], printed: Mapping[int, str], now_of: Mapping[int, int]) -> None:
    drafts = Item.objects.filter(has_unpublished_changes=True).exclude(latest_revision=None)
    for item in drafts.select_related("latest_revision").only("latest_revision__content").iterator(chunk_size=200):
        revision = item.latest_revision
        said = revision.content.get("credits", [])
        if any(one.get(key) in going for one in said):
            left = (_left(one, key, printed, now_of) if one.get(key) in going else one for one in said)
            revision.content["credits"] = [one for one in left if one]
            revision.save(update_fields=["content"])


def _left(
    credit: dict[str, Any], key: str, printed: Mapping[int, str], now_of: Mapping[int, int]
) -> dict[str, Any] | None:
    """The credit of a draft without a record that goes; nothing where that was all it said."""
    gone = credit[key]
    if gone in now_of:
        return {**credit, key: now_of[gone]}
    name = credit.get("name") or printed.get(gone, "")
    return {**credit, key: None, "name": name} if name else None
