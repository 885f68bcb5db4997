"""Reads what is written in the minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import get_rich_text_editor_widget

from crm.assemblies.models.minutes import SECTION_FEATURES
from crm.assemblies.sitting_forms import DayInput


class SectionForm(forms.Form):
    """One section; a name of the public is written between double square brackets."""

    saved = ("body",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    body = forms.CharField(
        label=_("Text"),
        required=False,
        help_text=_(
            "Write the name of a citizen between double square brackets, [[name]]: the public does not read it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget = get_rich_text_editor_widget(features=SECTION_FEATURES)


class NamesForm(forms.Form):
    hides_names = forms.BooleanField(required=False)


class ErratumForm(forms.Form):
    made_on = forms.DateField(label=_("Made on"), widget=DayInput)
    text = forms.CharField(
        label=_("Correction"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As in “At item 26-04-03, read … instead of …”."),
    )
