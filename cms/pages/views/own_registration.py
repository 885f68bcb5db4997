"""A person's own registration, opened by the signed link of their letters: see, change, cancel, answer an offer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.domain.signed_links import BadLink
from crm.accounts.token_pages import TokenPage
from crm.events.domain.changing import cancel_registration, change_places, erase_registration
from crm.events.domain.correcting import (
    agree_to_photographs,
    correct_answers,
    correct_identity,
    may_correct,
    withdraw_photographs,
)
from crm.events.domain.desks import moment_words, takes_place
from crm.events.domain.form_stamps import is_current, make_stamp, photo_statement
from crm.events.domain.registration_files import registration_as_csv, registration_as_json, registration_facts
from crm.events.domain.registration_links import read_token
from crm.events.domain.waiting import accept_offer, wait_for_all
from crm.events.enums import RegistrationState
from crm.events.models import Registration
from crm.events.own_forms import AnswersForm, IdentityForm, PlacesForm
from crm.events.querysets import RegistrationQuerySet
from crm.partners.models import Council

logger = logging.getLogger("parvis.events")
FORMATS: dict[str, tuple[str, Callable[[Registration], str]]] = {
    "json": ("application/json", registration_as_json),
    "csv": ("text/csv; charset=utf-8", registration_as_csv),
}


class KeyView(TokenPage):
    """A page for the holder of the link of one registration."""

    registration: Registration

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            number = read_token(kwargs.pop("token"))
            self.registration = Registration.objects.select_related("desk__event").get(pk=number)
            self._follow_the_first()
            return super().answer(request, *args, **kwargs)
        except BadLink:
            return render(request, "events/registration/bad_link.html", status=404)
        except Registration.DoesNotExist:  # gone before, or erased while this was being answered
            return render(request, "events/registration/forgotten.html", status=410)

    def _follow_the_first(self) -> None:
        """The link of a request made twice opens the registration that stands."""
        if self.registration.state == RegistrationState.REPEATED:
            theirs = Registration.objects.select_related("desk__event").filter(desk=self.registration.desk)
            self.registration = theirs.active().of_address(self.registration.email).first() or self.registration


class ToMend(Exception):
    """A form is shown again, with what is to be mended in it."""

    def __init__(self, name: str, form: forms.Form) -> None:
        super().__init__(name)
        self.name, self.form = name, form


class RegistrationView(KeyView):
    """GET shows how things stand; POST does what its button says. The same POST twice changes nothing more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        acts = {
            "accept": self._accept,
            "wait": self._wait,
            "change": self._change,
            "cancel": self._cancel,
            "identity": self._correct_identity,
            "answers": self._correct_answers,
            "agree": self._agree,
            "withdraw": self._withdraw,
        }
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            return self._show(request)
        try:
            done = act()
        except ToMend as asked:
            return self._show(request, to_mend=asked)
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

    def _correct_identity(self) -> str:
        form = IdentityForm(self.request.POST, registration=self.registration)
        if not form.is_valid():
            raise ToMend("identity_form", form)
        correct_identity(self.registration.pk, form.identity(), timezone.now())
        return _("Your name is corrected.")

    def _correct_answers(self) -> str:
        form = AnswersForm(self.request.POST, registration=self.registration)
        if not form.is_valid():
            raise ToMend("answers_form", form)
        correct_answers(self.registration.pk, form.answers(), timezone.now())
        return _("Your answers are kept.")

    def _agree(self) -> str:
        words, desk = photo_statement(Council.load()), self.registration.desk
        if not is_current(self.request.POST.get("stamp", ""), desk, words):
            raise ValidationError(_("This page had been open for a while. Please read it again and send it once more."))
        agree_to_photographs(self.registration.pk, words, timezone.now())
        return _("Thank you: your consent to photographs is kept.")

    def _withdraw(self) -> str:
        withdraw_photographs(self.registration.pk)
        return _("Your consent to photographs is withdrawn.")

    def _show(
        self, request: HttpRequest, *, done: str = "", refused: str = "", to_mend: ToMend | None = None
    ) -> HttpResponse:
        registration, event = self.registration, self.registration.desk.event
        council = Council.load()
        context = {
            "registration": registration,
            "event": event,
            "ahead": self._waiting().ahead_of(registration).count() if registration.is_waiting else 0,
            "behind": self._waiting().behind(registration).count() if registration.is_waiting else 0,
            "may_act": takes_place(event) and timezone.now() < event.starts_at,
            "form": PlacesForm(initial={"places": registration.places}, label_suffix=""),
            "facts": list(registration_facts(registration, moment_words)),
            "token": self.kwargs["token"],
            "council": council,
            "done": done,
            "refused": refused,
            **self._corrections(council),
            **({to_mend.name: to_mend.form} if to_mend else {}),
        }
        return render(request, "events/registration/own.html", context)

    def _corrections(self, council: Council) -> dict[str, Any]:
        """The forms that correct what the person said, while that may be done; and the words for photographs."""
        registration = self.registration
        may = may_correct(registration, timezone.now())
        words = photo_statement(council) if may and registration.desk.asks_photo_consent else ""
        answers_form = AnswersForm(registration=registration) if may else None
        return {
            "identity_form": IdentityForm(registration=registration) if may else None,
            "answers_form": answers_form if answers_form and answers_form.questions else None,
            "photo_words": registration.photo_statement or words,
            "photo_stamp": make_stamp(registration.desk, words) if words else "",
        }

    def _waiting(self) -> RegistrationQuerySet:
        """The whole line; it is asked about only by someone who stands in it."""
        return self.registration.desk.registrations.waiting()


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
