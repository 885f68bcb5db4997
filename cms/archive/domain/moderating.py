"""What the council decides of a contribution: a question, a refusal with its reason, items of the memory."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.archive.domain.contributing import hold_open
from cms.archive.domain.dates.said import DateNotUnderstood
from cms.archive.domain.dating import date_item
from cms.archive.domain.discarding import discard_files
from cms.archive.domain.gift_news import announce
from cms.archive.domain.masters import receive
from cms.archive.domain.numbering import number_item
from cms.archive.enums import AgreementSubject, Channel, ContributionNews, ContributionState, CreditRole, Kind
from cms.archive.errors import MemoryRefused
from cms.archive.models import (
    Agreement,
    ContributedFile,
    Contribution,
    ContributionMessage,
    Credit,
    Item,
    Place,
)
from crm.accounts.models import User
from crm.partners.domain.folding import fold

logger = logging.getLogger("parvis.archive")

State, News = ContributionState, ContributionNews


@transaction.atomic
def ask_giver(contribution_id: int, words: str, by: User, now: datetime) -> Contribution:
    """Send it back with a question, which leaves by e-mail. Raises `MemoryRefused` once somebody has decided."""
    contribution = hold_open(contribution_id)
    ContributionMessage.objects.create(
        contribution=contribution, words=words, from_team=True, written_by=by, written_at=now
    )
    _settle(contribution, State.QUESTION, by, now)
    announce(contribution, News.QUESTION, now)
    return contribution


@transaction.atomic
def refuse_contribution(contribution_id: int, reason: str, by: User, now: datetime) -> Contribution:
    """Refuse it with a reason, which leaves by e-mail. Raises `MemoryRefused` without one, or once it is decided."""
    if not reason.strip():
        raise MemoryRefused(_("Write why: the person will read it."))
    contribution = hold_open(contribution_id)
    contribution.reason = reason.strip()
    _settle(contribution, State.REFUSED, by, now)
    announce(contribution, News.REFUSED, now)
    return contribution


@transaction.atomic
def read_again(contribution_id: int, by: User, now: datetime) -> Contribution:
    """Put back among those to read what was refused, or taken back before anyone decided, until it is destroyed.

    What was accepted before it was taken back needs a new agreement. A second call changes nothing.
    """
    contribution = Contribution.objects.select_for_update().get(pk=contribution_id)
    if contribution.may_be_read_again:
        contribution.reason = ""
        _settle(contribution, State.RECEIVED, by, now)
    return contribution


@transaction.atomic
def accept_contribution(
    contribution_id: int, kind: Kind, by: User, now: datetime, *, item_each: bool = False
) -> list[Item]:
    """Make one draft of it, or one for each file, with what the person agreed to; the files become masters.

    Raises `MemoryRefused` once somebody has decided, and where the disk has no room: then nothing was done.
    """
    contribution = hold_open(contribution_id)
    files = list(contribution.files.all())
    groups = [[file] for file in files] if item_each and files else [files]
    items = [
        _make_item(contribution, group, kind, by, now, place if len(groups) > 1 else 0)
        for place, group in enumerate(groups, 1)
    ]
    contribution.agreement = _write_agreement(contribution, items, by)
    contribution.save(update_fields=["agreement"])
    discard_files(str(file.file) for file in files)
    ContributedFile.objects.filter(contribution=contribution).update(file="")
    _settle(contribution, State.ACCEPTED, by, now)
    announce(contribution, News.ACCEPTED, now)
    return items


def tell_of_publications(now: datetime) -> int:
    """Announce what has come to be on the site, once a contribution; return how many. The second call finds none."""
    told = 0
    shown = Item.objects.public(timezone.localdate(now))
    waiting = Contribution.objects.filter(state=State.ACCEPTED, told_published_at=None, agreement__items__in=shown)
    for contribution in waiting.distinct():
        told += _tell(contribution, now)
    return told


@transaction.atomic
def _tell(contribution: Contribution, now: datetime) -> bool:
    untold = Contribution.objects.filter(pk=contribution.pk, state=State.ACCEPTED, told_published_at=None)
    if not untold.update(told_published_at=now):
        return False
    announce(contribution, News.PUBLISHED, now)
    return True


def _settle(contribution: Contribution, state: ContributionState, by: User, now: datetime) -> None:
    contribution.state, contribution.settled_by, contribution.changed_at = state, by, now
    contribution.save(update_fields=["state", "settled_by", "changed_at", "reason"])


def _make_item(
    contribution: Contribution, files: list[ContributedFile], kind: Kind, by: User, now: datetime, place: int
) -> Item:
    item = Item(
        title=f"{contribution.title} ({place})" if place else contribution.title,
        kind=kind,
        description=contribution.description,
        copyright=contribution.licence,
        donor=contribution.person_name,
        donor_is_public=contribution.wants_name,
        provenance=_("Given on the site’s form, contribution No. %(number)s.") % {"number": contribution.pk},
        created_by=by,
        live=False,
        has_unpublished_changes=True,
    )
    if contribution.made_by:
        item.credits = [Credit(role=CreditRole.CREATOR, name=contribution.made_by)]
    _say_when(item, contribution.date_said)
    _say_where(item, contribution.place_said)
    number_item(item)
    item.save_revision(user=by)
    for file in files:
        with file.file.open("rb") as content:
            # The same key when it is tried again: what a killed process left is replaced.
            key = uuid5(NAMESPACE_URL, f"contribution-{contribution.pk}-{file.pk}")
            file.master = receive(item, file.name, content, by, now, keep_twice=True, key=key).master
        file.save(update_fields=["master"])
    return item


def _say_when(item: Item, said: str) -> None:
    """The date as it is understood; otherwise a note for whoever describes the item, and never a guess."""
    try:
        date_item(item, said)
    except DateNotUnderstood:
        item.team_notes = _("When, in the words of whoever gave it: %(date)s") % {"date": said}


def _say_where(item: Item, said: str) -> None:
    """The place of that name where the memory has it; otherwise a note for whoever describes the item."""
    known = Place.objects.filter(folded_name=fold(said)).first() if said else None
    if known is not None:
        item.places = [known]
    elif said:
        where = _("Where, in the words of whoever gave it: %(place)s") % {"place": said}
        item.team_notes = "\n".join(filter(None, [item.team_notes, where]))


def _write_agreement(contribution: Contribution, items: list[Item], by: User) -> Agreement:
    """What was accepted on the day of the form, under the words of that day."""
    agreement = Agreement.objects.create(
        subject=AgreementSubject.LICENCE,
        text=contribution.text,
        person_name=contribution.person_name,
        person_email=contribution.person_email,
        guardian_name=contribution.parent_name,
        licence=contribution.licence,
        given_on=timezone.localdate(contribution.received_at),
        channel=Channel.FORM,
        note=_("Contribution No. %(number)s.") % {"number": contribution.pk},
        recorded_by=by,
    )
    agreement.items.set(items)
    return agreement
