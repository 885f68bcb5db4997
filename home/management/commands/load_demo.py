"""`manage.py load_demo`: the demo council, once."""

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
        load_demo(timezone.now())
        self.stdout.write(_("The demo council is loaded."))
