"""Reads the file of a list, and which of its columns holds what."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.partners.domain.imports.columns import Field
from crm.partners.domain.imports.tables import MAX_BYTES, TOO_LARGE

EMPTY = gettext_lazy("This file is empty. Choose another, or save your list again.")


class FileForm(forms.Form):
    """The file alone: what it is shows by its content."""

    file = forms.FileField(
        label=gettext_lazy("Your list"),
        help_text=gettext_lazy("CSV, Excel workbook (.xlsx) or visiting cards (.vcf); 10 MB and 10,000 lines at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.vcf"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": EMPTY},
    )

    def clean_file(self) -> UploadedFile:
        """Before it is read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise TOO_LARGE
        return file


class ColumnsForm(forms.Form):
    """One choice for each thing that a line may say, among the columns of this very file."""

    said: type[TextChoices] = Field
    needed: ClassVar[frozenset[str]] = frozenset({Field.NAME, Field.GIVEN, Field.FAMILY, Field.ORGANIZATION})

    def __init__(self, *args: Any, batch: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        twice = {name for name in batch.columns if batch.columns.count(name) > 1}
        names = [
            (str(place), f"{name} ({place + 1})".strip() if name in twice or not name else name)
            for place, name in enumerate(batch.columns)
        ]
        for field in self.said:
            self.fields[field.value] = forms.ChoiceField(
                label=field.label,
                choices=[("", _("(none)")), *names],
                required=False,
                initial=batch.mapping.get(field.value, ""),
            )

        self.known = set(batch.mapping)

    @property
    def found(self) -> list[forms.BoundField]:
        """What the names of the columns say, what a line must say, and whatever is no column."""
        first = self.known | self.needed
        return [field for field in self if field.name in first or field.name not in self.said.values]

    @property
    def others(self) -> list[forms.BoundField]:
        return [field for field in self if field not in self.found]

    @property
    def mapping(self) -> dict[str, int]:
        return {name: int(place) for name in self.said.values if (place := self.cleaned_data[name])}
