"""What someone of the council does for a person: register them by telephone, accept for them, change, cancel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from crm.events.audit import note_act
from crm.events.desk_forms import CallerForm
from crm.events.domain.changing import cancel_registration, change_places
from crm.events.domain.registering import register
from crm.events.domain.waiting import accept_offer
from crm.events.models import Registration, RegistrationDesk
from crm.events.own_forms import PlacesForm
from crm.events.views.desks import KEEP, OfDesk


class KeepView(OfDesk, FormView):
    """GET tells, POST does; a refusal is said beside the form."""

    needed = KEEP
    template_name = "events/admin/registration_form.html"
    button = gettext_lazy("Save")
    is_serious = False

    def explanations(self) -> list[str]:
        return []

    def act(self, form: Any) -> str:
        """Do it; return what happened, in one sentence."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            done = self.act(form)
        except ValidationError as refusal:
            known = getattr(refusal, "error_dict", {})
            form.add_error(None, refusal.messages if set(known) - set(form.fields) else refusal)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.people_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "explanations": self.explanations(),
            "button": self.button,
            "is_serious": self.is_serious,
            "back_url": self.people_url,
        }


class CallerView(KeepView):
    """Someone called: they take their turn like everyone else."""

    form_class = CallerForm
    page_title = gettext_lazy("Register someone")
    button = gettext_lazy("Register this person")

    def explanations(self) -> list[str]:
        return [_("When there is no room, this person goes to the end of the waiting list, like everyone else.")]

    def act(self, form: CallerForm) -> str:
        registration = register(self.desk.pk, form.wish(), timezone.now(), by=self.request.user).registration  # type: ignore[arg-type]
        note_act(self.request.user, registration, "register")
        if registration.is_registered:
            return _("{name} has places: {count}.").format(name=registration.name, count=registration.places)
        return _("{name} is on the waiting list.").format(name=registration.name)


class PersonView(KeepView):
    """An act on one registration."""

    form_class = forms.Form
    verb = ""

    @cached_property
    def registration(self) -> Registration:
        return get_object_or_404(Registration.objects.select_related("desk__event"), pk=self.kwargs["pk"])

    @cached_property
    def desk(self) -> RegistrationDesk:
        return self.registration.desk

    def get_page_subtitle(self) -> str:
        return self.registration.name

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(KEEP) and not self.registration.is_active:
            messages.warning(request, _("Nothing was done: this registration is no longer current."))
            return redirect(self.people_url)
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: Any) -> str:
        done = self.do(form)
        note_act(self.request.user, self.registration, self.verb)
        return done

    def do(self, form: Any) -> str:
        raise NotImplementedError


class CancelPersonView(PersonView):
    page_title = gettext_lazy("Cancel this registration")
    button = gettext_lazy("Cancel this registration")
    is_serious = True
    verb = "cancel"

    def explanations(self) -> list[str]:
        return [
            _("What this person had is offered to the first in line."),
            _("They receive a letter that says so, when they gave an address."),
        ]

    def do(self, form: Any) -> str:
        cancel_registration(self.registration.pk, timezone.now())
        return _("The registration of {name} is cancelled.").format(name=self.registration.name)


class AcceptForPersonView(PersonView):
    page_title = gettext_lazy("Accept the offer for this person")
    button = gettext_lazy("Accept for this person")
    verb = "accept"

    def explanations(self) -> list[str]:
        return [_("Someone called to say yes: the places that are held become theirs.")]

    def do(self, form: Any) -> str:
        accept_offer(self.registration.pk, timezone.now())
        return _("{name} takes the places.").format(name=self.registration.name)


class ChangePlacesView(PersonView):
    form_class = PlacesForm
    page_title = gettext_lazy("Change the number of places")
    button = gettext_lazy("Change the number of places")
    verb = "places"

    def get_initial(self) -> dict[str, Any]:
        return {"places": self.registration.places}

    def explanations(self) -> list[str]:
        if self.registration.is_waiting:
            return [_("With fewer places this person keeps their turn. With more, they go to the end of the line.")]
        return [_("More places only when they are free; nobody passes before those who wait.")]

    def do(self, form: Any) -> str:
        places = form.cleaned_data["places"]
        change_places(self.registration.pk, places, timezone.now())
        return _("{name}, places: {count}.").format(name=self.registration.name, count=places)
