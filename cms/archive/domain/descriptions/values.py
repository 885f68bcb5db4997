"""What an item says, as values that a journal can keep: read from its latest draft, written to a new one.

Each is a text, a key of the database, or a list of them; the alternative text is that of the item's first file. What
the site shows of an item is one too, and is alone then: the revision that is published, or nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from cms.archive.domain.dating import date_item
from cms.archive.enums import CreditRole
from cms.archive.models import Credit, Fonds, Item, Master
from crm.accounts.models import User

SETS = ("places", "subjects")
CREDITS = {"creators": CreditRole.CREATOR, "shown": CreditRole.SHOWN}
DATE, EMBARGO, COLLECTION, ALT = "date_said", "embargo_until", "collection", "alt_text"
ON_SITE = "live_revision"
PUBLISH = "archive.publish_item"
UNKEPT = 0  # what the site shows is in no revision: whoever frees room in the database may have deleted it

Values = dict[str, Any]


def latest_words(item: Item) -> Item:
    """The item as its latest draft says it."""
    draft: Item = item.get_latest_revision_as_object()
    return draft


def read_values(item: Item, names: Collection[str]) -> Values:
    """The values of these names in the latest draft; what the site shows, as the item's own row says it."""
    if ON_SITE in names:
        return {ON_SITE: (item.live_revision_id or UNKEPT) if item.live else None}
    draft = latest_words(item)
    return {name: _read(draft, name) for name in names}


def write_values(item: Item, values: Mapping[str, Any], by: User | None) -> None:
    """Write these values in a new draft; the site shows them at once where the item is there and ``by`` may publish.

    What the site itself shows is written whoever asks: the caller knows who may.

    Raises ``DateNotUnderstood`` for a date that says nothing that can be read.
    """
    if ON_SITE in values:
        _show(item, values[ON_SITE], by)
        return
    draft = latest_words(item)
    for name, value in values.items():
        _write(draft, name, value)
    revision = draft.save_revision(user=by)
    if not item.live:
        draft.save()
    elif may_publish(by):
        revision.publish(user=by)


def may_publish(by: User | None) -> bool:
    """Whether they may show items on the site; nobody is the council's own machine."""
    return by is None or by.has_perm(PUBLISH)


def latest_revision(item: Item, by: User | None) -> int:
    """The key of what publishing the item shows: its latest draft, kept now where it has none."""
    return int((item.latest_revision or latest_words(item).save_revision(user=by)).pk)


def _show(item: Item, revision: int | None, by: User | None) -> None:
    """Publish this revision, or take the item off the site where there is none; one that is gone changes nothing.

    ``by`` is who gave the order, for the history: whether someone may was asked, as for `Item.leave_site`.
    """
    if revision is None:
        if item.live:
            item.leave_site(by)
    elif shown := item.revisions.filter(pk=revision).first():
        shown.publish(user=by, skip_permission_checks=True)


def _read(draft: Item, name: str) -> Any:
    if name in SETS:
        return sorted(one.pk for one in getattr(draft, name).all())
    if name in CREDITS:
        return [_credit(one) for one in draft.credits.all() if one.role == CREDITS[name]]
    if name == COLLECTION:
        return draft.collection_id
    if name == EMBARGO:
        return draft.embargo_until.isoformat() if draft.embargo_until else None
    if name == ALT:
        master = first_file(draft)
        return master.alt_text if master else ""
    return getattr(draft, name)


def _write(draft: Item, name: str, value: Any) -> None:
    if name in SETS:
        setattr(draft, name, type(draft)._meta.get_field(name).related_model._default_manager.filter(pk__in=value))
    elif name in CREDITS:
        others = [one for one in draft.credits.all() if one.role != CREDITS[name]]
        draft.credits = [*others, *(_named(CREDITS[name], facts) for facts in value)]
        for place, credit in enumerate(draft.credits.all()):
            credit.sort_order = place
    elif name == COLLECTION:
        draft.collection = Fonds.objects.filter(pk=value).first()  # a journal may name one that is gone
    elif name == EMBARGO:
        draft.embargo_until = date.fromisoformat(value) if value else None
    elif name == ALT:
        _write_alt(draft, value)
    elif name == DATE:
        date_item(draft, value)
    else:
        setattr(draft, name, value)


def first_file(item: Item) -> Master | None:
    """The file that stands for the item; the picture of a film stands for the film alone."""
    return Master.objects.filter(item_id=item.pk, poster_of=None).order_by("position", "pk").first()


def _write_alt(draft: Item, value: str) -> None:
    master = first_file(draft)
    if master is not None:
        Master.objects.filter(pk=master.pk).update(alt_text=value)


def _credit(credit: Credit) -> dict[str, Any]:
    facts = {"name": credit.name, "person": credit.person_id, "organization": credit.organization_id}
    return {**facts, "detail": credit.detail}


def _named(role: CreditRole, facts: Mapping[str, Any]) -> Credit:
    return Credit(
        role=role,
        name=facts["name"],
        person_id=facts.get("person"),
        organization_id=facts.get("organization"),
        detail=facts.get("detail", ""),
    )
