"""Writes down who looked at a contribution or acted on it: its number, never a name."""

from __future__ import annotations

from typing import Any

from wagtail.log_actions import log

from cms.archive.models import Contribution

CONSULT = "archive.consult_contribution"
LETTER = "archive.contribution_letter"


def note_contribution(contribution: Contribution, user: Any, action: str, **data: str) -> None:
    log(instance=contribution, action=action, user=user, title=f"#{contribution.pk}", data=data or None)
