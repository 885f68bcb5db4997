"""Writes down who looked at those registered, took the list away or acted for one: numbers, never names."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from wagtail.log_actions import log

from crm.events.models import Registration, RegistrationDesk

logger = logging.getLogger("parvis.events")

CONSULT = "events.consult_registrations"
EXPORT = "events.export_registrations"
ACT = "events.change_registration"


def note_consultation(user: Any, desk: RegistrationDesk) -> None:
    logger.info("registrations opened", extra={"user": user.pk, "desk": desk.pk})
    log(instance=desk, action=CONSULT, user=user, title=f"#{desk.pk}")


def note_export(user: Any, desk: RegistrationDesk, pks: Collection[int]) -> None:
    """The numbers of everyone in the file, so that a leak can be told to those concerned."""
    logger.info("registrations exported", extra={"user": user.pk, "desk": desk.pk, "count": len(pks)})
    log(instance=desk, action=EXPORT, user=user, title=f"#{desk.pk}", data={"registrations": list(pks)})


def note_act(user: Any, registration: Registration, what: str) -> None:
    data = {"registration": registration.pk, "what": what}
    log(instance=registration.desk, action=ACT, user=user, title=f"#{registration.desk_id}", data=data)
