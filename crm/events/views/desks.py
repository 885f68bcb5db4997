"""The registration desks in the admin: all of them, the settings of one, and those who registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from crm.events.audit import note_consultation, note_export
from crm.events.domain.dates import event_when
from crm.events.domain.desks import count_desk, free_places, places_words
from crm.events.enums import RegistrationState
from crm.events.models import Event, Registration, RegistrationDesk
from crm.events.registration_exports import Row, registration_rows, rows_as_csv, rows_as_xlsx
from crm.events.series_forms import Given
from crm.events.views.series import offer_what_follows

SEE, KEEP, EXPORT = "events.view_registration", "events.change_registration", "events.export_registration"
FILES: dict[str, tuple[str, Callable[[list[Row]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", rows_as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", rows_as_xlsx),
}


def desk_when(desk: RegistrationDesk) -> str:
    return event_when(desk.event, today=timezone.localdate())


def desk_places(desk: RegistrationDesk) -> str:
    return places_words(desk.event, timezone.now()) or _("Over")


class DeskListView(generic.IndexView):
    """What is coming first; each line leads to those who registered."""

    add_item_label = gettext_lazy("Open registrations for an event")
    page_title = gettext_lazy("Registrations")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("event"),
            Column("when", label=gettext_lazy("When"), accessor=desk_when),
            Column("places", label=pgettext_lazy("seats", "Places"), accessor=desk_places),
        ]

    def get_base_queryset(self) -> QuerySet[RegistrationDesk]:
        return RegistrationDesk.objects.prefetch_related(Prefetch("event", Event.objects.with_places())).order_by(
            "-event__starts_at"
        )

    def get_edit_url(self, instance: RegistrationDesk) -> str | None:
        if self.request.user.has_perm(SEE):
            return reverse("registration_desk:people", args=[instance.pk])
        url: str | None = super().get_edit_url(instance)
        return url


class DeskFormMixin:
    submit_button_label = gettext_lazy("Save")
    error_message = gettext_lazy("Nothing is saved yet: see what is marked below.")
    object: RegistrationDesk
    request: HttpRequest

    def get_success_url(self) -> str:
        name = "people" if self.request.user.has_perm(SEE) else "edit"
        return reverse(f"registration_desk:{name}", args=[self.object.pk])

    def get_success_buttons(self) -> list[dict[str, Any]]:
        """What was settled for one date of a series may be given to those that follow."""
        return offer_what_follows(self.object.event, Given.DESK)


class DeskAddView(DeskFormMixin, generic.CreateView):
    page_title = gettext_lazy("Open registrations")

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("event", "")
        return {**super().get_initial(), **({"event": int(asked)} if asked.isdecimal() else {})}

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items()[:-1], {"url": "", "label": _("Open registrations")}]

    def get_success_message(self, instance: RegistrationDesk) -> str:
        if instance.event.is_public:
            return _("Registrations for “{title}” are on its page.").format(title=instance.event.title)
        return _("Registrations are ready; people see them once the event is published.")


class DeskEditView(DeskFormMixin, generic.EditView):
    def get_success_message(self) -> str:
        return _("The settings are saved.")

    @cached_property
    def can_delete(self) -> bool:
        return not self.object.registrations.exists() and bool(super().can_delete)


class DeskDeleteView(generic.DeleteView):
    """Only where nobody registered: the names of people are not thrown away by one click."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.registrations.exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OfDesk(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page of one desk, for those who hold ``needed``."""

    needed = SEE
    header_icon = "group"
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.needed):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def desk(self) -> RegistrationDesk:
        return get_object_or_404(RegistrationDesk.objects.select_related("event"), pk=self.kwargs["pk"])

    @property
    def people_url(self) -> str:
        return reverse("registration_desk:people", args=[self.desk.pk])

    def get_page_subtitle(self) -> str:
        return self.desk.event.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("registration_desk:index"), "label": _("Registrations")},
            {"url": self.people_url, "label": self.desk.event.title},
        ]


class PeopleView(OfDesk, TemplateView):
    """Those who registered and those who wait, in the order they came; the showing is noted."""

    template_name = "events/admin/registrations.html"
    page_title = gettext_lazy("Registrations")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note_consultation(request.user, self.desk)
        return super().get(request, *args, **kwargs)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        pk, user, found = self.desk.pk, self.request.user, []
        if user.has_perm(KEEP) and self.desk.event.starts_at > timezone.now():
            found.append(
                HeaderButton(
                    _("Register someone"), url=reverse("registration_desk:caller", args=[pk]), icon_name="plus"
                )
            )
        if user.has_perm(KEEP):
            found.append(HeaderButton(_("Write to them"), url=reverse("event_letters", args=[pk]), icon_name="mail"))
        if user.has_perm("events.add_tick"):
            door = reverse("attendance:door", args=[self.desk.event_id])
            found.append(HeaderButton(_("At the door"), url=door, icon_name="clipboard-list"))
        if user.has_perm("events.change_registrationdesk"):
            found.append(HeaderButton(_("Settings"), url=reverse("registration_desk:edit", args=[pk]), icon_name="cog"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = people_of(self.desk)
        return {
            **super().get_context_data(**kwargs),
            "desk": self.desk,
            "event": self.desk.event,
            "when": desk_when(self.desk),
            "count": count_desk(self.desk),
            "free": free_places(self.desk),
            "words": places_words(self.desk.event, timezone.now()),
            "groups": _by_state(people),
            "may_keep": self.request.user.has_perm(KEEP),
            "may_export": self.request.user.has_perm(EXPORT) and bool(people),
            "tally": getattr(self.desk, "tally", None),
        }


def people_of(desk: RegistrationDesk) -> list[Registration]:
    """In the order of the line, with their answers; what was asked twice is no registration."""
    registrations = desk.registrations.exclude(state=RegistrationState.REPEATED)
    return list(registrations.order_by("turn", "pk").prefetch_related("answers"))


def _by_state(people: list[Registration]) -> list[tuple[str, list[Registration]]]:
    """Those who have places, then those to whom some are offered, then the line, then the rest."""
    groups = ((str(state.label), [person for person in people if person.state == state]) for state in RegistrationState)
    return [(label, found) for label, found in groups if found]


class PeopleFileView(OfDesk, TemplateView):
    """The same as a file, for those who may take one; its taking is noted."""

    needed = EXPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["extension"] not in FILES:
            raise Http404
        content_type, write = FILES[kwargs["extension"]]
        people = people_of(self.desk)
        note_export(request.user, self.desk, [person.pk for person in people])
        response = HttpResponse(write(registration_rows(self.desk, people)), content_type=content_type)
        name = f"inscriptions-{self.desk.event.slug}.{kwargs['extension']}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
