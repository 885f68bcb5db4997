"""Columns of the ground floor: partial dates, kept as EDTF text that sorts as time does, and sums of money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.money import plain_dollars, read_dollars
from crm.partners.domain.partial_dates import (
    PartialDate,
    UnreadableDate,
    partial_date_words,
    read_edtf,
    read_partial_date,
)

UNREADABLE = _("This date is not understood. Write a year, a month or a day: 2019, 2019-05, 2019-05-14.")


class PartialDateFormField(forms.CharField):
    """Reads « 2019 », « mai 2019 », « 14 mai 2019 » or their ISO forms; empty is None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        super().__init__(**{"max_length": 40, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return partial_date_words(value) if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return value
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            return read_partial_date(typed)
        except UnreadableDate:
            raise ValidationError(UNREADABLE, code="unreadable") from None

    def run_validators(self, value: Any) -> None:
        """What could be read as a date has the right length, and no length to measure."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class PartialDateField(models.Field):
    """A year, a month or a day, as EDTF text of at most ten characters; `None` where nothing is known."""

    _pyi_private_set_type: PartialDate | None
    _pyi_private_get_type: PartialDate | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_length": 10, "null": True})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        kwargs.pop("null", None)
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "CharField"

    def from_db_value(self, value: str | None, *_args: Any) -> PartialDate | None:
        return read_edtf(value) if value else None

    def to_python(self, value: Any) -> Any:
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        try:
            return read_edtf(str(value))
        except UnreadableDate:
            raise ValidationError(UNREADABLE, code="unreadable") from None

    def get_prep_value(self, value: Any) -> str | None:
        return str(value) if value else None

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return str(value) if value else ""

    def run_validators(self, value: Any) -> None:
        """What could be read has the right length."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


class DollarsFormField(forms.DecimalField):
    """Reads « 1 250,50 $ » as it reads 1250.50."""

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        return plain_dollars(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        return super().to_python(read_dollars(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> Any:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}


class DollarsField(models.DecimalField):
    """A sum in Canadian dollars, under a hundred million, never negative; None where nobody knows."""

    _pyi_private_set_type: Decimal | str | float | None  # type: ignore[assignment]
    _pyi_private_get_type: Decimal | None  # type: ignore[assignment]

    def __init__(self, verbose_name: Any = None, **kwargs: Any) -> None:
        given = {"max_digits": 10, "decimal_places": 2, "null": True, "blank": True}
        super().__init__(verbose_name, **{**given, "validators": [MinValueValidator(0)], **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "form_class": DollarsFormField, "widget": None})
