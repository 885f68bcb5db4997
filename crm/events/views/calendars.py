"""What one does with a partner's calendar: add it, look at what it announces, accept it, hide a date of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from crm.accounts.workers import call_workers
from crm.events.domain.dates import event_when
from crm.events.domain.neighbours import accept_calendar, hide_date, read_again, stop_showing
from crm.events.models import NeighbourEvent, PartnerCalendar
from crm.events.tasks import read_calendar_task
from crm.events.views.plain_forms import PlainAddView, PlainEditView

PERMISSION = "events.change_partnercalendar"


def state_words(calendar: PartnerCalendar) -> str:
    """What is to be known of it at a glance."""
    if calendar.problem:
        return calendar.get_problem_display()
    if calendar.read_at is None:
        return _("It will be read in a moment.")
    return _("Shown in the agenda") if calendar.is_accepted else _("Read; to be accepted")


class CalendarListView(generic.IndexView):
    page_title = gettext_lazy("Partners’ calendars")
    add_item_label = gettext_lazy("Add a calendar")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("organization", label=gettext_lazy("Partner"), accessor=str, get_url=self.get_inspect_url),
            Column("state", label=gettext_lazy("State"), accessor=state_words),
            Column("coming", label=gettext_lazy("Dates to come"), accessor="coming"),
        ]

    def get_base_queryset(self) -> QuerySet[PartnerCalendar]:
        ahead = Q(events__starts_at__gte=timezone.now())
        return PartnerCalendar.objects.select_related("organization").annotate(coming=Count("events", filter=ahead))


class AfterSaving:
    """Whatever the address was before, what it announces is read at once, and a person looks at it again."""

    object: PartnerCalendar
    form: Any

    def save_instance(self) -> PartnerCalendar:
        calendar: PartnerCalendar = super().save_instance()  # type: ignore[misc]
        if "url" in self.form.changed_data:
            read_again(calendar, timezone.now())
            transaction.on_commit(partial(call_workers, read_calendar_task, calendar.pk))
        return calendar

    def get_success_url(self) -> str:
        return reverse("partner_calendar:inspect", args=[self.object.pk])

    def get_success_message(self, instance: Any = None) -> str:
        return _("The calendar is being read. Look at what it announces, then accept it.")

    def get_success_buttons(self) -> list[Any]:
        return []


class CalendarAddView(AfterSaving, PlainAddView):
    page_title = gettext_lazy("Add a partner’s calendar")


class CalendarEditView(AfterSaving, PlainEditView):
    pass


class CalendarPageView(generic.InspectView):
    """What it announces, date by date, and the acts."""

    template_name = "events/admin/partner_calendar.html"

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        coming = self.object.events.upcoming(now).select_related("same_as")[:100]
        lines = [{"event": event, "when": event_when(event, timezone.localdate(now))} for event in coming]
        context = super().get_context_data(**kwargs)
        may_write = self.request.user.has_perm(PERMISSION)
        return {**context, "lines": lines, "state": state_words(self.object), "may_write": may_write}


def act(view: Callable[[HttpRequest, int], HttpResponse]) -> Callable[..., HttpResponse]:
    """A button: POST only, and only for those who keep the events."""

    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return view(request, pk)

    return guarded


@act
def read_now(request: HttpRequest, pk: int) -> HttpResponse:
    calendar = get_object_or_404(PartnerCalendar, pk=pk)
    PartnerCalendar.objects.filter(pk=pk).update(next_read_at=timezone.now())
    call_workers(read_calendar_task, pk)
    messages.success(request, _("The calendar is being read: come back to this page in a moment."))
    return _back(calendar)


@act
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    calendar = get_object_or_404(PartnerCalendar, pk=pk)
    if accept_calendar(calendar, request.user, timezone.now()):
        messages.success(request, _("What it announces is now in the agenda, as theirs, with a link to them."))
    return _back(calendar)


@act
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    calendar = get_object_or_404(PartnerCalendar, pk=pk)
    if stop_showing(calendar):
        messages.success(request, _("The agenda no longer shows it. You may accept it again later."))
    return _back(calendar)


@act
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(NeighbourEvent.objects.select_related("calendar"), pk=pk)
    hide_date(event, hidden=request.POST.get("hidden") == "1")
    return _back(event.calendar)


def _back(calendar: PartnerCalendar) -> HttpResponse:
    return redirect("partner_calendar:inspect", calendar.pk)
