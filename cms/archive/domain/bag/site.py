"""Makes a small site of what anyone may see, which opens from a folder without a server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from cms.archive.domain.bag.tables import items_in_order
from cms.archive.domain.decades import decades_between
from cms.archive.domain.describing import describe
from cms.archive.domain.playing import Asked, shown_recordings
from cms.archive.domain.posters import posters_of
from cms.archive.domain.showing import CHOICE
from cms.archive.enums import Kind, Purpose
from cms.archive.models import Derivative, Fonds, Item, Master

WIDEST = 1280
PLAYED = (Purpose.SOUND, Purpose.FILM)


@dataclass(frozen=True)
class Entry:
    """An item in the lists of the site: all that is held of it while the rest is written."""

    number: int
    title: str
    date: str
    face: str
    kind: str
    decade: int | None
    collection: int | None


# A list of the site: its path, its title, what it holds.
Group = tuple[str, str, list[Entry]]


@dataclass(frozen=True)
class Shown:
    """A file on the page of an item; `play` is « audio » or « video », or empty for a picture."""

    path: str
    alt: str
    caption: str
    width: int
    height: int
    play: str = ""
    poster: str = ""


@dataclass(frozen=True)
class Line:
    """A page that is told, in a list of such pages."""

    path: str
    title: str
    words: str
    kind: str


def pages(council_name: str, told: list[Line]) -> Iterator[tuple[str, str]]:
    """Each page by its path in the site: the items first, then what leads to them and to what is told of them."""
    entries: list[Entry] = []
    public = Item.objects.public().prefetch_related("masters__derivatives")
    for item, named in items_in_order(public):
        posters = posters_of(item.masters.all())
        shown = [master for master in item.masters.all() if master.poster_of_id is None]
        files = [one for master in shown for one in shown_of(master, posters.get(master.pk))]
        fields = describe(item, named, item.places.all(), item.subjects.all())
        facts = {"item": item, "files": files, "fields": fields, "root": "../", "council_name": council_name}
        facts["recordings"] = [one for one in shown_recordings(item, Asked()) if one.lines]
        yield f"items/{item.number}.html", render_to_string("archive/takeaway/item.html", facts)
        entries.append(_entry(item))
    yield from _lists(entries, council_name, told)


def copies_shown() -> Iterator[tuple[str, Derivative]]:
    """The public copies that the site shows, each under its path there."""
    public = Item.objects.public().values("pk")
    masters = Master.objects.filter(item__in=public).order_by("pk").select_related("item")
    masters = masters.prefetch_related("derivatives")
    for master in masters.iterator(chunk_size=100):
        for copy in _chosen(master):
            yield f"files/{copy_name(copy)}", copy


def _lists(entries: list[Entry], council_name: str, told: list[Line]) -> Iterator[tuple[str, str]]:
    decades = sorted({one.decade for one in entries if one.decade is not None})
    groups: list[Group] = [
        *((f"kinds/{kind.value}.html", str(kind.label), _of(entries, "kind", kind.value)) for kind in Kind),
        *((f"decades/{decade}.html", f"{decade}-{decade + 9}", _of(entries, "decade", decade)) for decade in decades),
        ("decades/sans-date.html", "s.d.", _of(entries, "decade", None)),
        *(
            (f"collections/{fonds.slug}.html", fonds.title, _of(entries, "collection", fonds.pk))
            for fonds in Fonds.objects.order_by("title", "pk")
        ),
    ]
    groups = [group for group in groups if group[2]]
    for path, title, found in groups:
        facts: dict[str, object] = {"title": title, "entries": found, "root": "../", "council_name": council_name}
        yield path, render_to_string("archive/takeaway/list.html", facts)
    sections = [[group for group in groups if group[0].startswith(of)] for of in ("kinds", "decades", "collections")]
    front = {"sections": sections, "count": len(entries), "told": told, "root": "", "council_name": council_name}
    yield "index.html", render_to_string("archive/takeaway/index.html", front)


def _of(entries: Iterable[Entry], name: str, value: object) -> list[Entry]:
    return [one for one in entries if getattr(one, name) == value]


def _entry(item: Item) -> Entry:
    faces = (found for master in item.masters.all() if (found := _jpegs(master, Purpose.IMAGE)))
    face = next(faces, [])
    decade = next(iter(decades_between(item.date_earliest, item.date_latest)), None)
    said = item.date_words or item.date_said
    return Entry(
        item.number, item.title, said, copy_name(face[0]) if face else "", item.kind, decade, item.collection_id
    )


def _chosen(master: Master) -> list[Derivative]:
    pictures = _jpegs(master, Purpose.IMAGE)
    wide = [copy for copy in pictures if copy.width <= WIDEST] or pictures
    pages_of = _jpegs(master, Purpose.PAGE)
    played = [copy for copy in master.derivatives.all() if copy.purpose in PLAYED]
    chosen = [*pictures[:1], *wide[-1:], *pages_of, *played]
    return list({copy.pk: copy for copy in chosen}.values())


def shown_of(master: Master, poster: Master | None = None) -> Iterator[Shown]:
    """What the site shows of a file: pictures, pages, what plays, a film by its ``poster``. Prefetch `derivatives`."""
    seen = _chosen_picture(poster) if poster else None
    pages_of = _jpegs(master, Purpose.PAGE)
    for copy in _chosen(master):
        is_thumbnail = copy.purpose == Purpose.IMAGE and (pages_of or copy != _chosen_picture(master))
        if is_thumbnail:
            continue
        play = {Purpose.SOUND: "audio", Purpose.FILM: "video"}.get(Purpose(copy.purpose), "")
        before = f"files/{copy_name(seen)}" if seen and play == "video" else ""
        yield Shown(f"files/{copy_name(copy)}", master.alt_text, master.caption, copy.width, copy.height, play, before)


def _chosen_picture(master: Master) -> Derivative | None:
    pictures = [copy for copy in _chosen(master) if copy.purpose == Purpose.IMAGE]
    return pictures[-1] if pictures else None


def _jpegs(master: Master, purpose: Purpose) -> list[Derivative]:
    found: list[Any] = [
        copy for copy in master.derivatives.all() if copy.purpose == purpose and copy.media_type == CHOICE[-1]
    ]
    return sorted(found, key=lambda copy: (copy.page, copy.width))


def copy_name(copy: Derivative) -> str:
    """The name of a public copy in the site."""
    return f"{copy.master_id}-{copy.served_name}"
