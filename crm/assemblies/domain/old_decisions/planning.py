"""Says what each line of a list of decisions would do, before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from crm.assemblies.domain.old_decisions.lines import OldDecision, read_line
from crm.assemblies.domain.old_decisions.recipients import Recipients
from crm.assemblies.models import Decision, DecisionImport, Sending
from crm.partners.domain.imports.columns import fold
from crm.partners.domain.imports.tables import Line
from crm.partners.enums import LineOutcome

ALIKE = 88
TAKES_A_NUMBER = (LineOutcome.NEW, LineOutcome.DOUBTFUL)


@dataclass(frozen=True)
class Known:
    """A decision that stands, or (with a negative number) one of a line above."""

    pk: int
    number: str
    kind: str
    on: date
    title: str
    text: str

    def is_same(self, read: OldDecision) -> bool:
        """The same day, kind and words, however they are typed."""
        words = {fold(self.title), fold(self.text)} & {fold(read.title), fold(read.text)}
        return (self.kind, self.on) == (read.kind, read.on) and bool(words)

    def is_like(self, read: OldDecision) -> bool:
        return self.on == read.on and fuzz.token_sort_ratio(fold(self.title), fold(read.title)) >= ALIKE


@dataclass(frozen=True)
class PlannedLine:
    """What becomes of a line, and the decision that it completes or resembles."""

    outcome: LineOutcome
    reason: str = ""
    meets: int | None = None


@dataclass
class Planner:
    """Compares with the register and with the lines above; writes nothing."""

    batch: DecisionImport
    today: date
    recipients: Recipients = field(default_factory=Recipients)
    by_number: dict[str, Known] = field(default_factory=dict)
    by_day: dict[date, list[Known]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns = ("pk", "number", "kind", "adopted_on", "title", "text")
        for row in Decision.objects.adopted().values_list(*columns):
            self._remember(Known(*row))
        self.sent = {
            (decision, organization, fold(addressee))
            for decision, organization, addressee in Sending.objects.values_list(
                "decision_id", "organization_id", "addressee"
            )
        }

    def plan(self, lines: Iterable[Line], left: Collection[int] = ()) -> Iterator[PlannedLine]:
        """Nothing is compared with the lines ``left`` out, by their numbers."""
        for line in lines:
            try:
                read = self.read(line)
                planned = self._plan(read)
                if planned.outcome in TAKES_A_NUMBER and line.number not in left:
                    self._remember(Known(-read.line, read.number, read.kind, read.on, read.title, read.text))
                yield planned
            except ValidationError as refusal:
                yield PlannedLine(LineOutcome.REFUSED, " ".join(refusal.messages))

    def read(self, line: Line) -> OldDecision:
        batch = self.batch
        return read_line(line, batch.mapping, today=self.today, sent_when_adopted=batch.sent_when_adopted)

    def _plan(self, read: OldDecision) -> PlannedLine:
        taken = self.by_number.get(read.number)
        if taken is not None:
            return self._plan_taken(read, taken)
        like = next((one for one in self.by_day.get(read.on, []) if one.is_like(read)), None)
        if like is not None:
            told = _("perhaps {decision}").format(decision=f"{like.number} {like.title}")
            return PlannedLine(LineOutcome.DOUBTFUL, told, like.pk)
        return PlannedLine(LineOutcome.NEW)

    def _plan_taken(self, read: OldDecision, taken: Known) -> PlannedLine:
        if taken.pk < 0:
            raise ValidationError(
                _("Line {line} has the same number, {number}.").format(line=-taken.pk, number=read.number)
            )
        if not taken.is_same(read):
            raise ValidationError(
                _("The number {number} is that of another decision: {title}.").format(
                    number=read.number, title=taken.title
                )
            )
        if read.sent_to and (taken.pk, *self.recipients.key_of(read.sent_to)) not in self.sent:
            told = _("adds: {what}").format(what=_("sent to {recipient}").format(recipient=read.sent_to))
            return PlannedLine(LineOutcome.UPDATE, told, taken.pk)
        return PlannedLine(LineOutcome.KNOWN, "", taken.pk)

    def _remember(self, known: Known) -> None:
        self.by_number[known.number] = known
        self.by_day.setdefault(known.on, []).append(known)
