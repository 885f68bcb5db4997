"""« Prouver le consentement »: an address is typed, its whole story is shown, and taken as PDF or JSON.

The address travels in the body of a POST: neither an address bar nor a log keeps it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from crm.events.pdf import PdfUnavailable, make_pdf
from crm.partners.domain.addresses import MAX_ADDRESS, normalise_address
from crm.partners.models import Council
from crm.partners.views.visible import person_of
from newsletters.audit import note_proof
from newsletters.domain.proofs import ConsentProof, as_json, consent_proof, seal
from newsletters.models import ConsentEvent

TEMPLATE = "newsletters/consent_proof.html"


class ProofForm(forms.Form):
    """The address of whoever asks, or disputes."""

    address = forms.CharField(
        label=gettext_lazy("E-mail of the person"),
        max_length=MAX_ADDRESS,
        widget=forms.EmailInput,
        help_text=gettext_lazy("As they give it to you. It is looked up by its fingerprint, even after an erasure."),
        error_messages={"required": gettext_lazy("Write the address.")},
    )

    def clean_address(self) -> str:
        return normalise_address(self.cleaned_data["address"])


class ConsentProofView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView[ProofForm]):
    """For who may read the ledger; each look and each taking is noted by the fingerprint."""

    permission_policy = ModelPermissionPolicy(ConsentEvent)
    permission_required = "view"
    form_class = ProofForm
    template_name = "newsletters/admin/consent_proof.html"
    page_title = gettext_lazy("Prove a consent")
    header_icon = "history"

    def form_valid(self, form: ProofForm) -> HttpResponse:
        taken = self.request.POST.get("take", "")
        proof = consent_proof(form.cleaned_data["address"], Council.load(), timezone.now(), timezone.localdate())
        note_proof(person_of(self.request), proof.address_hash, taken or "screen")
        if taken == "json":
            return _as_file(as_json(proof).encode(), "application/json", "json")
        if taken == "pdf":
            return self._pdf(form, proof)
        return self.render_to_response(self.get_context_data(form=form, proof=proof))

    def _pdf(self, form: ProofForm, proof: ConsentProof) -> HttpResponse:
        context = {"proof": proof, "council": Council.load(), "seal": seal(proof)}
        try:
            return _as_file(make_pdf(render_to_string(TEMPLATE, context)), "application/pdf", "pdf")
        except PdfUnavailable:
            messages.warning(self.request, _("This machine cannot make PDF files: print this page instead."))
            return self.render_to_response(self.get_context_data(form=form, proof=proof))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]


def _as_file(content: bytes, kind: str, extension: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="preuve-de-consentement.{extension}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
