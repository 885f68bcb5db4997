"""What becomes of the other lines when one is left out: over lines in their order, nothing is written here.

A line may lean on one above it, whose person or organization it completes (`planning`). Where that one is left out,
the first line that leans on it and is written makes the record in its place, and the others lean on that line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crm.partners.enums import LineDecision, LineOutcome
from crm.partners.models import ImportedLine

LEAVABLE = (LineOutcome.NEW, LineOutcome.UPDATE, LineOutcome.DOUBTFUL)

Plan = dict[str, Any]
Owner = tuple[str, int]  # what it is, and its number: that of a record, or of a line made negative


def settle(lines: Iterable[ImportedLine]) -> list[ImportedLine]:
    """Write on each line what it does now that some are left out; those that do something else than before."""
    changed = []
    for line, outcome, _plan in _looked_at_again(lines):
        if line.outcome != outcome:
            line.outcome = outcome
            changed.append(line)
    return changed


def lean_on_others(lines: Iterable[ImportedLine]) -> list[ImportedLine]:
    """Let each line lean only on lines that are written; those whose plan is another one now."""
    changed = []
    for line, _outcome, plan in _looked_at_again(lines):
        if line.plan != plan:
            line.plan = plan
            changed.append(line)
    return changed


def _looked_at_again(lines: Iterable[ImportedLine]) -> Iterator[tuple[ImportedLine, LineOutcome, Plan]]:
    heirs: dict[Owner, int] = {}  # of a line that is left out, by its number made negative; 0 while there is none
    missed: set[Owner] = set()  # what a line that is left out would have made or completed
    for line in lines:
        outcome = LineOutcome(line.plan.get("outcome", line.outcome))
        about = _about(line, outcome)
        if outcome in (LineOutcome.KNOWN, LineOutcome.UPDATE) and missed & about:
            outcome = LineOutcome.NEW if any(heirs.get(owner) == 0 for owner in about) else LineOutcome.UPDATE
        plan = dict(line.plan)
        if outcome in LEAVABLE and line.decision == LineDecision.LEAVE:
            makes = {(what, -line.number) for what in ("person", "organization") if not plan[what]}
            heirs.update(dict.fromkeys(makes, 0))
            missed |= makes | (about if plan["adds"] else set())
        else:
            _lean(line, plan, heirs)
        yield line, outcome, plan


def _about(line: ImportedLine, outcome: LineOutcome) -> set[Owner]:
    """Whom the line completes, as far as its plan says."""
    person, organization = line.plan["person"], line.plan["organization"]
    if outcome == LineOutcome.NEW or not (person or organization):
        return set()
    return {("person", person["pk"])} if person else {("organization", organization["pk"])}


def _lean(line: ImportedLine, plan: Plan, heirs: dict[Owner, int]) -> None:
    for what in ("person", "organization"):
        found = plan[what]
        if not found or not (found["is_sure"] or line.decision == LineDecision.SAME):
            continue
        heir = heirs.get((what, found["pk"]))
        if heir == 0:
            heirs[what, found["pk"]], plan[what] = line.number, None
        elif heir is not None:
            plan[what] = {**found, "pk": -heir}
