"""Writes the rows of the memory as JSON-LD, a row a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, Prefetch
from django.utils.translation import gettext as _

from cms.archive.domain.bag.kinds import CONSENTS, CONTEXT, OF_MODEL, KindOfRecord, columns_of
from cms.archive.domain.copyrights import statement_of
from cms.archive.domain.describing import ROLE_NAMES
from cms.archive.domain.naming import shown_name
from cms.archive.enums import TYPES, Kind
from cms.archive.models import Agreement, Credit, Fonds, Item, Master

OPENING = '{"@context": '
ENDING = "]}\n"
MASTERS = "data/masters"


def document(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A whole JSON-LD document, in pieces."""
    yield (OPENING + json.dumps(CONTEXT) + ', "@graph": [\n').encode()
    before = b""
    for record in records:
        yield before + written(record)
        before = b",\n"
    yield b"\n" + ENDING.encode()


def rows_of(kind: KindOfRecord) -> Iterator[Model]:
    """All the rows of a kind; they are read some hundred at a time."""
    rows = kind.model._default_manager.filter(kind.only).order_by("pk")
    if kind.model is Item:
        named = (
            Credit.objects.select_related("person", "organization")
            .annotate(shown=shown_name())
            .order_by("sort_order", "pk")
        )
        credits_named = Prefetch("credits", named, to_attr="all_credits")
        rows = rows.select_related("latest_revision").prefetch_related(credits_named)
    elif kind.model is Master:
        rows = rows.select_related("item")
    parts = [name for name in kind.parts if name != "credits"]
    return iter(rows.prefetch_related(*parts, *kind.links, *kind.named).iterator(chunk_size=300))


def record_of(kind: KindOfRecord, row: Any) -> dict[str, Any]:
    """One row, with what belongs to it."""
    record = {"@id": f"{kind.name}/{row.pk}", "@type": list(kind.types), **_columns(row)}
    for name in kind.links:
        record[name] = [{"@id": f"{OF_MODEL[type(one)].name}/{one.pk}"} for one in _in_order(getattr(row, name))]
    for name, naming in kind.named.items():
        record[name] = sorted(str(getattr(one, naming)) for one in getattr(row, name).all())
    for name in kind.parts:
        if name != "credits":
            record[name] = [_columns(one) for one in _in_order(getattr(row, name))]
    if isinstance(row, Item):
        _complete_item(record, row)
    elif isinstance(row, Master):
        record["path"] = master_path(row)
    elif isinstance(row, Agreement) and row.scan:
        record["path"] = scan_path(row)
    return record


def master_path(master: Master) -> str:
    """Where a master stands in the bag: under the number of its item, in order, with the ending of what it is."""
    ending = (master.file.name or "").rpartition(".")[2]
    return f"{MASTERS}/{master.item.number:06d}/{master.position + 1:03d}-{master.pk}.{ending}"


def scan_path(agreement: Agreement) -> str:
    return f"{CONSENTS}/scans/{agreement.pk}.{agreement.scan.rpartition('.')[2]}"


def written(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, sort_keys=True).encode()


def _complete_item(record: dict[str, Any], item: Any) -> None:
    """Its credits as they are printed. A name that is not public, and stands in the council's book only, is a note."""
    kept = [credit for credit in item.all_credits if credit.shown]
    hidden = [credit for credit in item.all_credits if not credit.shown]
    record["credits"] = [{**_columns(credit), "name": credit.shown} for credit in kept]
    notes = [_("In the book of the council, not public: {name}.").format(name=_hidden_name(one)) for one in hidden]
    record["team_notes"] = "\n".join(part for part in [item.team_notes, *notes] if part)
    record["dcmi_type"] = f"dcmitype:{TYPES[Kind(item.kind)]}"
    record |= {name: [credit.shown for credit in kept if credit.role == role] for role, name in ROLE_NAMES.items()}
    statement = statement_of(item.copyright)
    record["rights"] = statement.uri if statement else None
    if item.has_unpublished_changes and item.latest_revision is not None:
        record["draft"] = _draft(item.latest_revision.content)


def _hidden_name(credit: Credit) -> str:
    who = str(credit.person or credit.organization or "")
    return f"{who} ({credit.get_role_display()}{', ' + credit.detail if credit.detail else ''})"


def _draft(content: dict[str, Any]) -> dict[str, Any]:
    """The words of a draft: what is kept beside them is in the row; people of the council's book stay here."""
    wanted = {column.name for column in columns_of(Item)} - {"live", "changed_at", *Item.KEPT_BESIDE}
    words = {name: value for name, value in content.items() if name in wanted or name in ("subjects", "places")}
    credits_said = [one for one in content.get("credits", []) if one.get("name")]
    words = without_lost_collection(words)
    return {**words, "credits": [{name: one.get(name) for name in ("role", "name", "detail")} for one in credits_said]}


def without_lost_collection(draft: dict[str, Any]) -> dict[str, Any]:
    """The same words, without a collection that was deleted since: a draft that names one cannot be opened."""
    named = draft.get("collection")
    if named is None or Fonds.objects.filter(pk=named).exists():
        return draft
    return {**draft, "collection": None}


def _columns(row: Model) -> dict[str, Any]:
    return {column.name: _value(column.related_model, column.value_from_object(row)) for column in _columns_in(row)}


def _columns_in(row: Model) -> list[Any]:
    owner = {"item", "place", "term"} if type(row) not in OF_MODEL else set()
    return [column for column in columns_of(type(row)) if column.name not in owner]


def _value(target: type[Model] | None, value: Any) -> Any:
    if target is not None and value is not None:
        return {"@id": f"{OF_MODEL[target].name}/{value}"}
    return plain_value(value)


def plain_value(value: Any) -> Any:
    """A column as JSON says it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _in_order(related: Any) -> list[Any]:
    return sorted(related.all(), key=lambda one: int(one.pk))
