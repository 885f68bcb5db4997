"""Reads what a volunteer types, or brings, of what is said in a recording."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.archive.domain.timed_text import Line, NotTimed, language_name
from cms.archive.domain.typed_lines import read_typed
from cms.archive.domain.webvtt import MOST_BYTES, read_captions
from cms.archive.errors import MemoryRefused

LANGUAGES = ("fr", "en", "es", "it", "pt", "ar", "vi")


class TranscriptForm(forms.Form):
    """The lines, each with its moment. `lines` has them once it is valid."""

    words = forms.CharField(
        label=gettext_lazy("What is said"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        help_text=gettext_lazy(
            "A line begins with its moment, minutes and seconds: 0:12 Hello everyone. The next one ends it."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    erase = forms.BooleanField(label=gettext_lazy("Take all the lines off"), required=False)

    def __init__(self, data: Any, *, current: int | None, has_lines: bool, recording_ms: int | None, **kwargs: Any):
        super().__init__(data.dict() if data else None, **kwargs)
        self.current, self.has_lines, self.recording_ms = current, has_lines, recording_ms
        self.lines: list[Line] = []
        language: Any = self.fields["language"]
        known = dict.fromkeys([*LANGUAGES, str(self.initial.get("language") or "fr")])
        language.choices = [(code, language_name(code)) for code in known]
        if not has_lines or not self.is_bound or self.data.get("words", "").strip():
            del self.fields["erase"]

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        try:
            self.lines = read_typed(words, self.recording_ms)
        except NotTimed as fault:
            raise ValidationError(fault.sentences()) from fault
        except MemoryRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return words

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        if self.current is not None and said.get("seen") != self.current:
            self.data = {**self.data, "seen": self.current}
            raise ValidationError(
                _("Someone saved another version meanwhile: it is among the former versions, below. Save again to put "
                  "yours in its place.")
            )  # fmt: skip
        if self.has_lines and not self.lines and not said.get("erase"):
            raise ValidationError(_("Nothing is written any more. Tick the box below to take all the lines off."))
        return said


class CaptionsForm(forms.Form):
    """A file of captions; `lines` has what it says once it is valid."""

    file = forms.FileField(
        label=pgettext_lazy("captions", "Bring a file (.vtt or .srt)"),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
        help_text=gettext_lazy("It is read and shown below; nothing is saved before you say so."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lines: list[Line] = []

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.lines = read_captions(file.read(MOST_BYTES + 1))
        except NotTimed as fault:
            raise ValidationError(fault.sentences()) from fault
        except MemoryRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        if not self.lines:
            raise ValidationError(_("This file says nothing."))
        return file
