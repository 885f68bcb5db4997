"""Reads what is decided when an assembly is called."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CallForm(forms.Form):
    """A deliberate word where the notice comes too late, and how it was given when not by Parvis."""

    override = forms.CharField(
        label=_("Why call it all the same?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It is written in the proof of the notice."),
    )
    given_otherwise = forms.CharField(
        label=_("How was it given?"),
        required=False,
        max_length=250,
        help_text=_("As in “by post on March 3, by the secretary”."),
    )

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["override"]
