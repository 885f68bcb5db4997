"""The register of what people ask of the data held about them: what was asked, by when to answer, what was answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from crm.partners.domain.due_words import due_words
from crm.partners.domain.need_words import day_words
from crm.partners.domain.visibility import levels_of
from crm.partners.models import PrivacyRequest
from crm.partners.privacy_forms import AnsweredRequestForm, RequestForm
from crm.partners.views.desk import DeskForm, DeskPage
from crm.partners.views.guarded import Guarded

REQUESTS_A_PAGE = 50


@dataclass(frozen=True)
class RequestLine:
    """A request of the list, in words."""

    asked: PrivacyRequest
    who: str
    received: str
    nearness: str
    day: str
    is_late: bool


def line_of(asked: PrivacyRequest, today: date, levels: Collection[str]) -> RequestLine:
    seen = asked.person if asked.person and asked.person.visibility in levels else None
    who = asked.asked_by or str(seen or _("someone who was erased, or is named no more"))
    received = day_words(asked.received_on)
    if asked.answered_on:
        return RequestLine(asked, who, received, "", day_words(asked.answered_on), is_late=False)
    nearness = due_words(asked.due_on, today)
    return RequestLine(asked, who, received, nearness, day_words(asked.due_on), is_late=asked.due_on < today)


class RequestListView(Guarded, DeskPage, TemplateView):
    """What waits for an answer first, the soonest first; then what was answered."""

    template_name = "partners/privacy/requests.html"
    page_title = gettext_lazy("Requests about personal data")
    header_icon = "form"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Write down a request"), url=reverse("privacy_request:add"), icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requests = PrivacyRequest.objects.select_related("person")
        page = Paginator(requests, REQUESTS_A_PAGE).get_page(self.request.GET.get("p"))
        today, levels = timezone.localdate(), levels_of(self.request.user)
        lines = [line_of(one, today, levels) for one in page]
        return {**super().get_context_data(**kwargs), "page": page, "lines": lines}


class RequestPage(Guarded, DeskPage):
    list_name = "privacy_request:index"
    list_label = gettext_lazy("Requests about personal data")
    header_icon = "form"


class AddRequestView(RequestPage, DeskForm):
    page_title = gettext_lazy("Write down a request")
    form_class = RequestForm
    button = gettext_lazy("Write it down")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.request.GET.get("person"), "received_on": timezone.localdate()}

    def act(self, form: RequestForm) -> str:
        asked: PrivacyRequest = form.save()
        return _("The request is in the register: to be answered by {day}.").format(day=day_words(asked.due_on))


class EditRequestView(RequestPage, DeskForm):
    """Correct a request, and write what was answered."""

    template_name = "partners/privacy/request.html"
    page_title = gettext_lazy("Answer a request")
    form_class = AnsweredRequestForm
    button = gettext_lazy("Save")

    @cached_property
    def asked(self) -> PrivacyRequest:
        return get_object_or_404(PrivacyRequest.objects.select_related("person"), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "instance": self.asked}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.asked.person
        seen = person if person and person.visibility in levels_of(self.request.user) else None
        due = _("Received on {received}; to be answered by {due} (30 days).").format(
            received=day_words(self.asked.received_on), due=day_words(self.asked.due_on)
        )
        return {**super().get_context_data(**kwargs), "consequences": [due], "person": seen}

    def act(self, form: AnsweredRequestForm) -> str:
        asked: PrivacyRequest = form.save()
        if asked.answered_on:
            return _("The answer is in the register.")
        return _("The request is in the register: to be answered by {day}.").format(day=day_words(asked.due_on))
