"""Prints of what a list wrote: enough to know whether someone has changed it since, and nothing of what it says."""

from __future__ import annotations

import hashlib
import json
from typing import Any, TypedDict

from django.db import models

from crm.partners.domain.journals import facts_of, label_of
from crm.partners.models.searched import SEARCH_COLUMNS

FOLLOWING = frozenset(SEARCH_COLUMNS.values())  # rewritten when a part changes: the part says so itself


class Made(TypedDict):
    """A record that a line made, or (with a column) something empty that it filled."""

    model: str
    pk: int
    column: str
    print: str


def made(instance: models.Model, column: str = "") -> Made:
    return Made(model=label_of(instance), pk=instance.pk, column=column, print=print_of(instance, column))


def print_of(instance: models.Model, column: str = "") -> str:
    facts: dict[str, Any] = facts_of(instance)
    said = {name: fact for name, fact in facts.items() if name not in FOLLOWING and column in ("", name)}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]
