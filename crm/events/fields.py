"""A column of the square: several choices of one list, kept as text that both databases search alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

SEPARATOR = "|"


class ChoiceSetField(models.CharField):
    """Some of the choices, in their order, as a tuple; « |children|families| » in the database.

    ``audiences__contains="|families|"`` asks for one of them, whatever the database.
    """

    _pyi_private_set_type: tuple[str, ...] | list[str]  # type: ignore[assignment]
    _pyi_private_get_type: tuple[str, ...]  # type: ignore[assignment]

    def from_db_value(self, value: str | None, *_args: Any) -> tuple[str, ...]:
        return _codes(value or "")

    def to_python(self, value: Any) -> tuple[str, ...]:
        return _codes(value) if isinstance(value, str) else tuple(value or ())

    def get_prep_value(self, value: Any) -> str:
        """As it is stored; a text that is already so, as a search writes it, is left alone."""
        if isinstance(value, str):
            return value
        known = [code for code, _label in self.flatchoices if code in (value or ())]
        return SEPARATOR + SEPARATOR.join(known) + SEPARATOR if known else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: tuple[str, ...], model_instance: models.Model | None) -> None:
        if unknown := set(value) - {code for code, _label in self.flatchoices}:
            raise ValidationError(_("Unknown choice: %(codes)s"), params={"codes": ", ".join(sorted(unknown))})
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def run_validators(self, value: Any) -> None:
        """What is one of the choices has the right length."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.TypedMultipleChoiceField(
            label=self.verbose_name,
            help_text=self.help_text,
            required=not self.blank,
            choices=self.flatchoices,
            initial=self.get_default(),
            coerce=str,
            widget=forms.CheckboxSelectMultiple,
        )


def holding(code: str) -> str:
    """The text that a set which holds this code contains."""
    return f"{SEPARATOR}{code}{SEPARATOR}"


def _codes(stored: str) -> tuple[str, ...]:
    return tuple(filter(None, stored.split(SEPARATOR)))
