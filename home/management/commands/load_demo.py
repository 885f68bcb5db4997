"""`manage.py load_demo`: the demo council, once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from home.demo.load import is_loaded, load_demo


class Command(BaseCommand):
    help = "Load the demo council, unless this installation already serves a council."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write(_("A council is already here: nothing was loaded."))
            return
        with no_news():
            load_demo(timezone.now())
        self.stdout.write(_("The demo council is loaded."))


@contextmanager
def no_news() -> Iterator[None]:
    """Every made-up event and letter would be announced in the log: the making of a demo is no news."""
    log = logging.getLogger("parvis")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(level)
