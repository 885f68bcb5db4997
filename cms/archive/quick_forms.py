"""Reads the fast form: what one sees on a photograph, in a minute."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.descriptions.values import Values
from cms.archive.models import FormerName, Place
from cms.archive.said_date_field import SaidDateField
from crm.partners.domain.folding import fold


class QuickForm(forms.Form):
    """Nothing but the title is needed; a place that is not known is added to the places."""

    title = forms.CharField(label=_("Title"), max_length=250)
    date_said = SaidDateField(
        label=pgettext_lazy("of an item", "Date"),
        max_length=120,
        required=False,
        help_text=_("As you would say it: about 1921, the winter of 1971, the end of the 1960s, no date."),
    )
    places = forms.CharField(
        label=pgettext_lazy("archives", "Places"),
        required=False,
        help_text=_("Several: put a semicolon between them."),
        widget=forms.TextInput(attrs={"list": "known-places", "autocomplete": "off"}),
    )
    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    alt_text = forms.CharField(
        label=_("Alternative text"),
        max_length=400,
        required=False,
        help_text=_("For those who do not see the picture."),
    )
    copyright = forms.ChoiceField(label=_("Copyright"), choices=[("", "—"), *Copyright.choices], required=False)
    transcription = forms.CharField(label=_("Transcription"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    @transaction.atomic
    def values(self) -> Values:
        """What was typed, as a journal keeps it; makes the places that are not known yet."""
        said: dict[str, Any] = dict(self.cleaned_data)
        names = [name.strip()[:200] for name in re.split(r"[;\n]", said["places"]) if name.strip()]
        return {**said, "places": sorted({_place(name).pk for name in names})}


def _place(name: str) -> Place:
    known = Place.objects.filter(folded_name=fold(name)).first()
    if known is not None:
        return known
    former = next((one for one in FormerName.objects.select_related("place") if fold(one.name) == fold(name)), None)
    return former.place if former else Place.objects.create(name=name)
