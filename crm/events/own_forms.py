"""Reads what someone changes in their own registration, each thing with its own button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.events.domain.correcting import Identity
from crm.events.models import Registration
from crm.events.registration_forms import (
    OVER,
    UNDER,
    YES,
    AskingForm,
    RegistrationForm,
    field_of,
    plain_name,
    require_parent,
)


class PlacesForm(forms.Form):
    """Another number of places."""

    places = forms.IntegerField(
        label=_("How many places, you included?"), min_value=1, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )


class IdentityForm(forms.Form):
    """The name, and the parent who agrees for someone under 14.

    Where a parent agreed, the age is not asked again: nobody becomes older by a tick, and the parent stays. Otherwise
    the answer that was given stands; whoever was entered by telephone has not given one.
    """

    name = RegistrationForm.base_fields["name"]
    age = RegistrationForm.base_fields["age"]
    parent_name = RegistrationForm.base_fields["parent_name"]
    parent_contact = RegistrationForm.base_fields["parent_contact"]

    def __init__(self, data: Any = None, *, registration: Registration) -> None:
        shown = {name: getattr(registration, name) for name in ("name", "parent_name", "parent_contact")}
        if registration.entered_by_id is None:
            shown["age"] = OVER
        super().__init__(data, initial=shown, label_suffix="", auto_id="own_%s")
        self.has_parent = bool(registration.parent_name)
        if self.has_parent or not registration.desk.asks_age:
            del self.fields["age"]
        if not self.has_parent and not registration.desk.asks_age:
            del self.fields["parent_name"], self.fields["parent_contact"]

    def clean_name(self) -> str:
        return plain_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        if self.is_under_14:
            require_parent(self)
        return self.cleaned_data

    @property
    def is_under_14(self) -> bool:
        return self.has_parent or self.cleaned_data.get("age") == UNDER

    def identity(self) -> Identity:
        if not self.is_under_14:
            return Identity(self.cleaned_data["name"])
        return Identity(**{name: self.cleaned_data[name] for name in ("name", "parent_name", "parent_contact")})


class AnswersForm(AskingForm):
    """The volunteer's questions as they are put today, with what was answered."""

    def __init__(self, data: Any = None, *, registration: Registration) -> None:
        super().__init__(data, label_suffix="", auto_id="own_%s")
        self.ask(registration.desk)
        given = {answer.question_id: answer.text for answer in registration.answers.all()}
        for question in self.questions:
            field = self.fields[field_of(question)]
            text = given.get(question.pk, "")
            field.initial = text == str(YES) if isinstance(field, forms.BooleanField) else text
