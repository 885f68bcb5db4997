"""Forgets who gave an item, where the team alone reads it: drafts, versions and journals keep none of it (Law 25)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from cms.archive.models import Agreement, DescriptionLine, Item

DONOR = "donor"


@transaction.atomic
def forget_donors(agreements: Iterable[Agreement], is_theirs: Callable[[str, Agreement], bool]) -> int:
    """Empty « Given by » of the items of these agreements where the site does not name that donor; of how many items.

    ``is_theirs`` says whether what stands there names who agreed. The second call finds none; the questions are as many
    for one item as for a hundred, but for the versions to write.
    """
    held: dict[int, list[Agreement]] = {}
    for agreement in agreements:
        for item in agreement.items.all():
            held.setdefault(item.pk, []).append(agreement)

    def is_private(pk: int, words: Mapping[str, Any]) -> bool:
        said = words.get(DONOR) or ""
        return bool(said) and not words.get("donor_is_public") and any(is_theirs(said, one) for one in held[pk])

    written, drafted = [], []
    for item in Item.objects.filter(pk__in=held).prefetch_related("_revisions"):
        if is_private(item.pk, vars(item)):
            written.append(item.pk)
        for version in item._revisions.all():
            if is_private(item.pk, version.content):
                version.content[DONOR] = ""
                version.save(update_fields=["content"])
                drafted.append(item.pk)
    touched = {*written, *drafted}
    Item.objects.filter(pk__in=written).update(donor="")
    _leave_journals(touched)
    return len(touched)


def _leave_journals(items: Collection[int]) -> None:
    """What a list of descriptions would put back when it is undone."""
    lines = [
        line for line in DescriptionLine.objects.filter(item__in=items) if DONOR in line.before or DONOR in line.after
    ]
    for line in lines:
        line.before.pop(DONOR, None)
        line.after.pop(DONOR, None)
    DescriptionLine.objects.bulk_update(lines, ["before", "after"], batch_size=500)
