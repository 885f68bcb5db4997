"""The short memory of public pages, in the cache that every web process shares.

One number stands in the key of every page; whatever a citizen could see that changes replaces it, and all that was
kept is forgotten at once. What changes by the mere passing of time is bounded by `PAGE_CACHE_SECONDS`.
"""

from __future__ import annotations

import hashlib
import time
from typing import Any

from django.core.cache import caches
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

VERSION_KEY = "page-cache-version"


def page_key(address: str) -> str:
    """Where the page at this address is kept as long as nothing changes."""
    version = caches["pages"].get_or_set(VERSION_KEY, time.time_ns, None)
    return f"page:{version}:{hashlib.sha256(address.encode()).hexdigest()}"


def forget_pages() -> None:
    """Forget every page; their old copies leave the cache by themselves within `PAGE_CACHE_SECONDS`."""
    caches["pages"].set(VERSION_KEY, time.time_ns(), None)


def forget_pages_when_changed(*kinds: type[models.Model]) -> None:
    """From now on, saving or deleting one of these forgets every page once the change is committed."""
    for kind in kinds:
        name = kind._meta.label
        post_save.connect(forget_pages_after_commit, sender=kind, dispatch_uid=f"forget-pages-saved-{name}")
        post_delete.connect(forget_pages_after_commit, sender=kind, dispatch_uid=f"forget-pages-deleted-{name}")


def forget_pages_after_commit(**kwargs: Any) -> None:
    """A signal's receiver. A page made before the commit is kept under the number that the commit replaces.

    Where the cache does not answer, nothing is forgotten; what it then still holds is a minute old at most.
    """
    transaction.on_commit(forget_pages)
