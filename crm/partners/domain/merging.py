"""Makes one record of two that were the same, and takes it back within thirty days.

Nothing is lost: what the other record was and what pointed to it is written in a journal, and its number leads to the
record that was kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from crm.partners.domain.absorbing import SECRECY, absorb, references_to
from crm.partners.domain.duplicates import MODELS
from crm.partners.domain.hindrances import in_the_way
from crm.partners.domain.journals import CannotGoBack, Journal, note_made, take_back, write
from crm.partners.domain.searching import words_of
from crm.partners.enums import RecordKind, Visibility
from crm.partners.models import Merger, Organization, Person

UNDONE_WITHIN = timedelta(days=30)
NOT_CHOSEN = frozenset(["is_our_council", "created_at"])

Record = Person | Organization


class MergeRefused(Exception):
    """What was asked cannot be; the sentence says why, and nothing was written.

    ``places`` are the records, by model and number, that stand in the way.
    """

    def __init__(self, sentence: str, places: Sequence[tuple[type[models.Model], int]] = ()) -> None:
        super().__init__(sentence)
        self.places = tuple(places)


class Side(StrEnum):
    """Of which of the two records a field is kept."""

    KEPT = "kept"
    LOST = "lost"


@dataclass(frozen=True)
class Choice:
    """One field of both records, in words, and which of the two is proposed."""

    name: str
    label: str
    kept: str
    lost: str
    proposed: Side

    @property
    def differs(self) -> bool:
        return self.kept != self.lost


def choices_of(kept: Record, lost: Record) -> list[Choice]:
    """Side by side; what is empty gives way to what is not, and what is public to what is private."""
    return [
        Choice(
            field.name,
            str(field.verbose_name),
            _in_words(kept, field),
            _in_words(lost, field),
            _proposed(kept, lost, field),
        )
        for field in _fields_of(type(kept))
    ]


def what_moves(lost: Record) -> list[tuple[str, int]]:
    """The kinds of things that point to a record, and how many of each."""
    counted = []
    for field in references_to(type(lost)):
        owner = field.model._meta.auto_created or field.model
        number = field.model._base_manager.filter(**{field.name: lost.pk}).count()
        if number:
            counted.append((str(owner._meta.verbose_name_plural), number))
    return counted


@transaction.atomic
def merge(
    kind: RecordKind,
    kept_pk: int,
    lost_pk: int,
    chosen: Mapping[str, Side],
    *,
    by: AbstractBaseUser | None,
    now: datetime,
) -> Merger:
    """Keep the first record with the chosen fields, and delete the second. Raises `MergeRefused`."""
    kept, lost = _both(kind, kept_pk, lost_pk)
    if isinstance(lost, Organization) and lost.is_our_council:
        raise MergeRefused(_("Our own council is the record to keep: choose the other way round."))
    values = {
        field.attname: getattr(lost, field.attname)
        for field in _fields_of(type(kept))
        if chosen.get(field.name, _proposed(kept, lost, field)) == Side.LOST
    }
    both_names = [kept.name, lost.name]
    above = [values.get("parent_id"), getattr(kept, "parent_id", None), getattr(lost, "parent_id", None)]
    journal: Journal = []
    # Written first: whoever hears that the other record is deleted can tell that it is this one now.
    merger = Merger.objects.create(
        kind=kind, lost_pk=lost_pk, kept_pk=kept_pk, journal=[], merged_by_id=by.pk if by else None, merged_at=now
    )
    try:
        absorb(kept, lost, journal)
        kept = type(kept).objects.get(pk=kept.pk)
        journal.append(write(kept, values))
        _keep_names(kept, both_names, journal)
        _place(kept, [pk for pk in above if pk not in (kept_pk, lost_pk)], journal)
    except IntegrityError as error:
        raise MergeRefused(_("Something that points to both prevents it. Nothing was changed.")) from error
    _index(kept)
    merger.journal = journal
    merger.save(update_fields=["journal"])
    return merger


def prevents_undoing(merger: Merger, *, now: datetime) -> str:
    """The sentence that says why a merger can no longer be undone; empty when it can."""
    refusal = _hindrance(merger, now=now)
    return str(refusal) if refusal else ""


def _hindrance(merger: Merger, *, now: datetime) -> MergeRefused | None:
    if merger.undone_at:
        return MergeRefused(_("This merger was undone already."))
    if now - merger.merged_at > UNDONE_WITHIN:
        return MergeRefused(_("A merger can be undone for thirty days. This one is older."))
    if not merger.journal:
        return MergeRefused(_("What undoing it needs was erased since, with the person."))
    standing = Merger.objects.filter(kind=merger.kind, undone_at=None).exclude(pk=merger.pk)
    if later := standing.filter(lost_pk=merger.kept_pk).first():
        sentence = _("The record that was kept was itself merged since: undo that merger first.")
        return MergeRefused(sentence, [(Merger, later.pk)])
    if later := standing.filter(kept_pk=merger.kept_pk, pk__gt=merger.pk).first():
        sentence = _("Another record was merged into the same one since: undo that merger first.")
        return MergeRefused(sentence, [(Merger, later.pk)])
    if not MODELS[RecordKind(merger.kind)].objects.filter(pk=merger.kept_pk).exists():
        return MergeRefused(_("The record that was kept has been deleted since."))
    return None


@transaction.atomic
def undo_merger(merger: Merger, *, now: datetime) -> Record:
    """Give the lost record back under its own number, with what pointed to it. Raises `MergeRefused`.

    What someone changed since stays as they wrote it, and what was added since stays with the record that was kept.
    """
    held = Merger.objects.select_for_update().get(pk=merger.pk)
    if refusal := _hindrance(held, now=now):
        raise refusal
    try:
        with transaction.atomic():
            take_back(held.journal)
    except CannotGoBack as gone:
        raise MergeRefused(
            _("Something that both need no longer exists ({what}): it cannot be given back.").format(what=gone)
        ) from gone
    except IntegrityError as error:
        raise MergeRefused(
            _("Something was written since in the same place, a seat or an account: it cannot be given back."),
            in_the_way(held.journal),
        ) from error
    model = MODELS[RecordKind(held.kind)]
    for pk in (held.kept_pk, held.lost_pk):
        _index(model.objects.get(pk=pk))
    held.undone_at, held.journal = now, []
    held.save(update_fields=["undone_at", "journal"])
    return model.objects.get(pk=held.lost_pk)


def record_now(kind: RecordKind, pk: int) -> int:
    """The number of the record that this one has become, from merger to merger; its own where it is no lost one."""
    seen = {pk}
    while (
        kept := Merger.objects.filter(kind=kind, lost_pk=pk, undone_at=None).values_list("kept_pk", flat=True).first()
    ):
        if kept in seen:
            break
        seen.add(kept)
        pk = kept
    return pk


def numbers_now(kind: RecordKind, pks: Collection[int]) -> dict[int, int]:
    """For each of these numbers that were lost the one that it leads to, from merger to merger; one query."""
    into = dict(Merger.objects.filter(kind=kind, undone_at=None).values_list("lost_pk", "kept_pk"))
    found: dict[int, int] = {}
    for pk in pks:
        seen, now = {pk}, pk
        while (kept := into.get(now)) is not None and kept not in seen:
            seen.add(kept)
            now = kept
        if now != pk:
            found[pk] = now
    return found


def numbers_before(kind: RecordKind, pks: Collection[int]) -> dict[int, list[int]]:
    """For each of these numbers those that lead to it, from merger to merger; one query."""
    into: dict[int, list[int]] = {}
    for lost_pk, kept_pk in (
        Merger.objects.filter(kind=kind, undone_at=None).order_by("pk").values_list("lost_pk", "kept_pk")
    ):
        into.setdefault(kept_pk, []).append(lost_pk)
    found: dict[int, list[int]] = {}
    for pk in pks:
        waiting, reached = list(into.get(pk, [])), set[int]()
        while waiting:
            if (lost := waiting.pop()) not in reached:
                reached.add(lost)
                waiting += into.get(lost, [])
        if reached - {pk}:
            found[pk] = sorted(reached - {pk})
    return found


def forget_journals(now: datetime) -> int:
    """Empty the journals that nothing can be undone with any more, and the personal data in them."""
    old = Merger.objects.filter(merged_at__lt=now - UNDONE_WITHIN).exclude(journal=[])
    return old.update(journal=[])


def _both(kind: RecordKind, kept_pk: int, lost_pk: int) -> tuple[Record, Record]:
    if kept_pk == lost_pk:
        raise MergeRefused(_("These are one and the same record already."))
    model = MODELS[kind]
    locked: dict[int, Any] = {
        record.pk: record
        for record in model.objects.select_for_update().filter(pk__in=[kept_pk, lost_pk]).order_by("pk")
    }
    if len(locked) < 2:
        raise MergeRefused(_("One of the two no longer exists: someone merged or deleted it meanwhile."))
    return locked[kept_pk], locked[lost_pk]


def _fields_of(model: type[models.Model]) -> list[Any]:
    """What a person may choose: the columns that a form shows."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in NOT_CHOSEN
    ]


def _in_words(record: Record, field: Any) -> str:
    value = getattr(record, field.name)
    if value in (None, ""):
        return ""
    return str(getattr(record, f"get_{field.name}_display")() if field.choices else _yes_or_no(value))


def _yes_or_no(value: Any) -> Any:
    return {True: _("Yes"), False: _("No")}[value] if isinstance(value, bool) else value


def _proposed(kept: Record, lost: Record, field: Any) -> Side:
    mine, theirs = getattr(kept, field.attname), getattr(lost, field.attname)
    if field.name == "visibility":
        more_private = SECRECY.index(Visibility(theirs)) > SECRECY.index(Visibility(mine))
        return Side.LOST if more_private else Side.KEPT
    return Side.LOST if mine in (None, "") and theirs not in (None, "") else Side.KEPT


def _other_names(record: Record) -> list[str]:
    return [other.name for other in record.other_names.all()]


def _keep_names(kept: Record, names: Collection[str], journal: Journal) -> None:
    """So that whoever looks for the other name still finds it."""
    known = {tuple(words_of(name)) for name in (kept.name, *_other_names(kept))}
    for name in names:
        if name and tuple(words_of(name)) not in known:
            known.add(tuple(words_of(name)))
            made = kept.other_names.model(name=name, **{kept._meta.model_name or "": kept})
            made.save()
            journal.append(note_made(made))


def _place(kept: Record, above: Collection[int | None], journal: Journal) -> None:
    """Where one of the two was part of the other, what remains is part of what was above both, never of itself."""
    if not isinstance(kept, Organization):
        return
    parent = next((pk for pk in above if pk is not None and not _leads_to(pk, kept.pk)), None)
    if parent != kept.parent_id:
        journal.append(write(kept, {"parent_id": parent}))


def _leads_to(above: int | None, pk: int) -> bool:
    seen: set[int] = set()
    while above is not None and above not in seen:
        if above == pk:
            return True
        seen.add(above)
        above = Organization.objects.filter(pk=above).values_list("parent_id", flat=True).first()
    return False


def _index(record: Record) -> None:
    type(record).objects.get(pk=record.pk).index_for_search()
