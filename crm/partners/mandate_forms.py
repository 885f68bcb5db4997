"""What the acts of a mandate ask: a date as it is known, a decision, a source."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.mandates import Appointment
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.enums import Capacity, Visibility
from crm.partners.fields import PartialDateFormField
from crm.partners.forms import narrow_fields
from crm.partners.models import Person, Post
from crm.partners.viewsets.choosers import person_chooser, post_chooser

AS_KNOWN = _("A day, a month or a year: 14 mai 2019, mai 2019, 2019.")


class ActForm(forms.Form):
    """A form that offers only what ``levels`` may see."""

    def __init__(self, *args: Any, levels: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow_fields(self.fields, levels)


class TermForm(ActForm):
    """A term: since when, until when, decided by whom, known from where."""

    starts_on = PartialDateFormField(label=_("Since"), help_text=AS_KNOWN, required=False)
    term_ends_on = PartialDateFormField(
        label=_("The term ends"), help_text=_("Empty: after the length of a term of this seat."), required=False
    )
    appointed_by = forms.CharField(
        label=_("Decision"), help_text=_("As in “AGA 2026”."), max_length=200, required=False
    )
    source = forms.CharField(
        label=_("Source"), help_text=_("Where this is known from: minutes, a call."), max_length=250, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("term_ends_on")
        if start and end and end.latest < start.earliest:
            self.add_error("term_ends_on", gettext("The term would end before it starts."))
        return cleaned

    @property
    def appointment(self) -> Appointment:
        return Appointment(
            **{name: value for name, value in self.cleaned_data.items() if name not in {"person", "post"}}
        )


class SeatForm(TermForm):
    """Who, and since when; the rest may wait."""

    capacity = forms.TypedChoiceField(
        label=_("Capacity"),
        choices=[("", _("After the seat")), *Capacity.choices],
        coerce=Capacity,
        empty_value=None,
        required=False,
    )
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=Visibility.choices, initial=Visibility.BOARD)


class SeatPersonForm(SeatForm):
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.all(), widget=person_chooser.widget_class
    )
    field_order = ["person", "starts_on", "appointed_by", "source"]


class SeatAtPostForm(SeatForm):
    post = forms.ModelChoiceField(
        label=_("Seat"),
        queryset=Post.objects.select_related("organization"),
        widget=post_chooser.widget_class,
    )
    field_order = ["post", "starts_on", "appointed_by", "source"]


class RenewForm(TermForm):
    starts_on = PartialDateFormField(label=_("The next term starts"), help_text=AS_KNOWN)
    field_order = ["starts_on", "appointed_by", "source", "term_ends_on"]


class EndForm(ActForm):
    ends_on = PartialDateFormField(label=_("Last day"), help_text=AS_KNOWN)
    ended_by = forms.CharField(
        label=_("Decision or reason"), help_text=_("As in “resignation”."), max_length=200, required=False
    )


class VerifyForm(ActForm):
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Where you found it today. Empty: the source already written stays."),
        max_length=250,
        required=False,
    )


def as_typed(day: date) -> PartialDate:
    """Today, as the first value of a date."""
    return PartialDate.of(day)
