"""Stands the memory up again from a bag, in an installation where there is nothing of it yet."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from cms.archive.domain.bag.apart import TEAM, joined
from cms.archive.domain.bag.brought_before import BROUGHT, restore_brought
from cms.archive.domain.bag.checking import information, is_safe
from cms.archive.domain.bag.kinds import KINDS, OF_MODEL, WITH_ANSWERS, WITH_PAGES, WITH_TEAM, KindOfRecord, columns_of
from cms.archive.domain.bag.lost import Found, lost_in
from cms.archive.domain.bag.old_addresses import OLD_ADDRESSES, restore_old_addresses
from cms.archive.domain.bag.packing import full_disk_said
from cms.archive.domain.bag.records import ENDING, OPENING, without_lost_collection
from cms.archive.domain.bag.told_again import ComingBack, Kept
from cms.archive.domain.masters import check_room, keep_bytes
from cms.archive.domain.recognizing import folded_answer
from cms.archive.enums import Damage
from cms.archive.errors import MemoryRefused
from cms.archive.models import (
    Agreement,
    AgreementText,
    HarvestRecord,
    Item,
    ItemCounter,
    Master,
    RecognitionAnswer,
    Takedown,
    archive_storage,
)

Watch = Callable[[int], None]
Record = dict[str, Any]
WRONG = (KeyError, TypeError, ValueError, AttributeError, ValidationError, DatabaseError, FileNotFoundError)


@dataclass(frozen=True)
class Bag:
    """A bag that is read: its folder, the files that were kept of it so far, those that it says are lost.

    ``team`` is what stands apart of its rows, by their names.
    """

    root: Path
    kept: Kept
    lost: dict[str, Found]
    team: dict[str, Record] = field(default_factory=dict)

    def records(self, path: Path) -> Iterator[Record]:
        """The rows of one file, whole. Raises `ValueError`."""
        return (joined(record, self.team) for record in records_in(path))

    def lacks(self, path: str) -> bool:
        """Whether it says that nothing is left of this file."""
        return path in self.lost and self.lost[path].damage == Damage.MISSING


def import_bag(root: Path, watch: Watch = lambda done: None) -> int:
    """Write all that a checked bag holds; how many items there are. All of it, or nothing. Raises `MemoryRefused`.

    Rows keep their numbers, so that addresses and private links stay what they were. Public copies are due.
    """
    kept: Kept = []
    try:
        with full_disk_said(), transaction.atomic():
            _check_empty()
            facts = information(root)
            version = int(facts["Parvis-Memory-Version"])
            bag = Bag(root, kept, lost_in(root))
            if version >= WITH_TEAM:
                bag.team.update({record["@id"]: record for record in records_in(root / TEAM)})
            for kind in KINDS:
                if version < kind.since:
                    continue
                if kind.model is HarvestRecord:  # those that the items wrote as they came
                    HarvestRecord.objects.all().delete()
                for record in bag.records(root / kind.path):
                    _restore(kind, record, bag)
                    watch(len(kept))
            if version >= WITH_PAGES:
                back = ComingBack(root, bag.records, kept, set(bag.lost))
                back.restore()
                if version >= WITH_ANSWERS:
                    restore_old_addresses(records_in(root / OLD_ADDRESSES), back.key_of)
                    restore_brought(records_in(root / BROUGHT), back.key_of)
            _number_on(facts)
            _let_keys_go_on()
            return Item.objects.count()
    except BaseException as error:
        for storage, name in kept:
            storage.delete(name)
        if isinstance(error, WRONG):
            raise MemoryRefused(_("What this bag says of itself cannot be read: nothing was kept of it.")) from error
        raise


def records_in(path: Path) -> Iterator[Record]:
    """The rows of one file, a line each, as `records.document` writes them. Raises `ValueError`."""
    with path.open(encoding="utf-8") as lines:
        if not next(lines, "").startswith(OPENING):
            raise ValueError(path.name)
        for line in lines:
            if line == ENDING:
                return
            if line.strip():
                yield json.loads(line.rstrip("\n").removesuffix(","))
    raise ValueError(path.name)


def _check_empty() -> None:
    if any(kind.model._default_manager.exists() for kind in KINDS if kind.name not in ("text", "harvest")):
        raise MemoryRefused(_("There is a memory here already: a bag is put into an installation that has none."))
    AgreementText.objects.all().delete()


def _restore(kind: KindOfRecord, record: Record, bag: Bag) -> None:
    row = kind.model(pk=_key(record, kind.name), **_values(kind.model, record))
    if isinstance(row, Master):
        _restore_master(row, record["path"], bag)
    elif isinstance(row, Agreement) and "path" in record:
        row.scan = "" if bag.lacks(record["path"]) else _keep(bag, record["path"], f"agreements/{uuid4().hex}")
    elif isinstance(row, RecognitionAnswer):
        row.folded_name = folded_answer(row.name)
    if isinstance(row, Item):
        _restore_item(row, record)
        return
    row.save(force_insert=True)
    _add_parts(kind, row, record)
    for name in kind.links:
        getattr(row, name).set([_any_key(one) for one in record[name]])


def _restore_master(master: Master, path: str, bag: Bag) -> None:
    """One that was lost keeps its row, its words and its digest: who finds the file again knows that it is the one."""
    found, name = bag.lost.get(path), f"masters/{uuid4().hex}"
    if found:
        master.damage, master.broken_at = found.damage, master.broken_at or found.at
    master.file.name = f"{name}.{_ending(path)}" if bag.lacks(path) else _keep(bag, path, name)


def _restore_item(item: Item, record: Record) -> None:
    kind = OF_MODEL[Item]
    draft = record.get("draft")
    item.has_unpublished_changes = draft is not None
    for name, model in kind.parts.items():
        setattr(item, name, [model(**_values(model, part)) for part in record[name]])
    for name in kind.links:
        setattr(item, name, [_any_key(one) for one in record[name]])
    item.save(force_insert=True)
    if draft is not None:
        content = {**item.serializable_data(), **without_lost_collection(draft)}
        Item.from_serializable_data(content, check_fks=False).save_revision(clean=False)
    Item.objects.filter(pk=item.pk).update(changed_at=datetime.fromisoformat(record["changed_at"]))


def _add_parts(kind: KindOfRecord, row: Model, record: Record) -> None:
    for name, model in kind.parts.items():
        owner = model._meta.get_field(_owner_of(kind)).name
        model._default_manager.bulk_create([model(**{owner: row}, **_values(model, part)) for part in record[name]])
    for name, naming in kind.named.items():
        manager = getattr(row, name)
        manager.set(manager.model._default_manager.filter(**{f"{naming}__in": record[name]}))
        row.save()


def _owner_of(kind: KindOfRecord) -> str:
    return {"subject": "term"}.get(kind.name, kind.name)


def _values(model: type[Model], record: Record) -> Record:
    """The columns of a row; those that a bag of before does not know keep what they are by default."""
    found: Record = {}
    for column in columns_of(model):
        if column.name in record:
            value = record[column.name]
            found[column.attname] = _any_key(value) if column.related_model and value else column.to_python(value)
    return found


def _key(record: Record, name: str) -> int:
    match = re.fullmatch(rf"{name}/([1-9]\d{{0,17}})", record["@id"])
    if match is None:
        raise ValueError(record["@id"])
    return int(match[1])


def _any_key(link: Record) -> int:
    return int(link["@id"].rpartition("/")[2])


def _keep(bag: Bag, path: str, name: str) -> str:
    """Copy one file of the bag to where the memory keeps its own."""
    if not is_safe(path) or not path.startswith("data/"):
        raise ValueError(path)
    source = bag.root / path
    check_room(source.stat().st_size)
    with source.open("rb") as content:
        stored = keep_bytes(f"{name}.{_ending(path)}", File(content))
    bag.kept.append((archive_storage(), stored))
    return stored


def _ending(path: str) -> str:
    return re.sub(r"[^a-z0-9]", "", Path(path).suffix.lower())[:5]


def _number_on(facts: dict[str, str]) -> None:
    """No number is given twice, also those of what was destroyed before the memory left."""
    highest = max(
        0,
        int(facts.get("Parvis-Last-Number", "0")),
        *Item.objects.order_by("-number").values_list("number", flat=True)[:1],
        *Takedown.objects.order_by("-number").values_list("number", flat=True)[:1],
    )
    ItemCounter.objects.update_or_create(pk=1, defaults={"last": highest})


def _let_keys_go_on() -> None:
    """Rows came with their keys: PostgreSQL is told to count on from there; SQLite does by itself."""
    models = [model for kind in KINDS for model in (kind.model, *kind.parts.values())]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
