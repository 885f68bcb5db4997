"""Reads who agreed to what, as a volunteer writes it down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.archive.domain.item_numbers import NumbersNotRead, read_numbers
from cms.archive.enums import AgreementSubject, Channel
from cms.archive.models import Agreement, AgreementText, Item
from crm.partners.uploads import checked_document


class ItemNumbersField(forms.CharField):
    """Numbers of items as one writes them, « 12, 14-20 »; its value is the items."""

    def clean(self, value: Any) -> list[Item]:
        try:
            numbers = read_numbers(super().clean(value))
        except NumbersNotRead as error:
            raise ValidationError(
                _("“%(part)s” is no number: write for example 12, 14-20.") % {"part": error.part}
            ) from error
        items = list(Item.objects.filter(number__in=numbers).order_by("number"))
        missing = sorted(set(numbers) - {item.number for item in items})
        if missing:
            listed = ", ".join(str(number) for number in missing)
            raise ValidationError(
                ngettext(
                    "No item has this number: %(numbers)s.", "No item has these numbers: %(numbers)s.", len(missing)
                )
                % {"numbers": listed}
            )
        return items


class AgreementForm(forms.ModelForm):
    """What was agreed: who, to what, for which items, on which day and how; the exact words stand beside it."""

    items = ItemNumbersField(
        label=gettext_lazy("Numbers of the items"), help_text=gettext_lazy("For example: 12, 14-20.")
    )
    scan_file = forms.FileField(
        label=gettext_lazy("Scan of the signed paper"), required=False, help_text=gettext_lazy("PDF, JPEG or PNG.")
    )

    version = forms.IntegerField(
        label=gettext_lazy("Version of the words"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Empty: the words above. For a paper signed earlier, the version that stands on it."),
    )

    class Meta:
        model = Agreement
        fields = (
            "subject",
            "person_name",
            "items",
            "given_on",
            "channel",
            "person_email",
            "guardian_name",
            "licence",
            "scan_file",
            "note",
        )
        widgets = {"given_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not AgreementText.objects.filter(version__gt=1).exists():
            del self.fields["version"]

    def clean_given_on(self) -> Any:
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day

    def clean_scan_file(self) -> UploadedFile | None:
        file = self.cleaned_data["scan_file"]
        return checked_document(file) if file else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("subject") == AgreementSubject.LICENCE and not said.get("licence"):
            self.add_error("licence", _("Choose the licence that this person gives."))
        if said.get("channel") == Channel.PAPER and not said.get("scan_file") and not said.get("note"):
            self.add_error("note", _("Add the scan, or write where the signed paper is kept."))
        if version := said.get("version"):
            self._name_words(said.get("subject"), version)
        return said

    def _name_words(self, subject: str | None, version: int) -> None:
        text = AgreementText.objects.filter(subject=subject, version=version).first()
        if text is None:
            self.add_error("version", _("This version does not exist: see the list under “Change the words”."))
        else:
            self.instance.text = text


class ItemsForm(forms.Form):
    """The items that an agreement is about, corrected."""

    items = ItemNumbersField(
        label=gettext_lazy("Numbers of the items"), help_text=gettext_lazy("For example: 12, 14-20."), required=False
    )


class WithdrawForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("How it was asked"),
        max_length=300,
        help_text=gettext_lazy("By telephone on Tuesday, by letter… For the team only."),
    )


class WordsForm(forms.Form):
    """The words of one agreement, and the version that the writer had before their eyes."""

    words = forms.CharField(
        label=gettext_lazy("Exact words"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write the words that people accept.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
