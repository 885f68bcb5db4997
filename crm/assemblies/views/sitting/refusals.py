"""What is told when something could not be written: why, what was typed, what someone else wrote."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import forms
from django.db import models


@dataclass(frozen=True)
class Difference:
    """One field that someone else changed: its name, and what they wrote."""

    label: str
    theirs: str


@dataclass(frozen=True)
class Refusal:
    key: str
    sentence: str
    form: forms.Form
    differences: list[Difference] = field(default_factory=list)
    # The version that is stored by now, where someone else wrote meanwhile.
    version: int | None = None
    # Whether it can be done by someone who says that they know what it means.
    asks: bool = False


def differences(form: forms.Form, stored: models.Model) -> list[Difference]:
    """What is stored and is not what was typed, field by field."""
    found = []
    for name in getattr(form, "saved", ()):
        theirs = getattr(stored, name)
        if theirs != form.cleaned_data.get(name):
            label = str(form.fields[name].label)
            shown = getattr(stored, f"get_{name}_display", lambda value=theirs: value)()
            found.append(Difference(label, "" if shown is None else str(shown)))
    return found
