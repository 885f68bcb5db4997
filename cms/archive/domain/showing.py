"""What a page shows of a picture of the memory: its sizes, in the formats that browsers choose from."""

from __future__ import annotations

from dataclasses import dataclass

from cms.archive.enums import Purpose
from cms.archive.models.files import Derivative, Master

# In the order in which a browser is to choose; the last is for all of them.
CHOICE = ("image/avif", "image/webp", "image/jpeg")
NARROW = 640  # pixels: a telephone's screen, however fine; what it draws finer is what one zooms for


@dataclass(frozen=True)
class Source:
    """One format, with the addresses of its widths; ``narrow`` are those that a telephone needs before one zooms."""

    media_type: str
    srcset: str
    narrow: str


@dataclass(frozen=True)
class Shown:
    """A picture as a page shows it; `src`, `width` and `height` are those of a copy that every browser reads."""

    src: str
    width: int
    height: int
    sources: tuple[Source, ...]
    srcset: str


def shown_picture(master: Master, *, page: int = 0, src_width: int = 640) -> Shown | None:
    """The copies of a picture, or of one page of a document; nothing while there are none.

    Reads `master.derivatives.all()`: lists prefetch `masters__derivatives`, and ask nothing more for each picture.
    """
    purpose = Purpose.PAGE if page else Purpose.IMAGE
    copies = [copy for copy in master.derivatives.all() if copy.purpose == purpose and copy.page == page]
    for_all = sorted((copy for copy in copies if copy.media_type == CHOICE[-1]), key=lambda copy: copy.width)
    if not for_all:
        return None
    usual = next((copy for copy in for_all if copy.width >= src_width), for_all[-1])
    sources = [_source(kind, [copy for copy in copies if copy.media_type == kind]) for kind in CHOICE[:-1]]
    return Shown(
        usual.get_absolute_url(),
        usual.width,
        usual.height,
        tuple(source for source in sources if source.srcset),
        _srcset(for_all),
    )


def _source(media_type: str, copies: list[Derivative]) -> Source:
    return Source(media_type, _srcset(copies), _srcset([copy for copy in copies if copy.width <= NARROW]))


def _srcset(copies: list[Derivative]) -> str:
    ordered = sorted(copies, key=lambda copy: copy.width)
    return ", ".join(f"{copy.get_absolute_url()} {copy.width}w" for copy in ordered)
