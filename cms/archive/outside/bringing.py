"""Brings an export home: every post looked at first, then written one by one by whoever has a turn, or taken back."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.contrib.redirects.models import Redirect

from cms.archive.domain.uploads import joined_parts, let_go
from cms.archive.errors import MemoryRefused
from cms.archive.models import BroughtPost, Homecoming, HomecomingLine, Upload
from cms.archive.outside.files import Files
from cms.archive.outside.making import Bringing, Made, make_drafts
from cms.archive.outside.pieces import Piece
from cms.archive.outside.reading import open_export, read_export
from cms.archive.outside.taking_back import what_files_say
from crm.accounts.models import User
from crm.partners.domain.imports.batches import AT_ONCE, FORGOTTEN_AFTER, set_state, take
from crm.partners.enums import ImportState, LineDecision, LineOutcome

logger = logging.getLogger("parvis.archive")

# A worker that says nothing for so long is dead.
SILENCE = timedelta(minutes=2)
MOST_POSTS = 20_000
COUNTED = ("pictures", "missing", "files", "comments")

Clock = Callable[[], datetime]
Opened = AbstractContextManager[Files]


def announce(name: str, upload: Upload | None, by: User | None, now: datetime) -> Homecoming:
    """An export that is there and was not looked at yet; sent twice, it is the same."""
    standing = Homecoming.objects.filter(upload=upload).first() if upload else None
    return standing or Homecoming.objects.create(
        filename=PurePath(name).name[:200], upload=upload, created_by=by, created_at=now, state=ImportState.PLANNING
    )


def look(homecoming: Homecoming, opened: Opened, now: datetime) -> None:
    """Write down each post and what would become of it; of what is no export, why.

    Twice at once, the second finds it done. Raises `MemoryRefused`.
    """
    with opened as files:
        lines, counts = _planned(read_export(files))
    if not lines:
        raise MemoryRefused(_("There is no post in this export."))
    with transaction.atomic():
        take(homecoming, {ImportState.PLANNING, ImportState.PREPARED})
        if homecoming.state == ImportState.PREPARED:
            return
        for line in lines:
            line.batch = homecoming
        HomecomingLine.objects.bulk_create(lines, batch_size=AT_ONCE)
        homecoming.counts, homecoming.is_planned, homecoming.touched_at = counts, True, now
        set_state(homecoming, ImportState.PREPARED, "counts", "is_planned", "touched_at")


def look_at_upload(pk: int, now: datetime) -> None:
    """What a worker does of an export that was sent; what is none of it is let go, with its reason."""
    homecoming = Homecoming.objects.filter(pk=pk, state=ImportState.PLANNING).first()
    if homecoming is None:
        return
    Homecoming.objects.filter(pk=pk).update(touched_at=now)
    try:
        look(homecoming, opened_upload(homecoming), now)
    except MemoryRefused as refusal:
        give_up(homecoming, str(refusal), now)
    except ValidationError:
        return  # stopped meanwhile


@contextmanager
def opened_upload(homecoming: Homecoming) -> Iterator[Files]:
    """What was sent, read where it lies. Raises `MemoryRefused` where it is not there any more."""
    if homecoming.upload is None:
        raise MemoryRefused(_("This export is not here any more: send it again, nothing is brought twice."))
    with joined_parts(homecoming.upload) as content, open_export(homecoming.filename, content, content.size) as files:
        yield files


@transaction.atomic
def start(homecoming: Homecoming, now: datetime) -> None:
    """From now on a worker writes it; a second click changes nothing."""
    take(homecoming, {ImportState.PREPARED, ImportState.UNDER_WAY})
    if homecoming.state == ImportState.PREPARED:
        homecoming.lines.exclude(outcome=LineOutcome.NEW).update(is_done=True)
        homecoming.lines.filter(decision=LineDecision.LEAVE).update(is_done=True)
        homecoming.touched_at = None
        set_state(homecoming, ImportState.UNDER_WAY, "touched_at")
        _touch_upload(homecoming, now)


def write_some(pk: int, clock: Clock, is_time_up: Callable[[], bool], opened: Opened | None = None) -> bool:
    """Write the posts that wait, until the time is up; whether some remain.

    Each is written in a transaction that also says so: killed anywhere, or twice at once, each is there once.
    """
    homecoming = Homecoming.objects.select_related("upload", "created_by").filter(pk=pk).first()
    if homecoming is None or homecoming.state != ImportState.UNDER_WAY:
        return False
    waiting = dict(homecoming.lines.filter(is_done=False).values_list("key", "pk"))
    try:
        with opened or opened_upload(homecoming) as files:
            bringing = Bringing(homecoming.pk, files, homecoming.created_by, clock(), _paths(homecoming))
            for piece in read_export(files) if waiting else ():
                if piece.key not in waiting:
                    continue
                bringing.now = clock()
                if not _write(homecoming, waiting.pop(piece.key), piece, bringing):
                    return False
                if waiting and is_time_up():
                    return True
    except MemoryRefused as refusal:
        give_up(homecoming, str(refusal), clock())
        return False
    except OSError:
        homecoming.refresh_from_db()
        if homecoming.state == ImportState.UNDER_WAY:
            raise
        return False  # stopped, and its export erased, between two parts
    _finish(homecoming, clock())
    return False


@transaction.atomic
def stop(homecoming: Homecoming, now: datetime) -> None:
    """After the post being written, no other; what is written stays, and can be taken back."""
    take(homecoming, {ImportState.UNDER_WAY, ImportState.PLANNING})
    homecoming.imported_at = now if homecoming.state == ImportState.UNDER_WAY else None
    set_state(homecoming, ImportState.CANCELLED, "imported_at")
    _let_export_go(homecoming)


@transaction.atomic
def give_up(homecoming: Homecoming, why: str, now: datetime) -> None:
    """It could not go on: what was written stays."""
    began = homecoming.state == ImportState.UNDER_WAY
    homecoming.error, homecoming.imported_at = why[:300], now if began else None
    set_state(homecoming, ImportState.CANCELLED, "error", "imported_at")
    _let_export_go(homecoming)


@transaction.atomic
def forget(homecoming: Homecoming) -> None:
    """Before anything is written: the export and what was read of it are erased."""
    take(homecoming, {ImportState.PREPARED, ImportState.PLANNING})
    _let_export_go(homecoming)
    homecoming.delete()


def forget_prepared_homecomings(now: datetime) -> int:
    """Erase the exports that nobody decided about within a day."""
    waiting = Homecoming.objects.filter(state__in=[ImportState.PREPARED, ImportState.PLANNING])
    old = list(waiting.filter(created_at__lt=now - FORGOTTEN_AFTER))
    for homecoming in old:
        forget(homecoming)
    return len(old)


def _planned(pieces: Iterable[Piece]) -> tuple[list[HomecomingLine], dict[str, int]]:
    lines: dict[str, HomecomingLine] = {}
    counts: Counter[str] = Counter()
    for piece in pieces:
        if piece.key in lines:
            continue
        if len(lines) == MOST_POSTS:
            raise MemoryRefused(_("This export has more than 20,000 posts: it is no export of a neighbourhood."))
        lines[piece.key] = line = _line(piece, len(lines) + 1)
        if line.outcome == LineOutcome.NEW:
            counts.update({name: line.cells[name] for name in COUNTED})
    known = _known(list(lines))
    for key in known:
        line = lines[key]
        if line.outcome == LineOutcome.NEW:
            counts.subtract({name: line.cells[name] for name in COUNTED})
        line.outcome, line.reason = LineOutcome.KNOWN, _("It was brought before; what became of it is left alone.")
    counts.update(line.outcome for line in lines.values())
    return list(lines.values()), dict(counts)


def _line(piece: Piece, number: int) -> HomecomingLine:
    missing = sum(not one.member for one in piece.pictures)
    remarks = list(piece.remarks)
    if missing:
        said = ngettext("%(n)s picture is not in the export.", "%(n)s pictures are not in the export.", missing)
        remarks.append(said % {"n": missing})
    return HomecomingLine(
        number=number,
        key=piece.key,
        outcome=LineOutcome.REFUSED if piece.refused else LineOutcome.NEW,
        reason=piece.refused or "\n".join(remarks),
        cells={
            "title": piece.title,
            "day": localdate(piece.published_at).isoformat() if piece.published_at else "",
            "pictures": len(piece.pictures) - missing,
            "missing": missing,
            "files": len(piece.linked),
            "comments": len(piece.comments),
            "paths": _old_paths(piece),
        },
    )


def _known(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for start_at in range(0, len(keys), AT_ONCE):
        some = keys[start_at : start_at + AT_ONCE]
        found.update(BroughtPost.objects.filter(key__in=some).values_list("key", flat=True))
    return found


def _paths(homecoming: Homecoming) -> set[str]:
    """The old addresses of all that came, or comes with this reading."""
    entries = BroughtPost.objects.exclude(page=None).values("page")
    before = Redirect.objects.filter(redirect_page__in=entries).values_list("old_path", flat=True)
    coming = homecoming.lines.filter(outcome=LineOutcome.NEW).exclude(decision=LineDecision.LEAVE)
    return {*before, *(path for cells in coming.values_list("cells", flat=True) for path in _paths_in(cells))}


def _paths_in(cells: dict[str, Any]) -> list[str]:
    """The old addresses that a line says; one at most where it was read before there could be several."""
    return cells["paths"] if "paths" in cells else list(filter(None, [cells.get("path")]))


def _old_paths(piece: Piece) -> list[str]:
    said = [path for path in (piece.old_path, piece.old_query) if path]
    return list(dict.fromkeys(Redirect.normalise_path(path)[:255] for path in said))


@transaction.atomic
def _write(homecoming: Homecoming, line_pk: int, piece: Piece, bringing: Bringing) -> bool:
    """One post, whole; False where somebody stopped the reading."""
    locked = Homecoming.objects.select_for_update().get(pk=homecoming.pk)
    if locked.state != ImportState.UNDER_WAY:
        return False
    line = HomecomingLine.objects.get(pk=line_pk)
    if line.is_done:
        return True
    line.is_done = True
    if BroughtPost.objects.filter(key=piece.key).exists():
        line.outcome, line.reason = LineOutcome.KNOWN, _("It was brought before; what became of it is left alone.")
    else:
        try:
            with transaction.atomic():
                made = make_drafts(piece, bringing)
                _record(locked, line, piece, made)
        except (ValidationError, MemoryRefused) as refusal:
            said = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            line.outcome, line.reason = LineOutcome.REFUSED, " ".join(said)
        except (ValueError, DataError) as error:  # what no field can hold: the others come all the same
            facts = {"batch": locked.pk, "line": line.number, "error": type(error).__name__}
            logger.error("post could not be written", extra=facts)
            line.outcome, line.reason = LineOutcome.REFUSED, _("Something in it cannot be kept; copy it by hand.")
    line.save(update_fields=["is_done", "outcome", "reason"])
    locked.touched_at = bringing.now
    locked.save(update_fields=["touched_at", "counts"])
    _touch_upload(locked, bringing.now)
    return True


def _record(homecoming: Homecoming, line: HomecomingLine, piece: Piece, made: Made) -> None:
    old_paths = _paths_in(line.cells) if made.page else []
    BroughtPost.objects.create(
        homecoming=homecoming,
        key=piece.key,
        item=made.item,
        page=made.page,
        made=[item.pk for item in (*made.pictures, *made.documents)],
        files=what_files_say([*made.pictures, *made.documents, made.item]),
        old_path=next(iter(old_paths), ""),
    )
    for old_path in old_paths:
        Redirect.objects.get_or_create(old_path=old_path, site=None, defaults={"redirect_page": made.page})
    line.reason = "\n".join(made.remarks)
    kept: Any = Counter(homecoming.counts)
    kept.update({"kept": len(made.pictures), "documents": len(made.documents)})
    kept.update({"entries": bool(made.page), "items": bool(made.item), "paths": bool(old_paths)})
    homecoming.counts = {name: int(count) for name, count in kept.items()}


@transaction.atomic
def _finish(homecoming: Homecoming, now: datetime) -> None:
    locked = Homecoming.objects.select_for_update().get(pk=homecoming.pk)
    if locked.state != ImportState.UNDER_WAY:
        return
    lost = locked.lines.filter(is_done=False)
    lost.update(is_done=True, outcome=LineOutcome.REFUSED, reason=_("It is not in the export any more."))
    locked.imported_at = now
    set_state(locked, ImportState.IMPORTED, "imported_at")
    _let_export_go(locked)


def _touch_upload(homecoming: Homecoming, now: datetime) -> None:
    if homecoming.upload_id:
        Upload.objects.filter(pk=homecoming.upload_id).update(touched_at=now)


def _let_export_go(homecoming: Homecoming) -> None:
    upload = Upload.objects.filter(pk=homecoming.upload_id).first() if homecoming.upload_id else None
    if upload is not None:
        homecoming.upload = None
        homecoming.save(update_fields=["upload"])
        let_go(upload)
