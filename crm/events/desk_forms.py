"""Reads what a volunteer writes about a registration desk, and about someone who calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from crm.events.domain.registering import IfShort, Wish
from crm.events.enums import EventStatus, QuestionKind
from crm.events.models import Event, RegistrationDesk
from crm.partners.domain.addresses import MAX_ADDRESS, normalise_address


class DeskForm(WagtailAdminModelForm):
    """A desk belongs to one coming event, for ever; its questions with a choice have at least two answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("event", None)
        elif "event" in self.fields:
            coming = Event.objects.upcoming(timezone.now()).exclude(status=EventStatus.CANCELLED)
            self.fields["event"].queryset = coming.filter(desk__isnull=True).order_by("starts_at")

    def clean(self) -> dict[str, Any]:
        """The mistake is said beside its field, so that a folded panel opens on it."""
        cleaned: dict[str, Any] = super().clean()
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Registration closes before it opens: check both times."))
        return cleaned

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        questions = self.formsets.get("questions")
        for form in questions.forms if valid and questions else ():
            cleaned = getattr(form, "cleaned_data", {})
            few = len((cleaned.get("choices") or "").split("\n")) < 2
            if cleaned.get("kind") == QuestionKind.CHOICE and few and not cleaned.get("DELETE"):
                form.add_error("choices", _("Write at least two choices, one a line."))
                valid = False
        return valid

    class Meta:
        model = RegistrationDesk
        fields = "__all__"


class CallerForm(forms.Form):
    """Someone who registers by telephone or at the counter."""

    name = forms.CharField(label=_("Name"), max_length=120)
    telephone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.CharField(
        label=_("E-mail"),
        max_length=MAX_ADDRESS,
        required=False,
        help_text=_("With an address, this person receives the confirmation and can cancel alone."),
    )
    places = forms.IntegerField(label=pgettext_lazy("seats", "Places"), initial=1, min_value=1)
    if_short = forms.ChoiceField(
        label=_("If there are too few places"),
        choices=[
            (IfShort.ASK.value, _("Tell me, and write nothing")),
            (IfShort.TAKE.value, _("Take those that are left")),
            (IfShort.WAIT.value, _("Wait until there is room for all of them")),
        ],
    )
    parent_name = forms.CharField(label=_("Under 14: name of the parent who agrees"), max_length=120, required=False)
    parent_contact = forms.CharField(
        label=_("Under 14: telephone or e-mail of this parent"), max_length=254, required=False
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return normalise_address(email) if email else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("email") and not cleaned.get("telephone") and "email" not in self.errors:
            raise ValidationError(_("Write a telephone number or an e-mail, so that this person can be reached."))
        if bool(cleaned.get("parent_name")) != bool(cleaned.get("parent_contact")):
            self.add_error("parent_contact", _("Under 14, a parent agrees and says how to be reached."))
        return cleaned

    def wish(self) -> Wish:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "if_short"}
        return Wish(**facts, if_short=IfShort(self.cleaned_data["if_short"]))
