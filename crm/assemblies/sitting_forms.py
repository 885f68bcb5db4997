"""Reads what is written during an assembly: small forms, each about one thing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.assemblies.enums import DecisionKind, DecisionResult, ItemState, VoteOption
from crm.assemblies.models import AgendaItem, Assembly, Decision, PublicQuestion
from crm.partners.models import Person

# A clock that shows two in the morning, at an assembly of the evening, is the next day's.
BEFORE_START = timedelta(hours=6)
# How long a press waits for the network at most, and how wrong a tablet's clock may be.
LONGEST_WAIT = timedelta(hours=12)
FAST_CLOCK = timedelta(minutes=2)


def moment_of(assembly: Assembly, clock: time) -> datetime:
    """What the clock on the wall shows, as a moment of this assembly."""
    start = timezone.localtime(assembly.event.starts_at)
    moment = datetime.combine(start.date(), clock, start.tzinfo)
    return moment + timedelta(days=1) if moment < start - BEFORE_START else moment


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TableForm(forms.Form):
    """When a button was pressed: the hour that was typed, else that of the press, else now."""

    at = forms.TimeField(label=_("At"), required=False, widget=ClockInput)
    pressed_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def moment(self, assembly: Assembly, now: datetime) -> datetime:
        if self.cleaned_data.get("at"):
            return moment_of(assembly, self.cleaned_data["at"])
        pressed: datetime | None = self.cleaned_data.get("pressed_at")
        if pressed is not None and now - LONGEST_WAIT <= pressed <= now + FAST_CLOCK:
            return min(pressed, now)
        return now


class KnowingForm(TableForm):
    knowing = forms.BooleanField(label=_("I know what it means"), required=False)


class ArrivalForm(TableForm):
    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.none())
    is_voting = forms.BooleanField(label=_("with a vote"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class TimesForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    arrived_at = forms.TimeField(label=_("Arrived"), widget=ClockInput)
    left_at = forms.TimeField(label=_("Left"), required=False, widget=ClockInput)


class CitizensForm(forms.Form):
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    count = forms.IntegerField(label=_("Citizens in the room"), required=False, min_value=0, max_value=32000)


class StateForm(forms.Form):
    state = forms.ChoiceField(choices=ItemState)


class VersionedForm(forms.Form):
    """Words that are saved as they are written."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in self.saved}

    saved: tuple[str, ...] = ()


class DiscussionForm(VersionedForm):
    saved = ("discussion",)
    discussion = forms.CharField(
        label=_("What was said"), required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=""
    )


class DecisionForm(VersionedForm):
    """What is put to the vote. Its words and who moves it are saved as they are written, the vote when it is taken."""

    saved = ("kind", "title", "considerations", "text", "mover", "seconder")
    kind = forms.ChoiceField(label=_("Kind"), choices=DecisionKind)
    title = forms.CharField(label=_("In one line"), max_length=200)
    considerations = forms.CharField(
        label=_("Whereas, a reason a line"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    text = forms.CharField(label=_("What is decided"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    mover = forms.ModelChoiceField(label=_("Moved by"), queryset=Person.objects.none(), required=False)
    seconder = forms.ModelChoiceField(label=_("Seconded by"), queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, decision: Decision, able: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if decision.number:
            self.fields["kind"].choices = [(decision.kind, decision.get_kind_display())]  # type: ignore[attr-defined]
        moved = [pk for pk in (decision.mover_id, decision.seconder_id) if pk is not None]
        named = {person.pk for person in able}.union(moved)
        for name in ("mover", "seconder"):
            self.fields[name].queryset = Person.objects.filter(pk__in=named)  # type: ignore[attr-defined]


class VoteForm(DecisionForm):
    result = forms.ChoiceField(label=_("Result"), choices=DecisionResult, widget=forms.RadioSelect)
    votes_for = forms.IntegerField(label=_("For"), required=False, min_value=0, max_value=200)
    votes_against = forms.IntegerField(label=_("Against"), required=False, min_value=0, max_value=200)
    abstentions = forms.IntegerField(label=_("Abstentions"), required=False, min_value=0, max_value=200)
    knowing = forms.BooleanField(label=_("I know what it means"), required=False)


class OneMoreForm(forms.Form):
    title = forms.CharField(label=_("In one line"), max_length=200)


class NamedVoteForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.all())
    option = forms.ChoiceField(label=_("Vote"), choices=VoteOption)


class ConflictForm(TableForm):
    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.all())
    nature = forms.CharField(label=_("Nature of the interest"), required=False, max_length=250)
    stays = forms.BooleanField(label=_("Stays in the discussion and votes"), required=False)


class AskForm(TableForm):
    question = forms.CharField(label=_("Question, without a name"), max_length=500)


class QuestionForm(VersionedForm):
    saved = ("question", "answer", "answered_by", "due_on")
    question = forms.CharField(label=_("Question, without a name"), max_length=500)
    answer = forms.CharField(label=_("Answer"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    answered_by = forms.ModelChoiceField(label=_("Who will answer"), queryset=Person.objects.none(), required=False)
    due_on = forms.DateField(label=_("By"), required=False, widget=DayInput)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_by"].queryset = people  # type: ignore[attr-defined]


def discussion_of(item: AgendaItem) -> dict[str, Any]:
    return {"version": item.version, "discussion": item.discussion}


def words_of(decision: Decision) -> dict[str, Any]:
    names = ("version", "kind", "title", "considerations", "text", "result")
    counts = ("votes_for", "votes_against", "abstentions")
    people = {"mover": decision.mover_id, "seconder": decision.seconder_id}
    return {name: getattr(decision, name) for name in (*names, *counts)} | people


def question_of(question: PublicQuestion) -> dict[str, Any]:
    due: date | None = question.due_on
    answered_by = question.answered_by_id
    return {
        "version": question.version,
        "question": question.question,
        "answer": question.answer,
        "answered_by": answered_by,
        "due_on": due,
    }
