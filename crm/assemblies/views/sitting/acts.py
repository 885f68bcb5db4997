"""What every press on the screen has in common: POST alone acts, a refusal loses nothing of what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic.base import View

from crm.assemblies.domain.presences import expected_members
from crm.assemblies.errors import AssemblyRefused, NeedsKnowing, StaleRecord
from crm.assemblies.models import AgendaItem, Assembly
from crm.assemblies.views.sitting.refusals import Refusal, differences
from crm.partners.domain.visibility import levels_of
from crm.partners.models import Person
from crm.partners.views.visible import person_of

KEEP = "assemblies.change_assembly"
CLOSED = "assemblies.see_closed_session"
# In the address of the screen, right after the closing.
JUST_CLOSED = "levee"


class TableAct(View):
    """One press. ``key`` names the form on the screen that it comes from, so that a refusal is told there."""

    http_method_names = ["post"]
    form_class: type[forms.Form] = forms.Form
    key = ""
    # Saved as it is written: the screen is not drawn again, only the line that says so.
    saves_words = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(KEEP):
            raise PermissionDenied
        self.load()
        item = self.item
        if item is not None and item.is_closed_session and not request.user.has_perm(CLOSED):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    item: AgendaItem | None = None
    assembly: Assembly

    def load(self) -> None:
        """Find the record that the address names, and its assembly."""
        raise NotImplementedError

    def people(self) -> Any:
        return Person.objects.visible(levels_of(person_of(self.request)))

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def form_key(self) -> str:
        return self.key

    def act(self, form: Any) -> Any:
        """Do it; what is returned is the record as it now is, for those that save words."""
        raise NotImplementedError

    @property
    def screen_url(self) -> str:
        return sitting_url(self.assembly, self.item)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_kwargs())
        if not form.is_valid():
            return self.refuse(form, Refusal(self.form_key(), " ".join(_sentences(form)), form))
        try:
            record = self.act(form)
        except StaleRecord as stale:
            return self.refuse(form, self.stale(form, stale))
        except AssemblyRefused as refused:
            return self.refuse(
                form, Refusal(self.form_key(), str(refused), form, asks=isinstance(refused, NeedsKnowing))
            )
        return self.done(record)

    def stale(self, form: Any, refused: StaleRecord) -> Refusal:
        version = getattr(refused.stored, "version", None)
        return Refusal(self.form_key(), str(refused), form, differences(form, refused.stored), version)

    def done(self, record: Any) -> HttpResponse:
        if self.saves_words and self.wants_a_line:
            return self.line({"version": record.version, "saved_at": timezone.now()}, "saved")
        return self.marked(redirect(self.screen_url), "done")

    @property
    def wants_a_line(self) -> bool:
        return bool(self.request.headers.get("HX-Request"))

    def refuse(self, form: Any, refusal: Refusal) -> HttpResponse:
        from crm.assemblies.views.sitting.screen import render_screen

        if self.saves_words and self.wants_a_line:
            seen = form.data.get("version", "") if refusal.version is None else refusal.version
            word = "stale" if refusal.version is not None else "refused"
            return self.line({"version": seen, "refusal": refusal, "screen_url": self.screen_url}, word)
        status = 200 if self.wants_a_line else 409
        return self.marked(render_screen(self.request, self.assembly, self.item, refusal, status=status), "refused")

    def line(self, context: dict[str, Any], word: str) -> HttpResponse:
        response = render(self.request, "assemblies/sitting/keep.html", {"key": self.form_key(), **context})
        return self.marked(response, word)

    @staticmethod
    def marked(response: HttpResponse, word: str) -> HttpResponse:
        """So that the page knows that this answer is ours, not that of a sign-in page met on the way."""
        response["Parvis-Table"] = word
        return response


def sitting_url(assembly: Assembly, item: AgendaItem | None = None) -> str:
    url = reverse("sitting:screen", args=[assembly.pk])
    return f"{url}?point={item.pk}" if item is not None else url


def seat_of(assembly: Assembly, person: Person) -> Any:
    """The seat that makes someone expected at this assembly, if any."""
    return next((one.membership for one in expected_members(assembly) if one.person == person), None)


def _sentences(form: forms.Form) -> list[str]:
    return [
        f"{form.fields[name].label} : {error}" if name in form.fields and form.fields[name].label else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]
