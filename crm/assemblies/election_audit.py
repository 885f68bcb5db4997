"""Writes down who looked at the names of an election: numbers, never names."""

from __future__ import annotations

import logging
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, log

from crm.assemblies.models import Election

logger = logging.getLogger("parvis.assemblies")

CONSULT = "assemblies.consult_electors"


def note_consultation(user: Any, election: Election) -> None:
    logger.info("electors opened", extra={"user": user.pk, "election": election.pk})
    log(instance=election, action=CONSULT, user=user, title=f"#{election.pk}")


def register_consultation(actions: LogActionRegistry) -> None:
    actions.register_action(CONSULT, _("Consult the names of an election"), _("Consulted the names of an election"))
