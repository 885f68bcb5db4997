"""Reads an agenda as it is shown: each item with its hour, and nothing of a closed session to who may not know it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.assemblies.enums import AssemblyState, ItemState
from crm.assemblies.models import AgendaItem, Assembly
from crm.events.domain.dates import short_time
from crm.events.enums import ASSEMBLY_KINDS
from crm.events.models import Event
from crm.partners.enums import Visibility
from crm.partners.models import Organization
from crm.partners.models.board_files import IN_BOARD_FILES


@dataclass(frozen=True)
class Paper:
    """A document to read before."""

    title: str
    url: str


@dataclass(frozen=True)
class AgendaLine:
    """One item as this reader may know it; in closed session, only its number and its hour."""

    pk: int
    number: str
    rank: int
    hour: str
    kind: str
    title: str
    is_hidden: bool
    is_closed_session: bool = False
    is_withdrawn: bool = False
    minutes: str = ""
    presenter: str = ""
    introduction: str = ""
    partners: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    carried: str = ""


@dataclass(frozen=True)
class Agenda:
    """The whole of it: its lines, how long it lasts and when that leads to."""

    lines: tuple[AgendaLine, ...]
    minutes: int
    total: str
    ends: str
    is_too_long: bool

    @property
    def is_timed(self) -> bool:
        return self.minutes > 0


def read_agenda(assembly: Assembly, levels: Collection[str], *, sees_closed_session: bool) -> Agenda:
    """Four queries, whatever the number of items."""
    items = list(_items_of(assembly, sees_closed_session))
    lines, clock = [], assembly.event.starts_at
    for rank, item in enumerate(items, start=1):
        hour = short_time(clock) if item.minutes_planned else ""
        lines.append(_line(item, rank, hour, levels, sees_closed_session))
        if item.state != ItemState.WITHDRAWN:
            clock += timedelta(minutes=item.minutes_planned or 0)
    minutes = int((clock - assembly.event.starts_at).total_seconds() // 60)
    ends_at = assembly.event.ends_at
    return Agenda(tuple(lines), minutes, minutes_words(minutes), short_time(clock), bool(ends_at and clock > ends_at))


def public_agenda(assembly: Assembly) -> Agenda | None:
    """What anyone may read, once the assembly is called and its event is public; before that, nothing."""
    if assembly.state == AssemblyState.PREPARING or not assembly.event.is_public:
        return None
    return read_agenda(assembly, {Visibility.PUBLIC.value}, sees_closed_session=False)


def agenda_of_event(event: Event) -> tuple[Assembly, Agenda] | None:
    """What the page of an assembly's event shows; other events are asked nothing."""
    if event.kind not in ASSEMBLY_KINDS:
        return None
    assembly = Assembly.objects.filter(event=event).select_related("event").first()
    agenda = public_agenda(assembly) if assembly else None
    return (assembly, agenda) if assembly and agenda and agenda.lines else None


def agendas_of_day(day: date) -> list[tuple[Assembly, Agenda]]:
    """The assemblies of that day that anyone may read about, in order; there is mostly one."""
    first = timezone.make_aware(datetime.combine(day, time()))
    held = Assembly.objects.filter(event__starts_at__gte=first, event__starts_at__lt=first + timedelta(days=1, hours=1))
    held = held.select_related("event__own_kind").order_by("event__starts_at")
    read = [(assembly, public_agenda(assembly)) for assembly in held if assembly.held_on == day]
    return [(assembly, agenda) for assembly, agenda in read if agenda is not None]


def public_agenda_url(assembly: Assembly) -> str:
    """Where anyone reads it; empty before the call."""
    is_out = assembly.state != AssemblyState.PREPARING and assembly.event.is_public
    return reverse("public_agenda", args=[assembly.held_on]) if is_out else ""


def minutes_words(minutes: int) -> str:
    """« 45 minutes », « 1 h 30 »."""
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return short_time(time(minutes // 60 % 24, minutes % 60))


def _items_of(assembly: Assembly, sees_closed_session: bool) -> Iterable[AgendaItem]:
    """With the papers that a reader may open: the files of the board are for those who see closed sessions."""
    papers = apps.get_model("wagtaildocs", "Document").objects.order_by("title")
    if not sees_closed_session:
        papers = papers.exclude(**IN_BOARD_FILES)
    return (
        assembly.items.select_related("presenter", "carried_from__assembly__event")
        .prefetch_related(
            Prefetch("organizations", Organization.objects.order_by("name")), Prefetch("documents", papers)
        )
        .order_by("position", "pk")
    )


def _line(item: AgendaItem, rank: int, hour: str, levels: Collection[str], sees_closed_session: bool) -> AgendaLine:
    if item.is_closed_session and not sees_closed_session:
        return AgendaLine(item.pk, item.number, rank, hour, "", _("Closed session"), is_hidden=True)
    presenter = item.presenter
    said = str(presenter) if presenter is not None and presenter.visibility in levels else ""
    return AgendaLine(
        item.pk,
        item.number,
        rank,
        hour,
        str(item.get_kind_display()),
        item.title,
        is_hidden=False,
        is_closed_session=item.is_closed_session,
        is_withdrawn=item.state == ItemState.WITHDRAWN,
        minutes=minutes_words(item.minutes_planned) if item.minutes_planned else "",
        presenter=", ".join(filter(None, [said, item.presenter_words])),
        introduction=item.introduction,
        partners=tuple(str(organization) for organization in item.organizations.all()),
        papers=tuple(_paper(document) for document in item.documents.all()),
        carried=_carried(item),
    )


def _paper(document: Any) -> Paper:
    return Paper(document.title, document.url)


def _carried(item: AgendaItem) -> str:
    if item.carried_from is None:
        return ""
    return _("Carried over from %(number)s") % {
        "number": item.carried_from.number or item.carried_from.assembly.held_on
    }
