"""Reads what a volunteer writes about an event."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from crm.events.desk_in_event import WithDesk
from crm.events.domain.kinds import code_of
from crm.events.enums import EventKind, EventMode
from crm.events.models import OwnKind, Venue
from crm.events.models.events import for_everyone
from crm.partners.domain.positions import UnreadablePosition, read_position
from crm.partners.domain.visibility import levels_of
from crm.partners.follow_up_forms import colleagues
from crm.partners.models.board_files import IN_BOARD_FILES

DEFAULT_LENGTH = timedelta(hours=2)
EVENING = time(19)


def tomorrow_evening(now: datetime) -> datetime:
    """When most of what a council announces begins."""
    day = timezone.localdate(now) + timedelta(days=1)
    return datetime.combine(day, EVENING, timezone.get_current_timezone())


class EventForm(WithDesk):
    """An event: what is left empty is completed; a known place brings its address; an image says what it shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self._offer_own_kinds()
        for name in ("mode", "audiences"):
            if name in self.fields:
                self.fields[name].required = False
        if "followed_by" in self.fields:
            self.fields["followed_by"].queryset = colleagues(self.instance.followed_by_id)
        self._hide_people()

    def _offer_own_kinds(self) -> None:
        self.own_kinds = {code_of(kind): kind for kind in OwnKind.objects.all()}
        ours = [(code, kind.name) for code, kind in self.own_kinds.items()]
        self.fields["kind"].choices = [*EventKind.choices, *([(gettext("Our own kinds"), ours)] if ours else [])]
        if self.instance.own_kind_id:
            self.initial["kind"] = code_of(self.instance.own_kind)

    def _hide_people(self) -> None:
        """Representatives whom one may not see are neither shown nor lost."""
        if "representatives" in self.formsets:
            formset, levels = self.formsets["representatives"], levels_of(self.for_user or AnonymousUser())
            formset.queryset = formset.queryset.filter(person__visibility__in=levels)

    def clean_kind(self) -> str:
        """The nature; a kind of our own is kept beside it."""
        chosen: str = self.cleaned_data["kind"]
        self.instance.own_kind = self.own_kinds.get(chosen)
        return self.instance.own_kind.nature if self.instance.own_kind else chosen

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._check_times(cleaned)
        self._complete_place(cleaned)
        self._complete_mode(cleaned)
        if "audiences" in cleaned:
            cleaned["audiences"] = cleaned["audiences"] or for_everyone()
        if cleaned.get("image") and not (cleaned.get("image_alt") or cleaned.get("image_is_decorative")):
            self.add_error("image_alt", gettext("Say what the image shows, or tick “decorative image”."))
        return cleaned

    def _check_times(self, cleaned: dict[str, Any]) -> None:
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start is None or "ends_at" in self.errors:
            return
        if cleaned.get("all_day"):
            start, end = _whole_days(start, end)
        cleaned["starts_at"], cleaned["ends_at"] = start, end or start + DEFAULT_LENGTH
        if cleaned["ends_at"] <= start:
            self.add_error("ends_at", gettext("The event ends before it starts: check both times."))

    def _complete_place(self, cleaned: dict[str, Any]) -> None:
        """A known place fills what was left empty, or what an earlier place had filled."""
        before, place = self.instance.place, Venue.objects.called(cleaned.get("venue") or "")
        for name in ("address", "accessibility"):
            written = cleaned.get(name) or ""
            if not written or (before != place and before is not None and written == getattr(before, name)):
                cleaned[name] = getattr(place, name, "")
        if before != place:
            self.instance.place = place
            self.instance.latitude = place.latitude if place else None
            self.instance.longitude = place.longitude if place else None

    def _complete_mode(self, cleaned: dict[str, Any]) -> None:
        """An online address beside a place makes it hybrid, alone makes it online."""
        mode = cleaned.get("mode") or EventMode.IN_PERSON
        if mode == EventMode.IN_PERSON and cleaned.get("online_url"):
            mode = EventMode.HYBRID if cleaned.get("venue") or cleaned.get("address") else EventMode.ONLINE
        cleaned["mode"] = mode


class VenueForm(WagtailAdminModelForm):
    """A place; its position is copied from a map in one piece."""

    position = forms.CharField(
        label=_("Position"),
        required=False,
        max_length=300,
        help_text=_("Copied from a map: its address, or two numbers such as 46.8021, -71.2487."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["position"] = str(self.instance.spot or "")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        known = Venue.objects.called(name)
        if known is not None and known != self.instance:
            raise ValidationError(gettext("This place is already known: “%(name)s”.") % {"name": known.name})
        return name

    def clean_position(self) -> str:
        """Writes both numbers into the place, or takes them out."""
        written: str = self.cleaned_data["position"].strip()
        try:
            spot = read_position(written) if written else None
        except UnreadablePosition:
            raise ValidationError(
                gettext("No position is found in this. Copy two numbers, such as 46.8021, -71.2487.")
            ) from None
        self.instance.latitude, self.instance.longitude = spot or (None, None)
        return str(spot) if spot else ""


class PublicDocumentForm(WagtailAdminModelForm):
    """A document of an event is one that anyone may open."""

    def clean_document(self) -> Any:
        document = self.cleaned_data["document"]
        if type(document).objects.filter(pk=document.pk, **IN_BOARD_FILES).exists():
            raise ValidationError(gettext("This is a file of the board: choose a document of the library."))
        return document


def _whole_days(start: datetime, end: datetime | None) -> tuple[datetime, datetime]:
    """From the first minute of the first day to the last of the last."""
    first, last = timezone.localtime(start), timezone.localtime(end or start)
    return first.replace(hour=0, minute=0, second=0), last.replace(hour=23, minute=59, second=0)


class NoteForm(forms.Form):
    """Why; the public reads it."""

    note = forms.CharField(
        label=_("In one sentence, why?"),
        help_text=_("The public reads it. You may leave it empty."),
        max_length=250,
        required=False,
    )


class PostponeForm(NoteForm):
    """To when, if it is known."""

    starts_at = forms.DateTimeField(
        label=_("New start"),
        help_text=_("Leave empty when the new date is not known yet."),
        required=False,
        widget=AdminDateTimeInput(),
    )
    ends_at = forms.DateTimeField(
        label=_("New end"),
        help_text=_("Empty: it lasts as long as before."),
        required=False,
        widget=AdminDateTimeInput(),
    )
    field_order = ["starts_at", "ends_at", "note"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("ends_at") and not cleaned.get("starts_at") and "starts_at" not in self.errors:
            self.add_error("starts_at", gettext("Give the new start too."))
        return cleaned
