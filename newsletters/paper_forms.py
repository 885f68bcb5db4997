"""A field for the paper that proves a consent; the same wherever one is written down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from crm.partners.uploads import checked_document


class PaperField(forms.FileField):
    """A PDF, a photograph or a document of an office program, which is what its name says."""

    def __init__(self, **kwargs: Any) -> None:
        accept = {"accept": ".pdf,.jpg,.jpeg,.png,.odt,.docx,image/jpeg,image/png,application/pdf"}
        super().__init__(
            label=_("The paper itself"),
            help_text=_("A photograph or a PDF of the sheet. Only those who may read the ledger can open it."),
            required=False,
            widget=forms.ClearableFileInput(attrs=accept),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return checked_document(file) if isinstance(file, UploadedFile) else file
