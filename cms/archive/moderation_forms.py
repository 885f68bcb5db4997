"""Reads what a moderator decides of a contribution."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.archive.enums import Kind

TOGETHER, EACH = "together", "each"


class QuestionForm(forms.Form):
    words = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It leaves by e-mail, and stays on the page of this person."),
    )


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It leaves by e-mail, with thanks: what is missing, or where it would be better kept."),
    )


class AcceptanceForm(forms.Form):
    """What is made of it."""

    kind = forms.ChoiceField(label=pgettext_lazy("of an item", "What it is"), choices=Kind.choices)
    items = forms.ChoiceField(
        label=_("Its files"),
        choices=[(TOGETHER, _("one item with all the files")), (EACH, _("one item for each file"))],
        initial=TOGETHER,
        widget=forms.RadioSelect,
    )
