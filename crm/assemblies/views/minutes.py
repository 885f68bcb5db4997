"""The minutes in the administration: read, drafted again, read over, published, corrected."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.log_actions import log

from crm.assemblies.domain import minutes as verbs
from crm.assemblies.domain.minutes_parts import minutes_parts
from crm.assemblies.domain.public_minutes import is_closed, public_minutes_url, readable_minutes
from crm.assemblies.enums import MinutesState
from crm.assemblies.errors import AssemblyRefused, StaleRecord
from crm.assemblies.minutes_forms import ErratumForm, NamesForm, SectionForm
from crm.assemblies.models import Assembly, Minutes, MinutesSection
from crm.assemblies.views.screens import AssemblyScreen
from crm.events.pdf import PdfUnavailable, make_pdf
from crm.partners.models import Council
from crm.partners.views.visible import person_of


class MinutesView(AssemblyScreen, TemplateView):
    """What is written so far, section by section, and what may be done next."""

    permission_required = "view"
    template_name = "assemblies/minutes/read.html"
    page_title = gettext_lazy("Minutes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        minutes = (
            Minutes.objects.filter(assembly=self.assembly).select_related("adoption_item__assembly__event").first()
        )
        may_write = self.request.user.has_perm("assemblies.change_assembly")
        return {
            **super().get_context_data(**kwargs),
            "assembly": self.assembly,
            "minutes": minutes,
            "sections": self._sections(minutes) if minutes else [],
            "errata": minutes.errata.all() if minutes else [],
            "steps": [(step.label, minutes is not None and step == minutes.state) for step in MinutesState],
            "may_write": may_write,
            "erratum_form": ErratumForm(initial={"made_on": timezone.localdate()}),
            "public_url": public_minutes_url(minutes) if minutes else "",
        }

    def _sections(self, minutes: Minutes) -> list[dict[str, Any]]:
        """Each with whether this reader may read it, whether a person wrote it, whether the record moved since."""
        minutes.assembly = self.assembly
        fresh = {} if minutes.is_adopted else {part.key: part.body for part in minutes_parts(self.assembly)}
        sections = list(minutes.sections.select_related("item").prefetch_related("item__decisions"))
        keys = {section.key for section in sections}
        return [
            {
                "section": section,
                "is_closed": is_closed(section, keys),
                "is_hidden": is_closed(section, keys) and not self.sees_closed_session,
                "is_behind": section.key in fresh and fresh[section.key] != section.drafted,
            }
            for section in sections
        ]


class SheetsView(AssemblyScreen, View):
    """The minutes on paper, as they are now: what the board reads over before adopting, and signs afterwards."""

    permission_required = "view"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = Minutes.objects.select_related("assembly__event", "assembly__chair", "assembly__secretary")
        minutes = get_object_or_404(found, assembly=self.assembly)
        reading = readable_minutes(minutes, for_board=self.sees_closed_session)
        context = {"readings": [reading], "day": minutes.assembly.held_on, "council": Council.load()}
        try:
            sheets = make_pdf(render_to_string("assemblies/minutes_sheets.html", context))
        except PdfUnavailable:
            messages.error(request, _("This site cannot make a PDF for now: print the page of the minutes."))
            return redirect("minutes:read", pk)
        name = f"proces-verbal-{minutes.assembly.held_on}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(sheets, content_type="application/pdf", headers=headers)


class MinutesAct(View):
    """One press; a refusal is said on the page of the minutes, and nothing changed."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("assemblies.change_assembly"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def assembly(self) -> Assembly:
        return get_object_or_404(Assembly.objects.select_related("event"), pk=self.kwargs["pk"])

    @cached_property
    def minutes(self) -> Minutes:
        return get_object_or_404(Minutes, assembly=self.assembly)

    def act(self) -> str:
        """Do it, and return what happened in one sentence."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except AssemblyRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("minutes:read", pk)


class DraftView(MinutesAct):
    def act(self) -> str:
        verbs.draft_minutes(self.assembly, timezone.now())
        return _("The minutes follow the record; what someone wrote was left as it is.")


class ReviewView(MinutesAct):
    def act(self) -> str:
        verbs.review_minutes(self.minutes, person_of(self.request), timezone.now())
        return _("The minutes are read over: they wait for the next assembly.")


class PublishView(MinutesAct):
    def act(self) -> str:
        verbs.publish_minutes(self.minutes, timezone.now())
        log(instance=self.assembly, action="assemblies.publish_minutes", user=self.request.user)
        return _("Everyone may read the minutes.")


class WithdrawView(MinutesAct):
    def act(self) -> str:
        verbs.withdraw_minutes(self.minutes, timezone.now())
        log(instance=self.assembly, action="assemblies.withdraw_minutes", user=self.request.user)
        return _("The minutes left the site; they stay adopted.")


class NamesView(MinutesAct):
    def act(self) -> str:
        form = NamesForm(self.request.POST)
        form.full_clean()
        verbs.hide_citizens(self.minutes, hides=form.cleaned_data["hides_names"])
        return _("It is noted.")


class ErratumView(MinutesAct):
    def act(self) -> str:
        form = ErratumForm(self.request.POST)
        if not form.is_valid():
            raise AssemblyRefused(_("Write the correction."))
        written = form.cleaned_data
        verbs.correct_minutes(self.minutes, written["text"], written["made_on"], person_of(self.request))
        return _("The erratum is added at the end of the minutes.")


class SectionView(AssemblyScreen, FormView):
    """One section, written by a person; what someone else wrote meanwhile is shown beside."""

    form_class = SectionForm
    template_name = "assemblies/minutes/section.html"
    page_title = gettext_lazy("Write in the minutes")
    status = 200

    @cached_property
    def section(self) -> MinutesSection:
        sections = MinutesSection.objects.select_related("minutes__assembly__event__own_kind", "item")
        section = get_object_or_404(sections, pk=self.kwargs["section"], minutes__assembly=self.assembly)
        keys = set(section.minutes.sections.values_list("key", flat=True))
        if is_closed(section, keys) and not self.sees_closed_session:
            raise PermissionDenied
        return section

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.section.version, "body": self.section.body}

    def form_valid(self, form: SectionForm) -> HttpResponse:
        written = form.cleaned_data
        try:
            if "action-restore" in self.request.POST:
                verbs.restore_section(self.section, written["version"])
            else:
                verbs.write_section(self.section, written["version"], written["body"])
        except StaleRecord as stale:
            return self._stale(form, stale)
        except AssemblyRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("“{title}” is saved.").format(title=self.section.heading))
        return redirect(reverse("minutes:read", args=[self.assembly.pk]) + f"#{self.section.key}")

    def _stale(self, form: SectionForm, stale: StaleRecord) -> HttpResponse:
        """Their text beside ours; saving again is then done knowing it."""
        typed = SectionForm(initial={"version": stale.stored.version, "body": form.cleaned_data["body"]})
        context = self.get_context_data(form=typed, theirs=stale.stored.body, sentence=str(stale))
        return self.render_to_response(context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "section": self.section,
            "media": context["form"].media,
            "back_url": reverse("minutes:read", args=[self.assembly.pk]),
        }
