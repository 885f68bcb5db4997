"""Keeps drafts readable when a collection goes: the database guards what is published, and knows nothing of drafts."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.archive.models import Fonds, Item


def items_drafted_in(collections: Collection[Fonds]) -> QuerySet[Item]:
    """The items whose latest draft puts them in one of these, in the order of their numbers."""
    keys = [one.pk for one in collections]
    return Item.objects.filter(latest_revision__content__collection__in=keys).order_by("number")


def leave_collection(fonds: Fonds) -> int:
    """Take it out of every draft, of yesterday's too; how many there were. The second call finds none."""
    drafts_of_all = Item._meta.get_field("latest_revision").related_model
    said = drafts_of_all._default_manager.filter(
        content_type=ContentType.objects.get_for_model(Item), content__collection=fonds.pk
    )
    drafts = list(said)
    for draft in drafts:
        draft.content["collection"] = None
        draft.save(update_fields=["content"])
    return len(drafts)


def told_losses(draft: Item) -> str:
    """What a draft named that was deleted since, in a sentence; empty where it lost nothing."""
    words = {
        "collection": _("its collection"),
        "credits": _("a person or an organization"),
        "subjects": _("a subject"),
        "places": _("a place"),
    }
    if not draft.lost:
        return ""
    what = ", ".join(words[name] for name in draft.lost)
    return _("The draft named what was deleted since: %(what)s. Nothing stands in its place.") % {"what": what}
