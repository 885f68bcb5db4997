"""Reads when a newsletter leaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.domain.quiet import is_quiet

MORNING = 9


class PlanForm(forms.Form):
    """A day and an hour, in the council's own time."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day."), "invalid": _("Write the day as 2026-05-14.")},
    )
    hour = forms.TimeField(
        label=_("Hour"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Choose the hour."), "invalid": _("Write the hour as 19:30.")},
    )

    def clean(self) -> dict[str, Any]:
        """An hour that the clock skips or shows twice, in spring and autumn, is refused."""
        cleaned = super().clean() or {}
        if "day" in cleaned and "hour" in cleaned:
            naive = datetime.combine(cleaned["day"], cleaned["hour"])
            cleaned["leaves_at"] = forms.DateTimeField().clean(naive)
        return cleaned


def suggested_hour(now: datetime) -> dict[str, Any]:
    """The coming morning at nine: of the same day while its night lasts, and of the next one otherwise."""
    local = timezone.localtime(now)
    is_before_morning = is_quiet(now) and local.hour < MORNING
    return {"day": local.date() + timedelta(days=0 if is_before_morning else 1), "hour": f"{MORNING:02}:00"}
