"""The acts of a mandate: each page says what will happen, and does it when its button is pressed; GET never."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from crm.partners import mandate_forms
from crm.partners.audit import bare_title
from crm.partners.domain.mandates import MandateRefused, end_term, renew_term, seat_member, vacate, verify_membership
from crm.partners.domain.partial_dates import partial_date_words
from crm.partners.domain.wording import from_words
from crm.partners.mandate_forms import as_typed
from crm.partners.models import Membership, Person, Post
from crm.partners.roles import role_of, with_names
from crm.partners.views.keeping import Levelled


class MandateView(Levelled, WagtailAdminTemplateMixin, FormView):
    """A refusal shows its sentence and changes nothing; sent twice, it is done once."""

    template_name = "partners/admin/act.html"
    header_icon = "tag"
    act_name = ""
    permission = "partners.change_membership"
    button: Any = ""
    is_serious = False
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def record(self) -> Any:
        return get_object_or_404(self.records(), pk=self.kwargs["pk"])

    def records(self) -> Any:
        return self.visible()

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def record_url(self) -> str:
        return reverse(f"{self.model._meta.model_name}:inspect", args=[self.record.pk])

    def facts(self) -> list[str]:
        """What is known before the act, a line each."""
        return []

    def consequences(self) -> list[str]:
        """What will happen, a sentence each."""
        raise NotImplementedError

    def act(self, form: Any) -> list[Membership]:
        """Does it, and returns the memberships that it wrote."""
        raise NotImplementedError

    def done(self) -> str:
        """What happened, in one sentence."""
        raise NotImplementedError

    def was_done(self, form: Any) -> bool:
        """Whether the same was asked a moment before: the second press of the button."""
        return False

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "levels": self.levels}

    def form_valid(self, form: Any) -> HttpResponse:
        if not self.was_done(form):
            try:
                with transaction.atomic():
                    for membership in self.act(form):
                        log(instance=membership, action=f"partners.{self.act_name}", title=bare_title(membership))
            except (MandateRefused, IntegrityError) as refusal:
                form.add_error(None, self.refusal_words(refusal))
                return self.form_invalid(form)
        messages.success(self.request, self.done())
        return redirect(self.get_success_url())

    def refusal_words(self, refusal: Exception) -> str:
        if isinstance(refusal, MandateRefused):
            return str(refusal)
        return _("This person already holds this place at that time. Correct that membership, or end it first.")

    def get_success_url(self) -> str:
        return self.record_url

    def get_page_title(self) -> str:
        return str(self.button)

    def get_page_subtitle(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = str(self.model._meta.verbose_name_plural).capitalize()
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.model._meta.model_name}:index"), "label": plural},
            {"url": self.record_url, "label": str(self.record)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "record": self.record,
            "facts": [fact for fact in self.facts() if fact],
            "consequences": self.consequences(),
            "back_url": self.record_url,
            "media": context["form"].media,
        }


class SeatingView(MandateView):
    """Someone comes to a seat."""

    act_name = "seat"
    permission = "partners.add_membership"

    def person_and_post(self, form: forms.Form) -> tuple[Person, Post]:
        raise NotImplementedError

    def consequences(self) -> list[str]:
        return [
            _("A membership is written, with its dates as they are known."),
            _("Nothing else that this person does changes."),
        ]

    def act(self, form: Any) -> list[Membership]:
        person, post = self.person_and_post(form)
        return [seat_member(person, post, form.appointment, on=self.today)]

    def was_done(self, form: Any) -> bool:
        person, post = self.person_and_post(form)
        self.starts_on = form.cleaned_data["starts_on"]
        self.names = {"person": person, "seat": post.title, "organization": post.organization}
        same = post.memberships.filter(person=person, starts_on=self.starts_on, ends_on=None)
        return bool(same.exists() if self.is_for_later else same.on(self.today).exists())

    @property
    def is_for_later(self) -> bool:
        return bool(self.starts_on and self.starts_on.earliest > self.today)

    def done(self) -> str:
        if self.is_for_later:
            names = {**self.names, "when": from_words(self.starts_on)}
            return _("{person} will hold the seat “{seat}” ({organization}) {when}.").format(**names)
        return _("{person} holds the seat “{seat}” ({organization}).").format(**self.names)


class SeatFromPostView(SeatingView):
    model = Post
    form_class = mandate_forms.SeatPersonForm
    button = gettext_lazy("Name someone")

    def records(self) -> Any:
        return self.visible().select_related("organization")

    def person_and_post(self, form: forms.Form) -> tuple[Person, Post]:
        return form.cleaned_data["person"], self.record


class SeatFromPersonView(SeatingView):
    model = Person
    form_class = mandate_forms.SeatAtPostForm
    button = gettext_lazy("Name to a seat")

    def person_and_post(self, form: forms.Form) -> tuple[Person, Post]:
        return self.record, form.cleaned_data["post"]


class VacateView(MandateView):
    model = Post
    act_name = "vacate"
    form_class = mandate_forms.EndForm
    button = gettext_lazy("Vacate this seat")
    is_serious = True

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": as_typed(self.today)}

    def consequences(self) -> list[str]:
        return [
            _("Every term that lasts in this seat on that day ends that day, the last one included."),
            _("The seat stays, vacant: you may name someone else at once."),
        ]

    def act(self, form: Any) -> list[Membership]:
        self.last_day = form.cleaned_data["ends_on"]
        return vacate(self.record, self.last_day, on=self.today, ended_by=form.cleaned_data["ended_by"])

    def done(self) -> str:
        names = {"seat": self.record.title, "day": partial_date_words(self.last_day)}
        if self.record.memberships.filter(ends_on=self.last_day).exists():
            return _("The seat “{seat}” is vacated; last day: {day}.").format(**names)
        return _("Nobody held the seat “{seat}” on that day: nothing changed.").format(**names)


class MembershipView(MandateView):
    model = Membership

    def records(self) -> Any:
        return with_names(self.visible())

    def facts(self) -> list[str]:
        role = role_of(self.record, self.today)
        term = _("The term ends: {when}").format(when=role.term_ends) if role.term_ends else ""
        return [f"{role.when} ({role.state})", term]


class EndView(MembershipView):
    act_name = "end_term"
    form_class = mandate_forms.EndForm
    button = gettext_lazy("End this term")
    is_serious = True

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": as_typed(self.today)}

    def consequences(self) -> list[str]:
        return [
            _("It ends on that day, the last one included; what this person did stays in the history."),
            _("Nothing else that this person does changes."),
        ]

    def act(self, form: Any) -> list[Membership]:
        self.ended = end_term(self.record, form.cleaned_data["ends_on"], ended_by=form.cleaned_data["ended_by"])
        self.when = partial_date_words(form.cleaned_data["ends_on"])
        return [self.ended]

    def done(self) -> str:
        return _("The term of {person} ends: {when}.").format(person=self.record.person, when=self.when)


class RenewView(MembershipView):
    act_name = "renew_term"
    permission = "partners.add_membership"
    form_class = mandate_forms.RenewForm
    button = gettext_lazy("Renew this term")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": self.record.term_ends_on or as_typed(self.today)}

    def consequences(self) -> list[str]:
        return [
            _("This term ends the day before, and the next one starts in the same place."),
            _("Both stay in the history."),
        ]

    def was_done(self, form: Any) -> bool:
        renewal = getattr(self.record, "renewal", None)
        self.renewal = renewal if renewal and renewal.starts_on == form.cleaned_data["starts_on"] else None
        return self.renewal is not None

    def act(self, form: Any) -> list[Membership]:
        self.renewal = renew_term(self.record, form.cleaned_data["starts_on"], form.appointment)
        return [self.renewal]

    def done(self) -> str:
        return _("The term of {person} is renewed.").format(person=self.record.person)

    def get_success_url(self) -> str:
        return reverse("membership:inspect", args=[self.renewal.pk if self.renewal else self.record.pk])


class VerifyView(MembershipView):
    act_name = "verify_membership"
    form_class = mandate_forms.VerifyForm
    button = gettext_lazy("It still lasts: I have checked")

    def consequences(self) -> list[str]:
        return [_("Today's date and your name are written as the last verification.")]

    def act(self, form: Any) -> list[Membership]:
        by: Any = self.request.user
        return [verify_membership(self.record, on=self.today, by=by, source=form.cleaned_data["source"])]

    def done(self) -> str:
        return _("Verified today: {person} is still there.").format(person=self.record.person)
