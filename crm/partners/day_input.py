"""A day, asked for as telephones do."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The calendar of the telephone itself."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
