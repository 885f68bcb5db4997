"""What the memory does when something of it changes: stale public pages are forgotten, files that are over erased."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, pre_delete

from cms.archive.domain.discarding import discard_files
from cms.archive.domain.uncollecting import leave_collection
from cms.archive.domain.uncrediting import leave_credits
from cms.archive.models import (
    Credit,
    Derivative,
    Fonds,
    FormerName,
    Item,
    Master,
    Place,
    RecognitionPhoto,
    Synonym,
    Takedown,
    Term,
    Transcript,
)
from cms.archive.signals import deleted_together, item_closed, item_opened
from cms.pages.page_cache import forget_pages_after_commit, forget_pages_when_changed
from crm.partners.models import Organization, Person

# What stands beside the rows: written after them, without saving them.
BESIDE = {
    "subjects": Item.subjects.through,
    "places": Item.places.through,
    "venues": Place.venues.through,
    "decisions": Place.decisions.through,
}


def watch() -> None:
    """Called when all the rooms are ready."""
    forget_pages_when_changed(Item, Credit, Master, Derivative, Fonds, Place, FormerName, Term, Synonym, Takedown)
    forget_pages_when_changed(RecognitionPhoto, Transcript)
    # Closing and opening are written without saving the item.
    for name, signal in (("opened", item_opened), ("closed", item_closed)):
        signal.connect(forget_pages_after_commit, dispatch_uid=f"forget-pages-memory-{name}")
    for name, between in BESIDE.items():
        m2m_changed.connect(forget_pages_after_commit, sender=between, dispatch_uid=f"forget-pages-memory-{name}")
    for kind in (Master, Derivative):
        post_delete.connect(_discard_file, sender=kind, dispatch_uid=f"discard-file-{kind._meta.label}")
    for record in (Person, Organization):
        pre_delete.connect(_leave_credits, sender=record, dispatch_uid=f"leave-credits-{record._meta.label}")
    pre_delete.connect(_leave_collection, sender=Fonds, dispatch_uid="leave-collection")


def _leave_credits(instance: Person | Organization, origin: Any = None, **kwargs: Any) -> None:
    """Whoever deletes the record: the database refuses a credit that names nobody."""
    if together := deleted_together(instance, origin):
        leave_credits(together)


def _leave_collection(instance: Fonds, **kwargs: Any) -> None:
    """Whoever deletes it: an item whose draft names a collection that is gone could not be opened any more."""
    leave_collection(instance)


def _discard_file(instance: Master | Derivative, **kwargs: Any) -> None:
    """Whoever deletes the row, also together with its item: the file is erased after the commit."""
    discard_files([instance.file.name or ""])
