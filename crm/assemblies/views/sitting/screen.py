"""The one screen that serves during an assembly, and the look it takes at what others write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from crm.assemblies.domain.bylaw_words import amount_words
from crm.assemblies.domain.quorum import quorum_of
from crm.assemblies.models import AgendaItem, Assembly, Election
from crm.assemblies.sitting_forms import CitizensForm
from crm.assemblies.views.screens import AssemblyScreen
from crm.assemblies.views.sitting.acts import JUST_CLOSED, sitting_url
from crm.assemblies.views.sitting.points import Point
from crm.assemblies.views.sitting.refusals import Refusal
from crm.assemblies.views.sitting.seats import lines_of_room
from crm.partners.domain.visibility import levels_of
from crm.partners.models import Person
from crm.partners.views.visible import person_of


class SittingView(AssemblyScreen, TemplateView):
    """Read by GET; each of its small forms says where it is sent."""

    template_name = "assemblies/sitting/screen.html"
    page_title = _("During the assembly")
    refusal: Refusal | None = None
    status = 200

    @cached_property
    def levels(self) -> frozenset[str]:
        return levels_of(person_of(self.request))

    @cached_property
    def items(self) -> list[AgendaItem]:
        return list(self.assembly.items.order_by("position", "pk"))

    def selected(self) -> AgendaItem | None:
        """The item asked for, else the one that the table is at, else the first."""
        asked = self.request.GET.get("point", "") or str(self.kwargs.get("point") or "")
        wanted = [item for item in self.items if str(item.pk) == asked]
        current = [item for item in self.items if item.pk == self.assembly.current_item_id]
        return next(iter([*wanted, *current, *self.items]), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        quorum, item = quorum_of(self.assembly), self.selected()
        until = min(now, self.assembly.closed_at) if self.assembly.closed_at else now
        people = Person.objects.visible(self.levels)
        lines = lines_of_room(self.assembly)
        known = {line.person.pk for line in lines}
        return {
            **super().get_context_data(**kwargs),
            "assembly": self.assembly,
            "items": [(one, one.is_closed_session and not self.sees_closed_session) for one in self.items],
            "item": item,
            "point": self._point(item, people, until),
            "quorum": quorum,
            "rule_words": amount_words(quorum.rule) if quorum.rule is not None else "",
            "quorum_count": quorum.count_at(until),
            "quorum_met": quorum.is_met_at(until),
            "quorum_since": quorum.since(until),
            "has_election": quorum.counts_electors and Election.objects.filter(assembly=self.assembly).exists(),
            "lines": lines,
            "others": [person for person in people if person.pk not in known],
            "is_anyone_awaited": any(line.is_voting and not line.stays for line in lines),
            "citizens": CitizensForm(
                initial={"count": self.assembly.citizens_present, "seen": self.assembly.citizens_present},
                auto_id="id-citizens-%s",
            ),
            "undecided": self._undecided() if self.assembly.opened_at and not self.assembly.closed_at else [],
            "refusal": self.refusal,
            "is_just_closed": JUST_CLOSED in self.request.GET,
            "user_key": person_of(self.request).pk,
        }

    def _point(self, item: AgendaItem | None, people: Any, until: datetime) -> Point | None:
        if item is None or not self._may_read(item):
            return None
        item.assembly = self.assembly
        url = sitting_url(self.assembly, item)
        return Point(item, people, until, self.refusal, url, self.sees_closed_session, self.levels)

    def _may_read(self, item: AgendaItem) -> bool:
        return self.sees_closed_session or not item.is_closed_session

    def _undecided(self) -> list[AgendaItem]:
        drafts = self.assembly.decisions.filter(result="").values_list("item", flat=True)
        begun = set(drafts)
        return [item for item in self.items if item.pk in begun and item.state != "withdrawn" and self._may_read(item)]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, status=self.status, **kwargs)
        response["Parvis-Table"] = "screen"
        response["HX-Replace-Url"] = sitting_url(self.assembly, context["item"])
        return response


class WatchView(SittingView):
    """Asked every few seconds: nothing where nothing changed, else the screen again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("version") == str(self.assembly.version):
            return HttpResponse(status=204, headers={"Parvis-Table": "same"})
        response = super().get(request, *args, **kwargs)
        del response["HX-Replace-Url"]
        return response


def render_screen(
    request: HttpRequest, assembly: Assembly, item: AgendaItem | None, refusal: Refusal, *, status: int
) -> HttpResponse:
    """The screen with what was refused, and everything that was typed."""
    view = SittingView(refusal=refusal, status=status)
    view.setup(request, pk=assembly.pk, point=item.pk if item is not None else None)
    view.assembly = get_object_or_404(Assembly.objects.select_related("event__own_kind"), pk=assembly.pk)
    return view.get(request)
