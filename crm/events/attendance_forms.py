"""Reads how many were counted, one number a crowd, and what is typed in afterwards from the paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.events.domain.attendance import MOST_HEADS
from crm.events.domain.check_in import MOST_PRESENT, Note, Party
from crm.events.enums import Crowd

BLANK_LINES = 5


class NumberField(forms.IntegerField):
    """A number that a telephone writes with its keys for numbers."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(min_value=0, max_value=most, widget=widget, **kwargs)


class CountForm(forms.Form):
    """What someone sees at one moment; what is left empty was not counted."""

    round = forms.UUIDField(widget=forms.HiddenInput)
    counted_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: now."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for crowd in Crowd:
            self.fields[crowd.value] = NumberField(MOST_HEADS, label=crowd.label, required=False)
        self.order_fields(["round", *Crowd.values, "counted_at"])
        self.initial.setdefault("round", uuid4())

    def clean_counted_at(self) -> datetime:
        at: datetime | None = self.cleaned_data["counted_at"]
        if at and at > timezone.now():
            raise ValidationError(_("This moment has not come yet."))
        return at or timezone.now()

    @property
    def crowd_fields(self) -> list[forms.BoundField]:
        return [self[crowd.value] for crowd in Crowd]

    def numbers(self) -> dict[Crowd, int]:
        found = {crowd: self.cleaned_data.get(crowd.value) for crowd in Crowd}
        return {crowd: number for crowd, number in found.items() if number is not None}


class CorrectionForm(forms.Form):
    number = NumberField(MOST_HEADS, label=_("The right number"))


class NoteForm(forms.Form):
    """One party, as its line at the door sends it without scripts."""

    key = forms.UUIDField()
    registration = forms.IntegerField(required=False)
    walk_in = forms.UUIDField(required=False)
    name = forms.CharField(max_length=120, required=False)
    present = forms.IntegerField(min_value=0, max_value=MOST_PRESENT)
    seen = forms.UUIDField(required=False)
    seen_at = forms.DateTimeField(required=False, input_formats=["iso8601"])

    def note(self, now: datetime) -> Note:
        return Note(at=now, **self.cleaned_data)


class TypedInForm(forms.Form):
    """The sheet of paper: a number beside each name, then those who had not registered."""

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = [party for party in parties if party.registration]
        for party in self.parties:
            self._add_number(party.id, party.name, party.present if party.is_noted else None)
            self._add_hidden(f"{party.id}-seen", party.last.key if party.last else None)
        for line in range(BLANK_LINES):
            self.fields[f"name-{line}"] = forms.CharField(label=_("Name"), max_length=120, required=False)
            self._add_number(f"number-{line}", _("How many"), None)
            self._add_hidden(f"key-{line}", uuid4())

    def _add_number(self, name: str, label: Any, initial: int | None) -> None:
        self.fields[name] = NumberField(MOST_PRESENT, label=label, initial=initial, required=False)

    def _add_hidden(self, name: str, initial: UUID | None) -> None:
        self.fields[name] = forms.UUIDField(widget=forms.HiddenInput, initial=initial, required=False)

    @property
    def lines(self) -> list[tuple[Party, forms.BoundField, forms.BoundField]]:
        return [(party, self[party.id], self[f"{party.id}-seen"]) for party in self.parties]

    @property
    def blank_lines(self) -> list[tuple[forms.BoundField, ...]]:
        return [(self[f"name-{n}"], self[f"number-{n}"], self[f"key-{n}"]) for n in range(BLANK_LINES)]

    def notes(self, now: datetime) -> list[Note]:
        """Only what was typed: a number that was there already is not noted again."""
        read = self.cleaned_data
        typed = [(party, read.get(party.id)) for party in self.parties if party.id in self.changed_data]
        known = [
            Note(key=uuid4(), present=number, at=now, registration=party.registration, seen=read[f"{party.id}-seen"])
            for party, number in typed
            if number is not None
        ]
        return known + [self._walk_in(line, now) for line in range(BLANK_LINES) if self._is_filled(line)]

    def _is_filled(self, line: int) -> bool:
        return bool(self.cleaned_data.get(f"number-{line}") and self.cleaned_data.get(f"key-{line}"))

    def _walk_in(self, line: int, now: datetime) -> Note:
        key = self.cleaned_data[f"key-{line}"]
        return Note(
            key=key,
            walk_in=key,
            present=self.cleaned_data[f"number-{line}"],
            at=now,
            name=self.cleaned_data[f"name-{line}"],
        )
