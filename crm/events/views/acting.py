"""The acts that the public hears of: each says what will happen, then does it, and offers the way back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from crm.events import actions
from crm.events.actions import Action
from crm.events.domain.dates import event_when, plain_date
from crm.events.domain.desks import people_to_tell
from crm.events.domain.duplicating import duplicate_event, next_start
from crm.events.domain.publishing import cancel_event, postpone_event, publish_event, withdraw_event
from crm.events.enums import EventStatus
from crm.events.forms import NoteForm, PostponeForm
from crm.events.models import Event


class ActionView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """GET tells, POST does. An act that no longer makes sense leads back to the event, with nothing changed."""

    action: Action
    form_class = forms.Form
    template_name = "events/admin/action.html"
    header_icon = "date"

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(Event, pk=self.kwargs["pk"])

    @property
    def permission_required(self) -> str:
        return self.action.permission

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission(self.permission_required):
            return super().dispatch(request, *args, **kwargs)
        if self.event.status not in self.action.statuses:
            status = self.event.get_status_display().lower()
            messages.warning(request, _("Nothing was done: this event is now “{status}”.").format(status=status))
            return redirect(self.event_url)
        return super().dispatch(request, *args, **kwargs)

    @property
    def event_url(self) -> str:
        return reverse(f"{actions.NAMESPACE}:edit", args=[self.event.pk])

    def consequences(self) -> list[str]:
        """What will happen, a sentence each."""
        raise NotImplementedError

    def act(self, form: forms.Form) -> None:
        raise NotImplementedError

    def done(self) -> str:
        """What happened, in one sentence."""
        raise NotImplementedError

    def way_back(self) -> Action | None:
        """The act that undoes this one."""
        return None

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as refusal:
            return self._refused(form, refusal)
        log(instance=self.event, action=f"events.{self.action.name}", user=self.request.user)
        back = self.way_back()
        buttons = [messages.button(back.url(self.event), back.label)] if back else []
        messages.success(self.request, self.done(), buttons=buttons)
        return redirect(self.event_url)

    def _refused(self, form: forms.Form, refusal: ValidationError) -> HttpResponse:
        known = getattr(refusal, "error_dict", {})
        form.add_error(None, refusal.messages if set(known) - set(form.fields) else refusal)
        return self.form_invalid(form)

    def get_page_title(self) -> str:
        return str(self.action.label).rstrip("…")

    def get_page_subtitle(self) -> str:
        return self.event.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{actions.NAMESPACE}:index"), "label": _("Events")},
            {"url": self.event_url, "label": self.event.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "event": self.event,
            "when": event_when(self.event, today=timezone.localdate()),
            "consequences": self.consequences(),
            "back_url": self.event_url,
            "media": context["form"].media,
        }


class PublishView(ActionView):
    action = actions.PUBLISH

    def consequences(self) -> list[str]:
        over_at = self.event.ends_at or self.event.starts_at
        is_over = [_("It is already over: it will be among past events.")] if over_at < timezone.now() else []
        return [
            *is_over,
            _("Everyone will see it in the agenda, at its own address."),
            _("The calendars that follow the agenda will receive it by themselves."),
            _("No letter leaves: the newsletter that you write will offer it."),
        ]

    def act(self, form: forms.Form) -> None:
        publish_event(self.event, now=timezone.now())

    def done(self) -> str:
        return _("“{title}” is in the agenda.").format(title=self.event.title)

    def way_back(self) -> Action:
        return actions.WITHDRAW


class RestoreView(PublishView):
    action = actions.RESTORE

    def consequences(self) -> list[str]:
        when = event_when(self.event, today=timezone.localdate())
        return [
            _("It will be announced again, {when}.").format(when=when),
            _("The calendars that follow the agenda will put it back."),
            letters_sentence(self.event),
        ]

    def way_back(self) -> Action:
        return actions.CANCEL


class CancelView(ActionView):
    action = actions.CANCEL
    form_class = NoteForm

    def consequences(self) -> list[str]:
        return [
            _("Its page stays, and says “Cancelled” before anything else."),
            _("The calendars that follow the agenda will strike it out."),
            letters_sentence(self.event),
            _("You can restore the event later."),
        ]

    def act(self, form: forms.Form) -> None:
        cancel_event(self.event, now=timezone.now(), note=form.cleaned_data["note"])

    def done(self) -> str:
        return _("“{title}” is cancelled, and its page says so.").format(title=self.event.title)

    def way_back(self) -> Action:
        return actions.RESTORE


class PostponeView(ActionView):
    action = actions.POSTPONE
    form_class = PostponeForm

    def consequences(self) -> list[str]:
        return [
            _("Its page keeps its address and says that the event is postponed."),
            _("The calendars that follow the agenda will move it; without a new date, they will show it as uncertain."),
            letters_sentence(self.event),
        ]

    def act(self, form: forms.Form) -> None:
        times = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at")}
        postpone_event(self.event, now=timezone.now(), note=form.cleaned_data["note"], **times)

    def done(self) -> str:
        if self.event.awaits_new_date:
            return _("“{title}” is postponed; give it a date as soon as you know it.").format(title=self.event.title)
        when = event_when(self.event, today=timezone.localdate())
        return _("“{title}” is postponed: it takes place {when}.").format(title=self.event.title, when=when)


class WithdrawView(ActionView):
    action = actions.WITHDRAW

    def consequences(self) -> list[str]:
        return [
            _("Its page disappears, and it becomes a draft again."),
            _("People may have written it down: when an announced event does not take place, cancel it instead."),
        ]

    def act(self, form: forms.Form) -> None:
        withdraw_event(self.event, now=timezone.now())

    def done(self) -> str:
        return _("“{title}” is a draft again.").format(title=self.event.title)

    def way_back(self) -> Action:
        return actions.PUBLISH


class DuplicateView(ActionView):
    """Leads to the copy, so that its date can be checked at once."""

    action = actions.DUPLICATE

    def consequences(self) -> list[str]:
        day = plain_date(next_start(self.event, timezone.now()))
        return [
            _("A copy is made as a draft, on the same weekday at the same hour: {day}.").format(day=day),
            _("Nobody sees it before you publish it; this event does not change."),
        ]

    def act(self, form: forms.Form) -> None:
        copy = duplicate_event(self.event, now=timezone.now())
        self.event = copy

    def done(self) -> str:
        return _("Here is the copy. Check its date before you publish it.")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        response = super().form_valid(form)
        Event.objects.filter(pk=self.event.pk, status=EventStatus.DRAFT).update(created_by=self.request.user)
        return response


def letters_sentence(event: Event) -> str:
    """Who hears of it by letter: only those who registered."""
    people = people_to_tell(event)
    if not people:
        return _("No letter leaves by itself.")
    words = ngettext(
        "A letter leaves at once to the {count} person who registered.",
        "A letter leaves at once to each of the {count} people who registered.",
        people,
    )
    return words.format(count=people)
