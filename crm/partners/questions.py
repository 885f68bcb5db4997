"""Reads from an address what someone asks of who sits where, and on which days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.interlocks import EVER, Period
from crm.partners.domain.merging import record_now
from crm.partners.domain.network import Question
from crm.partners.domain.partial_dates import EARLIEST, LATEST
from crm.partners.enums import RecordKind, Scope
from crm.partners.fields import PartialDateFormField
from crm.partners.models import Organization
from crm.partners.organization_field import OrganizationField


class When(models.TextChoices):
    """Whether one asks about a day, a period or all the years known."""

    DAY = "day", _("On a date")
    PERIOD = "period", _("Over a period")
    EVER = "ever", _("Over all the years known")


class QuestionForm(forms.Form):
    """A plain form sent by GET: an answer has an address that can be kept and sent. Empty, it asks about today."""

    scope = forms.ChoiceField(label=_("Show"), choices=Scope, required=False)
    organization = OrganizationField(label=_("Organization"), required=False)
    other = OrganizationField(label=_("And the other one"), required=False)
    when = forms.ChoiceField(label=_("When"), choices=When, required=False)
    day = forms.DateField(label=_("Date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    first = PartialDateFormField(label=_("From"), required=False)
    last = PartialDateFormField(label=_("To"), required=False)
    # Months since the year 0, as the slider counts them.
    month = forms.IntegerField(required=False, min_value=12, max_value=9999 * 12 + 11)

    def __init__(self, asked: Mapping[str, Any], organizations: Mapping[int, Organization], today: date) -> None:
        self.today = today
        ours = next((pk for pk, one in organizations.items() if one.is_our_council), None)
        given = {name: asked[name] for name in self.base_fields if asked.get(name)}
        for name in ("organization", "other"):
            # An address that was kept before two records became one.
            number = given.get(name, "")
            if number.isascii() and number.isdigit() and int(number) not in organizations and len(number) < 19:
                given[name] = str(record_now(RecordKind.ORGANIZATION, int(number)))
        defaults = {"scope": Scope.AROUND, "organization": ours or "", "when": When.DAY, "day": today.isoformat()}
        super().__init__({**defaults, **given})
        for name in ("organization", "other"):
            self.fields[name].show(organizations)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuses half a question."""
        asked = super().clean() or {}
        scope = asked.get("scope")
        if scope == Scope.AROUND and "organization" not in self.errors and not asked.get("organization"):
            self.add_error("organization", _("Choose an organization."))
        if scope == Scope.BETWEEN and not self.errors:
            if not asked.get("organization") or not asked.get("other"):
                self.add_error("other", _("Choose two organizations."))
            elif asked["organization"] == asked["other"]:
                self.add_error("other", _("Choose another organization: this one is on both sides."))
        first, last = asked.get("first"), asked.get("last")
        if asked.get("when") == When.PERIOD and first and last and last.latest < first.earliest:
            self.add_error("last", _("The period ends before it starts."))
        return asked

    def question(self) -> Question:
        """What is asked, once the form is valid."""
        asked = self.cleaned_data
        scope = Scope(asked["scope"])
        organization = asked["organization"] if scope != Scope.WHOLE else None
        return Question(scope, organization, asked["other"] if scope == Scope.BETWEEN else None, self.period())

    def period(self) -> Period:
        asked = self.cleaned_data
        if asked["when"] == When.EVER:
            return EVER
        if asked["when"] == When.PERIOD:
            first, last = asked["first"], asked["last"]
            return Period(first.earliest if first else EARLIEST, last.latest if last else LATEST)
        return Period.on(self.day_asked())

    def day_asked(self) -> date:
        """The day asked about; a month of the slider is its first day, and this month is today."""
        if month := self.cleaned_data.get("month"):
            return self.today if month == months_of(self.today) else date(month // 12, month % 12 + 1, 1)
        return self.cleaned_data.get("day") or self.today


def months_of(day: date) -> int:
    """The month of a day, counted since the year 0."""
    return day.year * 12 + day.month - 1
