"""Reads why we may write to someone who did not subscribe by the form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.addresses import MAX_ADDRESS, normalise_address
from newsletters.domain.bases import check_proof
from newsletters.domain.import_rows import LineProof
from newsletters.enums import ConsentBasis
from newsletters.models import Topic
from newsletters.paper_forms import PaperField

NEEDED = {ConsentBasis.PUBLISHED: ("source", "relevance")}
MISSING = {
    "evidence": _("Say what proves it: a sheet, a letter, a page of the register."),
    "source": _("Say where the address is published."),
    "relevance": _("Say why our letters concern the work of this person."),
}


class BasisForm(forms.Form):
    """One address, the topics, one basis with its date and its proof; each basis asks for its own papers."""

    email = forms.CharField(label=_("E-mail"), max_length=MAX_ADDRESS, widget=forms.EmailInput)
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one topic.")},
    )
    basis = forms.ChoiceField(
        label=_("Basis"),
        choices=[
            (ConsentBasis.EXPRESS, _("Said yes to us, on paper or aloud")),
            (ConsentBasis.MEMBERSHIP, _("Is a member, or was within two years")),
            (ConsentBasis.INQUIRY, _("Asked us something within six months")),
            (ConsentBasis.PUBLISHED, _("Publishes this address for their work, without refusing such letters")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why we may write.")},
    )
    basis_date = forms.DateField(
        label=_("Date"),
        help_text=_("When they said yes, were last a member, asked, or when you saw the address published."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Write the date."), "invalid": _("Write the day as 2024-08-31.")},
    )
    evidence = forms.CharField(
        label=_("What proves it"),
        help_text=_("As in “Sheet of the fête of May 14, line 12”; no other person's name."),
        max_length=300,
        required=False,
    )
    paper = PaperField()
    source = forms.CharField(
        label=_("Where the address is published"),
        help_text=_("For a published address only: the web page."),
        max_length=300,
        required=False,
    )
    relevance = forms.CharField(
        label=_("Why our letters concern this person's work"),
        help_text=_("For a published address only."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_email(self) -> str:
        return normalise_address(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not {"basis", "basis_date"} <= cleaned.keys():
            return cleaned
        for name in NEEDED.get(ConsentBasis(cleaned["basis"]), ("evidence",)):
            if not cleaned.get(name):
                self.add_error(name, MISSING[name])
        try:
            check_proof(self.proof, timezone.localdate())
        except ValidationError as refusal:
            self.add_error("basis_date", refusal)
        return cleaned

    @property
    def proof(self) -> LineProof:
        """What was written, of a form whose basis and date are readable."""
        said = self.cleaned_data
        written = [said.get(name, "") for name in ("source", "relevance", "evidence")]
        return LineProof(ConsentBasis(said["basis"]), said["basis_date"], "; ".join(filter(None, written)))
