"""A mailing's figures for a script: the same as the admin shows, under the names of `newsletters.enums`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from newsletters.domain.progress import Progress
from newsletters.models import Delivery, Mailing


def status_table(progress: Progress) -> list[tuple[str, int]]:
    """The counts, each with its name on the screen."""
    return [
        (_("candidates"), progress.candidates),
        *((str(reason.label), total) for reason, total in progress.exclusions.items()),
        (_("prepared"), progress.prepared),
        *((str(state.label), total) for state, total in progress.counts.items()),
    ]


def status_as_json(mailing: Mailing, progress: Progress) -> dict[str, Any]:
    return {
        "id": mailing.pk,
        "state": progress.state.value,
        "pause_reason": mailing.pause_reason,
        "retry_at": mailing.retry_at.isoformat() if mailing.retry_at else None,
        "candidates": progress.candidates,
        "prepared": progress.prepared,
        "excluded": progress.excluded,
        "exclusions": {reason.value: total for reason, total in progress.exclusions.items()},
        "counts": {state.value: total for state, total in progress.counts.items()},
    }


def letter_as_json(letter: Delivery) -> dict[str, Any]:
    return {
        "id": letter.pk,
        "email": letter.email,
        "state": letter.state,
        "attempts": letter.attempts,
        "changed_at": letter.changed_at.isoformat(),
        "answer": f"{letter.smtp_code or ''} {letter.smtp_reply}".strip(),
    }
