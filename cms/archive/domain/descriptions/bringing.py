"""Keeps a list of descriptions from the moment it is sent to the moment it is written, and takes it back."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.archive.domain.dates import explain, read_date
from cms.archive.domain.descriptions.columns import EXAMPLE, Field, guess_columns, require_columns
from cms.archive.domain.descriptions.reading import Missing, Reader
from cms.archive.domain.descriptions.values import (
    ON_SITE,
    Values,
    latest_revision,
    latest_words,
    may_publish,
    read_values,
    write_values,
)
from cms.archive.domain.uncollecting import told_losses
from cms.archive.models import DescriptionLine, DescriptionList, Fonds, Item, Place, Term
from crm.accounts.models import User
from crm.partners.domain.imports.batches import AT_ONCE, FORGOTTEN_AFTER, set_state, take
from crm.partners.domain.imports.columns import fold
from crm.partners.domain.imports.files import read_list
from crm.partners.domain.imports.leaving import LEAVABLE
from crm.partners.domain.imports.tables import Line
from crm.partners.domain.imports.undoing import MOST_TOLD, Obstacle
from crm.partners.enums import ImportState, LineDecision, LineOutcome

logger = logging.getLogger("parvis.archive")

MOST_LINES = 1_000
A_HANDFUL = 25  # a second or two of writing


@transaction.atomic
def prepare_descriptions(filename: str, raw: bytes, *, by: AbstractBaseUser | None, now: datetime) -> DescriptionList:
    """Keep the lines of a list and guess its columns. Raises ``ValidationError``, and keeps nothing, for no list."""
    table = read_list(raw, guess_columns, EXAMPLE)
    if len(table.lines) > MOST_LINES:
        raise ValidationError(_("This list has more than 1,000 lines. Cut it into several."), code="too_long")
    batch = DescriptionList.objects.create(
        filename=PurePath(filename).name[:200],
        columns=table.columns,
        mapping=guess_columns(table.columns),
        created_by_id=by.pk if by else None,
        created_at=now,
    )
    lines = (DescriptionLine(batch=batch, number=line.number, cells=line.cells) for line in table.lines)
    DescriptionLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    return batch


@transaction.atomic
def plan_descriptions(batch: DescriptionList, mapping: Mapping[str, int], *, makes_missing: bool = True) -> None:
    """Write on each line what it would change with these columns. Raises ``ValidationError`` where one is missing."""
    take(batch, {ImportState.PREPARED})
    require_columns(mapping)
    batch.mapping, batch.is_planned, batch.makes_missing = dict(mapping), True, makes_missing
    reader = Reader(mapping, makes_missing)
    lines = list(batch.lines.all())
    seen: dict[int, int] = {}
    for line in lines:
        _plan(line, reader, seen)
    columns = ["outcome", "reason", "decision", "item", "before", "after"]
    DescriptionLine.objects.bulk_update(lines, columns, batch_size=100)
    batch.save(update_fields=["mapping", "is_planned", "makes_missing"])


@transaction.atomic
def describe_selection(
    items: Sequence[Item], values: Values, *, by: AbstractBaseUser | None, now: datetime, name: str
) -> DescriptionList:
    """Give all these items the same values, as a list that is written already and can be undone.

    Places and subjects are added to those that an item has; the rest takes the place of what it said. ``ON_SITE``,
    whatever its value, shows each on the site as its latest draft says it.
    """
    batch = DescriptionList.objects.create(
        filename=name[:200],
        created_by_id=by.pk if by else None,
        created_at=now,
        is_planned=True,
        state=ImportState.UNDER_WAY,
    )
    lines = [
        DescriptionLine(batch=batch, number=number, item=item.pk, after=values, outcome=LineOutcome.UPDATE)
        for number, item in enumerate(items, start=1)
    ]
    DescriptionLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    return batch


@transaction.atomic
def start_descriptions(batch: DescriptionList) -> None:
    """From now on a worker writes it; a second click changes nothing."""
    take(batch, {ImportState.PREPARED, ImportState.UNDER_WAY})
    if not batch.is_planned:
        raise ValidationError(_("Choose the columns first."))
    if batch.state == ImportState.PREPARED:
        batch.lines.exclude(outcome__in=LEAVABLE).update(is_done=True)
        batch.lines.filter(decision=LineDecision.LEAVE).update(is_done=True)
        set_state(batch, ImportState.UNDER_WAY)


def write_some(batch_pk: int, *, now: datetime) -> bool:
    """Write a handful of lines, all or none of it; whether some remain. A list that was stopped is left alone.

    So is one at which another worker is: PostgreSQL skips it, SQLite has one writer at a time.
    """
    with transaction.atomic():
        free = DescriptionList.objects.select_for_update(skip_locked=True)
        batch = free.filter(pk=batch_pk, state=ImportState.UNDER_WAY).first()
        if batch is None:
            return False
        lines = list(batch.lines.filter(is_done=False).order_by("number")[:A_HANDFUL])
        by = _who(batch)
        reader = Reader(batch.mapping, batch.makes_missing)
        for line in lines:
            _write(line, reader, by)
        columns = ["outcome", "reason", "before", "after", "made", "is_done"]
        DescriptionLine.objects.bulk_update(lines, columns, batch_size=100)
        if len(lines) == A_HANDFUL:
            return True
        batch.imported_at = now
        set_state(batch, ImportState.IMPORTED, "imported_at")
        _forget_words(batch)
        return False


@transaction.atomic
def stop_descriptions(batch: DescriptionList, *, now: datetime) -> None:
    """Stop after the lines being written; what is written stays, and can be undone."""
    take(batch, {ImportState.UNDER_WAY})
    batch.imported_at = now
    set_state(batch, ImportState.CANCELLED, "imported_at")


def changes_the_site(batch: DescriptionList) -> bool:
    """Whether undoing it takes items off the site, or shows again what the site said of them."""
    return _written(batch).filter(before__has_key=ON_SITE).exists()


def obstacles_of(batch: DescriptionList) -> list[Obstacle]:
    """The items that someone has corrected since: what they say now would be lost."""
    items = Item.objects.in_bulk(list(_written(batch).values_list("item", flat=True)))
    changed = _("changed since")
    return [
        Obstacle(f"{item.number}. {item}", changed, ((Item, item.pk),))
        for line in _written(batch)
        if (item := items.get(line.item or 0)) and read_values(item, list(line.after)) not in (line.after, line.before)
    ]


@transaction.atomic
def undo_descriptions(batch: DescriptionList, *, now: datetime) -> None:
    """Give each item back what it said; a second call changes nothing. Raises ``ValidationError`` where it cannot."""
    take(batch, {ImportState.IMPORTED, ImportState.CANCELLED, ImportState.UNDOING, ImportState.UNDONE})
    if batch.state == ImportState.UNDONE:
        return
    if obstacles := obstacles_of(batch):
        raise ValidationError([f"{one.what}\u00a0: {one.why}" for one in obstacles[:MOST_TOLD]])
    by = _who(batch)
    written = list(_written(batch))
    for line in reversed(written):
        # Each when its turn comes: what is written to one while the others are undone would be lost.
        if item := Item.objects.select_for_update().filter(pk=line.item).first():
            write_values(item, line.before, by)
    made = [step for line in written for step in line.made]
    Place.objects.filter(pk__in=[pk for kind, pk in made if kind == "place"], items=None).delete()
    Term.objects.filter(pk__in=[pk for kind, pk in made if kind == "term"], items=None).delete()
    batch.undone_at = now
    set_state(batch, ImportState.UNDONE, "undone_at")
    batch.lines.update(made=[], before={}, after={})


def forget_prepared_descriptions(now: datetime) -> int:
    """Delete the lists that nobody decided about within a day."""
    old = DescriptionList.objects.filter(state=ImportState.PREPARED, created_at__lt=now - FORGOTTEN_AFTER)
    return old.delete()[0]


def _written(batch: DescriptionList) -> QuerySet[DescriptionLine]:
    return batch.lines.filter(is_done=True, outcome=LineOutcome.UPDATE).exclude(before={}).order_by("number")


def _who(batch: DescriptionList) -> User | None:
    return User.objects.filter(pk=batch.created_by_id).first() if batch.created_by_id else None


def _plan(line: DescriptionLine, reader: Reader, seen: dict[int, int]) -> None:
    said = Line(line.number, tuple(line.cells))
    line.item, line.before, line.after, line.decision = None, {}, {}, LineDecision.TAKE
    try:
        line.item = reader.item_of(said)
        if line.item in seen:
            raise ValidationError(_("Line {line} already describes this item.").format(line=seen[line.item]))
        seen[line.item] = line.number
        values, missing = reader.values_of(said)
    except ValidationError as refusal:
        line.outcome, line.reason = LineOutcome.REFUSED, " ".join(refusal.messages)
        return
    now = read_values(Item.objects.get(pk=line.item), list(values))
    line.after = {name: value for name, value in values.items() if _differs(now[name], value) or _adds(name, missing)}
    line.outcome = LineOutcome.UPDATE if line.after else LineOutcome.KNOWN
    line.reason = _told(now, line.after, missing)


def _differs(now: object, value: object) -> bool:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        named = [{"name": credit["name"]} for credit in now] if isinstance(now, list) else []
        return named != value
    return now != value


def _adds(name: str, missing: Missing) -> bool:
    return bool(getattr(missing, name, []))


def _told(now: Values, after: Values, missing: Missing) -> str:
    """« remplit : titre, date; ajoute aux listes : rue des Tailleurs. Compris : vers 1921, donc entre… »."""
    labels = {field.value: str(field.label).lower() for field in Field}
    fills = [labels[name] for name in after if not now[name]]
    replaces = [labels[name] for name in after if now[name]]
    new = [*missing.places, *missing.subjects]
    told = [
        (_("fills: {what}"), fills),
        (_("replaces: {what}"), replaces),
        (_("adds to the lists: {what}"), new),
    ]
    said = "; ".join(words.format(what=", ".join(names)) for words, names in told if names)
    return f"{said}. {explain(read_date(after[Field.DATE]))}" if after.get(Field.DATE) else said


def _write(line: DescriptionLine, reader: Reader, by: User | None) -> None:
    """Reads the line again, for the lists may have grown since it was looked at; never fails because of one item."""
    line.is_done = True
    try:
        with transaction.atomic():
            _describe(line, reader, by)
    except ValidationError as refusal:
        _refuse(line, reader, " ".join(refusal.messages))
    except (OperationalError, InterfaceError):  # the database, not the item: the list waits and is taken up again
        raise
    except Exception as error:
        facts = {"batch": line.batch_id, "line": line.number, "item": line.item, "error": type(error).__name__}
        logger.error("line of descriptions failed", extra=facts)
        _refuse(line, reader, _("Something unexpected kept this item from being written; open it by itself."))


def _describe(line: DescriptionLine, reader: Reader, by: User | None) -> None:
    item = Item.objects.select_for_update().filter(pk=line.item).first()
    if item is None:
        raise ValidationError(_("This item is gone."))
    if ON_SITE in line.after and not may_publish(by):
        raise ValidationError(_("Whoever asked for it may publish no more."))
    if ON_SITE in line.after and item.closed_for:
        raise ValidationError(_("It was taken down: nobody sees it until it is put back."))
    values = _values(line, item, reader, by)
    line.before, line.after = read_values(item, list(values)), values
    line.reason = told_losses(latest_words(item)) or line.reason
    if ON_SITE in values and line.before == values:
        line.outcome, line.before, line.after, line.reason = LineOutcome.KNOWN, {}, {}, _("It was on the site already.")
        return
    write_values(item, values, by)
    line.after = read_values(Item.objects.get(pk=item.pk), list(values))


def _refuse(line: DescriptionLine, reader: Reader, reason: str) -> None:
    line.outcome, line.reason, line.made = LineOutcome.REFUSED, reason, []
    line.before, line.after = {}, {}
    reader.forget_lists()


def _values(line: DescriptionLine, item: Item, reader: Reader, by: User | None) -> Values:
    if ON_SITE in line.after:
        return {ON_SITE: latest_revision(item, by)}
    if not line.cells:
        return _common(line.after, item)
    values, missing = reader.values_of(Line(line.number, tuple(line.cells)))
    places = [_made(line, Place.objects.create(name=name), reader) for name in missing.places]
    terms = [_made(line, Term.objects.create(label=name), reader) for name in missing.subjects]
    for name, keys in (("places", places), ("subjects", terms)):
        if keys:
            values[name] = sorted({*values.get(name, []), *keys})
    return {name: value for name, value in values.items() if name in line.after}


def _common(values: Values, item: Item) -> Values:
    """What a selection gets: its places and subjects are added to those that are there."""
    if "collection" in values and not Fonds.objects.filter(pk=values["collection"]).exists():
        raise ValidationError(_("This collection is gone."))
    added = [name for name in ("places", "subjects") if name in values]
    now = read_values(item, added)
    return {**values, **{name: sorted({*now[name], *values[name]}) for name in added}}


def _made(line: DescriptionLine, record: Place | Term, reader: Reader) -> int:
    known = reader.places if isinstance(record, Place) else reader.subjects
    known[fold(str(record))] = record.pk
    line.made = [*line.made, [record._meta.model_name, record.pk]]
    return record.pk


def _forget_words(batch: DescriptionList) -> None:
    """Of a line only the name of its file is kept, for the one who looks at the list again."""
    place = batch.mapping.get(Field.FILE, batch.mapping.get(Field.NUMBER, -1))
    lines = list(batch.lines.exclude(cells=[]))
    for line in lines:
        line.cells = [cell if at == place else "" for at, cell in enumerate(line.cells)]
    DescriptionLine.objects.bulk_update(lines, ["cells"], batch_size=100)
