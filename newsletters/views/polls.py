"""Answering the question of an edition: a link of the letter shows the answer ready to give, a button gives it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from crm.accounts.clients import client_ip
from crm.accounts.headers import TOKEN_PAGE_HEADERS
from crm.accounts.limits import seconds_to_wait
from newsletters.domain.compose import compose_issue
from newsletters.domain.content import PollPart
from newsletters.domain.polls import StaleForm, count_answer, find_poll, is_open, read_form, sign_form, with_results
from newsletters.limits import ANSWERS_FROM_ONE_PLACE, ONE_ANSWER
from newsletters.models import NewsletterPage
from newsletters.views.sign_up import slow_down


# An anonymous reader has no cookie, hence no CSRF token: the signed stamp of the form stands for it.
@method_decorator(csrf_exempt, name="dispatch")
class PollView(View):
    """GET shows the question and changes nothing; POST counts one answer, without a word about who gave it."""

    page: NewsletterPage
    poll: PollPart

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = get_object_or_404(NewsletterPage.objects.live().public(), pk=kwargs["pk"])
        content = with_results(compose_issue(self.page, timezone.now()), self.page)
        poll = find_poll(content, self.page, kwargs["question"])
        if poll is None:
            raise Http404
        self.poll = poll
        response = super().dispatch(request, *args, **kwargs)
        for name, value in TOKEN_PAGE_HEADERS.items():
            response.headers[name] = value
        return response

    def get(self, request: HttpRequest, pk: int, question: str) -> HttpResponse:
        return self._show(chosen=request.GET.get("reponse", ""))

    def post(self, request: HttpRequest, pk: int, question: str) -> HttpResponse:
        answers = {str(number): words for number, words in enumerate(self.poll.answers, 1)}
        chosen = request.POST.get("answer", "")
        try:
            once = read_form(self.poll, request.POST.get("stamp", ""))
        except StaleForm:
            return self._show(chosen=chosen, problem="stale")
        if chosen not in answers:
            return self._show(problem="none")
        if not is_open(self.poll, timezone.now()):
            return self._show()
        wait = seconds_to_wait(ANSWERS_FROM_ONE_PLACE, f"{self.poll.url} {client_ip(request)}")
        if wait:
            return slow_down(request, wait)
        if not seconds_to_wait(ONE_ANSWER, once):
            count_answer(self.page, question, answers[chosen])
        return redirect("poll_done", pk, question)

    def _show(self, *, chosen: str = "", problem: str = "") -> HttpResponse:
        is_open_now = is_open(self.poll, timezone.now())
        context = {"page": self.page, "poll": self.poll, "chosen": chosen, "problem": problem, "is_open": is_open_now}
        if is_open_now:
            context["stamp"] = sign_form(self.poll)
        return render(self.request, "newsletters/poll.html", context, status=422 if problem else 200)


class PollDoneView(PollView):
    """Said after the answer, and to whoever comes back: nothing is counted here."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int, question: str) -> HttpResponse:
        return render(request, "newsletters/poll_done.html", {"page": self.page, "poll": self.poll})
