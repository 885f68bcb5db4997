"""Writes down who looked at a person's file or took a list away: numbers, never names or addresses."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from django.db import models
from wagtail.log_actions import log

from crm.partners.models import Person

logger = logging.getLogger("parvis.partners")

CONSULT = "partners.consult_person"
EXPORT = "partners.export"
OPEN_FILE = "partners.open_file"
EXPORT_FILE = "partners.export_file"
ERASE = "partners.erase_person"
KEEP = "partners.keep_person"
HAND_ON = "partners.hand_over"


def note_consultation(user: Any, person: Person) -> None:
    logger.info("person file opened", extra={"user": user.pk, "person": person.pk})
    log(instance=person, action=CONSULT, user=user, title=bare_title(person))


def note_export(user: Any, model: type[models.Model], pks: Collection[int]) -> None:
    """The numbers of everything in the file, so that a leak can be told to those concerned."""
    kind = model._meta.model_name
    logger.info("partners exported", extra={"user": user.pk, "kind": kind, "count": len(pks)})
    log(instance=user, action=EXPORT, user=user, title=f"#{user.pk}", data={"kind": kind, "records": list(pks)})


def bare_title(record: models.Model) -> str:
    """What the log keeps of a record: everyone who reads the site's history reads it."""
    return f"#{record.pk}"


def note_file(user: Any, person: Person, action: str) -> None:
    """What was done with everything that is held about a person: opened, taken away, erased, kept longer."""
    logger.info("personal file", extra={"user": user.pk, "person": person.pk, "act": action})
    log(instance=person, action=action, user=user, title=bare_title(person), deleted=action == ERASE)
