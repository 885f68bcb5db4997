"""Makes the database ready before the site opens: the tables, then the demo council once."""

import os
import sys
from io import StringIO

import django
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.exceptions import NodeNotFoundError

from cms.embedded import greeting

# SQLite's own words for a file that is not, or no longer, what it wrote.
DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.local")
    django.setup()
    try:
        prepare()
    except NodeNotFoundError:
        sys.exit(greeting.half_migrated(_place()))
    except DatabaseError as error:
        place = _place()
        if getattr(error.__cause__, "sqlite_errorname", "").startswith(DAMAGED):
            sys.exit(greeting.damaged(place))
        if isinstance(error, OperationalError):
            sys.exit(greeting.unreachable(place, str(error)))
        raise


def _place() -> str:
    return str(connection.settings_dict["NAME"])


def prepare() -> None:
    """Migrate, and load the demo where there is no council yet. Twice is the same as once."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo", stdout=StringIO())


if __name__ == "__main__":
    main()
