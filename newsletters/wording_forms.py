"""Reads the words that the council gives an automatic letter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class WordingForm(forms.Form):
    """A subject and plain paragraphs, with their slots."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    words = forms.CharField(
        label=_("Text"),
        max_length=4000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("Plain text; an empty line begins a new paragraph."),
    )
