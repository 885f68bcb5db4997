"""``manage.py roles``: the role matrix as `docs/roles.md` shows it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from crm.accounts.matrix import matrix_as_markdown


class Command(BaseCommand):
    help = "Print the role matrix, as docs/roles.md shows it: manage.py roles > docs/roles.md"

    def handle(self, *args: Any, **options: Any) -> None:
        with override("fr-ca"):
            self.stdout.write(matrix_as_markdown(), ending="")
