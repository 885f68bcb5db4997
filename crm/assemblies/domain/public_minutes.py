"""The minutes as anyone may read them: nothing of a closed session, citizens unnamed where the council says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.assemblies.domain.marked_text import hide_names, show_names
from crm.assemblies.domain.passages import Passage, passages
from crm.assemblies.enums import MinutesState
from crm.assemblies.models import Minutes, MinutesSection


@dataclass(frozen=True)
class ReadableSection:
    """One item: its number, its title, what was said and decided."""

    number: str
    heading: str
    passages: list[Passage]

    @property
    def body(self) -> str:
        return "".join(passage.body for passage in self.passages)


@dataclass(frozen=True)
class ReadableErratum:
    made_on: date
    text: str


@dataclass(frozen=True)
class ReadableMinutes:
    """What the page and the PDF show, and nothing more."""

    minutes: Minutes
    sections: list[ReadableSection]
    errata: list[ReadableErratum]


def readable_minutes(minutes: Minutes, *, for_board: bool = False) -> ReadableMinutes:
    """The public version; ``for_board`` tells everything, to those who may read it."""
    hides = minutes.hides_names and not for_board
    sections = list(minutes.sections.all())
    prefetch_related_objects(sections, "item__decisions")  # nothing is asked again of minutes ``with_words``
    keys = {section.key for section in sections}
    told = [_readable(section, keys, hides=hides, for_board=for_board) for section in sections]
    errata = [ReadableErratum(one.made_on, _names(one.text, hides=hides)) for one in minutes.errata.all()]
    return ReadableMinutes(minutes, [one for one in told if one is not None], errata)


def _names(text: str, *, hides: bool) -> str:
    return hide_names(text, _("a member of the public")) if hides else show_names(text)


def _readable(section: MinutesSection, keys: set[str], *, hides: bool, for_board: bool) -> ReadableSection | None:
    number = section.item.number if section.item is not None else ""
    if for_board or not is_closed(section, keys):
        heading = _names(section.heading, hides=hides).removeprefix(number).strip()
        return ReadableSection(number, heading, passages(_names(section.body, hides=hides)))
    if section.key.endswith(":closed"):
        return None
    told = f"<p>{_('This item was dealt with in closed session.')}</p>"
    return ReadableSection(number, _("Closed session"), [Passage(told)])


def is_closed(section: MinutesSection, keys: set[str]) -> bool:
    """Whether its words stay with the board: as it was drafted, or as its item and its decisions are by now."""
    if section.is_closed_session:
        return True
    if section.item is None:
        return section.key.startswith("item:")
    if section.item.is_closed_session:
        return True
    has_closed_decision = any(one.is_closed_session and one.result for one in section.item.decisions.all())
    return has_closed_decision and f"{section.key}:closed" not in keys


def public_minutes_url(minutes: Minutes) -> str:
    """Where anyone reads them; empty before their publication."""
    is_out = minutes.state == MinutesState.PUBLISHED and minutes.assembly.event.is_public
    return reverse("public_minutes", args=[minutes.assembly.held_on]) if is_out else ""


def minutes_of_day(day: date) -> list[Minutes]:
    """The published minutes of the assemblies of that day, in order; there is mostly one."""
    first = timezone.make_aware(datetime.combine(day, time()))
    until = first + timedelta(days=1, hours=1)
    found = Minutes.objects.public().filter(assembly__event__starts_at__gte=first, assembly__event__starts_at__lt=until)
    found = found.select_related("assembly__event__own_kind", "assembly__chair", "assembly__secretary")
    found = found.with_words().order_by("assembly__event__starts_at")
    return [one for one in found if one.assembly.held_on == day]
