"""The acts on a decision: each page says what will happen, and does it when its button is pressed; GET never."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from crm.assemblies import decision_forms as forms
from crm.assemblies.domain.deciding import NOT_PASSED, record_result
from crm.assemblies.domain.errata import write_erratum
from crm.assemblies.domain.old_numbers import enter_old_decision
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.files import keep_document
from crm.assemblies.models import Decision
from crm.assemblies.views import actions
from crm.assemblies.views.actions import Action
from crm.partners.audit import bare_title
from crm.partners.domain.visibility import levels_of


class DecisionAct(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """A refusal shows its sentence and changes nothing; sent twice, it is done once."""

    model = Decision
    action: Action
    permission_required = "change"
    template_name = "partners/admin/act.html"
    header_icon = "doc-full"
    request: HttpRequest

    @cached_property
    def decision(self) -> Decision:
        seen = Decision.objects.seen_by(self.request.user)
        return get_object_or_404(seen.select_related("assembly__event"), pk=self.kwargs["pk"])

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def record(self) -> Any:
        return self.decision

    def facts(self) -> list[str]:
        """What is known before the act, a line each."""
        return []

    def consequences(self) -> list[str]:
        """What will happen, a sentence each."""
        raise NotImplementedError

    def act(self, form: Any) -> str:
        """Does it, and says what happened."""
        raise NotImplementedError

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "levels": levels_of(self.request.user)}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                said = self.act(form)
        except (AssemblyRefused, IntegrityError) as refusal:
            words = str(refusal) if isinstance(refusal, AssemblyRefused) else _("Someone wrote it at the same moment.")
            form.add_error(None, words)
            return self.form_invalid(form)
        log(instance=self.decision, action=f"assemblies.{self.action.name}", title=bare_title(self.decision))
        messages.success(self.request, said)
        return redirect(self.back_url)

    @property
    def back_url(self) -> str:
        return reverse("decision:inspect", args=[self.decision.pk])

    def get_page_title(self) -> str:
        return str(self.action.label)

    def get_page_subtitle(self) -> str:
        return str(self.decision)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("decision:index"), "label": _("Decisions")},
            {"url": self.back_url, "label": str(self.decision)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "record": self.record,
            "facts": [fact for fact in self.facts() if fact],
            "consequences": self.consequences(),
            "back_url": self.back_url,
            "media": context["form"].media,
        }


class VoteView(DecisionAct):
    action = actions.VOTE
    form_class = forms.VoteForm

    def get_initial(self) -> dict[str, Any]:
        on = self.decision.decided_on or self.today
        return {**super().get_initial(), "on": on, "result": self.decision.result}

    def consequences(self) -> list[str]:
        where = (
            _("Its words stay with the board: it was decided in closed session.")
            if self.decision.is_closed_session
            else _("Everyone reads it in the register, at its own address.")
        )
        return [
            _("Adopted, it receives the next number of its series, for good."),
            where,
            _("Its words do not change any more; what is wrong is corrected by a dated erratum."),
            _("Rejected or postponed, it has no number and stays among us."),
        ]

    def act(self, form: Any) -> str:
        result = form.cleaned_data["result"]
        decision = record_result(self.decision, result, form.cleaned_data["on"])
        if result in NOT_PASSED:
            return _("It is written: “{state}”.").format(state=decision.get_state_display())
        return _("Adopted under the number {number}.").format(number=decision.number)


class OldNumberView(DecisionAct):
    action = actions.OLD_NUMBER
    form_class = forms.OldNumberForm

    def consequences(self) -> list[str]:
        return [
            _("It joins the register under the number that it has on paper."),
            _("Where this number is of one of our series, the series goes on after it."),
        ]

    def act(self, form: Any) -> str:
        decision = enter_old_decision(self.decision, form.cleaned_data["number"], form.cleaned_data["on"])
        return _("It is in the register under the number {number}.").format(number=decision.number)


class ErratumView(DecisionAct):
    action = actions.ERRATUM
    form_class = forms.ErratumForm

    def consequences(self) -> list[str]:
        return [_("The words that were adopted stay as they are; the erratum stands beside them, with its date.")]

    def act(self, form: Any) -> str:
        write_erratum(self.decision, form.cleaned_data["text"], form.cleaned_data["on"])
        return _("The erratum is written.")


class AttachView(DecisionAct):
    action = actions.ATTACH
    form_class = forms.DocumentsForm

    def consequences(self) -> list[str]:
        if self.decision.is_public:
            return [_("Everyone may open it from the page of the decision.")]
        return [_("The board may open it; everyone, once the decision is adopted.")]

    def act(self, form: Any) -> str:
        if self.decision.is_closed_session:
            raise AssemblyRefused(_("A decision of a closed session has no document here."))
        document = keep_document(
            form.cleaned_data["file"],
            form.cleaned_data["title"],
            is_public=self.decision.is_public,
            by=self.request.user,
        )
        self.decision.documents.add(document.pk)
        return _("“{title}” is attached.").format(title=document.title)


class DetachView(PermissionCheckedMixin, View):
    """POST takes a document off the decision, and deletes it from the library; a second POST finds it gone."""

    model = Decision
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, document: int) -> HttpResponse:
        decision = get_object_or_404(Decision.objects.seen_by(request.user), pk=pk)
        if held := decision.documents.filter(pk=document).first():
            held.delete()
            messages.success(request, _("“{title}” is taken off.").format(title=held.title))
        return redirect("decision:inspect", pk)
