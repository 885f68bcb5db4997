"""Closes an item to everyone in one act, and opens it again until its destruction is ordered.

`Item.closed_for` says why an item is closed now; the journal of `Takedown` says who closed it and what became of it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cms.archive.enums import Basis
from cms.archive.errors import MemoryRefused
from cms.archive.models import Item, Takedown
from cms.archive.signals import item_closed, item_opened
from crm.accounts.models import User
from crm.partners.domain.need_words import day_words


@transaction.atomic
def take_down(
    item: Item, reason: str, by: User | None, now: datetime, *, asked_by: str = "", basis: Basis = Basis.TAKEN_DOWN
) -> Takedown:
    """Close ``item`` everywhere at once, with the reason that its address will tell.

    Twice is the same as once, with the first reason. Raises `MemoryRefused` without a reason.
    """
    if not reason.strip():
        raise MemoryRefused(_("Write why: whoever comes by this address will read it."))
    stored = Item.objects.select_for_update().get(pk=item.pk)
    standing = standing_takedown(stored)
    if standing is not None:
        return standing
    takedown = Takedown.objects.create(
        item=stored,
        number=stored.number,
        title=stored.title,
        reason=reason.strip(),
        asked_by=asked_by.strip(),
        basis=basis,
        taken_down_at=now,
        taken_down_by=by,
        was_live=stored.live,
    )
    _close(stored, basis)
    item.closed_for = basis
    return takedown


@transaction.atomic
def restore(takedown: Takedown, by: User, now: datetime) -> Item:
    """Open again what was taken down; a second call changes nothing.

    Raises `MemoryRefused` after a destruction, and where someone's agreement is still missing.
    """
    row = Takedown.objects.select_for_update().get(pk=takedown.pk)
    item = row.item
    if row.destroyed_at is not None or item is None:
        raise MemoryRefused(_("It was destroyed: nothing is left to put back."))
    if row.restored_at is not None:
        return item
    if former := list(item.agreements.exclude(withdrawn_at=None)):
        named = "; ".join(f"{one.person_name}, {day_words(one.given_on)}" for one in former)
        words = _(
            "Someone took back their agreement ({agreements}): write down a new agreement, and take the former one off "
            "this item."
        )
        raise MemoryRefused(words.format(agreements=named))
    row.restored_at, row.restored_by = now, by
    row.save(update_fields=["restored_at", "restored_by"])
    Item.objects.filter(pk=item.pk).update(closed_for="")
    item.closed_for = ""
    item_opened.send(sender=Item, item=item)
    return item


@transaction.atomic
def destroy(takedown: Takedown, by: User | None, now: datetime) -> Takedown:
    """Erase what was taken down, its files, its drafts and who asked for it.

    The journal keeps its number, its title and the reason. ``by`` is None where a promise to whoever gave it comes
    due. A second call changes nothing. Raises `MemoryRefused` for what stands on the site again.
    """
    row = Takedown.objects.select_for_update().get(pk=takedown.pk)
    if row.destroyed_at is not None:
        return row
    if row.restored_at is not None or row.item is None:
        raise MemoryRefused(_("It stands on the site: take it down first."))
    item = row.item
    item.delete()
    acts = Takedown.objects.filter(number=row.number)
    acts.update(asked_by="")
    acts.filter(destroyed_at=None).update(destroyed_at=now, destroyed_by=by)
    row.refresh_from_db()
    return row


def standing_takedown(item: Item) -> Takedown | None:
    """The act that closes it now, if one does."""
    return Takedown.objects.filter(item=item, restored_at=None, destroyed_at=None).first()


def tombstone_of(number: int) -> Takedown | None:
    """What the address of this number has to tell, where nothing is shown there: the latest act that still holds."""
    return Takedown.objects.filter(number=number, restored_at=None).first()


def _close(item: Item, basis: Basis) -> None:
    Item.objects.filter(pk=item.pk).update(closed_for=basis)
    item.closed_for = basis
    item_closed.send(sender=Item, item=item)
