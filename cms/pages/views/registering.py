"""One registers here without an account: the same answer for an address that we know and for one that we do not."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from crm.accounts.clients import client_ip
from crm.accounts.limits import HOUR, Limit, seconds_to_wait
from crm.events.domain.desks import Opening, desk_of, free_places, opening, places_words
from crm.events.domain.form_stamps import photo_statement
from crm.events.domain.registering import NotEnoughPlaces, register
from crm.events.models import Event, RegistrationDesk
from crm.events.registration_forms import RegistrationForm
from crm.partners.models import Council

# A library's or a school's visitors share one address; one person's address asks a few times at most.
FROM_ONE_PLACE = [Limit("registration-place", 60, HOUR)]
OF_ONE_ADDRESS = [Limit("registration-address", 6, HOUR), Limit("registration-address-day", 20, 24 * HOUR)]


def desk_context(event: Event, council: Council) -> dict[str, Any]:
    """What the page of an event says of its registrations, and the form while one may register."""
    desk = desk_of(event)
    if desk is None or council.missing_identity():
        return {"desk": None}  # who asks for a name and an address says first who they are
    now = timezone.now()
    is_open = opening(desk, now) is Opening.OPEN
    form = RegistrationForm(desk=desk, photo_words=photo_statement(council)) if is_open else None
    return {
        "desk": desk,
        "places": places_words(event, now),
        "is_full": is_open and free_places(desk) == 0,
        "registration_form": form,
        "register_url": register_url(event),
    }


def register_url(event: Event) -> str:
    return f"{event.get_absolute_url()}inscription/"


# An anonymous reader has no cookie, hence no CSRF token: the signed stamp of the form stands for it.
@method_decorator(csrf_exempt, name="dispatch")
class RegisterView(View):
    """GET leads to the form on the event's page; POST registers, or shows the form again with what is to be mended."""

    event: Event
    desk: RegistrationDesk

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.event = get_object_or_404(Event.objects.public().select_related("desk"), slug=kwargs["slug"])
        desk = desk_of(self.event)
        if desk is None or Council.load().missing_identity():
            raise Http404
        self.desk = desk

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(f"{self.event.get_absolute_url()}#inscription")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        wait = seconds_to_wait(FROM_ONE_PLACE, client_ip(request))
        if wait:
            return slow_down(request, wait)
        form = RegistrationForm(request.POST, desk=self.desk, photo_words=photo_statement(Council.load()))
        return self._receive(request, form) if form.is_valid() else self._show(request, form)

    def _receive(self, request: HttpRequest, form: RegistrationForm) -> HttpResponse:
        if form.is_from_a_robot:
            return self._done(is_room=True)
        wish = form.wish()
        wait = seconds_to_wait(OF_ONE_ADDRESS, wish.email.lower())
        if wait:
            return slow_down(request, wait)
        try:
            receipt = register(self.desk.pk, wish, timezone.now())
        except NotEnoughPlaces as short:
            return self._show(request, form, short=short)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._show(request, form)
        return self._done(is_room=receipt.is_room)

    def _done(self, *, is_room: bool) -> HttpResponse:
        name = "register_done" if is_room else "register_waiting"
        return redirect(reverse(name, kwargs=self.kwargs))

    def _show(self, request: HttpRequest, form: RegistrationForm, short: NotEnoughPlaces | None = None) -> HttpResponse:
        is_open = opening(self.desk, timezone.now()) is Opening.OPEN
        context = {
            "event": self.event,
            "desk": self.desk,
            "places": places_words(self.event, timezone.now()),
            "is_full": is_open and free_places(self.desk) == 0,
            "registration_form": form if is_open else None,
            "register_url": register_url(self.event),
            "short": short,
        }
        response = render(request, "events/registration/form_page.html", context)
        response.headers["Cache-Control"] = "private, no-store"
        return response


def slow_down(request: HttpRequest, seconds: int) -> HttpResponse:
    """429, with when to come back."""
    response = render(request, "slow_down.html", {"minutes": -(-seconds // 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


@require_safe
def register_done(request: HttpRequest, slug: str, *, is_room: bool, **kwargs: Any) -> HttpResponse:
    """What happens next, in the same words for everybody."""
    event = get_object_or_404(Event.objects.public().select_related("desk"), slug=slug)
    context = {"event": event, "desk": desk_of(event), "is_room": is_room}
    return render(request, "events/registration/done.html", context)
