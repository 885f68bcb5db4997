"""Who came, in the admin: the numbers of one event and of all, their corrections, the paper typed in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from crm.events.attendance_forms import CorrectionForm, CountForm, TypedInForm
from crm.events.audit import note_consultation
from crm.events.domain.attendance import attendance_of, attendances, correct_count, count_heads
from crm.events.domain.check_in import parties_of, write_notes
from crm.events.domain.dates import event_when
from crm.events.domain.desks import count_desk, desk_of
from crm.events.domain.uncounted import await_count, uncounted, waive_count
from crm.events.models import CountWaiver, Event, HeadCount
from crm.partners.models import Person
from crm.partners.policies import levels_of

SEE, COUNT, DOOR = "events.view_headcount", "events.add_headcount", "events.add_tick"
TO_COUNT = "a-compter"
A_PAGE = 30


class OfAttendance(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page of the attendance, for those who hold ``needed``."""

    needed = SEE
    header_icon = "group"
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.needed):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse("attendance:index"), "label": _("Who came")}]


class OfEvent(OfAttendance):
    """The attendance of one event, announced or not: the council is also present where others invite."""

    @cached_property
    def event(self) -> Event:
        events = Event.objects.select_related("desk", "own_kind")
        event: Event = get_object_or_404(events, pk=self.kwargs["pk"])
        return event

    @property
    def event_url(self) -> str:
        return reverse("attendance:event", args=[self.event.pk])

    def get_page_subtitle(self) -> str:
        return self.event.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": self.event_url, "label": self.event.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "event": self.event, "when": event_when(self.event, today=timezone.localdate())}


def to_count_url() -> str:
    """The list of what waits for a number."""
    return f"{reverse('attendance:index')}?{TO_COUNT}=1"


class AttendanceListView(OfAttendance, TemplateView):
    """What takes place today, then what is over, the latest first; or only what waits for a number."""

    template_name = "events/admin/attendance_list.html"
    page_title = gettext_lazy("Who came")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tonight = timezone.localtime().replace(hour=23, minute=59, second=59)
        waiting, only_waiting = uncounted(timezone.now()), TO_COUNT in self.request.GET
        begun = Event.objects.public().filter(starts_at__lte=tonight).order_by("-starts_at", "-pk")
        page = Paginator(waiting if only_waiting else begun, A_PAGE).get_page(self.request.GET.get("p"))
        numbers = [event.pk for event in page]
        counted = attendances(numbers)
        lines = [(event, event_when(event, today=timezone.localdate()), counted[event.pk]) for event in page]
        return {
            **super().get_context_data(**kwargs),
            "lines": lines,
            "page": page,
            "waived": set(CountWaiver.objects.filter(event__in=numbers).values_list("event", flat=True)),
            "waiting": page.paginator.count if only_waiting else waiting.count(),
            "only_waiting": only_waiting,
            "to_count": TO_COUNT,
            "may_count": self.request.user.has_perm(COUNT),
        }


class AttendanceView(OfEvent, FormView):
    """How many came, from what one knows it, and a form to count from where one stands."""

    template_name = "events/admin/attendance.html"
    page_title = gettext_lazy("Who came")
    form_class = CountForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(COUNT):
            raise PermissionDenied
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: CountForm) -> HttpResponse:
        user: Any = self.request.user
        try:
            read = form.cleaned_data
            count_heads(self.event, form.numbers(), user, read["counted_at"], round_id=read["round"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The numbers are noted, with your name and the hour."))
        return redirect(self.event_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, desk = self.request.user, desk_of(self.event)
        counts = self.event.head_counts.select_related("counted_by", "correction")
        people = Person.objects.filter(events_attended__event=self.event)
        return {
            **super().get_context_data(**kwargs),
            "attendance": attendance_of(self.event),
            "counts": counts.order_by("-counted_at", "pk"),
            "waiver": CountWaiver.objects.filter(event=self.event).select_related("waived_by").first(),
            "is_over": (self.event.ends_at or self.event.starts_at) < timezone.now(),
            "desk_count": count_desk(desk) if desk else None,
            "representatives": people.visible(levels_of(user)).order_by("family_name", "given_name"),
            "may_count": user.has_perm(COUNT),
            "may_keep_door": user.has_perm(DOOR),
            "may_write_event": user.has_perm("events.change_event"),
        }


class WaiveCountView(OfEvent, View):
    """One press of a button: nobody counted; or a number is waited for again. Pressed twice, it is done once."""

    needed = COUNT
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if "back" in request.POST:
            await_count(self.event, user)
            said = _("“{title}” waits for a number again.")
        else:
            waive_count(self.event, user, timezone.now())
            said = _("“{title}” no longer waits for a number.")
        messages.success(request, said.format(title=self.event.title))
        return redirect(to_count_url() if request.POST.get("from") == "list" else self.event_url)


class CorrectCountView(OfEvent, FormView):
    """Another number instead; the first stays readable."""

    needed = "events.change_headcount"
    template_name = "events/admin/registration_form.html"
    page_title = gettext_lazy("Correct a number")
    form_class = CorrectionForm

    @cached_property
    def count(self) -> HeadCount:
        return get_object_or_404(HeadCount.objects.select_related("event"), pk=self.kwargs["pk"])

    @cached_property
    def event(self) -> Event:
        return self.count.event

    def get_initial(self) -> dict[str, Any]:
        return {"number": self.count.number}

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        user: Any = self.request.user
        try:
            correct_count(self.count, form.cleaned_data["number"], user, timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The number is corrected; the first one stays readable."))
        return redirect(self.event_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = _("{crowd}: {number}, counted by {name}.").format(
            crowd=self.count.get_crowd_display(), number=self.count.number, name=self.count.counted_by or _("someone")
        )
        told = [words, _("The first number stays in the list, struck, with who counted and when.")]
        extra = {"explanations": told, "button": _("Save"), "back_url": self.event_url}
        return {**super().get_context_data(**kwargs), **extra}


class TypedInView(OfEvent, FormView):
    """The sheet of paper, typed in: from one number to the next with the Enter key."""

    needed = DOOR
    template_name = "events/admin/typed_in.html"
    page_title = gettext_lazy("Type in the sheet")
    form_class = TypedInForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        desk = desk_of(self.event)
        if desk:
            note_consultation(request.user, desk)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "parties": parties_of(self.event)}

    def form_valid(self, form: TypedInForm) -> HttpResponse:
        user: Any = self.request.user
        now = timezone.now()
        written = write_notes(self.event, form.notes(now), user, now)
        messages.success(self.request, _("Lines noted: {count}.").format(count=len(written.kept)))
        return redirect(self.event_url)
