"""Finds the records that are asked for, a page at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet

from cms.archive.domain.harvesting import set_path
from cms.archive.domain.naming import named_credits
from cms.archive.domain.oai.asking import OaiError, Selection
from cms.archive.domain.public_parts import public_collections
from cms.archive.models import Fonds, HarvestRecord, Item

PAGE = 100
SALT = "parvis.archive.oai"


@dataclass(frozen=True)
class Described:
    """A record with the item as anyone may see it now and who is named there; without an item, it was deleted.

    ``set_path`` is the set that it is told to be of, empty for none.
    """

    record: HarvestRecord
    item: Item | None
    named: list[Any]
    set_path: str


@dataclass(frozen=True)
class Mark:
    """Where a harvester stands in a list: after which record, how many it has."""

    selection: Selection
    stamp: datetime
    number: int
    cursor: int


@dataclass(frozen=True)
class Page:
    """Some records of a list; `token` is None for a list that was whole at once, empty at the end of a longer one."""

    records: list[Described]
    token: str | None
    cursor: int
    size: int


def first_page(selection: Selection, now: datetime) -> Page:
    """The beginning. What changes from now on is left to the next harvest.

    Who gathers a set of which nothing is public now hears still of what left it. Raises `OaiError` (noRecordsMatch,
    noSetHierarchy).
    """
    frozen = Selection(selection.begin, selection.end or now.replace(microsecond=0), selection.set_path)
    page = _page(frozen, _selected(frozen), 0)
    if not page.records:
        if frozen.set_path and not public_collections().exists():
            raise OaiError("noSetHierarchy", "There are no sets.")
        raise OaiError("noRecordsMatch", "No record was changed then, or there.")
    return page


def next_page(token: str) -> Page:
    """What comes after. A record that changed meanwhile has moved beyond the end. Raises `OaiError`."""
    mark = read_token(token)
    after = Q(stamped_at__gt=mark.stamp) | Q(stamped_at=mark.stamp, number__gt=mark.number)
    return _page(mark.selection, _selected(mark.selection).filter(after), mark.cursor)


def find_record(number: int | None) -> Described:
    """One record. Raises `OaiError` (idDoesNotExist) for what was never open to everyone."""
    record = HarvestRecord.objects.filter(number=number or 0).first()
    if record is None:
        raise OaiError("idDoesNotExist", "There is no such record.")
    return described([record])[0]


def described(records: list[HarvestRecord]) -> list[Described]:
    """Each record with its item; what closed a moment ago is deleted, whatever its row still says."""
    numbers = [record.number for record in records if not record.is_deleted]
    seen = Item.objects.public().filter(number__in=numbers).select_related("collection__parent__parent")
    items = {item.number: item for item in seen.prefetch_related("subjects", "places")}
    named: dict[int, list[Any]] = {}
    for credit in named_credits(list(items.values())):
        named.setdefault(credit.item_id, []).append(credit)
    sets = {path for path, _fonds in public_sets()} if any(record.set_path for record in records) else set()
    found = [(record, items.get(record.number)) for record in records]
    return [
        Described(record, item, named.get(item.pk, []) if item else [], _told_set(record.set_path, sets))
        for record, item in found
    ]


def public_sets() -> list[tuple[str, Fonds]]:
    """Each set that may be named, by its specification: a collection of which something is public. One query."""
    collections = public_collections().select_related("parent__parent").order_by("pk")
    return [(set_path(one), one) for one in collections]


def _told_set(path: str, sets: Collection[str]) -> str:
    """Where the record stands, or the nearest above that may be named: slugs say what a collection is called."""
    while path and path not in sets:
        path = path.rpartition(":")[0]
    return path


def write_token(mark: Mark) -> str:
    """A token that neither expires nor says anything to whoever holds it; our signature keeps it whole."""
    moments = [_written(mark.selection.begin), _written(mark.selection.end), _written(mark.stamp)]
    return signing.dumps([*moments, mark.number, mark.cursor, mark.selection.set_path], salt=SALT, compress=True)


def read_token(token: str) -> Mark:
    """Raises `OaiError` (badResumptionToken)."""
    try:
        begin, end, stamp, number, cursor, path = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise OaiError("badResumptionToken", "We did not give this token.") from error
    return Mark(Selection(_read(begin), _read(end), path), datetime.fromtimestamp(stamp, UTC), number, cursor)


def _page(selection: Selection, left: QuerySet[HarvestRecord], cursor: int) -> Page:
    records = list(left[: PAGE + 1])
    shown = records[:PAGE]
    token: str | None = None if cursor == 0 else ""
    if len(records) > PAGE:
        last = shown[-1]
        token = write_token(Mark(selection, last.stamped_at, last.number, cursor + PAGE))
    size = cursor + len(shown) if len(records) <= PAGE else _selected(selection).count()
    return Page(described(shown), token, cursor, size)


def _selected(selection: Selection) -> QuerySet[HarvestRecord]:
    found = HarvestRecord.objects.order_by("stamped_at", "number")
    if selection.begin:
        found = found.filter(stamped_at__gte=selection.begin)
    if selection.end:
        found = found.filter(stamped_at__lte=selection.end)
    if path := selection.set_path:
        found = found.filter(Q(set_path=path) | Q(set_path__startswith=f"{path}:"))
    return found


def _written(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0


def _read(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
