"""Calling an assembly: the last look, « Convoquer 214 personnes », and the proof that one prints or takes away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.log_actions import log

from crm.assemblies.domain.duties import notice_rule
from crm.assemblies.domain.notices import call_assembly, lateness, obstacles
from crm.assemblies.enums import AssemblyState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Notice
from crm.assemblies.views.screens import AssemblyScreen
from crm.events.actions import PUBLISH
from crm.partners.domain.cells import write_csv
from crm.partners.domain.visibility import levels_of
from crm.partners.models import Council
from crm.partners.views.visible import person_of
from newsletters.domain.notice_proofs import all_lines, proof_of
from newsletters.domain.notice_words import notice_words
from newsletters.domain.notices import Reach, draft_of, reach_of
from newsletters.notice_forms import CallForm
from newsletters.views.admin.approvals import approval_part

NAMES = "newsletters.view_delivery"


class CallView(AssemblyScreen, FormView):
    """GET shows the notice, to whom it goes and what stands in the way; POST gives it. Twice gives it once."""

    form_class = CallForm
    template_name = "newsletters/admin/call.html"
    page_title = gettext_lazy("Call the assembly")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission(self.permission_required):
            return super().dispatch(request, *args, **kwargs)
        if self.assembly.state != AssemblyState.PREPARING:
            messages.info(request, _("This assembly is already called: nothing was sent again."))
            return redirect(self.page_url)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.assembly, timezone.localdate())

    @cached_property
    def late(self) -> str:
        return lateness(self.assembly, timezone.localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_late": bool(self.late)}

    def form_valid(self, form: CallForm) -> HttpResponse:
        now, person = timezone.now(), person_of(self.request)
        otherwise = form.cleaned_data["given_otherwise"] if "otherwise" in self.request.POST else ""
        if "otherwise" in self.request.POST and not otherwise:
            form.add_error("given_otherwise", _("Say how the notice was given."))
            return self.form_invalid(form)
        override = form.cleaned_data.get("override", "")
        try:
            notice = call_assembly(self.assembly, person, now, override=override, given_otherwise=otherwise)
        except AssemblyRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        if notice.given_at == now:
            log(instance=self.assembly, action="assemblies.call", user=person)
            messages.success(self.request, self._said(otherwise))
        else:
            messages.info(self.request, _("This assembly is already called: nothing was sent again."))
        return redirect(self.page_url)

    def _said(self, otherwise: str) -> str:
        if otherwise:
            return _("The assembly is called; no letter left from here.")
        count = self.reach.written_to
        words = ngettext(
            "The assembly is called: one letter leaves.", "The assembly is called: %(count)s letters leave.", count
        )
        return words % {"count": count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = self.reach.written_to
        label = ngettext("Call %(count)s person", "Call %(count)s people", count) % {"count": count}
        return {
            **super().get_context_data(**kwargs),
            "assembly": self.assembly,
            "words": notice_words(self.assembly),
            "reach": self.reach,
            "members_reached": len(self.reach.members) - len(self.reach.gaps),
            "obstacles": list(obstacles(self.assembly, timezone.now())),
            "publish_url": self._publish_url(),
            "late": self.late,
            **approval_part(
                draft_of(self.assembly), person_of(self.request), reverse("notice_ask", args=[self.assembly.pk])
            ),
            "has_rule": notice_rule(self.assembly) is not None,
            "call_label": label,
            "back_url": self.page_url,
        }

    def _publish_url(self) -> str:
        """Where a draft is published, for those who may."""
        is_theirs = self.request.user.has_perm("events.change_event")
        return PUBLISH.url(self.assembly.event) if is_theirs and not self.assembly.event.is_public else ""


class ProofScreen(AssemblyScreen):
    """The proof of one notice, for those who may see the assemblies; addresses for those who may see the letters."""

    permission_required = "view"

    @cached_property
    def notice(self) -> Notice:
        return get_object_or_404(
            Notice.objects.select_related("given_by", "assembly__event"), assembly=self.assembly.pk
        )

    @property
    def names_readers(self) -> bool:
        return bool(self.request.user.has_perm(NAMES))


class ProofView(ProofScreen, TemplateView):
    """One page, made to be printed."""

    template_name = "newsletters/admin/notice_proof.html"
    page_title = gettext_lazy("Proof of the notice")
    header_icon = "doc-full"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_take = self.names_readers and self.user_has_permission("change")
        return {
            **super().get_context_data(**kwargs),
            "council": Council.load(),
            "assembly": self.assembly,
            "notice": self.notice,
            "proof": proof_of(self.notice, levels_of(self.request.user), names_readers=self.names_readers),
            "file_url": reverse("assembly_proof_file", args=[self.assembly.pk]) if may_take else "",
            "back_url": self.page_url,
        }


class ProofFileView(ProofScreen, View):
    """Everyone, with what became of each letter, as a spreadsheet; who took it is noted."""

    permission_required = "change"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.names_readers:
            return redirect(self.page_url)
        heading = (_("Name or e-mail"), _("As"), _("State"), _("Reason or answer"), _("When"))
        lines = all_lines(self.notice, levels_of(request.user), names_readers=True)
        rows = ((line.name, line.standing, line.state, line.reason, line.moment) for line in lines)
        log(instance=self.assembly, action="assemblies.export_proof", user=person_of(request))
        response = HttpResponse(write_csv([heading, *rows]), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="convocation-{self.assembly.held_on}.csv"'
        return response
