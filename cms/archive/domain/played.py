"""What a page plays of the items that it includes: the first sound or film of each, where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from cms.archive.domain.showing import Shown, shown_picture
from cms.archive.domain.timed_text import language_name
from cms.archive.enums import Kind, Purpose
from cms.archive.models.files import Derivative, Master
from cms.archive.models.items import Item
from cms.archive.models.transcripts import Transcript

HEARD_KINDS = (Kind.SOUND, Kind.FILM, Kind.STORY)
HEARD = (Purpose.SOUND, Purpose.FILM)
RECORDED = Q(media_type__startswith="audio/") | Q(media_type__startswith="video/")
POSTER_WIDTH = 1280


class Drawn:
    """How large a film is drawn, whatever else is known of it."""

    master: Master
    poster: Shown | None

    @property
    def width(self) -> int | None:
        """Of the film; where the file does not say it, of its picture, so that the page does not move."""
        return self.master.width or (self.poster.width if self.poster else None)

    @property
    def height(self) -> int | None:
        return self.master.height or (self.poster.height if self.poster else None)


@dataclass(frozen=True)
class Played(Drawn):
    """A recording without its lines, which are read on the page of its item, at `number`; no language, no captions."""

    master: Master
    copy: Derivative
    number: int
    poster: Shown | None
    language: str

    @property
    def is_film(self) -> bool:
        return self.copy.purpose == Purpose.FILM

    @property
    def language_name(self) -> str:
        return language_name(self.language)


def played_in(items: Iterable[Item]) -> dict[int, Played]:
    """By the keys of these items, listed `with_faces`; three queries, none where none of them is to be heard."""
    faces = {item.pk: next(iter(item.faces), None) for item in items if _may_be_heard(item)}
    if not faces:
        return {}
    masters = Master.objects.filter(RECORDED, item__in=faces).order_by("position", "pk").prefetch_related("derivatives")
    said = Transcript.objects.filter(master__in=masters.values("pk"), is_current=True).exclude(cues=None)
    languages = dict(said.values_list("master", "language"))
    found: dict[int, Played] = {}
    before = dict.fromkeys(faces, 0)
    for master in masters:
        copy = next((one for one in master.derivatives.all() if one.purpose in HEARD), None)
        if copy is None and master.pk not in languages:
            continue
        before[master.item_id] += 1
        if copy is not None and master.item_id not in found:
            poster = _poster(master, faces[master.item_id])
            number = before[master.item_id]
            found[master.item_id] = Played(master, copy, number, poster, languages.get(master.pk, ""))
    return found


def _may_be_heard(item: Item) -> bool:
    return item.kind in HEARD_KINDS or any(face.media_type.startswith(("audio/", "video/")) for face in item.faces)


def _poster(film: Master, face: Master | None) -> Shown | None:
    return shown_picture(face, src_width=POSTER_WIDTH) if face and face.poster_of_id == film.pk else None
