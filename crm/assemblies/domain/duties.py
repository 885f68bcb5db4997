"""What must be done before an assembly, by which day: computed from the by-laws of that day, and never assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from crm.assemblies.domain.bylaw_words import amount_words
from crm.assemblies.domain.bylaws import bylaw_in_force
from crm.assemblies.enums import AssemblyState, BylawKind
from crm.assemblies.models import Assembly, Bylaw

# A week is an evening of the volunteer.
NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Duty:
    """One thing that the by-laws want done, by which day; without a rule, no day is made up."""

    kind: BylawKind
    due_on: date | None
    is_done: bool
    rule: str
    source: str

    def is_late(self, on: date) -> bool:
        return not self.is_done and self.due_on is not None and on > self.due_on

    def is_near(self, on: date) -> bool:
        return not self.is_done and self.due_on is not None and on <= self.due_on <= on + NEAR


def duties_of(assembly: Assembly) -> list[Duty]:
    """The notice, the agenda and the documents, those due first first; what has no rule comes last."""
    return sorted(_duties(assembly), key=lambda duty: (duty.due_on is None, duty.due_on or date.max))


def notice_rule(assembly: Assembly) -> Bylaw | None:
    """How long before this assembly its notice must leave, on that day."""
    return bylaw_in_force(BylawKind.NOTICE_DAYS, assembly.held_on, assembly.event.kind)


def last_day(rule: Bylaw | None, held_on: date) -> date | None:
    """The last day to do it: « 7 days before » a Tuesday is the Tuesday before."""
    return held_on - timedelta(days=rule.amount) if rule else None


def pressing(duties: Iterable[Duty], on: date) -> list[Duty]:
    """What is late or near."""
    return [duty for duty in duties if duty.is_late(on) or duty.is_near(on)]


def _duties(assembly: Assembly) -> Iterator[Duty]:
    is_called = assembly.state != AssemblyState.PREPARING
    items = assembly.items.exclude(number="") if is_called else assembly.items.none()
    done = {
        BylawKind.NOTICE_DAYS: is_called,
        BylawKind.AGENDA_DAYS: items.exists(),
        BylawKind.DOCUMENTS_DAYS: items.filter(documents__isnull=False).exists(),
    }
    for kind, is_done in done.items():
        rule = bylaw_in_force(kind, assembly.held_on, assembly.event.kind)
        words = amount_words(rule) if rule else ""
        yield Duty(kind, last_day(rule, assembly.held_on), is_done, words, rule.source if rule else "")


def duty_name(kind: BylawKind) -> str:
    """« Envoyer l'avis de convocation »."""
    return {
        BylawKind.NOTICE_DAYS: _("Send the notice of assembly"),
        BylawKind.AGENDA_DAYS: _("Send the agenda"),
        BylawKind.DOCUMENTS_DAYS: _("Send the documents"),
    }[kind]
