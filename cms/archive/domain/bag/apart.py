"""Keeps what only the team is told out of the descriptions: in a file of its own, beside the agreements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cms.archive.domain.bag.kinds import CONSENTS, OF_MODEL
from cms.archive.domain.bag.records import record_of, rows_of
from cms.archive.domain.bag.tables import table
from cms.archive.domain.bag.told import Leaving
from cms.archive.models import Item, Takedown

Record = dict[str, Any]
TEAM = f"{CONSENTS}/team.jsonld"
TEAM_TABLE = f"{CONSENTS}/team.csv"
# By the first part of the name of a row. A donor is among them until the site names them.
APART = {
    "item": ("donor", "original_kept_at", "embargo_reason", "team_notes"),
    "takedown": ("asked_by",),
    "page": ("team_notes",),
}


def open_part(record: Record) -> Record:
    """What of a row may be entrusted to somebody."""
    hidden = _hidden(record)
    left = {name: value for name, value in record.items() if name not in hidden}
    if "draft" in record:
        drafted = _names(record)
        left["draft"] = {name: value for name, value in record["draft"].items() if name not in drafted}
    return left


def team_records(leaving: Leaving) -> Iterator[Record]:
    """The rest, of each row that has some: all of it of a draft, which may say nothing where the row says something."""
    for kind in (OF_MODEL[Item], OF_MODEL[Takedown]):
        yield from _rest(record_of(kind, row) for row in rows_of(kind))
    yield from _rest(leaving.records())


def team_table() -> Iterator[bytes]:
    """What is told of items to the team only, a line for each of which something is."""
    kind, names = OF_MODEL[Item], APART["item"]
    records = (record_of(kind, row) for row in rows_of(kind))
    lines = ([record["number"], *(record[name] for name in names)] for record in records)
    return table(["number", *names], (line for line in lines if any(line[1:])))


def joined(record: Record, team: dict[str, Record]) -> Record:
    """A row with what stood apart of it. Raises `KeyError` for the draft of a row that has none."""
    rest = team.get(record["@id"], {})
    names = _names(record)
    whole = {**record, **{name: rest[name] for name in names if name in rest}}
    if "draft" in rest:
        whole["draft"] = {**record["draft"], **{name: rest["draft"][name] for name in names if name in rest["draft"]}}
    return whole


def _rest(records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        rest: Record = {name: record[name] for name in _hidden(record) if record[name]}
        drafted = record.get("draft", {})
        draft = {name: drafted[name] for name in _names(record) if name in drafted}
        if draft:
            rest["draft"] = draft
        if rest:
            yield {"@id": record["@id"], "@type": ["TeamNote"], **rest}


def _names(record: Record) -> tuple[str, ...]:
    return APART.get(record["@id"].partition("/")[0], ())


def _hidden(record: Record) -> list[str]:
    is_named = record.get("donor_is_public", False)
    return [name for name in _names(record) if name in record and not (name == "donor" and is_named)]
