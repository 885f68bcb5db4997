"""Offers the things of the memory to the search of the library, and the names that places and subjects go by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.utils.translation import pgettext_lazy

from cms.archive.domain.browsing import SLUGS, UNDATED, period_label
from cms.archive.domain.decades import decades_between
from cms.archive.domain.naming import shown_name
from cms.archive.domain.playing import is_recording
from cms.archive.domain.transcribing import transcript_text
from cms.archive.enums import Kind
from cms.archive.models import Credit, Fonds, FormerName, Item, Master, Place, Synonym, Term, Transcript
from cms.archive.signals import item_closed, item_opened
from cms.pages.domain.search import names
from cms.pages.domain.search.sources import FacetValue, Offered, Source, kind, own_key
from cms.pages.domain.search.watching import refresh_after_commit, watch
from cms.pages.domain.search.writing import refresh
from crm.partners.models import Organization, Person


def watch_memory() -> None:
    """Called once, when all the rooms are ready."""
    watch(ITEMS)
    for name, signal in (("opened", item_opened), ("closed", item_closed)):
        signal.connect(_tell_of_item, dispatch_uid=f"search-item-{name}")
    for between in (Item.subjects.through, Item.places.through):
        m2m_changed.connect(_tell_of_links, sender=between, dispatch_uid=f"search-{between._meta.label}")
    names.OFFERED.update({"place": _names_of_places, "subject": _names_of_subjects})
    for model in (Place, FormerName, Term, Synonym):
        post_save.connect(_know_names, sender=model, dispatch_uid=f"search-names-{model._meta.label}")
        post_delete.connect(_know_names, sender=model, dispatch_uid=f"search-names-gone-{model._meta.label}")
    for listed in (Place, Term):
        pre_delete.connect(_tell_of_leaving, sender=listed, dispatch_uid=f"search-leaving-{listed._meta.label}")


def _with_parts(items: QuerySet[Item]) -> QuerySet[Item]:
    named = Credit.objects.annotate(shown=shown_name()).exclude(shown="").order_by("sort_order", "pk")
    return items.select_related("collection__parent__parent").prefetch_related(
        "masters", "places__former_names", "subjects__synonyms", Prefetch("credits", named, to_attr="named")
    )


def _offer_item(item: Any) -> Offered:
    return Offered(
        title=item.title,
        url=item.get_absolute_url(),
        names="\n".join(_names(item)),
        description=item.description,
        text="\n".join([item.transcription, *(_words_of_file(one) for one in item.masters.all())]),
        day=item.date_earliest or item.date_latest,
        day_in_words=item.date_words,
        facets=tuple(_facets(item)),
    )


def _words_of_file(master: Master) -> str:
    said = transcript_text(master) if is_recording(master) else ""
    return f"{master.caption}\n{master.alt_text}\n{master.text}\n{said}"


def _names(item: Any) -> Iterator[str]:
    """All that it is called by, and whoever or whatever is named for it."""
    yield from (item.reference, str(item.get_kind_display()), item.donor if item.donor_is_public else "")
    yield from (one.shown for one in item.named)
    yield from map(_every_name, item.places.all())
    yield from map(_every_label, item.subjects.all())
    yield from (one.title for one in _path(item))


def _path(item: Item) -> list[Fonds]:
    return item.collection.path() if item.collection else []


def _every_name(place: Place) -> str:
    return "\n".join([place.name, *(former.name for former in place.former_names.all())])


def _every_label(term: Term) -> str:
    return "\n".join([term.label, *(synonym.label for synonym in term.synonyms.all())])


def _facets(item: Any) -> Iterator[FacetValue]:
    """The values have the words of the addresses of the memory: `cms.archive.domain.browsing`."""
    yield FacetValue("nature", SLUGS[Kind(item.kind)], str(item.get_kind_display()))
    for period in _periods(item):
        yield FacetValue("periode", period, str(period_label(period)))
    for place in item.places.all():
        yield FacetValue("lieu", place.slug, place.name)
    for name in {one.shown for one in item.named}:
        yield FacetValue("personne", name, name)
    for term in item.subjects.all():
        yield FacetValue("sujet", term.slug, term.label)
    for fonds in _path(item):
        yield FacetValue("fonds", fonds.slug, fonds.title)
    if item.copyright:
        yield FacetValue("droits", item.copyright, str(item.get_copyright_display()))


def _periods(item: Item) -> list[str]:
    """Every decade that it may be of, as the memory lists it."""
    return [str(decade) for decade in decades_between(item.date_earliest, item.date_latest)] or [UNDATED]


def _items_of(thing: Any) -> Any:
    return thing.items.values_list("pk", flat=True)


def _items_below(fonds: Fonds) -> Any:
    below = Fonds.objects.filter(parent=fonds) | Fonds.objects.filter(parent__parent=fonds)
    return Item.objects.filter(collection__in=[fonds.pk, *below.values_list("pk", flat=True)]).values_list(
        "pk", flat=True
    )


ITEMS = Source(
    name="item",
    kind=kind("memoire", pgettext_lazy("search", "Memory")),
    noun=pgettext_lazy("search", "From the memory"),
    public=Item.objects.public,
    offer=_offer_item,
    with_parts=_with_parts,
    answers_on_page=True,
    watched={
        Item: own_key,
        Credit: lambda one: [one.item_id],
        Master: lambda one: [one.item_id],
        Transcript: lambda one: Master.objects.filter(pk=one.master_id).values_list("item", flat=True),
        Place: _items_of,
        FormerName: lambda one: _items_of(one.place),
        Term: _items_of,
        Synonym: lambda one: _items_of(one.term),
        Fonds: _items_below,
        Person: lambda one: Credit.objects.filter(person=one.pk).values_list("item", flat=True),
        Organization: lambda one: Credit.objects.filter(organization=one.pk).values_list("item", flat=True),
    },
)


def _tell_of_item(item: Item, **kwargs: Any) -> None:
    refresh(ITEMS, [item.pk])


def _tell_of_links(instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        refresh(ITEMS, [instance.pk] if isinstance(instance, Item) else _items_of(instance))


def _names_of_places() -> Iterator[tuple[str, list[str]]]:
    for place in Place.objects.prefetch_related("former_names"):
        yield str(place.pk), _every_name(place).split("\n")


def _names_of_subjects() -> Iterator[tuple[str, list[str]]]:
    for term in Term.objects.prefetch_related("synonyms"):
        yield str(term.pk), _every_label(term).split("\n")


def _tell_of_leaving(instance: Place | Term, **kwargs: Any) -> None:
    """While the items still name it: afterwards nobody knows which ones did."""
    refresh_after_commit(ITEMS, list(_items_of(instance)))


def _know_names(instance: Place | FormerName | Term | Synonym, **kwargs: Any) -> None:
    """Called also when one is gone: a name that was taken away answers for nothing."""
    if isinstance(instance, Place | FormerName):
        key = instance.pk if isinstance(instance, Place) else instance.place_id
        place = Place.objects.prefetch_related("former_names").filter(pk=key).first()
        names.know_names("place", str(key), _every_name(place).split("\n") if place else [])
    else:
        key = instance.pk if isinstance(instance, Term) else instance.term_id
        term = Term.objects.prefetch_related("synonyms").filter(pk=key).first()
        names.know_names("subject", str(key), _every_label(term).split("\n") if term else [])
