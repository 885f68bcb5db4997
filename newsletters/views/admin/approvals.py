"""A letter that waits for a second person: it is asked for, read, approved or sent back, from a telephone too."""

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
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from crm.accounts.models import User
from crm.assemblies.models import Assembly
from newsletters.approval_forms import AnswerForm
from newsletters.domain.approvals import (
    APPROVE,
    Subject,
    approve_letter,
    ask_approval,
    fingerprint_of,
    is_approved,
    latest_reading,
    latest_words,
    may_approve,
    needs_approval,
    send_letter_back,
    why_not_yet,
    withdraw_request,
)
from newsletters.domain.errors import PostRoomError
from newsletters.domain.notice_words import notice_words
from newsletters.domain.notices import draft_of
from newsletters.domain.previewing import preview_letter
from newsletters.models import LetterReading, NewsletterPage, NoticeDraft


def approval_part(subject: Subject, person: User, ask_url: str) -> dict[str, Any]:
    """What a screen that sends shows of the approval; nothing is asked where the council wants none."""
    if not needs_approval(subject):
        return {"approval_needed": False}
    reading = latest_reading(subject)
    approved = is_approved(latest_words(subject), reading)
    return {
        "approval_needed": True,
        "approval_given": approved,
        "approval_words": "" if approved else why_not_yet(subject, reading),
        "reading": reading,
        "may_answer": reading is not None and reading.is_waiting and may_approve(reading, person),
        "ask_url": ask_url,
    }


class AskView(View):
    """POST asks for the approval of a newsletter, and comes back to the same people chosen. Twice asks once."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = get_object_or_404(NewsletterPage, pk=pk)
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        _ask(request, page)
        may_send = request.user.has_perm("newsletters.send_mailing")
        chosen = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("newsletter_send" if may_send else "newsletter_preview", args=[pk]) + chosen)


class AskNoticeView(View):
    """POST asks for the approval of the notice of an assembly. Twice asks once."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("assemblies.change_assembly"):
            raise PermissionDenied
        draft = draft_of(get_object_or_404(Assembly, pk=pk))
        if draft.pk is None:
            draft.save()
        _ask(request, draft)
        return redirect("assembly_call", pk)


def _ask(request: HttpRequest, subject: Subject) -> None:
    try:
        ask_approval(subject, cast(User, request.user))
    except PostRoomError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The approval is asked for: those who may give it are written to."))


class ReadingView(WagtailAdminTemplateMixin, FormView):
    """GET shows the letter as it would leave; POST answers. Of two answers, the second changes nothing."""

    form_class = AnswerForm
    template_name = "newsletters/admin/reading.html"
    page_title = gettext_lazy("A letter to be approved")
    header_icon = "check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (self.person.has_perm(APPROVE) or self.person == self.reading.asked_by):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def reading(self) -> LetterReading:
        readings = LetterReading.objects.select_related("workflow_state__requested_by", "finished_by")
        return get_object_or_404(readings, pk=self.kwargs["pk"])

    @cached_property
    def subject(self) -> Subject:
        return latest_words(self.reading.subject)

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        now = timezone.now()
        return {"seen": fingerprint_of(self.subject, now), "as_of": now.isoformat()}

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        comment = form.cleaned_data["comment"]
        try:
            if "withdraw" in self.request.POST and self.person == self.reading.asked_by:
                withdraw_request(self.reading, self.person)
                messages.success(self.request, _("The request is withdrawn."))
            elif "back" in self.request.POST:
                send_letter_back(self.reading, self.person, comment)
                messages.success(self.request, _("It is sent back, with your comment."))
            else:
                seen, as_of = form.cleaned_data["seen"], min(form.cleaned_data["as_of"], timezone.now())
                approve_letter(self.reading, self.person, seen, as_of, comment)
                messages.success(self.request, _("It is approved. Thank you: it may leave as you have read it."))
        except PostRoomError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect(self.request.path)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_page_subtitle(self) -> str:
        return str(self.reading.subject)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_notice = isinstance(self.subject, NoticeDraft)
        return super().get_context_data(
            reading=self.reading,
            words=notice_words(self.subject.assembly) if isinstance(self.subject, NoticeDraft) else None,
            letter=None if isinstance(self.subject, NoticeDraft) else preview_letter(self.subject, timezone.now()),
            may_answer=self.reading.is_waiting and may_approve(self.reading, self.person),
            is_own=self.person == self.reading.asked_by,
            waits_for=why_not_yet(self.subject, self.reading) if self.reading.is_waiting else "",
            back_url=self._back_url(is_notice=is_notice),
            **kwargs,
        )

    def _back_url(self, *, is_notice: bool) -> str:
        """The screen that sends it, for those who may."""
        if is_notice:
            name, may = "assembly_call", self.person.has_perm("assemblies.change_assembly")
            return reverse(name, args=[cast(NoticeDraft, self.subject).assembly_id]) if may else ""
        may_send = self.person.has_perm("newsletters.send_mailing")
        return reverse("newsletter_send", args=[self.subject.pk]) if may_send else ""
