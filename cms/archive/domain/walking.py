"""A walk: its stops in their order, what is seen and heard at each, where they stand from one another."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from cms.archive.domain.including import included
from cms.archive.domain.timed_text import language_name
from cms.archive.enums import Purpose
from cms.archive.models.files import Derivative
from cms.archive.models.items import Item
from cms.archive.models.places import Place
from cms.archive.models.transcripts import Transcript
from crm.events.domain.sketches import METRES_A_DEGREE, Sketch, draw_spots
from crm.partners.domain.positions import Spot, geo_address

METRES_A_MINUTE = 60  # of someone who looks around
READ_STANDING = 900  # signs


@dataclass(frozen=True)
class Heard:
    """The recording of a stop, and its first lines, as many as one reads standing: the others are on its own page."""

    copy: Derivative
    language: str
    language_name: str
    lines: list[str]
    is_cut: bool


@dataclass(frozen=True)
class Stop:
    """`number` is that of the stop; the plan has marks only for places whose position is known."""

    number: int
    title: str
    text: Any
    way: str
    place: Place | None
    item: Item | None
    sound: Item | None
    recording: Heard | None
    geo_url: str


@dataclass(frozen=True)
class Walk:
    stops: list[Stop]
    sketch: Sketch | None
    metres: int
    minutes: int


def walk_of(written: Sequence[Mapping[str, Any]]) -> Walk:
    """The stops as anyone may know them: an item that is closed leaves its stop, not the walk. Distances are as the
    crow flies, rounded to 50 m; none where the position of a stop is not known.
    """
    shown = {item.pk: item for item in included([stop[name] for stop in written for name in ("item", "sound")])}
    heard = _heard(_copies({stop["sound"].pk for stop in written if stop["sound"]} & shown.keys()))
    stops = [_stop(number, stop, shown, heard) for number, stop in enumerate(written, 1)]
    spots = [stop.place.spot if stop.place else None for stop in stops]
    known = [spot for spot in spots if spot is not None]
    is_whole = len(known) == len(stops)
    metres = round(sum(map(_apart, known, known[1:])) / 50) * 50 if is_whole else 0
    return Walk(stops, draw_spots(known) if is_whole else None, metres, math.ceil(metres / METRES_A_MINUTE / 5) * 5)


def _stop(number: int, written: Mapping[str, Any], shown: Mapping[int, Item], heard: Mapping[int, Heard]) -> Stop:
    place, item, sound = written["place"], written["item"], written["sound"]
    return Stop(
        number,
        written["title"],
        written["text"],
        written["way"],
        place,
        shown.get(item.pk) if item else None,
        shown.get(sound.pk) if sound else None,
        heard.get(sound.pk) if sound else None,
        geo_address(place.spot) if place and place.spot else "",
    )


def _copies(items: Collection[int]) -> dict[int, Derivative]:
    """The first copy of each that one can hear, whatever its other files are; one query, however many there are."""
    sounds = Derivative.objects.filter(master__item__in=items, purpose=Purpose.SOUND).select_related("master")
    found: dict[int, Derivative] = {}
    for copy in sounds.order_by("master__position", "master_id", "pk") if items else ():
        found.setdefault(copy.master.item_id, copy)
    return found


def _heard(copies: Mapping[int, Derivative]) -> dict[int, Heard]:
    """What is heard of each item; two queries, however many there are."""
    masters = [copy.master_id for copy in copies.values()]
    found = Transcript.objects.filter(master__in=masters, is_current=True).prefetch_related("cues") if masters else []
    transcripts = {transcript.master_id: transcript for transcript in found}
    return {key: _with_words(copy, transcripts.get(copy.master_id)) for key, copy in copies.items()}


def _with_words(copy: Derivative, transcript: Transcript | None) -> Heard:
    if transcript is None:
        return Heard(copy, "", "", [], is_cut=False)
    said = [cue.text for cue in transcript.cues.all()]
    lengths = accumulate(map(len, said))
    lines = [line for line, length in zip(said, lengths, strict=True) if length <= READ_STANDING] or said[:1]
    return Heard(copy, transcript.language, language_name(transcript.language), lines, len(lines) < len(said))


def _apart(one: Spot, other: Spot) -> float:
    """Metres between two places of a neighbourhood."""
    north = float(one.latitude - other.latitude) * METRES_A_DEGREE
    east = float(one.longitude - other.longitude) * METRES_A_DEGREE * math.cos(math.radians(float(one.latitude)))
    return math.hypot(north, east)
