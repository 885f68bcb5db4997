"""``manage.py reindex``: compares the index of the search with what anyone may read, and mends it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.pages.domain.search.repairing import repair
from cms.pages.domain.search.shelving import shelve


class Command(BaseCommand):
    help = "Read everything that anyone may read again, and mend the index of the search. The site may go on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = repair(whole=True)
        shelve()
        self.stdout.write(f"{changed} changed")
