"""A person's own registration, opened by the signed link of their letters: see, change, cancel, answer an offer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from crm.accounts.headers import TOKEN_PAGE_HEADERS
from crm.events.domain.changing import cancel_registration, change_places, erase_registration
from crm.events.domain.desks import takes_place
from crm.events.domain.registration_files import registration_as_csv, registration_as_json, registration_facts
from crm.events.domain.registration_links import BadLink, read_token
from crm.events.domain.waiting import accept_offer, wait_for_all
from crm.events.enums import RegistrationState
from crm.events.models import Registration
from crm.events.registration_forms import PlacesForm
from crm.partners.models import Council

logger = logging.getLogger("parvis.events")
FORMATS: dict[str, tuple[str, Callable[[Registration], str]]] = {
    "json": ("application/json", registration_as_json),
    "csv": ("text/csv; charset=utf-8", registration_as_csv),
}


# Whoever holds the link may act: the token takes the place of the CSRF token.
@method_decorator(csrf_exempt, name="dispatch")
class KeyView(View):
    """A page for the holder of a link; GET, HEAD and OPTIONS change nothing."""

    registration: Registration

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self._answer(request, *args, **kwargs)
        for name, value in TOKEN_PAGE_HEADERS.items():
            response.headers[name] = value
        return response

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            number = read_token(kwargs.pop("token"))
            self.registration = Registration.objects.select_related("desk__event").get(pk=number)
        except BadLink:
            return render(request, "events/registration/bad_link.html", status=404)
        except Registration.DoesNotExist:
            return render(request, "events/registration/forgotten.html", status=410)
        self._follow_the_first()
        return super().dispatch(request, *args, **kwargs)

    def _follow_the_first(self) -> None:
        """The link of a request made twice opens the registration that stands."""
        if self.registration.state == RegistrationState.REPEATED:
            theirs = Registration.objects.select_related("desk__event").filter(desk=self.registration.desk)
            self.registration = theirs.active().of_address(self.registration.email).first() or self.registration


class RegistrationView(KeyView):
    """GET shows how things stand; POST does what its button says. The same POST twice changes nothing more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        acts = {"accept": self._accept, "wait": self._wait, "change": self._change, "cancel": self._cancel}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            return self._show(request)
        try:
            done = act()
        except ValidationError as refusal:
            self.registration.refresh_from_db()
            return self._show(request, refused=" ".join(refusal.messages))
        self.registration.refresh_from_db()
        return self._show(request, done=done)

    def _accept(self) -> str:
        accept_offer(self.registration.pk, timezone.now())
        return _("Your places are kept.")

    def _wait(self) -> str:
        wait_for_all(self.registration.pk, timezone.now())
        return _("You keep your turn, and wait for room for everyone.")

    def _change(self) -> str:
        form = PlacesForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError(_("Write how many places you want."))
        change_places(self.registration.pk, form.cleaned_data["places"], timezone.now())
        return _("It is changed; a letter confirms it.")

    def _cancel(self) -> str:
        cancel_registration(self.registration.pk, timezone.now())
        return _("It is cancelled. Thank you for saying so: the place goes to someone who waits.")

    def _show(self, request: HttpRequest, *, done: str = "", refused: str = "") -> HttpResponse:
        event = self.registration.desk.event
        context = {
            "registration": self.registration,
            "event": event,
            "ahead": self._ahead(),
            "may_act": takes_place(event) and timezone.now() < event.starts_at,
            "form": PlacesForm(initial={"places": self.registration.places}, label_suffix=""),
            "facts": list(registration_facts(self.registration)),
            "token": self.kwargs["token"],
            "council": Council.load(),
            "done": done,
            "refused": refused,
        }
        return render(request, "events/registration/own.html", context)

    def _ahead(self) -> int:
        """How many wait before this person."""
        if not self.registration.is_waiting:
            return 0
        return self.registration.desk.registrations.waiting().filter(pk__lt=self.registration.pk).count()


class RegistrationFileView(KeyView):
    """What this person wrote, as a file."""

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        if extension not in FORMATS:
            raise Http404
        content_type, write = FORMATS[extension]
        logger.info("someone took their own registration", extra={"registration": self.registration.pk})
        response = HttpResponse(write(self.registration), content_type=content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="mon-inscription.{extension}"'
        return response


class EraseRegistrationView(KeyView):
    """GET explains what goes; POST erases, and a second one finds nobody."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"registration": self.registration, "token": self.kwargs["token"], "council": Council.load()}
        return render(request, "events/registration/erase.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        erase_registration(self.registration.pk, timezone.now())
        return render(request, "events/registration/erased.html")
