"""Makes the database ready before the site opens: the tables, then the demo council once."""

import logging
import os
from io import StringIO

import django
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.local")
    django.setup()
    logging.getLogger("parvis").setLevel(logging.WARNING)  # the making of a demo is no news
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo", stdout=StringIO())


if __name__ == "__main__":
    main()
