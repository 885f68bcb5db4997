"""One gives something to the memory here, without an account, from a phone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.archive.contribution_forms import ContributionForm
from cms.archive.domain.agreement_texts import words_today
from cms.archive.domain.contributing import receive_contribution
from cms.archive.enums import AgreementSubject
from cms.archive.errors import MemoryRefused
from cms.archive.limits import CONTRIBUTIONS_FROM_ONE_PLACE, CONTRIBUTIONS_OF_ONE_ADDRESS
from cms.archive.querysets import CONTRIBUTION_KEPT
from cms.pages.views.registering import slow_down
from crm.accounts.clients import client_ip
from crm.accounts.limits import seconds_to_wait
from crm.partners.models import Council


# An anonymous reader has no cookie, hence no CSRF token: the signed stamp of the form stands for it.
@method_decorator(csrf_exempt, name="dispatch")
class ContributeView(View):
    """GET shows the form; POST keeps what is given, or shows the form again with what is to be mended."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if Council.load().missing_identity():
            raise Http404  # who asks for a name and an address says first who they are
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, ContributionForm(words=_words()))

    def post(self, request: HttpRequest) -> HttpResponse:
        wait = seconds_to_wait(CONTRIBUTIONS_FROM_ONE_PLACE, client_ip(request))
        if wait:
            return slow_down(request, wait)
        form = ContributionForm(request.POST, {"attached": request.FILES.getlist("attached")}, words=_words())
        return self._receive(request, form) if form.is_valid() else self._show(request, form)

    def _receive(self, request: HttpRequest, form: ContributionForm) -> HttpResponse:
        if not form.is_from_a_robot:
            giver = form.giver()
            wait = seconds_to_wait(CONTRIBUTIONS_OF_ONE_ADDRESS, giver.email.lower())
            if wait:
                return slow_down(request, wait)
            files = form.cleaned_data["attached"]
            try:
                receive_contribution(form.telling(), giver, files, form.form_key, timezone.now())
            except MemoryRefused as refusal:
                form.add_error(None, str(refusal))
                return self._show(request, form)
        return redirect("archive_contribute_done")

    def _show(self, request: HttpRequest, form: ContributionForm) -> HttpResponse:
        context = {"form": form, "words": _words(), "council": Council.load(), "days": CONTRIBUTION_KEPT.days}
        response = render(request, "archive/contribution/give.html", context, status=422 if form.errors else 200)
        response.headers["Cache-Control"] = "private, no-store"
        return response


@require_safe
def contribute_done(request: HttpRequest) -> HttpResponse:
    """What happens next, in the same words for everybody."""
    return render(request, "archive/contribution/done.html")


def _words() -> str:
    return words_today(AgreementSubject.LICENCE)
