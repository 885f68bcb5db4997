"""How an assembly begins: planned with its event, or prepared from an event of the agenda."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from crm.assemblies.domain.preparing import plan_assembly, prepare_assembly
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.forms import PlanForm
from crm.assemblies.models import Assembly
from crm.assemblies.views.screens import AssemblyScreen
from crm.events.enums import EventKind
from crm.events.models import Event
from crm.partners.views.visible import person_of


class PlanView(AssemblyScreen, FormView):
    """One form writes the event, as a draft, and its assembly."""

    permission_required = "add"
    form_class = PlanForm
    template_name = "assemblies/admin/plan.html"
    page_title = gettext_lazy("Plan an assembly")

    def form_valid(self, form: PlanForm) -> HttpResponse:
        written = form.cleaned_data
        assembly = plan_assembly(
            EventKind(written["kind"]),
            written["title"].strip(),
            written["starts_at"],
            written["venue"].strip(),
            person_of(self.request),
            timezone.now(),
        )
        log(instance=assembly.event, action="wagtail.create", content_changed=True)
        log(instance=assembly, action="wagtail.create", content_changed=True)
        messages.success(self.request, _("The assembly is being prepared: nobody sees it yet in the agenda."))
        return redirect("assembly:inspect", assembly.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media}


class PrepareView(PermissionCheckedMixin, View):
    """Makes the assembly of an event; pressed twice, it leads to the same one."""

    http_method_names = ["post"]
    model = Assembly
    permission_policy: Any = None
    permission_required = "add"
    index_url_name = ""

    def post(self, request: HttpRequest, event: int) -> HttpResponse:
        found = get_object_or_404(Event, pk=event)
        try:
            assembly = prepare_assembly(found, timezone.now())
        except AssemblyRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("event:edit", found.pk)
        return redirect("assembly:inspect", assembly.pk)
