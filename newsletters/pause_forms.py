"""Reads until when someone wishes to rest from our letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.domain.pauses import LONGEST_PAUSE


class PauseForm(forms.Form):
    """The last day without letters: tomorrow at the earliest, a year from now at the latest."""

    until = forms.DateField(
        label=_("No letter until"),
        help_text=_("That day included. Letters come again the next day, without your doing anything."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the last day of the pause."),
            "invalid": _("Write the day as 2024-08-31."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until <= today:
            raise ValidationError(_("This day is past: choose one that is still to come."))
        if until > today + LONGEST_PAUSE:
            raise ValidationError(_("A pause lasts a year at most. To receive nothing any more, leave instead."))
        return until
