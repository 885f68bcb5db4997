"""Reads whom a neighbour recognizes, and what the curator asks and decides."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cms.archive.domain.form_stamps import StaleForm, is_too_quick, make_stamp, read_stamp
from cms.archive.domain.recognizing import Said
from cms.archive.enums import Certainty
from cms.archive.models import Item, RecognitionPhoto
from crm.events.registration_forms import RegistrationForm, plain_name


class RecognizeForm(forms.Form):
    """Who it is, where in the picture, how sure, how one knows; a name of one's own only where one wants.

    `website` is a trap: people do not see it, robots fill it in.
    """

    name = forms.CharField(
        label=_("Whom or what do you recognize?"),
        max_length=120,
        help_text=_("One name at a time: for another person, answer once more."),
        error_messages={"required": _("Write the name that you recognize.")},
    )
    where = forms.CharField(
        label=_("Where in the picture?"),
        max_length=200,
        required=False,
        help_text=_("For example: second from the left, with the hat."),
    )
    certainty = forms.ChoiceField(
        label=_("Are you sure?"),
        choices=Certainty.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how sure you are.")},
    )
    source = forms.CharField(
        label=_("How do you know?"),
        max_length=500,
        help_text=_("For example: he is my grandfather; I was there; it is written on our print."),
        error_messages={"required": _("Say how you know.")},
    )
    answered_by = forms.CharField(
        label=_("Your name, if you want"),
        max_length=120,
        required=False,
        help_text=_("It is not shown, and is erased after a year."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    website = RegistrationForm.base_fields["website"]
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, photo: RecognitionPhoto, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "recognize_%s", **kwargs})
        self.about, self.form_key = f"recognize.{photo.pk}", ""
        self.fields["stamp"].initial = make_stamp(self.about)

    def clean_name(self) -> str:
        return plain_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        stamp = cleaned.get("stamp", "")
        try:
            self.form_key = read_stamp(stamp, self.about)
        except StaleForm as stale:
            data = cast(QueryDict, self.data).copy()
            data["stamp"] = make_stamp(self.about)
            self.data = data
            words = _("This page had been open for a while. Please read it again and send it once more.")
            raise ValidationError(words) from stale
        if is_too_quick(stamp):
            raise ValidationError(_("Please check what you wrote, then send it once more."))
        return cleaned

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in Said.__dataclass_fields__})


class LineUpForm(forms.Form):
    """A published item, by its number, and what is asked of the neighbours."""

    number = forms.IntegerField(label=_("Number of the item"), min_value=1)
    question = forms.CharField(
        label=_("Question"),
        max_length=200,
        help_text=_("For example: Who are these four people in front of the tannery?"),
    )

    def clean_number(self) -> Item:
        item = Item.objects.filter(number=self.cleaned_data["number"]).first()
        if item is None:
            raise ValidationError(_("No item has this number."))
        return item


class NameForm(forms.Form):
    """The name as it must be printed; of someone whose record is not public, only where it is meant."""

    name = forms.CharField(label=_("Name, as it must be printed"), max_length=120)
    is_meant = forms.BooleanField(
        label=_("I have made sure that the site may name this person"),
        help_text=_("They agree to it, or they have died and nothing stands against it."),
        error_messages={"required": _("Nothing was written: tick this box, or change nothing.")},
    )

    def __init__(self, *args: Any, is_hidden: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_hidden:
            del self.fields["is_meant"]
