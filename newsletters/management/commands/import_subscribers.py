"""Imports a list of subscribers, with the proof of each consent, from a CSV file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.partners.domain.imports.csv_files import decode_text, read_table
from newsletters.domain.exports import refused_rows_as_csv
from newsletters.domain.import_columns import EXAMPLE, choose_columns
from newsletters.domain.import_plan import Plan, plan_import
from newsletters.domain.imports import carry_out
from newsletters.enums import RowOutcome
from newsletters.models import ImportBatch, Topic


class Command(BaseCommand):
    help = "Imports subscribers from a CSV file; a line without basis, date and evidence is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN", help="email=Courriel")
        parser.add_argument("--topic", action="append", default=[], metavar="SLUG", help="for lines that name none")
        parser.add_argument("--refused", type=Path, metavar="CSV", help="write the refused lines to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            table = read_table(decode_text(self._read(options["file"])), EXAMPLE)
            mapping = choose_columns(table.columns, self._pairs(options["map"]))
            plan = plan_import(table, mapping, self._topics(options["topic"]), timezone.localdate(now))
            if not options["dry_run"]:
                batch = ImportBatch.objects.create(filename=options["file"].name[:200], mapping=mapping)
                carry_out(batch, plan, now=now, actor="command")
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        if options["refused"]:
            options["refused"].write_text(refused_rows_as_csv(plan), encoding="utf-8")
        self._report(plan, dry_run=options["dry_run"])

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise CommandError(_("The file cannot be read: %(file)s") % {"file": path}) from error

    def _pairs(self, options: list[str]) -> dict[str, str]:
        pairs = [option.partition("=") for option in options]
        return {field.strip(): column.strip() for field, _equals, column in pairs}

    def _topics(self, slugs: list[str]) -> list[Topic]:
        topics = {topic.slug: topic for topic in Topic.objects.filter(slug__in=slugs)}
        unknown = [slug for slug in slugs if slug not in topics]
        if unknown:
            raise CommandError(_("Unknown topic: %(topics)s.") % {"topics": ", ".join(unknown)})
        return list(topics.values())

    def _report(self, plan: Plan, *, dry_run: bool) -> None:
        for row in plan.rows:
            if row.reason:
                self.stdout.write(_("Line %(line)s: %(reason)s") % {"line": row.line.number, "reason": row.reason})
        for outcome in RowOutcome:
            self.stdout.write(f"{outcome.label}\u00a0: {plan.count(outcome)}")
        mailable = plan.mailable
        words = ngettext("%(count)s person can be written to.", "%(count)s people can be written to.", mailable)
        self.stdout.write(words % {"count": mailable})
        if not mailable:
            self.stdout.write(_("Without basis, date and evidence on its line, nobody is written to."))
        if dry_run:
            self.stdout.write(_("This was a rehearsal: nothing was written."))
