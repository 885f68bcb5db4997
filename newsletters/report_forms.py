"""Reads what a volunteer decides about what came back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from newsletters.domain.hearing.settling import COMPLAINT, FOR_NOW, GONE
from newsletters.models import Delivery


class LetterChoice(forms.ModelChoiceField):
    """A letter, by its subject and the day it left."""

    def label_from_instance(self, letter: Delivery) -> str:
        day = letter.sent_at or letter.changed_at
        return _("{subject}, {day:%Y-%m-%d}").format(subject=letter.mailing.subject, day=day)


class AttachForm(forms.Form):
    """Which letter a message is about, and what it means."""

    letter = LetterChoice(
        label=_("It is about this letter"),
        queryset=Delivery.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the letter.")},
    )
    meaning = forms.ChoiceField(
        label=_("What it says"),
        choices=[
            (GONE, _("There is no such mailbox: set the address aside")),
            (FOR_NOW, _("Full, or out of order: only count it")),
            (COMPLAINT, _("A complaint: the person leaves everything")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the message says.")},
    )

    def __init__(self, *args: Any, letters: list[Delivery], **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        chosen = Delivery.objects.filter(pk__in=[letter.pk for letter in letters]).select_related("mailing")
        self.fields["letter"].queryset = chosen.order_by("-pk")  # type: ignore[attr-defined]
        if len(letters) == 1:
            self.fields["letter"].initial = letters[0].pk


class LiftForm(forms.Form):
    """Why an address that came back is written to again."""

    reason = forms.CharField(
        label=_("How you know that it works"),
        max_length=300,
        help_text=_("For the history, without any name: “Told at the door of the assembly, May 14.”"),
        error_messages={"required": _("Write how you know that this address works.")},
    )
