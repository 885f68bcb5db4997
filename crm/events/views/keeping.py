"""The list of the events, and the form where one is written."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from crm.events.actions import ACTIONS, PUBLISH, actions_for
from crm.events.domain.dates import event_when
from crm.events.domain.desks import desk_of, people_to_tell
from crm.events.domain.publishing import TOLD_TO_REGISTERED, revise_event
from crm.events.domain.series import leave_out
from crm.events.enums import EventStatus
from crm.events.forms import DEFAULT_LENGTH, EventForm, tomorrow_evening
from crm.events.models import Event
from crm.events.offers import offers_for
from crm.events.querysets import EventQuerySet
from crm.events.views.series import offer_what_follows


def when_words(event: Event) -> str:
    return event_when(event, today=timezone.localdate())


def place_words(event: Event) -> str:
    return event.venue or event.address or (_("Online") if event.is_online else "")


class EventFilterSet(WagtailFilterSet):
    COMING, PAST = "coming", "past"
    period = django_filters.ChoiceFilter(
        label=gettext_lazy("Period"),
        choices=[(COMING, gettext_lazy("Coming")), (PAST, gettext_lazy("Past"))],
        method="within",
    )

    class Meta:
        model = Event
        fields = ["status", "kind"]

    def within(self, queryset: EventQuerySet, name: str, value: str) -> QuerySet[Event]:
        now = timezone.now()
        return queryset.past(now) if value == self.PAST else queryset.upcoming(now)


class EventListView(generic.IndexView):
    """What is coming first, the soonest at the top; then what is over, the latest first."""

    add_item_label = gettext_lazy("Add an event")
    page_title = gettext_lazy("Events")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("title"),
            Column("when", label=gettext_lazy("When"), accessor=when_words, sort_key="starts_at"),
            Column("kind", label=gettext_lazy("Kind"), accessor="kind_label"),
            Column("place", label=gettext_lazy("Place"), accessor=place_words),
            StatusTagColumn(
                "status",
                label=gettext_lazy("State"),
                accessor="get_status_display",
                primary=lambda event: event.status == EventStatus.PUBLISHED,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Event]:
        return Event.objects.select_related("own_kind", "desk")

    def order_queryset(self, queryset: EventQuerySet) -> QuerySet[Event]:
        if self.request.GET.get("ordering"):
            ordered: QuerySet[Event] = super().order_queryset(queryset)
            return ordered
        return queryset.soonest_first(timezone.now())

    def search_queryset(self, queryset: EventQuerySet) -> QuerySet[Event]:
        return queryset.matching(self.search_query) if self.is_searching else queryset

    def get_delete_url(self, instance: Event) -> str | None:
        return None if instance.is_public else super().get_delete_url(instance)

    def get_list_more_buttons(self, instance: Event) -> list[Button]:
        buttons: list[Button] = super().get_list_more_buttons(instance)
        desk = desk_button(self.request.user, instance, Button)
        return [*buttons, *page_button(instance), *desk, *action_buttons(self, instance)]


class EventFormMixin:
    """What adding and correcting have in common: one may go straight on to publishing."""

    template_name = "events/admin/form.html"
    submit_button_label = gettext_lazy("Save")
    submit_button_active_label = gettext_lazy("Saving…")
    object: Event
    request: HttpRequest
    form: EventForm

    def get_success_url(self) -> str:
        if self.request.POST.get("action-publish") and not self.object.is_public:
            return PUBLISH.url(self.object)
        return reverse("event:edit", args=[self.object.pk])

    def get_success_buttons(self) -> list[dict[str, Any]]:
        """What was changed for one date of a series may be given to those that follow."""
        given = self.form.given_to_series()
        return offer_what_follows(self.object, given) if given else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the rooms above offer about it: an assembly is prepared from its event."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        event = getattr(self, "object", None)
        return {**context, "offers": offers_for(self.request, event) if event is not None and event.pk else []}


class EventAddView(EventFormMixin, generic.CreateView):
    page_title = gettext_lazy("Add an event")
    error_message = gettext_lazy("Nothing is saved yet: see what is marked below.")

    def get_initial(self) -> dict[str, Any]:
        start = tomorrow_evening(timezone.now())
        begun = {"starts_at": start, "ends_at": start + DEFAULT_LENGTH, "followed_by": self.request.user.pk}
        return {**super().get_initial(), **begun}

    def save_instance(self) -> Event:
        self.form.instance.created_by = self.request.user
        event: Event = super().save_instance()
        self.form.save_desk(event)
        return event

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items()[:-1], {"url": "", "label": _("Add an event")}]

    def get_success_message(self, instance: Event) -> str | None:
        if self.request.POST.get("action-publish"):
            return None
        return _("“{title}” is saved as a draft: nobody sees it yet.").format(title=instance.title)


class EventEditView(EventFormMixin, generic.EditView):
    error_message = gettext_lazy("Nothing is saved yet: see what is marked below.")

    def save_instance(self) -> Event:
        event: Event = self.form.save(commit=False)
        self.has_content_changes = self.form.has_changed()
        self.announced = revise_event(event, now=timezone.now()) if self.has_content_changes else ()
        log(instance=event, action="wagtail.edit", content_changed=self.has_content_changes)
        self.form.save_desk(event)
        return event

    def get_success_message(self) -> str | None:
        if self.request.POST.get("action-publish"):
            return None
        if (
            self.object.is_public
            and TOLD_TO_REGISTERED.intersection(self.announced)
            and (told := people_to_tell(self.object))
        ):
            words = ngettext(
                "“{title}” is saved; a letter tells it to the {count} person who registered.",
                "“{title}” is saved; a letter tells it to the {count} people who registered.",
                told,
            )
            return words.format(title=self.object.title, count=told)
        if self.object.is_public and self.announced:
            return _("“{title}” is saved; the agenda and the calendars show it so.").format(title=self.object.title)
        return _("“{title}” is saved.").format(title=self.object.title)

    @cached_property
    def can_delete(self) -> bool:
        return not self.object.is_public and bool(super().can_delete)

    @cached_property
    def header_buttons(self) -> list[Button]:
        """The page, those registered, and for a draft what one came for."""
        user = self.request.user
        buttons = [*page_button(self.object, HeaderButton), *desk_button(user, self.object)]
        buttons += attendance_button(user, self.object)
        if PUBLISH in actions_for(self.object):
            buttons.append(
                HeaderButton(PUBLISH.label, url=PUBLISH.url(self.object), icon_name=PUBLISH.icon, priority=1)
            )
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        acts = [button for button in action_buttons(self, self.object) if button.url != PUBLISH.url(self.object)]
        return [*super().header_more_buttons, *acts]


class EventDeleteView(generic.DeleteView):
    """Only a draft is deleted: what was announced is cancelled, so that nobody waits at a closed door."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.is_public and self.user_has_permission("delete"):
            messages.warning(request, _("Nothing was deleted: an announced event is cancelled, not deleted."))
            return redirect("event:edit", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def delete_action(self) -> None:
        leave_out(self.object)
        super().delete_action()


def page_button(event: Event, kind: type[Button] = Button) -> list[Button]:
    """The way to the page that citizens see, or will see."""
    if event.is_public:
        return [kind(_("See on the site"), url=event.get_absolute_url(), icon_name="view", priority=5)]
    return [kind(_("Preview the page"), url=reverse("event_preview", args=[event.pk]), icon_name="view", priority=5)]


def desk_button(user: Any, event: Event, kind: type[Button] = HeaderButton) -> list[Button]:
    """The way to those who registered; registrations are opened in the form itself."""
    desk = desk_of(event)
    if desk is None:
        return []
    name = "people" if user.has_perm("events.view_registration") else "edit"
    if name == "edit" and not user.has_perm("events.change_registrationdesk"):
        return []
    url = reverse(f"registration_desk:{name}", args=[desk.pk])
    return [kind(_("Registrations"), url=url, icon_name="group", priority=6)]


def attendance_button(user: Any, event: Event) -> list[Button]:
    """The way to who came, as soon as people are expected; for what was never announced, once it has begun."""
    is_expected = event.is_public or event.starts_at < timezone.now()
    if not is_expected or not user.has_perm("events.view_headcount"):
        return []
    url = reverse("attendance:event", args=[event.pk])
    return [HeaderButton(_("Who came"), url=url, icon_name="clipboard-list", priority=7)]


def action_buttons(view: Any, event: Event) -> list[Button]:
    """What this person may do to this event now."""
    allowed = [action for action in actions_for(event) if view.user_has_permission(action.permission)]
    return [
        Button(action.label, url=action.url(event), icon_name=action.icon, priority=50 + ACTIONS.index(action))
        for action in allowed
    ]
