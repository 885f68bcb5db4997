"""The list at the door: a page that a telephone keeps when the network goes, and the sheet to sign.

The page stands alone, outside Wagtail's frame: it is small enough to be kept on the telephone, and its own policy
allows no script but ours.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from crm.events.attendance_forms import NoteForm
from crm.events.audit import note_consultation
from crm.events.domain.check_in import Party, parties_of, write_notes
from crm.events.domain.dates import event_when
from crm.events.domain.desks import desk_of, names_go_at
from crm.events.door_notes import NotesUnreadable, read_notes
from crm.events.door_words import door_words, here_words, number_shown, others_words, party_name, places_label
from crm.events.views.attendance import COUNT, DOOR, OfEvent
from crm.partners.domain.folding import fold
from crm.partners.models import Council

# How long a telephone may keep the names once the event is over.
ON_THE_TELEPHONE = timedelta(hours=12)
# From when it may: one prepares the telephone at home, where there is network.
BEFOREHAND = timedelta(days=3)
POLICY = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "connect-src": [SELF],
    "font-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "img-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "worker-src": [SELF],
}
BLANK_LINES, EMPTY_SHEET_LINES = 12, 22


@method_decorator(csp_replace(POLICY), name="dispatch")
@method_decorator(never_cache, name="dispatch")
class AtTheDoor(OfEvent):
    """What only those who keep the door open, and no browser keeps but where the page says so."""

    needed = DOOR

    @property
    def forget_at(self) -> datetime:
        """When the telephone erases what it kept; the event may still be far, but the names may not stay longer."""
        over = self.event.ends_at or self.event.starts_at
        return min(over + ON_THE_TELEPHONE, names_go_at(self.event))

    @property
    def door_url(self) -> str:
        return reverse("attendance:door", args=[self.event.pk])


class DoorView(AtTheDoor, TemplateView):
    """The list; without scripts each line is a form, and the search is one too."""

    template_name = "events/door/door.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Forget-At"] = str(_stamp(self.forget_at))
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        desk = desk_of(self.event)
        if desk:
            note_consultation(request.user, desk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, user, now = NoteForm(request.POST), request.user, timezone.now()
        if form.is_valid():
            write_notes(self.event, [form.note(now)], user, now)  # type: ignore[arg-type]
            return redirect(f"{self.door_url}#{request.POST.get('line', '')}")
        return self.render_to_response(self.get_context_data(refused=form.errors), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = fold(self.request.GET.get("q", ""))
        parties = parties_of(self.event)
        return {
            **super().get_context_data(**kwargs),
            "words": self.request.GET.get("q", ""),
            "parties": [(_as_json(party), party, uuid4()) for party in parties if words in fold(party.name)],
            "came": sum(party.present for party in parties),
            "expected": sum(party.places or 0 for party in parties if not party.is_waiting),
            "forget_at": self.forget_at,
            "forget_stamp": _stamp(self.forget_at),
            "is_kept": self.event.starts_at - BEFOREHAND <= timezone.now() < self.forget_at,
            "kept_from": self.event.starts_at - BEFOREHAND,
            "now": timezone.now(),
            "new_key": uuid4(),
            "said": door_words(),
        }


class DoorStateView(AtTheDoor, View):
    """What stands now, for a telephone that has network; POST also writes what it noted meanwhile."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        return JsonResponse(self._state())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        now, user = timezone.now(), request.user
        try:
            notes, unreadable = read_notes(request.body, now)
        except NotesUnreadable:
            return JsonResponse({"error": "unreadable"}, status=400)
        written = write_notes(self.event, notes, user, now)  # type: ignore[arg-type]
        answer = {"kept": [str(key) for key in written.kept], "gone": [*map(str, written.gone), *unreadable]}
        return JsonResponse({**answer, **self._state()})

    def _state(self) -> dict[str, Any]:
        parties = parties_of(self.event)
        return {
            "token": get_token(self.request),
            "at": timezone.now().isoformat(),
            "came": sum(party.present for party in parties),
            "parties": [_as_json(party) for party in parties],
        }


def _as_json(party: Party) -> dict[str, Any]:
    return {
        "id": party.id,
        "name": party_name(party),
        "places": places_label(party),
        "number": number_shown(party),
        "noted": party.is_noted,
        "here": here_words(party),
        "others": others_words(party),
        "key": str(party.last.key) if party.last else "",
    }


def _stamp(moment: datetime) -> int:
    """Milliseconds, as a browser's clock counts."""
    return int(moment.timestamp() * 1000)


class DoorWorkerView(AtTheDoor, TemplateView):
    """The script that answers in the place of the network, for this one page."""

    template_name = "events/door/worker.js"
    content_type = "text/javascript"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "door_url": self.door_url, "said": door_words()}


class SheetView(AtTheDoor, TemplateView):
    """Names to sign beside, and blank lines; one letter sheet after the other."""

    template_name = "events/door/sheet.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        desk = desk_of(self.event)
        if desk:
            note_consultation(request.user, desk)
        return super().get(request, *args, **kwargs)

    def parties(self) -> list[Party]:
        return [party for party in parties_of(self.event) if party.registration]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parties = self.parties()
        return {
            **super().get_context_data(**kwargs),
            "council": Council.load(),
            "full_when": event_when(self.event),
            "parties": parties,
            "blanks": range(BLANK_LINES if parties else EMPTY_SHEET_LINES),
            "names_go_at": names_go_at(self.event),
        }


class EmptySheetView(SheetView):
    """The same without a name, for whoever may count."""

    needed = COUNT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def parties(self) -> list[Party]:
        return []
