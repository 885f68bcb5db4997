"""Reads what a citizen typed to register for an event, or to change it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from crm.events.domain.form_stamps import is_current, is_too_quick, make_stamp
from crm.events.domain.registering import IfShort, Wish
from crm.events.enums import QuestionKind
from crm.events.models import Question, RegistrationDesk
from crm.partners.domain.addresses import MAX_ADDRESS, normalise_address

LINK = re.compile(r"[/@<>]|www\.|\.[a-z]{2,}\b", re.IGNORECASE)
OPTIONAL = _("optional")
OVER, UNDER = "over", "under"
YES = _("yes")


class AskingForm(forms.Form):
    """Puts the few questions of the volunteer."""

    questions: list[Question]

    def ask(self, desk: RegistrationDesk) -> None:
        self.questions = list(desk.questions.all())
        for question in self.questions:
            self.fields[field_of(question)] = _field_for(question)

    def question_fields(self) -> Iterator[forms.BoundField]:
        """The volunteer's questions, as the template shows them."""
        return (self[field_of(question)] for question in self.questions)

    def answers(self) -> tuple[tuple[Question, str], ...]:
        """Each question with what was answered, which may be nothing."""
        return tuple((question, _answer_of(self.cleaned_data[field_of(question)])) for question in self.questions)


class RegistrationForm(AskingForm):
    """A name, an address, how many places, and the few questions of the volunteer; nothing is ticked beforehand.

    `website` is a trap: people do not see it, robots fill it in. `stamp` says when the form was shown and with
    which words; a form that comes back too soon, too late or with older words is shown again, still filled in.
    """

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = forms.CharField(
        label=_("Your e-mail"),
        max_length=MAX_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )
    places = forms.IntegerField(label=_("How many places, you included?"), initial=1, min_value=1)
    age = forms.ChoiceField(
        label=_("Your age"),
        choices=[(OVER, _("I am 14 or over")), (UNDER, _("I am under 14"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you are 14 or over.")},
    )
    parent_name = forms.CharField(label=_("Name of the parent who agrees"), max_length=120, required=False)
    parent_contact = forms.CharField(label=_("Telephone or e-mail of this parent"), max_length=254, required=False)
    photo_consent = forms.BooleanField(required=False)
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    if_short = forms.ChoiceField(choices=[(way.value, way.value) for way in IfShort], required=False)

    def __init__(self, *args: Any, desk: RegistrationDesk, photo_words: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "registration_%s", **kwargs})
        self.desk, self.photo_words = desk, photo_words
        self._fit_to_desk()
        self.ask(desk)
        self.fields["stamp"].initial = make_stamp(desk, photo_words)

    def _fit_to_desk(self) -> None:
        places = self.fields["places"]
        places.max_value = self.desk.most_places  # type: ignore[attr-defined]
        places.widget.attrs.update(max=self.desk.most_places, inputmode="numeric")
        places.validators.append(self._check_most)
        self.fields["photo_consent"].label = self.photo_words
        if self.desk.most_places == 1:
            del self.fields["places"]
        if not self.desk.asks_age:
            for name in ("age", "parent_name", "parent_contact"):
                del self.fields[name]
        if not self.desk.asks_photo_consent:
            del self.fields["photo_consent"]

    def _check_most(self, places: int) -> None:
        if places > self.desk.most_places:
            words = _("One may take %(most)s places at most. If there are more of you, write to us.")
            raise ValidationError(words, params={"most": self.desk.most_places})

    def clean_name(self) -> str:
        return plain_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        return normalise_address(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("age") == UNDER:
            require_parent(self)
        stamp = cleaned.get("stamp", "")
        if not is_current(stamp, self.desk, self.photo_words):
            self.show_again()
            raise ValidationError(_("This page had been open for a while. Please read it again and send it once more."))
        if is_too_quick(stamp):
            raise ValidationError(_("Please check what you wrote, then send it once more."))
        return cleaned

    def show_again(self) -> None:
        """With a new stamp and today's words, which are to be agreed to anew."""
        data = cast(QueryDict, self.data).copy()
        data["stamp"] = make_stamp(self.desk, self.photo_words)
        data.pop("photo_consent", None)
        self.data = data

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def wish(self) -> Wish:
        """What the person asks for."""
        cleaned = self.cleaned_data
        under = cleaned.get("age") == UNDER
        return Wish(
            name=cleaned["name"],
            email=cleaned["email"],
            places=cleaned.get("places", 1),
            if_short=IfShort(cleaned.get("if_short") or IfShort.ASK),
            parent_name=cleaned["parent_name"] if under else "",
            parent_contact=cleaned["parent_contact"] if under else "",
            photo_statement=self.photo_words if cleaned.get("photo_consent") else "",
            answers=tuple((question, text) for question, text in self.answers() if text),
        )


def plain_name(typed: str) -> str:
    """A name goes into a letter to an address that nobody has verified: it carries no link."""
    name = " ".join(typed.split())
    if LINK.search(name):
        raise ValidationError(_("Write only your name, without any address."))
    return name


def require_parent(form: forms.Form) -> None:
    """Marks what is missing of the parent who agrees for someone under 14."""
    for name in ("parent_name", "parent_contact"):
        if not form.cleaned_data.get(name) and name not in form.errors:
            form.add_error(name, _("Under 14, a parent agrees and says how to be reached."))


def field_of(question: Question) -> str:
    return f"question_{question.pk}"


def _field_for(question: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.label,
        "required": question.required,
        "error_messages": {"required": _("Answer this question.")},
    }
    if question.kind == QuestionKind.YES_NO:
        return forms.BooleanField(**common)
    if question.kind == QuestionKind.CHOICE:
        choices = [(choice, choice) for choice in question.choice_list]
        empty = [] if question.required else [("", _("No answer"))]
        return forms.ChoiceField(choices=[*empty, *choices], widget=forms.RadioSelect, **common)
    if not question.required:
        common["label"] = f"{question.label} ({OPTIONAL})"
    return forms.CharField(max_length=500, **common)


def _answer_of(value: Any) -> str:
    """What is kept: the words, or « oui » for a ticked box."""
    if isinstance(value, bool):
        return str(YES) if value else ""
    return str(value)
