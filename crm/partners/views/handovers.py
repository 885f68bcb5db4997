"""« Passer le relais »: what someone who leaves holds, given one by one; the account closes at the end."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.log_actions import log

from crm.accounts.models import User
from crm.partners.audit import HAND_ON
from crm.partners.domain.handover import (
    HandoverRefused,
    Holding,
    close_leaver,
    end_seat,
    given_lately,
    hand_over,
    handed_over,
    has_person,
    holdings_of,
    loads,
)
from crm.partners.domain.handover_words import given_lines, holding_line
from crm.partners.enums import HoldingKind
from crm.partners.handover_forms import GiveForm, SeatEndForm, TakerForm
from crm.partners.views.desk import DeskPage
from crm.partners.views.guarded import HAND_OVER, Guarded
from crm.partners.views.visible import person_of

CLOSE_ACCOUNTS = "accounts.change_user"
END_SEATS = "partners.change_membership"


class LeaversView(Guarded, DeskPage, TemplateView):
    """Who holds what: closed accounts that still hold something first, since nobody looks after it."""

    rights: ClassVar[tuple[str, ...]] = (HAND_OVER,)
    template_name = "partners/handover/people.html"
    page_title = gettext_lazy("Pass on the torch")
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = loads(timezone.localdate(), seen_by=person_of(self.request))
        people = User.objects.order_by("first_name", "last_name", "pk")
        rows = [(user, held[user.pk]) for user in people if user.is_active or held[user.pk]]
        return {
            **super().get_context_data(**kwargs),
            "closed": [row for row in rows if not row[0].is_active],
            "open": [row for row in rows if row[0].is_active],
        }


class OfOneLeaver(Guarded):
    rights: ClassVar[tuple[str, ...]] = (HAND_OVER,)
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def leaver(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"])

    @property
    def actor(self) -> User:
        return person_of(self.request)

    def holdings(self) -> list[Holding]:
        return holdings_of(self.leaver, timezone.localdate(), seen_by=self.actor)


class LeaverView(OfOneLeaver, DeskPage, TemplateView):
    """One list; what is given moves to the foot of the page."""

    template_name = "partners/handover/person.html"
    list_name = "handover:index"
    list_label = gettext_lazy("Pass on the torch")
    header_icon = "group"

    def get_page_title(self) -> str:
        return _("What {person} holds").format(person=self.leaver)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, waiting = timezone.localdate(), self.holdings()
        given = given_lines(given_lately(self.leaver, timezone.now()), seen_by=self.actor)
        all_held = loads(today, seen_by=None)[self.leaver.pk]
        remaining = all_held + int(self.leaver.is_active)
        return {
            **super().get_context_data(**kwargs),
            "leaver": self.leaver,
            "waiting": [holding_line(one) for one in waiting],
            "hidden": all_held - len(waiting),
            "has_things": any(one.kind in handed_over() for one in waiting),
            "given": given,
            "done": len(given),
            "total": len(given) + remaining,
            "takers": TakerForm(leaver=self.leaver).fields["taker"].choices,  # type: ignore[attr-defined]
            "today": today.isoformat(),
            "is_linked": has_person(self.leaver),
            "may_end_seats": self.actor.has_perm(END_SEATS),
            "may_close": self.actor.has_perm(CLOSE_ACCOUNTS),
            "is_oneself": self.leaver == self.actor,
        }


class HandoverAct(OfOneLeaver, View):
    """One press of a button: POST does it and leads back to the list. Pressed twice, it says that it was done."""

    http_method_names = ["post"]
    form_class: ClassVar[type[Any]]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form()
        if form is not None and not form.is_valid():
            messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        else:
            try:
                self.act(form)
            except HandoverRefused as refusal:
                messages.error(request, str(refusal))
        return redirect("handover:leaver", self.leaver.pk)

    def form(self) -> Any:
        return self.form_class(self.request.POST)

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def find(self, kind: str, number: int) -> Holding | None:
        """Among what the person who acts may see."""
        return next((one for one in self.holdings() if one.kind == kind and one.record.pk == number), None)

    def note(self, kind: HoldingKind, number: int) -> None:
        data = {"kind": kind.value, "record": number}
        log(instance=self.leaver, action=HAND_ON, user=self.actor, title=f"#{self.leaver.pk}", data=data)

    def was_done(self) -> None:
        messages.info(self.request, _("This was done already, or is not held any more. Nothing changed."))


class GiveView(HandoverAct):
    def form(self) -> GiveForm:
        return GiveForm(self.request.POST, leaver=self.leaver)

    def act(self, form: GiveForm) -> None:
        kind, number = HoldingKind(form.cleaned_data["kind"]), form.cleaned_data["number"]
        held = self.find(kind, number)
        if held is None or not self.give(held, form.chosen):
            self.was_done()
            return
        words = (
            _("“{thing}” goes to {person}.").format(thing=held.record, person=form.chosen)
            if form.chosen
            else _("“{thing}” is given to nobody for now.").format(thing=held.record)
        )
        messages.success(self.request, words)

    def give(self, held: Holding, taker: User | None) -> bool:
        number = held.record.pk
        is_given = hand_over(held.kind, number, giver=self.leaver, taker=taker, by=self.actor, now=timezone.now())
        if is_given:
            self.note(held.kind, number)
        return is_given


class GiveRestView(GiveView):
    """Everything that is left and can be given, to one person; what cannot is told, and stays in the list."""

    def form(self) -> Any:
        return TakerForm(self.request.POST, leaver=self.leaver)

    def act(self, form: Any) -> None:
        given, refusals = 0, []
        for held in self.holdings():
            if held.kind not in handed_over():
                continue
            try:
                given += self.give(held, form.chosen)
            except HandoverRefused as refusal:
                refusals.append(str(refusal))
        for sentence in refusals:
            messages.error(self.request, sentence)
        if given:
            said = ngettext("One thing is handed over.", "%(count)s things are handed over.", given)
            messages.success(self.request, said % {"count": given})
        elif not refusals:
            self.was_done()


class EndSeatView(HandoverAct):
    form_class = SeatEndForm
    rights = (END_SEATS,)

    def act(self, form: SeatEndForm) -> None:
        number = form.cleaned_data["number"]
        held = self.find(HoldingKind.SEAT, number)
        is_ended = held is not None and end_seat(
            number,
            form.cleaned_data["ends_on"],
            leaver=self.leaver,
            ended_by=form.cleaned_data["ended_by"],
            by=self.actor,
            now=timezone.now(),
        )
        if not is_ended:
            self.was_done()
            return
        self.note(HoldingKind.SEAT, number)
        messages.success(self.request, _("The seat has its last day. What this person did stays in the history."))


class CloseAccountView(HandoverAct):
    """The last act: signed out everywhere, without second factor nor calendar address."""

    rights = (CLOSE_ACCOUNTS,)

    def form(self) -> None:
        return None

    def act(self, form: None) -> None:
        if not close_leaver(self.leaver, by=self.actor, now=timezone.now()):
            self.was_done()
            return
        self.note(HoldingKind.ACCOUNT, self.leaver.pk)
        words = _("The account of {person} is closed: signed out everywhere, and the second factor is removed.")
        messages.success(self.request, words.format(person=self.leaver))
