"""The memory leaves whole, or stands up again: `manage.py memory export FOLDER`, `manage.py memory import BAG`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.archive.domain.bag.checking import opened
from cms.archive.domain.bag.exporting import export_to_folder, export_to_zip
from cms.archive.domain.bag.importing import import_bag
from cms.archive.domain.bag.lost import lost_said
from cms.archive.errors import MemoryRefused

EVERY = 100


class Command(BaseCommand):
    help = "Makes a bag (BagIt) of the whole memory, or reads one into an installation that has none."
    told: int | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["export", "import"])
        parser.add_argument("path", type=Path, help="a new folder, or a file in .zip; the bag to read")

    def handle(self, *args: Any, act: str, path: Path, **options: Any) -> None:
        try:
            self._export(path) if act == "export" else self._import(path)
        except MemoryRefused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _export(self, path: Path) -> None:
        if path.suffix == ".zip":
            if path.exists():
                raise CommandError(_("“%(path)s” is there already.") % {"path": path})
            lost = export_to_zip(path, timezone.now(), self._tell)
        else:
            lost = export_to_folder(path, timezone.now(), self._tell)
        self.stdout.write(_("The memory is in “%(path)s”.") % {"path": path})
        if lost:
            self.stderr.write(lost_said(lost))

    def _import(self, path: Path) -> None:
        with opened(path) as root:
            count = import_bag(root)
        said = ngettext(
            "%(count)s item stands again. Its public copies are made by the worker.",
            "%(count)s items stand again. Their public copies are made by the worker.",
            count,
        )
        self.stdout.write(said % {"count": count})

    def _tell(self, done: int, total: int) -> None:
        if done % EVERY == 0 and done != self.told:
            self.told = done
            self.stdout.write(f"{done} / {total}")
