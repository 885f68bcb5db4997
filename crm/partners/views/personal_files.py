"""« Son dossier »: everything held about a person, to read, to hand over, to keep for a time or to erase."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from crm.partners.audit import ERASE, EXPORT_FILE, KEEP, OPEN_FILE, note_file
from crm.partners.domain.cells import write_csv
from crm.partners.domain.need_words import day_words
from crm.partners.domain.personal_files import Line, Possible, personal_file, plan_erasure, possible_matches
from crm.partners.domain.purging import is_erased, purge_person, what_goes, what_stays
from crm.partners.domain.retention import keep_until, proposed_day
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import PurgeReason
from crm.partners.models import Person, Purge
from crm.partners.privacy_forms import EraseForm, KeepForm
from crm.partners.views.desk import DeskForm, DeskPage
from crm.partners.views.guarded import Guarded
from crm.partners.views.visible import person_of

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


class OfOnePerson(Guarded):
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def person(self) -> Person:
        seen = Person.objects.visible(levels_of(self.request.user)).select_related("user", "portrait")
        return get_object_or_404(seen, pk=self.kwargs["pk"])


class PersonScreen(OfOnePerson, DeskPage):
    list_name = "person:index"
    list_label = gettext_lazy("People")
    header_icon = "user"

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": self.person_url, "label": str(self.person)}, here]

    @property
    def person_url(self) -> str:
        return reverse("person:inspect", args=[self.person.pk])

    @property
    def file_url(self) -> str:
        return reverse("person:file", args=[self.person.pk])

    @property
    def back_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or self.file_url


def by_heading(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """The lines under their headings, in the order in which they come."""
    return [(heading, list(found)) for heading, found in groupby(lines, key=lambda line: line.heading)]


def possible_by_heading(found: list[Possible]) -> list[tuple[str, list[Possible]]]:
    return [(heading, list(some)) for heading, some in groupby(found, key=lambda one: one.line.heading)]


class FileView(PersonScreen, TemplateView):
    """Everything, on one page; each look is noted."""

    template_name = "partners/privacy/file.html"
    page_title = gettext_lazy("Everything held about this person")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note_file(self.request.user, self.person, OPEN_FILE)
        return {
            **super().get_context_data(**kwargs),
            "person": self.person,
            "headings": by_heading(personal_file(self.person)),
            "possible": possible_by_heading(possible_matches(self.person)),
            "is_erased": is_erased(self.person),
        }


class FileExportView(OfOnePerson, View):
    """The same to take away, in a form that other software reads (portability); each file is noted.

    Of what bears the same name, only what was ticked: the rest may be another person's.
    """

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        extension = self.kwargs["extension"]
        if extension not in MEDIA_TYPES:
            raise Http404
        lines = personal_file(self.person, sure=request.GET.getlist("aussi"))
        content = as_csv(lines) if extension == "csv" else as_json(lines)
        note_file(request.user, self.person, EXPORT_FILE)
        name = f"dossier-{self.person.pk}.{extension}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=MEDIA_TYPES[extension], headers=headers)


def as_csv(lines: list[Line]) -> str:
    rows = [(line.heading, line.label, line.value) for line in lines]
    return write_csv([(_("Part of the file"), _("What"), _("Value")), *rows])


def as_json(lines: list[Line]) -> str:
    headings = [
        {"heading": heading, "facts": [{"what": line.label, "value": line.value} for line in found]}
        for heading, found in by_heading(lines)
    ]
    made = timezone.localtime().isoformat(timespec="seconds")
    return json.dumps({"made_at": made, "file": headings}, ensure_ascii=False, indent=2)


class KeepView(PersonScreen, DeskForm):
    """Until when the record serves; a day some years after the last trace is proposed."""

    page_title = gettext_lazy("Keep until")
    form_class = KeepForm
    button = gettext_lazy("Keep until that day")

    @cached_property
    def proposed(self) -> Any:
        return proposed_day(self.person, timezone.localdate())

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        known = [day for day in (self.person.keep_until, self.proposed) if day and day >= today]
        return {"keep_until": known[0] if known else today.replace(year=today.year + 1, day=min(today.day, 28))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = (
            _("The council keeps a person for some time after the last trace; for this one, until {day}.").format(
                day=day_words(self.proposed)
            )
            if self.proposed
            else _("This person has an account, or holds a place that may last: no day is proposed.")
        )
        after = _("After that day the record is proposed for erasure; nothing is erased by itself.")
        return {**super().get_context_data(**kwargs), "consequences": [said, after]}

    def act(self, form: KeepForm) -> str:
        day = form.cleaned_data["keep_until"]
        keep_until(self.person, day)
        note_file(self.request.user, self.person, KEEP)
        if day is None:
            return _("“{person}” is kept without a day.").format(person=self.person)
        return _("“{person}” is kept until {day}.").format(person=self.person, day=day_words(day))


class EraseView(PersonScreen, DeskForm):
    """Says what goes, what stays and why; the last name is typed. Sent twice, it is done once."""

    template_name = "partners/privacy/erase.html"
    page_title = gettext_lazy("Erase this person")
    form_class = EraseForm
    button = gettext_lazy("Erase for good")
    is_serious = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if not Purge.objects.filter(person_number=kwargs["pk"]).exists():
                raise
        return self.done_already(reverse("person:index"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_erased(self.person):
            return self.done_already(self.file_url)
        return super().get(request, *args, **kwargs)

    def done_already(self, url: str) -> HttpResponse:
        messages.info(self.request, _("This person was erased already. Nothing changed."))
        return redirect(url)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.person}

    def get_initial(self) -> dict[str, Any]:
        is_overdue = self.person.keep_until and self.person.keep_until < timezone.localdate()
        return {"reason": PurgeReason.RETENTION if is_overdue else PurgeReason.REQUEST}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = plan_erasure(self.person)
        stays = what_stays(self.person, plan)
        return {
            **super().get_context_data(**kwargs),
            "person": self.person,
            "goes": what_goes(self.person, plan),
            "reasons": stays[: plan.reasons],
            "stays": stays[plan.reasons :],
            "keeps_the_name": plan.keeps_the_name,
        }

    def form_valid(self, form: EraseForm) -> HttpResponse:
        reason = PurgeReason(form.cleaned_data["reason"])
        purge = purge_person(self.person.pk, reason=reason, by=person_of(self.request), now=timezone.now())
        where = get_valid_next_url_from_request(self.request)
        if purge is None:
            return self.done_already(where or self.file_url)
        note_file(self.request.user, self.person, ERASE)
        messages.success(self.request, erased_words(purge))
        return redirect(where or (self.file_url if purge.keeps_the_name else reverse("person:index")))


def erased_words(purge: Purge) -> str:
    if purge.keeps_the_name:
        return _("Erased. A name stays, in the registers of the council.")
    return _("Erased. Nothing is left of this person here.")
