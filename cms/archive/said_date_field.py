"""A date as people say it, typed in a form: what was understood is shown back, and confirmed before it is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.archive.domain.dates import DateAmbiguous, DateNotUnderstood, SaidDate, explain, read_date

CONFIRMED = "-confirmed"


def told(error: DateNotUnderstood) -> list[str]:
    """Why it is not understood, with what may be meant instead."""
    readings = error.readings if isinstance(error, DateAmbiguous) else []
    proposed = [_("Write “%(words)s”?") % {"words": one.words} + f" {explain(one)}" for one in readings]
    return [str(error), *proposed]


def read_or_none(said: str) -> SaidDate | None:
    """The reading, or None where nothing is said or understood."""
    try:
        return read_date(said) if said.strip() else None
    except DateNotUnderstood:
        return None


class SaidDateWidget(forms.TextInput):
    """The words, what was understood below them, and a hidden trace of the reading that the person had before them."""

    class Media:
        js = ("js/admin-said-date.js",)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        words = value[0] if isinstance(value, tuple) else value or ""
        reading = read_or_none(words)
        box = super().render(
            name, words, {**(attrs or {}), "data-said-date": reverse("archive_items:read_date")}, renderer
        )
        return format_html(
            '{}<input type="hidden" name="{}" value="{}"><p class="help" data-said-date-told aria-live="polite">{}</p>',
            box,
            name + CONFIRMED,
            reading.edtf if reading else "",
            explain(reading) if reading else "",
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return data.get(name, "") or "", data.get(name + CONFIRMED, "") or ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class SaidDateField(forms.CharField):
    """Its value is the words. A reading that the person has not seen yet is shown before anything is kept."""

    widget = SaidDateWidget

    def clean(self, value: Any) -> str:
        said, confirmed = value if isinstance(value, tuple) else (value or "", "")
        words = super().clean(said.strip())
        if not words:
            return ""
        try:
            reading = read_date(words)
        except DateNotUnderstood as error:
            raise ValidationError(told(error)) from error
        if reading.edtf and reading.edtf != confirmed:
            raise ValidationError(
                _("Read what was understood below, then save again to confirm it."), code="to_confirm"
            )
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        said = data[0] if isinstance(data, tuple) else data
        return super().has_changed(initial, said)
