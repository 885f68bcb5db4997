"""The addresses of the memory, for search engines."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from cms.archive.domain.public_parts import places_of_items, public_collections
from cms.archive.models import Item
from cms.pages.views.sitemap import Entry

SECTIONS = ("archive", "archive_stories", "archive_chronology", "archive_plan")


def add_memory(entries: list[Entry], base: str) -> None:
    """What anyone may see, and what gathers it; nothing of a memory that is empty."""
    known = {entry.location for entry in entries}
    entries.extend(entry for entry in _memory(base) if entry.location not in known)


def _memory(base: str) -> Iterator[Entry]:
    items = list(Item.objects.public().only("number", "title", "changed_at").order_by("number"))
    if not items:
        return
    for name in SECTIONS:
        yield Entry(base + reverse(name))
    for fonds in public_collections():
        yield Entry(base + fonds.get_absolute_url())
    for place in places_of_items():
        yield Entry(base + place.get_absolute_url())
    for item in items:
        yield Entry(base + item.get_absolute_url(), item.changed_at)
