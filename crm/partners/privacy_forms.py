"""What the screens about personal data ask: a request, its answer, a name typed to erase, a day to keep until."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import User
from crm.partners.day_input import DayInput
from crm.partners.domain.folding import fold
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import PurgeReason
from crm.partners.forms import narrow_fields
from crm.partners.models import Person, PrivacyRequest
from crm.partners.viewsets.choosers import person_chooser


class RequestForm(forms.ModelForm):
    """What is asked, by whom, since when; thirty days are counted from there."""

    class Meta:
        model = PrivacyRequest
        fields = ["kind", "asked_by", "person", "received_on"]
        widgets = {"kind": forms.RadioSelect, "received_on": DayInput, "person": person_chooser.widget_class}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow_fields(self.fields, levels_of(user))
        self.fields["kind"].choices = [choice for choice in self.fields["kind"].choices if choice[0]]  # type: ignore[attr-defined]

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("asked_by") and not cleaned.get("person"):
            self.add_error("asked_by", gettext("Say who asks, or choose the person."))
        return cleaned


class AnsweredRequestForm(RequestForm):
    """The same, with what was answered."""

    class Meta(RequestForm.Meta):
        fields = [*RequestForm.Meta.fields, "answered_on", "outcome", "answer"]
        widgets = {**RequestForm.Meta.widgets, "answered_on": DayInput, "answer": forms.Textarea(attrs={"rows": 4})}

    def clean_answered_on(self) -> Any:
        day = self.cleaned_data["answered_on"]
        if day and day > timezone.localdate():
            raise ValidationError(gettext("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        """After an erasure nobody is named any more, and the answer may still be corrected."""
        return forms.ModelForm.clean(self) or {}


class EraseForm(forms.Form):
    """The last name, typed: nobody erases someone by pressing twice in a row."""

    reason = forms.ChoiceField(label=_("Why"), choices=PurgeReason.choices, widget=forms.RadioSelect)
    family_name = forms.CharField(label=_("Type the last name of this person"), max_length=80)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_family_name(self) -> str:
        typed: str = self.cleaned_data["family_name"]
        if fold(typed).split() != fold(self.person.family_name).split():
            raise ValidationError(gettext("This is not the last name of this person. Nothing was erased."))
        return typed


class KeepForm(forms.Form):
    """A day to come; empty keeps without a day."""

    keep_until = forms.DateField(label=_("Keep until"), required=False, widget=DayInput)

    def clean_keep_until(self) -> Any:
        day = self.cleaned_data["keep_until"]
        if day and day < timezone.localdate():
            raise ValidationError(gettext("This day has passed: choose one that comes."))
        return day
