"""An assembly of a fictional council, at the table: a board of five with a vote and one without, all of them there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crm.assemblies.domain.sitting import go_to_item, open_assembly
from crm.assemblies.domain.voting import Ballot, record_vote
from crm.assemblies.enums import DecisionResult
from crm.assemblies.models import AgendaItem, Assembly, Decision, Presence
from crm.events.enums import EventKind
from crm.partners.models import Organization, Person
from tests.factories import (
    AgendaItemFactory,
    AssemblyFactory,
    BylawFactory,
    EventFactory,
    OrganizationFactory,
    board_of,
    gathered,
)

SEVEN = datetime(2026, 4, 14, 19, tzinfo=ZoneInfo("America/Toronto"))


def at(minutes: int) -> datetime:
    """So many minutes after the assembly begins."""
    return SEVEN + timedelta(minutes=minutes)


@dataclass
class Table:
    assembly: Assembly
    board: list[Person]
    item: AgendaItem
    presences: list[Presence]

    @property
    def decision(self) -> Decision:
        return Decision.objects.get(item=self.item)


def our_council() -> Organization:
    return Organization.objects.our_council() or OrganizationFactory(name="Conseil fictif", is_our_council=True)


def an_assembly(moment: datetime = SEVEN) -> Assembly:
    event = EventFactory(
        kind=EventKind.BOARD_MEETING,
        title="Assemblée du conseil d’administration",
        starts_at=moment,
        ends_at=moment + timedelta(hours=2),
    )
    return AssemblyFactory(event=event)


def a_table(*, here: int = 6, voting: int = 5, is_open: bool = True, proposal: str = "Demander une traverse.") -> Table:
    """Majority of the held seats is the rule: three of five."""
    board = board_of(our_council(), voting, non_voting=1)
    BylawFactory()
    assembly = an_assembly()
    item = AgendaItemFactory(
        assembly=assembly, position=1, number="26-04-01", title="Traverse des Tailleurs", proposal=proposal
    )
    table = Table(assembly, board, item, gathered(board[:here], assembly))
    if is_open:
        open_assembly(assembly, SEVEN)
        go_to_item(item)
    return table


def adopt(table: Table, minutes: int = 10) -> Decision:
    """The decision of the table's item, unanimously."""
    decision = table.decision
    ballot = Ballot(DecisionResult.UNANIMOUS, table.board[0], table.board[1])
    return record_vote(decision, decision.version, ballot, at(minutes))
