"""Leads to the pages of records named elsewhere, of whatever room, for whoever may open them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse

from crm.accounts.models import User
from crm.partners.domain.visibility import levels_of
from crm.partners.models import Interaction, Task

# Those whose screens bear another name than the record, or have no page to read.
PAGES: dict[type[Model], str] = {Interaction: "contact:inspect", Task: "task:edit"}

Place = tuple[type[Model], int]


def addresses_of(places: Iterable[Place], user: User) -> dict[Place, str]:
    """The address of each record that ``user`` may open; one query a model."""
    wanted: dict[type[Model], set[int]] = {}
    for model, pk in places:
        wanted.setdefault(model, set()).add(pk)
    found: dict[Place, str] = {}
    for model, pks in wanted.items():
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
            seen = _seen(model, user).filter(pk__in=pks).values_list("pk", flat=True)
            found |= {(model, pk): address for pk in seen if (address := _address(model, pk))}
    return found


def _seen(model: type[Model], user: User) -> QuerySet[Any]:
    records: Any = model._default_manager.all()
    if model is Task:
        seen: QuerySet[Any] = records.visible(user)
    elif hasattr(records, "seen_by"):
        seen = records.seen_by(user)
    elif hasattr(records, "visible"):
        seen = records.visible(levels_of(user))
    else:
        seen = records
    return seen


def _address(model: type[Model], pk: int) -> str:
    try:
        return reverse(PAGES.get(model, f"{model._meta.model_name}:inspect"), args=[pk])
    except NoReverseMatch:
        return ""
