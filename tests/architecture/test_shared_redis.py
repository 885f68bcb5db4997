"""The cache and the queue share one Redis: nobody empties it."""

import re
from pathlib import Path

from django.conf import settings

EMPTIES = re.compile(r"\bcache\.clear\(|\.flush(db|all)\(")


def test_nothing_empties_the_redis_that_holds_the_queue() -> None:
    """``cache.clear()`` is FLUSHDB: what waits would wait for ever, and other tests lose count."""
    culprits = [
        str(path.relative_to(settings.BASE_DIR))
        for top in ("cms", "crm", "home", "newsletters", "tests")
        for path in Path(settings.BASE_DIR, top).rglob("*.py")
        if path != Path(__file__) and EMPTIES.search(path.read_text())
    ]

    assert culprits == []
