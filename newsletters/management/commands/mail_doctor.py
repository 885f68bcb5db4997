"""`manage.py mail_doctor [--selector NAME] [--json]`: why our letters would not arrive, and the line to add."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from newsletters.doctor.findings import Finding, Health
from newsletters.doctor.visit import examine_mail, has_server


class Command(BaseCommand):
    help = "Examines SPF, DKIM, DMARC, PTR, TLS and the headers of the letters; fails when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--selector", default="", help="the name of the provider's DKIM key (s= in a signature)")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("fr-ca"):
            findings = examine_mail(options["selector"])
            if options["as_json"]:
                self.stdout.write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
            else:
                self._tell(findings)
        if any(finding.health == Health.WRONG for finding in findings):
            sys.exit(1)

    def _tell(self, findings: list[Finding]) -> None:
        labels = {Health.WELL: _("well"), Health.DOUBTFUL: _("to check"), Health.WRONG: _("wrong")}
        for finding in findings:
            self.stdout.write(f"{labels[finding.health]:<12} {finding.subject}: {finding.what}".replace(": ", " : ", 1))
            for line in filter(None, [finding.why, finding.record and _("DNS: {line}").format(line=finding.record)]):
                self.stdout.write(f"{'':<12} {line}")
        if not has_server():
            self.stdout.write(_("No mail server is configured here: SPF, PTR and TLS were left out."))
