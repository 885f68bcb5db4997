"""What is told of the memory, in the order in which it is offered to read."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain

from cms.archive.models import StoryPage, WalkPage

EVER = datetime.min.replace(tzinfo=UTC)


def told_pages() -> list[StoryPage | WalkPage]:
    """The stories and the walks that are open to all, the latest published first."""
    pages = chain.from_iterable(kind.objects.live().public() for kind in (StoryPage, WalkPage))
    moments = {page: page.first_published_at or page.latest_revision_created_at or EVER for page in pages}
    return sorted(moments, key=lambda page: (moments[page], page.pk), reverse=True)
