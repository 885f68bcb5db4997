"""Reads what a volunteer says about a list to import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.imports.tables import MAX_BYTES, TOO_LARGE
from newsletters.domain.import_columns import Field, require_email
from newsletters.models import Topic
from newsletters.paper_forms import PaperField


class ListForm(forms.Form):
    """The file, and the topics of the lines that name none."""

    file = forms.FileField(
        label=_("List in CSV"),
        help_text=_("One line a person: address, topic, basis of the consent, its date, its evidence."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
        },
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics of the lines that name none"),
        queryset=Topic.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    paper = PaperField()

    def clean_file(self) -> UploadedFile:
        """Before it is read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise TOO_LARGE
        return file


class ColumnsForm(forms.Form):
    """One choice a field, among the columns of this very file."""

    def __init__(self, *args: Any, columns: Sequence[str], mapping: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [("", _("(none)")), *((str(place), name or f"({place + 1})") for place, name in enumerate(columns))]
        for field in Field:
            self.fields[field.value] = forms.ChoiceField(
                label=field.label, choices=choices, required=False, initial=mapping.get(field.value, "")
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            require_email(self.mapping, self.columns)
        except ValidationError as refusal:
            self.add_error(Field.EMAIL.value, refusal)
        return cleaned

    @property
    def mapping(self) -> dict[str, int]:
        """The place of each field that has a column."""
        return {name: int(place) for name, place in self.cleaned_data.items() if place}
