"""What a visitor sees of the files of an item: photographs, pages of a document, each from close by if they want."""

from __future__ import annotations

from dataclasses import dataclass

from cms.archive.enums import Purpose
from cms.archive.models import Derivative, Item, Master

FOR_ALL = "image/jpeg"  # every browser reads it, and every drawer can print it
SEEN = (Purpose.IMAGE, Purpose.PAGE)
NARROWEST, WIDEST = 7, 22  # tenths of its height


@dataclass(frozen=True)
class Picture:
    """One picture of a page; `page` is 0 for a photograph. `file_name` is what it is called once taken home."""

    master: Master
    page: int
    alt: str
    largest: Derivative
    file_name: str

    @property
    def shape(self) -> int:
        return shape_of(self.largest)


@dataclass(frozen=True)
class ShownFile:
    """A file of an item with its pictures: one for a photograph, the cover of a document and its `pages` after it."""

    caption: str
    first: Picture
    pages: list[Picture]


def shown_files(item: Item) -> list[ShownFile]:
    """Those that have something to see, in their order; what stands for a film is not one of them.

    Prefetch `masters__derivatives`.
    """
    found = []
    for number, master in enumerate(item.masters.all(), 1):
        pictures = [
            Picture(master, page, _alt(item, master, page), copy, f"memoire-{item.number}-{number}-{page}.jpg")
            for page, copy in sorted(_largest(master).items())
        ]
        if pictures and master.poster_of_id is None:
            pages = [one for one in pictures[1:] if one.page > 1]  # the first is its cover
            found.append(ShownFile(master.caption, pictures[0], pages))
    return found


def face_of(master: Master) -> Derivative | None:
    """The picture by which a list shows a file; nothing for what is only heard or has no copy yet."""
    return next(
        (copy for copy in master.derivatives.all() if copy.purpose in SEEN and copy.media_type == FOR_ALL), None
    )


def shape_of(copy: Derivative) -> int:
    """Its width in tenths of its height, between a door and a panorama."""
    return max(NARROWEST, min(WIDEST, round(10 * copy.width / max(copy.height, 1))))


def _largest(master: Master) -> dict[int, Derivative]:
    """The widest copy of each page, which is the one looked at from close by."""
    widest: dict[int, Derivative] = {}
    for copy in master.derivatives.all():
        if _is_seen(copy):
            known = widest.get(copy.page)
            widest[copy.page] = copy if known is None or copy.width > known.width else known
    return widest


def _is_seen(copy: Derivative) -> bool:
    return copy.purpose in SEEN and copy.media_type == FOR_ALL


def _alt(item: Item, master: Master, page: int) -> str:
    said = master.alt_text or item.title
    return f"{said} ({page})" if page > 1 else said
