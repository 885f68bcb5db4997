"""Reads what may still be written about a newsletter that has left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from newsletters.domain.errata import Place


class ErratumForm(forms.Form):
    """Which block is corrected, and the right words."""

    place = forms.ChoiceField(label=_("What is corrected"), required=False)
    words = forms.CharField(
        label=_("The correction, as readers will read it"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("As in “The meeting is on May 21, and not on May 12.” The words that were sent stay on the page."),
        error_messages={"required": _("Nothing was published: write the correction.")},
    )

    def __init__(self, *args: Any, places: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("The whole letter")), *((str(place.number), place.excerpt) for place in places)]
        cast(forms.ChoiceField, self.fields["place"]).choices = choices

    @property
    def part(self) -> int | None:
        chosen = self.cleaned_data["place"]
        return int(chosen) if chosen else None


class SearchWordsForm(forms.Form):
    """What search engines show of it."""

    description = forms.CharField(
        label=_("What search engines show under the title"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One or two sentences. Empty: the preheader. It was in no letter, so it may change."),
    )
