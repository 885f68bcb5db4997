"""The recordings of an item as a visitor plays them, from any moment on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from cms.archive.domain.played import HEARD, POSTER_WIDTH, Drawn
from cms.archive.domain.posters import posters_of
from cms.archive.domain.showing import Shown, shown_picture
from cms.archive.domain.timed_text import language_name, write_moment
from cms.archive.domain.transcribing import answering_lines, current_transcripts
from cms.archive.enums import Purpose
from cms.archive.models import Cue, Derivative, Item, Master, Transcript
from cms.pages.domain.search.marking import marked

FAMILIES = ("audio/", "video/")


@dataclass(frozen=True)
class Asked:
    """Where to begin, in which recording, and the words that are looked for."""

    second: int | None = None
    number: int = 1
    words: str = ""


@dataclass(frozen=True)
class SaidLine:
    """One line of a transcript; ``words`` has what was looked for marked, ``query`` leads to its second."""

    moment: str
    second: int
    words: str | SafeString
    query: str
    is_found: bool
    is_begun: bool


@dataclass(frozen=True)
class Recording(Drawn):
    """A sound or a film, with what is said in it; `number` counts the recordings of its item from 1."""

    master: Master
    number: int
    copy: Derivative | None
    source: str
    poster: Shown | None
    language: str
    language_name: str
    lines: list[SaidLine]
    copy_name: str
    words_name: str

    @property
    def is_film(self) -> bool:
        return self.copy is not None and self.copy.purpose == Purpose.FILM

    @property
    def length(self) -> str:
        return write_moment(round(self.master.seconds) * 1000) if self.master.seconds else ""


def shown_recordings(item: Item, asked: Asked) -> list[Recording]:
    """Those that can be heard or read, in their order. Prefetch `masters__derivatives`; two queries, none without any.

    The lines that answer are looked for in all of them together.
    """
    masters = [master for master in item.masters.all() if is_recording(master)]
    transcripts = current_transcripts(masters) if masters else {}
    heard = [master for master in masters if master.pk in transcripts or _copy(master) is not None]
    said = {master.pk: _cues(transcripts.get(master.pk)) for master in heard}
    answers = answering_lines([cue.text for cues in said.values() for cue in cues], asked.words) if asked.words else {}
    posters = posters_of(item.masters.all())
    shown, place = [], 0
    for number, master in enumerate(heard, 1):
        lines = []
        for cue in said[master.pk]:
            lines.append(_line(cue, number, asked, answers.get(place)))
            place += 1
        poster = shown_picture(posters[master.pk], src_width=POSTER_WIDTH) if master.pk in posters else None
        shown.append(_recording(item, master, number, transcripts.get(master.pk), lines, asked, poster))
    return shown


def found_lines(recordings: list[Recording]) -> list[SaidLine]:
    return [line for recording in recordings for line in recording.lines if line.is_found]


def is_recording(master: Master) -> bool:
    """Something that is listened to, whether or not a copy of it is made."""
    return master.media_type.startswith(FAMILIES)


def _copy(master: Master) -> Derivative | None:
    return next((copy for copy in master.derivatives.all() if copy.purpose in HEARD), None)


def _cues(transcript: Transcript | None) -> list[Cue]:
    return list(transcript.cues.all()) if transcript else []


def _line(cue: Cue, number: int, asked: Asked, terms: Collection[str] | None) -> SaidLine:
    second = cue.start_ms // 1000
    facts = {"t": second, **({"piste": number} if number > 1 else {}), **({"q": asked.words} if asked.words else {})}
    return SaidLine(
        moment=write_moment(second * 1000),
        second=second,
        words=marked(cue.text, terms) if terms else cue.text,
        query=f"?{urlencode(facts)}#enregistrement-{number}",
        is_found=terms is not None,
        is_begun=asked.number == number and asked.second == second,
    )


def _recording(
    item: Item,
    master: Master,
    number: int,
    transcript: Transcript | None,
    lines: list[SaidLine],
    asked: Asked,
    poster: Shown | None,
) -> Recording:
    copy = _copy(master)
    begins = f"#t={asked.second}" if asked.second is not None and asked.number == number else ""
    name = f"memoire-{item.number}-enregistrement-{number}"
    language = transcript.language if transcript else ""
    return Recording(
        master=master,
        number=number,
        copy=copy,
        source=f"{copy.get_absolute_url()}{begins}" if copy else "",
        poster=poster,
        language=language,
        language_name=language_name(language),
        lines=lines,
        copy_name=f"{name}.{copy.served_name.rpartition('.')[2]}" if copy else "",
        words_name=name,
    )
