"""The letters that came back, and the messages that a person must look at."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from crm.accounts.models import User
from newsletters.audit import note_change, note_report
from newsletters.domain.hearing.history import report_answer, report_words
from newsletters.domain.hearing.quarantine import ReadableMessage, letters_to, read_waiting
from newsletters.domain.hearing.settling import ReportRefused, attach_report, dismiss_report, lift_bounce
from newsletters.enums import ReportOutcome
from newsletters.models import Delivery, MailReport, Subscriber
from newsletters.report_forms import AttachForm, LiftForm


class ReportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET shows one report, its opening is noted; POST settles a message that waits for somebody."""

    model = MailReport
    index_url_name = ""
    permission_required = "view"
    template_name = "newsletters/admin/report.html"
    header_icon = "undo"

    @cached_property
    def report(self) -> MailReport:
        related = MailReport.objects.select_related("subscriber", "delivery__mailing", "settled_by")
        return get_object_or_404(related, pk=self.kwargs["pk"])

    @cached_property
    def message(self) -> ReadableMessage | None:
        """What somebody must look at; nothing once it is settled."""
        is_waiting = self.report.outcome == ReportOutcome.WAITING
        return read_waiting(self.report) if is_waiting else None

    @cached_property
    def address(self) -> str:
        """Whose letters are offered: as typed, as the message says, or the person's."""
        typed = self.request.GET.get("address", "").strip()
        known = self.report.subscriber.email if self.report.subscriber else ""
        return typed or known or (self.message.recipient if self.message else "")

    @cached_property
    def letters(self) -> list[Delivery]:
        return letters_to(self.address, self.report)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note_report(cast(User, request.user), self.report)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission("change"):
            raise PermissionDenied
        user, now = cast(User, request.user), timezone.now()
        try:
            if "dismiss" in request.POST:
                dismiss_report(self.report, user, now)
                messages.success(request, _("It is settled: there was nothing to do."))
                return redirect(self.index_url_name)
            form = AttachForm(request.POST, letters=self.letters)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form))
            outcome = attach_report(self.report, form.cleaned_data["letter"], form.cleaned_data["meaning"], user, now)
            messages.success(request, _("It is settled: {outcome}.").format(outcome=outcome.label.lower()))
        except ReportRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.index_url_name)

    def get_page_title(self) -> str:
        return str(self.report.get_kind_display())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Letters that came back")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_settle = self.message is not None and self.user_has_permission("change")
        if may_settle and "form" not in kwargs:
            kwargs["form"] = AttachForm(letters=self.letters)
        return super().get_context_data(
            report=self.report,
            words=report_words(self.report),
            answer=report_answer(self.report),
            message=self.message,
            address=self.address,
            letters=self.letters if may_settle else [],
            may_settle=may_settle,
            **kwargs,
        )


class LiftView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET asks how one knows that an address works again; POST writes to it again, with the reason."""

    model = Subscriber
    index_url_name = ""
    inspect_url_name = ""
    permission_required = "change"
    template_name = "newsletters/admin/lift.html"
    header_icon = "undo"

    @cached_property
    def subscriber(self) -> Subscriber:
        return get_object_or_404(Subscriber, pk=self.kwargs["pk"])

    @property
    def person_url(self) -> str:
        return reverse(self.inspect_url_name, args=[self.subscriber.pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = LiftForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        user = cast(User, request.user)
        try:
            lift_bounce(self.subscriber, form.cleaned_data["reason"], user, timezone.now())
        except ReportRefused as refusal:
            messages.error(request, str(refusal))
        else:
            note_change(user, self.subscriber, "lift_bounce")
            messages.success(request, _("This address is written to again."))
        return redirect(self.person_url)

    def get_page_title(self) -> str:
        return _("Write to this address again")

    def get_page_subtitle(self) -> str:
        return self.subscriber.email

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Subscribers")},
            {"url": self.person_url, "label": self.subscriber.email},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": LiftForm(), "person_url": self.person_url, **kwargs})
