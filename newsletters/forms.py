"""Reads what a person typed to subscribe or to change what they receive."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.addresses import MAX_ADDRESS, normalise_address
from newsletters.domain.sectors import read_sector
from newsletters.domain.stamps import is_current, is_too_quick, make_stamp
from newsletters.domain.wording import Wording
from newsletters.enums import Language
from newsletters.models import Topic

TopicQuerySet: TypeAlias = "QuerySet[Topic]"


class SignUpForm(forms.Form):
    """An address, topics and a consent in words; nothing is ticked beforehand.

    `website` is a trap: people do not see it, robots fill it in. `stamp` says when the form was shown and with
    which words; a form that comes back too soon, too late or with older words is shown again, still filled in.
    """

    email = forms.CharField(
        label=_("Your e-mail"),
        max_length=MAX_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("What would you like to receive?"),
        queryset=Topic.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one topic.")},
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Tick this box to agree: without it, we may not write to you.")}
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.wording = wording
        self.fields["topics"].queryset = Topic.objects.filter(is_open=True)  # type: ignore[attr-defined]
        self.fields["consent"].label = wording.statement
        self.fields["stamp"].initial = make_stamp(wording)

    def clean_email(self) -> str:
        return normalise_address(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        stamp = cleaned.get("stamp", "")
        if not is_current(stamp, self.wording):
            self._show_again()
            raise ValidationError(_("This page had been open for a while. Please read it again and send it once more."))
        if is_too_quick(stamp):
            raise ValidationError(_("Please check what you wrote, then send it once more."))
        return cleaned

    def _show_again(self) -> None:
        """With a new stamp and today's words, which are to be agreed to anew."""
        data = cast(QueryDict, self.data).copy()
        data["stamp"] = make_stamp(self.wording)
        data.pop("consent", None)
        self.data = data

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    @property
    def fingerprint(self) -> str:
        """The same when the same form is sent twice, and not when it was opened anew."""
        topics = sorted(topic.pk for topic in self.cleaned_data["topics"])
        return f"{self.cleaned_data['stamp']} {self.cleaned_data['email']} {topics}"


class PreferencesForm(forms.Form):
    """What one receives, and which implied consents one makes lasting."""

    topics = forms.ModelMultipleChoiceField(
        label=_("What you receive"),
        queryset=Topic.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    renewed = forms.ModelMultipleChoiceField(
        label=_("Keep receiving after that date"),
        help_text=_(
            "You receive these topics for a limited time. Tick those that you want to keep receiving afterwards."
        ),
        queryset=Topic.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of my letters"),
        help_text=_("Most letters are in French. A letter in English goes to those who prefer English."),
        choices=[(Language.FRENCH, "Français"), (Language.ENGLISH, "English")],  # each in its own words
        required=False,
    )
    postal_code = forms.CharField(
        label=_("Postal code, if you wish"),
        help_text=_("Only its first three characters are kept, to write to you about what concerns your sector."),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )

    def __init__(self, *args: Any, offered: TopicQuerySet, ending: TopicQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["topics"].queryset = offered  # type: ignore[attr-defined]
        self.fields["renewed"].queryset = ending  # type: ignore[attr-defined]

    def clean_postal_code(self) -> str:
        return read_sector(self.cleaned_data["postal_code"])

    @property
    def describes(self) -> bool:
        """Whether the page that was sent asked for the language and the sector: one opened long ago did not."""
        return bool(self.cleaned_data["language"])


class CouncilActForm(forms.Form):
    """What the council does for a person who asked by another way, and how they asked."""

    WITHDRAW, SET_ASIDE, ERASE = "withdraw", "set_aside", "erase"

    act = forms.ChoiceField(
        label=_("What is to be done"),
        choices=[
            (WITHDRAW, _("Unsubscribe from everything, as this person asked")),
            (SET_ASIDE, _("Set the address aside: the council decides not to write to it")),
            (ERASE, _("Erase this person, as they asked")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("How and when"),
        max_length=300,
        help_text=_("For the ledger, without any name: “By telephone, May 14.”"),
        error_messages={"required": _("Write how and when this was asked: the ledger must be able to prove it.")},
    )
