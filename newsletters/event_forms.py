"""Reads what a volunteer writes to those registered for an event."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.events.enums import RegistrationState


class MessageForm(forms.Form):
    """A few plain paragraphs, to those who have places or to everyone who is concerned."""

    to = forms.MultipleChoiceField(
        label=_("To whom"),
        choices=[
            (RegistrationState.REGISTERED, _("Those who have places")),
            (RegistrationState.OFFERED, _("Those to whom places are offered")),
            (RegistrationState.WAITING, _("Those who wait")),
        ],
        initial=[RegistrationState.REGISTERED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one group.")},
    )
    subject = forms.CharField(label=_("Subject"), max_length=150)
    words = forms.CharField(
        label=_("Message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Plain text, about this event only. The date, the place and the link to cancel are added."),
    )

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())
