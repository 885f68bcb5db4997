"""Reads what a citizen typed to give something to the memory, or to say it better."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.archive.domain.contributed_files import ACCEPTED, FoundFile, kinds_and_limits, read_files
from cms.archive.domain.contributing import Giver, Telling
from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.form_stamps import StaleForm, is_too_quick, make_stamp, read_stamp
from crm.events.registration_forms import UNDER, RegistrationForm, plain_name, require_parent
from crm.partners.domain.addresses import normalise_address

# The widest choice last: whoever does not choose gives the least away.
LICENCES = [
    (Copyright.IN_COPYRIGHT, _("The council may show it; whoever else wants it asks me first.")),
    (Copyright.CC_BY_NC, _("Anyone may use it with my name, without selling it (Creative Commons BY-NC).")),
    (Copyright.CC_BY, _("Anyone may use it with my name (Creative Commons BY).")),
]


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each known by its content."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> tuple[FoundFile, ...]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return read_files([file for file in files if file])


class TellingForm(forms.Form):
    """Five fields: what it is, when, where, what is known of it, who made it."""

    title = forms.CharField(
        label=pgettext_lazy("contribution", "What is it?"),
        max_length=200,
        help_text=_("For example: My class in front of the school."),
        error_messages={"required": _("Say in a few words what it is.")},
    )
    date_said = forms.CharField(
        label=pgettext_lazy("contribution", "When was it?"),
        max_length=120,
        required=False,
        help_text=_("As you would say it: about 1960, the winter of 1971, I do not know."),
    )
    place_said = forms.CharField(
        label=pgettext_lazy("contribution", "Where was it?"),
        max_length=200,
        required=False,
        help_text=_("A street, a building, a corner."),
    )
    description = forms.CharField(
        label=_("What do you know of it?"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Who is seen, what is going on, what you remember."),
    )
    made_by = forms.CharField(
        label=_("Who took the photo, or wrote it?"), max_length=200, required=False, help_text=_("If you know.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "contribution_%s", **kwargs})

    def telling(self) -> Telling:
        return Telling(**{name: self.cleaned_data[name] for name in TellingForm.base_fields})


class ContributionForm(TellingForm):
    """The files, the five fields, who gives them and on which terms; nothing is ticked beforehand.

    `website` is a trap: people do not see it, robots fill it in. `stamp` says when the form was shown and with which
    words; a form that comes back too soon, too late or with older words is shown again, still filled in.
    """

    attached = ManyFilesField(label=_("Your files"), required=False)
    name = RegistrationForm.base_fields["name"]
    email = RegistrationForm.base_fields["email"]
    wants_name = forms.BooleanField(label=_("I want my name to be shown with what I give."), required=False)
    age = RegistrationForm.base_fields["age"]
    parent_name = RegistrationForm.base_fields["parent_name"]
    parent_contact = RegistrationForm.base_fields["parent_contact"]
    licence = forms.ChoiceField(
        label=_("What may be done with it?"),
        choices=LICENCES,
        initial=Copyright.IN_COPYRIGHT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what may be done with it.")},
    )
    agree = forms.BooleanField(
        label=_("I have read this, and I agree."),
        error_messages={"required": _("Without your agreement, we cannot keep what you give.")},
    )
    website = RegistrationForm.base_fields["website"]
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["attached", *TellingForm.base_fields]

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about_words(words)
        self.form_key = ""
        self.fields["stamp"].initial = make_stamp(self.about)
        attached = self.fields["attached"]
        attached.help_text = kinds_and_limits()
        attached.widget.attrs["accept"] = ACCEPTED

    def clean_name(self) -> str:
        return plain_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        return normalise_address(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("age") == UNDER:
            require_parent(self)
        if not cleaned.get("attached") and "attached" not in self.errors and not cleaned.get("description"):
            self.add_error("attached", _("Choose a file, or tell us the story in words."))
        self._check_stamp(cleaned.get("stamp", ""))
        return cleaned

    def _check_stamp(self, stamp: str) -> None:
        try:
            self.form_key = read_stamp(stamp, self.about)
        except StaleForm as stale:
            self._show_again()
            words = _("This page had been open for a while. Please read it again and send it once more.")
            raise ValidationError(words) from stale
        if is_too_quick(stamp):
            raise ValidationError(_("Please check what you wrote, then send it once more."))

    def _show_again(self) -> None:
        """With a new stamp and today's words, which are to be agreed to anew."""
        data = cast(QueryDict, self.data).copy()
        data["stamp"] = make_stamp(self.about)
        data.pop("agree", None)
        self.data = data

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def giver(self) -> Giver:
        cleaned = self.cleaned_data
        under = cleaned["age"] == UNDER
        return Giver(
            name=cleaned["name"],
            email=cleaned["email"],
            licence=cleaned["licence"],
            wants_name=cleaned["wants_name"],
            parent_name=cleaned["parent_name"] if under else "",
            parent_contact=cleaned["parent_contact"] if under else "",
        )


class AnswerForm(forms.Form):
    """The answer to what the team asked."""

    words = forms.CharField(
        label=_("Your answer"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your answer.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "answer_%s", **kwargs})


def about_words(words: str) -> str:
    """What the stamp of a form says of the words that it shows."""
    return "contribution." + hashlib.sha256(words.encode()).hexdigest()[:16]
