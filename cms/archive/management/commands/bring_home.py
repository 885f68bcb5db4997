"""Brings a blog or a Facebook page home: `manage.py bring_home EXPORT` shows, `--write` makes, `--undo` takes back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.archive.errors import MemoryRefused
from cms.archive.models import Homecoming
from cms.archive.outside.bringing import announce, forget, look, start, write_some
from cms.archive.outside.reading import open_path
from cms.archive.outside.taking_back import start_taking_back, take_back_some, what_goes
from crm.partners.enums import ImportState, LineOutcome

MARKS = {LineOutcome.NEW: "+", LineOutcome.KNOWN: "=", LineOutcome.REFUSED: "-"}


class Command(BaseCommand):
    help = (
        "Brings the posts of a blog (WordPress: XML, or a ZIP of it) or of a Facebook page (JSON: the ZIP, or its "
        "folder) home, as drafts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, nargs="?", help="the XML file, the ZIP, or the folder of the export")
        parser.add_argument(
            "--media", type=Path, help="a copy of the blog's wp-content/uploads, or the .tar of its media"
        )
        parser.add_argument("--write", action="store_true", help="make the drafts; without it, they are only shown")
        parser.add_argument("--undo", type=int, help="the number of what is to be taken back")

    def handle(
        self, *args: Any, path: Path | None, media: Path | None, write: bool, undo: int | None, **o: Any
    ) -> None:
        try:
            if undo is not None:
                self._take_back(undo)
            elif path is None or not path.exists():
                raise CommandError(_("Name the file or the folder of the export."))
            else:
                self._bring(path, media, write)
        except MemoryRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal

    def _bring(self, path: Path, media: Path | None, write: bool) -> None:
        """What is only shown is kept no longer than it is shown."""
        homecoming = announce(path.name, None, None, timezone.now())
        try:
            look(homecoming, open_path(path, media), timezone.now())
            is_written = write and homecoming.lines.filter(outcome=LineOutcome.NEW).exists()
            if is_written:
                start(homecoming, timezone.now())
                write_some(homecoming.pk, timezone.now, lambda: False, open_path(path, media))
                homecoming.refresh_from_db()
            self._tell(homecoming)
            if is_written:
                self.stdout.write(_("To take them back: --undo {number}").format(number=homecoming.pk))
        finally:
            homecoming.refresh_from_db()
            if homecoming.state in (ImportState.PLANNING, ImportState.PREPARED):
                forget(homecoming)

    def _tell(self, homecoming: Homecoming) -> None:
        for line in homecoming.lines.iterator():
            self.stdout.write(f"{MARKS[LineOutcome(line.outcome)]} {line.cells['day']} {line.cells['title']}")
            for remark in filter(None, line.reason.splitlines()):
                self.stdout.write(f"    {remark}")
        outcomes = list(homecoming.lines.values_list("outcome", flat=True))
        said = _("{new} new, {known} brought before, {refused} that do not come.")
        self.stdout.write(said.format(**{one: outcomes.count(one) for one in ("new", "known", "refused")}))

    def _take_back(self, number: int) -> None:
        homecoming = Homecoming.objects.filter(pk=number).first()
        if homecoming is None:
            raise CommandError(_("Nothing has this number."))
        what = what_goes(homecoming)
        start_taking_back(homecoming)
        take_back_some(homecoming.pk, timezone.now, lambda: False)
        said = _("{gone} drafts erased, {kept} that somebody changed stay.")
        self.stdout.write(said.format(gone=what.gone, kept=what.kept))
