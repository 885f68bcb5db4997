"""Reads what a newsletter begins from, and the name of a template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _


class BeginForm(forms.Form):
    """The title of the next newsletter, and what it begins from."""

    ASSEMBLED, LAST, EMPTY = "assembled", "last", "empty"

    title = forms.CharField(
        label=_("Title of the new newsletter"),
        max_length=255,
        error_messages={"required": _("Give it a title; you can change it later.")},
    )
    start = forms.ChoiceField(
        label=_("What to begin from"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what to begin from."),
            "invalid_choice": _("There is nothing there to begin from any more: choose again."),
        },
    )

    def __init__(self, *args: Any, starts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["start"]).choices = list(starts)


class KeepTemplateForm(forms.Form):
    """The name under which a newsletter is kept as a template."""

    name = forms.CharField(
        label=_("Name of the template"),
        max_length=80,
        help_text=_("As you will look for it: “The month of the neighbourhood”."),
        error_messages={"required": _("Give it a name: it is how you will find it again.")},
    )
