"""The acts of a series: to repeat, to change or cancel what follows, to see it whole and publish it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from crm.events import actions
from crm.events.domain.dates import event_when, local_day
from crm.events.domain.desks import desk_of, people_to_tell
from crm.events.domain.recurrence_words import rule_words
from crm.events.domain.series import (
    cancel_following,
    extend_changes,
    extend_desk,
    following,
    publish_series,
    repeat_event,
)
from crm.events.enums import EventStatus
from crm.events.forms import NoteForm
from crm.events.models import Event, Series
from crm.events.series_forms import ExtendForm, Given, RepeatForm, dates_of, rules_for
from crm.events.views.acting import ActionView

A_YEAR = timedelta(days=365)


def following_words(count: int) -> str:
    return ngettext("{count} date follows it.", "{count} dates follow it.", count).format(count=count)


class RepeatView(ActionView):
    """Shows every date first, each with its box; nothing is made before that page is sent."""

    action = actions.REPEAT
    form_class: type[forms.Form] = RepeatForm
    template_name = "events/admin/repeat.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "event": self.event}

    def get_initial(self) -> dict[str, Any]:
        series, until = self.event.series, local_day(self.event.starts_at) + A_YEAR
        if series is None:
            return {"until": until}
        names = [
            name
            for name, rule in rules_for(local_day(self.event.starts_at)).items()
            if same_rhythm(rule, series.recurrence)
        ]
        months = sorted(series.recurrence.skipped_months)
        return {"until": series.until, "skipped_months": months, "rule": next(iter(names), None)}

    def consequences(self) -> list[str]:
        if self.event.series_id is None:
            return [
                _("Each date has its own page and may be moved, cancelled or corrected alone."),
                _("They are drafts: nobody sees them before you publish them, all at once if you wish."),
            ]
        return [
            _("What follows moves to the new days, one by one, and keeps its address."),
            _("A published date that has no new day is cancelled, and says so; a draft is deleted."),
        ]

    def form_valid(self, form: Any) -> HttpResponse:
        if "action-back" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        kept = set(self.request.POST.getlist("days")) if "action-create" in self.request.POST else None
        try:
            asked = form.repetition(kept)
            dates = dates_of(asked, form.day)
        except ValidationError as refusal:
            return self._refused(form, refusal)
        if kept is not None:
            self.asked = asked
            return super().form_valid(form)
        words = rule_words(asked.rule, None if self.event.all_day else timezone.localtime(self.event.starts_at).time())
        return self.render_to_response(self.get_context_data(form=form, dates=dates, words=words))

    def act(self, form: forms.Form) -> None:
        self.series = repeat_event(self.event, self.asked, now=timezone.now())

    def done(self) -> str:
        count = self.series.occurrences.count()
        return ngettext("The series has {count} date: {rule}.", "The series has {count} dates: {rule}.", count).format(
            count=count, rule=self.series.words
        )

    def way_back(self) -> actions.Action:
        return actions.SERIES


def same_rhythm(one: Any, other: Any) -> bool:
    """Whether two rules differ by their months of rest alone."""
    return all(getattr(one, name) == getattr(other, name) for name in ("pattern", "interval", "weekday", "nth"))


class ExtendView(ActionView):
    """« Cette date seulement » is to leave; « toutes les dates suivantes » is to send."""

    action = actions.EXTEND
    form_class: type[forms.Form] = ExtendForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "event": self.event}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("what")
        return {"what": asked if asked in Given.values else Given.WORDS}

    def consequences(self) -> list[str]:
        told = [
            following_words(following(self.event).count()),
            _("They take from this one its words, its place, its hour and its image; each keeps its day."),
            _("The calendars that follow the agenda will receive the changes by themselves."),
        ]
        if desk_of(self.event) is None:
            return told
        told[1] = _("They take from this one what you choose below; each keeps its day.")
        kept = _("Those who registered keep their places and their answers.")
        return [*told, kept, following_letters(self.event)]

    def act(self, form: Any) -> None:
        now, given = timezone.now(), form.given
        self.given = given
        self.changed = extend_changes(self.event, now=now) if given.holds_words else 0
        self.desks = extend_desk(self.event, now=now) if given.holds_desk else 0

    def done(self) -> str:
        words = ngettext("{count} date was changed.", "{count} dates were changed.", self.changed)
        desks = ngettext(
            "The registrations of {count} date were changed.",
            "The registrations of {count} dates were changed.",
            self.desks,
        )
        said = [words.format(count=self.changed)] if self.given.holds_words else []
        return " ".join([*said, *([desks.format(count=self.desks)] if self.given.holds_desk else [])])


def following_letters(event: Event) -> str:
    """Whom a letter would tell that the hour or the place of their date changed."""
    people = people_to_tell(*following(event))
    if not people:
        return _("No letter leaves by itself.")
    words = ngettext(
        "A letter tells it to the {count} person registered for them, if the title, the hour or the place changes.",
        "A letter tells it to the {count} people registered for them, if the title, the hour or the place changes.",
        people,
    )
    return words.format(count=people)


def offer_what_follows(event: Event, given: Given) -> list[dict[str, Any]]:
    """The button of a message: what was just changed for one date may be given to those that follow."""
    if actions.EXTEND not in actions.actions_for(event) or not following(event).exists():
        return []
    url = f"{actions.EXTEND.url(event)}?{urlencode({'what': given.value})}"
    button: dict[str, Any] = messages.button(url, actions.EXTEND.label)
    return [button]


class StopView(ActionView):
    action = actions.STOP
    form_class = NoteForm

    def consequences(self) -> list[str]:
        return [
            following_words(following(self.event).count()),
            _("Those that the public knows are cancelled, and their pages say so; drafts are deleted."),
            _("This one does not change."),
        ]

    def act(self, form: forms.Form) -> None:
        self.count = cancel_following(self.event, now=timezone.now(), note=form.cleaned_data["note"])

    def done(self) -> str:
        words = ngettext(
            "The series ends here: {count} date is gone.", "The series ends here: {count} dates are gone.", self.count
        )
        return words.format(count=self.count)


class SeriesView(ActionView):
    """Every date with its state; the drafts are published from here, all at once."""

    action = actions.SERIES
    template_name = "events/admin/series.html"

    def consequences(self) -> list[str]:
        count = self.drafts
        if not count:
            return []
        return [
            ngettext("{count} draft will be published.", "{count} drafts will be published.", count).format(count=count)
        ]

    @cached_property
    def series(self) -> Series:
        return get_object_or_404(Series, occurrences=self.event.pk)

    @property
    def drafts(self) -> int:
        return self.series.occurrences.filter(status=EventStatus.DRAFT, starts_at__gte=timezone.now()).count()

    def act(self, form: forms.Form) -> None:
        self.published = publish_series(self.series, now=timezone.now())

    def done(self) -> str:
        words = ngettext("{count} date is now in the agenda.", "{count} dates are now in the agenda.", self.published)
        return words.format(count=self.published)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = Event.objects.filter(series=self.event.series_id).order_by("starts_at")
        occurrences = [self._line(event) for event in events]
        return {**super().get_context_data(**kwargs), "occurrences": occurrences, "series": self.series}

    def _line(self, event: Event) -> dict[str, Any]:
        return {
            "event": event,
            "when": event_when(event, today=timezone.localdate()),
            "url": reverse(f"{actions.NAMESPACE}:edit", args=[event.pk]),
            "is_this": event == self.event,
        }
