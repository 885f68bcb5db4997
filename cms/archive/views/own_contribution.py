"""What a person gave, opened by the signed link of their letters: follow it, correct it, answer, take it back."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.archive.contribution_forms import AnswerForm, TellingForm
from cms.archive.domain.contributing import (
    Telling,
    answer_question,
    correct_contribution,
    items_of,
    withdraw_contribution,
)
from cms.archive.domain.contribution_links import read_token
from cms.archive.domain.contribution_records import FORMATS
from cms.archive.enums import ContributionState
from cms.archive.errors import MemoryRefused
from cms.archive.limits import ACTS_ON_ONE_CONTRIBUTION
from cms.archive.models import Contribution, Item
from cms.archive.querysets import CONTRIBUTION_KEPT
from cms.pages.views.registering import slow_down
from crm.accounts.domain.signed_links import BadLink
from crm.accounts.limits import seconds_to_wait
from crm.accounts.token_pages import TokenPage
from crm.partners.models import Council

logger = logging.getLogger("parvis.archive")


class KeyView(TokenPage):
    """A page for the holder of the link of one contribution."""

    contribution: Contribution

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            number = read_token(kwargs.pop("token"))
            self.contribution = Contribution.objects.select_related("text", "agreement").get(pk=number)
            if request.method == "POST" and (wait := seconds_to_wait(ACTS_ON_ONE_CONTRIBUTION, str(number))):
                return slow_down(request, wait)
            return super().answer(request, *args, **kwargs)
        except BadLink:
            return render(request, "events/registration/bad_link.html", status=404)
        except Contribution.DoesNotExist:  # destroyed before, or while this was being answered
            return render(request, "archive/contribution/forgotten.html", status=410)


class ToMend(Exception):
    """A form is shown again, with what is to be mended in it."""

    def __init__(self, name: str, form: forms.Form) -> None:
        super().__init__(name)
        self.name, self.form = name, form


class ContributionView(KeyView):
    """GET shows how things stand; POST does what its button says. The same POST twice changes nothing more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        act = {"correct": self._correct, "answer": self._answer_question}.get(request.POST.get("act", ""))
        if act is None:
            return self._show(request)
        try:
            done = act()
        except ToMend as asked:
            return self._show(request, to_mend=asked)
        except MemoryRefused as refusal:
            self.contribution.refresh_from_db()
            return self._show(request, refused=str(refusal))
        self.contribution.refresh_from_db()
        return self._show(request, done=done)

    def _correct(self) -> str:
        form = TellingForm(self.request.POST)
        if not form.is_valid():
            raise ToMend("telling_form", form)
        correct_contribution(self.contribution.pk, form.telling(), timezone.now())
        return _("It is corrected.")

    def _answer_question(self) -> str:
        form = AnswerForm(self.request.POST)
        if not form.is_valid():
            raise ToMend("answer_form", form)
        answer_question(self.contribution.pk, form.cleaned_data["words"], timezone.now())
        return _("Thank you: your answer is with us.")

    def _show(
        self, request: HttpRequest, *, done: str = "", refused: str = "", to_mend: ToMend | None = None
    ) -> HttpResponse:
        contribution = self.contribution
        said = {name: getattr(contribution, name) for name in Telling.__dataclass_fields__}
        items = items_of(contribution)
        context = {
            "contribution": contribution,
            "files": list(contribution.files.all()),
            "messages_told": list(contribution.messages.all()),
            "published": [item for item in items if item.is_open(timezone.localdate())],
            "in_hand": [item for item in items if not item.is_open(timezone.localdate())],
            "telling_form": TellingForm(initial=said) if contribution.is_open else None,
            "answer_form": AnswerForm() if contribution.state == ContributionState.QUESTION else None,
            "token": self.kwargs["token"],
            "council": Council.load(),
            "days": CONTRIBUTION_KEPT.days,
            "done": done,
            "refused": refused,
            **({to_mend.name: to_mend.form} if to_mend else {}),
        }
        return render(request, "archive/contribution/own.html", context, status=422 if to_mend else 200)


class WithdrawContributionView(KeyView):
    """GET says what goes; POST takes it back, and a second one changes nothing."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if self.contribution.state == ContributionState.WITHDRAWN:
            return redirect("archive_contribution", self.kwargs["token"])
        items: list[Item] = items_of(self.contribution)
        context = {
            "contribution": self.contribution,
            "token": self.kwargs["token"],
            "has_items": bool(items),
            "days": CONTRIBUTION_KEPT.days,
            "council": Council.load(),
        }
        return render(request, "archive/contribution/withdraw.html", context)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        withdraw_contribution(self.contribution.pk, timezone.now())
        return redirect("archive_contribution", self.kwargs["token"])


class ContributionFileView(KeyView):
    """What this person wrote, as a file."""

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        if extension not in FORMATS:
            raise Http404
        content_type, write = FORMATS[extension]
        logger.info("someone took their own contribution", extra={"contribution": self.contribution.pk})
        response = HttpResponse(write(self.contribution), content_type=content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="ma-contribution.{extension}"'
        return response
