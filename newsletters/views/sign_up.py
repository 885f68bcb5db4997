"""The sign-up form: the same answer for an address that we know and for one that we do not."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from crm.accounts.clients import client_ip
from crm.accounts.limits import seconds_to_wait
from crm.accounts.workers import call_workers
from crm.partners.models import Council
from newsletters.domain.addresses import hash_address
from newsletters.domain.sign_up import receive_sign_up
from newsletters.domain.wording import sign_up_wording
from newsletters.forms import SignUpForm
from newsletters.limits import ONE_FORM, SIGN_UPS_FROM_ONE_PLACE, SIGN_UPS_OF_ONE_ADDRESS
from newsletters.tasks import answer_sign_up
from newsletters.views.closed import closed_while_incomplete

# The one-line form of the front page sends only an address: the page then shows the whole form, with it.
FIRST_STEP = "first_step"


# An anonymous reader has no cookie, hence no CSRF token: the signed stamp of the form stands for it.
@method_decorator(csrf_exempt, name="dispatch")
class SignUpView(View):
    """GET shows the form; POST keeps the request, and a task does what depends on who asks."""

    @closed_while_incomplete
    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, SignUpForm(wording=sign_up_wording(Council.load())))

    @closed_while_incomplete
    def post(self, request: HttpRequest) -> HttpResponse:
        wording = sign_up_wording(Council.load())
        if FIRST_STEP in request.POST:
            return self._show(request, SignUpForm(wording=wording, initial={"email": request.POST.get("email", "")}))
        wait = seconds_to_wait(SIGN_UPS_FROM_ONE_PLACE, client_ip(request))
        if wait:
            return slow_down(request, wait)
        form = SignUpForm(request.POST, wording=wording)
        return self._receive(request, form) if form.is_valid() else self._show(request, form)

    def _receive(self, request: HttpRequest, form: SignUpForm) -> HttpResponse:
        if form.is_from_a_robot:
            return redirect("subscribe_done")
        wait = seconds_to_wait(SIGN_UPS_OF_ONE_ADDRESS, hash_address(form.cleaned_data["email"]))
        if wait:
            return slow_down(request, wait)
        if not seconds_to_wait(ONE_FORM, form.fingerprint):
            self._keep(request, form)
        return redirect("subscribe_done")

    def _keep(self, request: HttpRequest, form: SignUpForm) -> None:
        with transaction.atomic():
            sign_up = receive_sign_up(
                form.cleaned_data["email"],
                form.cleaned_data["topics"],
                wording=form.wording,
                page=request.path,
                now=timezone.now(),
            )
            # Without a broker the request is kept all the same, and beat answers it when there is one again.
            transaction.on_commit(partial(call_workers, answer_sign_up, sign_up.pk))

    def _show(self, request: HttpRequest, form: SignUpForm) -> HttpResponse:
        response = render(request, "newsletters/subscribe.html", {"form": form})
        response.headers["Cache-Control"] = "private, no-store"
        return response


def slow_down(request: HttpRequest, seconds: int) -> HttpResponse:
    """Too often: when to come back (429)."""
    minutes = -(-seconds // 60)
    response = render(request, "slow_down.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


class SignUpDoneView(View):
    """What happens next, in the same words for everybody."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "newsletters/subscribe_done.html")
