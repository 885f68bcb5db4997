"""Finds what has taken the place of something that a journal would give back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from crm.partners.domain.absorbing import unique_together_with
from crm.partners.domain.journals import CannotGoBack, Journal, Step, as_before
from crm.partners.models import Membership

Place = tuple[type[models.Model], int]


def in_the_way(journal: Journal) -> list[Place]:
    """The records written since where one of the journal would stand: a seat held, an account given; each once."""
    own = {(step["model"], step["pk"]) for step in journal}
    found = {
        (type(other), other.pk): None
        for step in journal
        if step["before"] is not None
        for other in _others(step)
        if (other._meta.label_lower, other.pk) not in own
    }
    return list(found)


def _others(step: Step) -> Iterator[Any]:
    model: Any = apps.get_model(step["model"])
    try:
        row = as_before(step)
    except CannotGoBack:
        return
    others = model._base_manager.exclude(pk=row.pk)
    if isinstance(row, Membership):
        yield from Membership.objects.same_as(row)
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        for columns, condition in unique_together_with(field):
            values = {name: getattr(row, model._meta.get_field(name).attname) for name in columns}
            if None not in values.values():
                yield from others.filter(condition or Q(), **values)
