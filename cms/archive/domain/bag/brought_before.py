"""Carries which posts of a blog or a Facebook page came home, so that the same export read again brings none twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Model

from cms.archive.domain.bag.kinds import METADATA
from cms.archive.domain.bag.told import Leaving
from cms.archive.models import BroughtPost, Homecoming, Item
from cms.archive.site_pages import Page
from crm.partners.enums import ImportState

Record = dict[str, Any]
BROUGHT = f"{METADATA}/brought.jsonld"
AT_ONCE = 500
DAYS = ("created_at", "imported_at", "undone_at")


def brought_before(leaving: Leaving) -> Iterator[Record]:
    """A reading of an export a line, with its posts: the key of each in its export, what it became, its old address."""
    found = Homecoming.objects.filter(posts__isnull=False).distinct().order_by("pk").prefetch_related("posts")
    for number, homecoming in enumerate(found.iterator(chunk_size=10), 1):
        posts = sorted(homecoming.posts.all(), key=lambda post: post.key)
        yield {
            "@id": f"homecoming/{number}",
            "@type": ["Homecoming"],
            "filename": homecoming.filename,
            "counts": homecoming.counts,
            **{name: _written(getattr(homecoming, name)) for name in DAYS},
            "posts": [_post(post, leaving) for post in posts],
        }


def restore_brought(records: Iterable[Record], key_of: Callable[[type[Model], str], int | None]) -> None:
    """Write them again. They cannot be taken back any more: what somebody worked on since is not known here."""
    for record in records:
        days = {name: datetime.fromisoformat(record[name]) for name in DAYS if record[name]}
        facts = {"filename": record["filename"], "counts": record["counts"], "state": ImportState.UNDONE, **days}
        homecoming = Homecoming.objects.create(is_planned=True, **facts)
        posts = [
            BroughtPost(
                homecoming=homecoming,
                key=post["key"],
                old_path=post["old_path"],
                page_id=key_of(Page, post["page"]["@id"]) if post["page"] else None,
                item_id=key_of(Item, post["item"]["@id"]) if post["item"] else None,
            )
            for post in record["posts"]
        ]
        BroughtPost.objects.bulk_create(posts, batch_size=AT_ONCE, ignore_conflicts=True)


def _post(post: BroughtPost, leaving: Leaving) -> Record:
    page = leaving.names.get(post.page_id or 0)
    return {
        "key": post.key,
        "old_path": post.old_path,
        "page": {"@id": page} if page else None,
        "item": {"@id": f"item/{post.item_id}"} if post.item_id else None,
    }


def _written(day: datetime | None) -> str | None:
    return day.isoformat() if day else None
