"""Reads how often an event comes back, by the rules that fit its day; and what the dates that follow take from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from crm.events.domain.dates import local_day, long_date
from crm.events.domain.desks import desk_of
from crm.events.domain.recurrence import LAST, Pattern, Rule, is_last, nth_of
from crm.events.domain.recurrence_words import rule_words
from crm.events.domain.series import Repetition
from crm.events.models import Event

# In how many weeks, or months, it comes back.
WEEKS = (1, 2, 3, 4)
MONTH_STEPS = (1, 2, 3)
LAST_FIFTH = 4


def rules_for(day: date) -> dict[str, Rule]:
    """Every rule that ``day`` fits, by the name it has in the form."""
    rules = {f"weekly-{weeks}": Rule(Pattern.WEEKLY, weeks, day.weekday()) for weeks in WEEKS}
    nths = ([nth_of(day)] if nth_of(day) <= LAST_FIFTH else []) + ([LAST] if is_last(day) else [])
    for months in MONTH_STEPS:
        for nth in nths:
            rules[f"nth{nth}-{months}"] = Rule(Pattern.MONTHLY_BY_WEEKDAY, months, day.weekday(), nth)
    rules["day-1"] = Rule(Pattern.MONTHLY_BY_DAY, month_day=day.day)
    return rules


class Given(TextChoices):
    """What the dates that follow take from this one."""

    WORDS = "words", _("Its words, its place, its hour and its image")
    DESK = "desk", _("Its registrations: places, dates, questions and settings")
    EVERYTHING = "everything", _("Both")

    @property
    def holds_words(self) -> bool:
        return self is not Given.DESK

    @property
    def holds_desk(self) -> bool:
        return self is not Given.WORDS


class ExtendForm(forms.Form):
    """Which of both, where one registers for this event; otherwise there is nothing to choose."""

    what = forms.TypedChoiceField(
        label=_("What the dates that follow take from this one"),
        choices=Given.choices,
        coerce=Given,
        required=False,
        empty_value=Given.WORDS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if desk_of(event) is None:
            del self.fields["what"]

    @property
    def given(self) -> Given:
        given: Given = self.cleaned_data.get("what", Given.WORDS)
        return given


class RepeatForm(forms.Form):
    """By which rule, without which months, until when."""

    rule = forms.ChoiceField(label=_("How often"), widget=forms.RadioSelect)
    skipped_months = forms.TypedMultipleChoiceField(
        label=_("Except in"),
        choices=[(number, name) for number, name in MONTHS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The months of rest, as July and August often are."),
    )
    until = forms.DateField(
        label=_("Until"), widget=AdminDateInput(), help_text=_("The last day on which it may fall.")
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = local_day(event.starts_at)
        self.rules = rules_for(self.day)
        words = [(name, rule_words(rule)) for name, rule in self.rules.items()]
        self.fields["rule"].choices = words  # type: ignore[attr-defined]

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.day:
            raise forms.ValidationError(_("Choose a day after that of the event."))
        return until

    def repetition(self, kept: set[str] | None = None) -> Repetition:
        """What was asked for; ``kept``, ISO dates, leaves out the other days of the rule."""
        found = self.rules[self.cleaned_data["rule"]]
        rule = Rule(
            found.pattern,
            found.interval,
            found.weekday,
            found.nth,
            found.month_day,
            frozenset(self.cleaned_data["skipped_months"]),
        )
        asked = Repetition(rule, self.cleaned_data["until"])
        if kept is None:
            return asked
        left_out = {day for day in asked.days(self.day) if day.isoformat() not in kept and day != self.day}
        return Repetition(rule, asked.until, frozenset(left_out))


def dates_of(asked: Repetition, first: date) -> list[tuple[str, str]]:
    """Each date with its words, the first one apart."""
    return [(day.isoformat(), long_date(day)) for day in asked.days(first) if day != first]
