"""What the library does later: it shelves what is to be found, and mends the index of the search."""

from __future__ import annotations

import logging

from celery import shared_task

from cms.pages.domain.search.repairing import repair
from cms.pages.domain.search.shelving import shelve

logger = logging.getLogger("parvis.pages")


@shared_task(name="pages.shelve_search")
def shelve_search() -> None:
    """Shelve what was written since (beat, each minute). Run twice, the second finds nothing."""
    shelve()


@shared_task(name="pages.repair_search")
def repair_search() -> None:
    """Write what is missing, take out what should not be there (beat). Run twice, the second finds nothing."""
    _repair(whole=False)


@shared_task(name="pages.read_search_again")
def read_search_again() -> None:
    """Read each thing again (beat, each night). Run twice, the second finds nothing."""
    _repair(whole=True)


def _repair(*, whole: bool) -> None:
    if wrong := repair(whole=whole):
        logger.info("search repaired", extra={"wrong": wrong})
