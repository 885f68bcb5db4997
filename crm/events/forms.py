"""Reads what a volunteer writes about an event."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

DEFAULT_LENGTH = timedelta(hours=2)
EVENING = time(19)


def tomorrow_evening(now: datetime) -> datetime:
    """When most of what a council announces begins."""
    day = timezone.localdate(now) + timedelta(days=1)
    return datetime.combine(day, EVENING, timezone.get_current_timezone())


class EventForm(WagtailAdminModelForm):
    """An event: an end left empty is two hours after the start; an image says what it shows, or that it decorates."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._check_times(cleaned)
        if cleaned.get("image") and not (cleaned.get("image_alt") or cleaned.get("image_is_decorative")):
            self.add_error("image_alt", gettext("Say what the image shows, or tick “decorative image”."))
        return cleaned

    def _check_times(self, cleaned: dict[str, Any]) -> None:
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start is None or "ends_at" in self.errors:
            return
        if cleaned.get("all_day"):
            start, end = _whole_days(start, end)
        cleaned["starts_at"], cleaned["ends_at"] = start, end or start + DEFAULT_LENGTH
        if cleaned["ends_at"] <= start:
            self.add_error("ends_at", gettext("The event ends before it starts: check both times."))


def _whole_days(start: datetime, end: datetime | None) -> tuple[datetime, datetime]:
    """From the first minute of the first day to the last of the last."""
    first, last = timezone.localtime(start), timezone.localtime(end or start)
    return first.replace(hour=0, minute=0, second=0), last.replace(hour=23, minute=59, second=0)


class NoteForm(forms.Form):
    """Why; the public reads it."""

    note = forms.CharField(
        label=_("In one sentence, why?"),
        help_text=_("The public reads it. You may leave it empty."),
        max_length=250,
        required=False,
    )


class PostponeForm(NoteForm):
    """To when, if it is known."""

    starts_at = forms.DateTimeField(
        label=_("New start"),
        help_text=_("Leave empty when the new date is not known yet."),
        required=False,
        widget=AdminDateTimeInput(),
    )
    ends_at = forms.DateTimeField(
        label=_("New end"),
        help_text=_("Empty: it lasts as long as before."),
        required=False,
        widget=AdminDateTimeInput(),
    )
    field_order = ["starts_at", "ends_at", "note"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("ends_at") and not cleaned.get("starts_at") and "starts_at" not in self.errors:
            self.add_error("starts_at", gettext("Give the new start too."))
        return cleaned
