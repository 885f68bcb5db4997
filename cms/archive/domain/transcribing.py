"""Writes down what is said in a recording, gives it back, finds a word of it to the second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cms.archive.domain.timed_text import Line, check_count, write_moment
from cms.archive.errors import MemoryRefused
from cms.archive.models import Cue, Item, Master, Transcript
from cms.pages.domain.search.analysis import UNINSISTENT, term_of, words_of
from crm.accounts.models import User

# A length is measured to the nearest frame; what is said last may seem to end just after it.
TOLERANCE = 1000  # milliseconds
SHORTEST_BEGUN = 3


@transaction.atomic
def record_transcript(
    master: Master, lines: Sequence[Line], language: str, by: User | None, now: datetime
) -> Transcript | None:
    """A new version, which everyone reads from now on. Nothing is written where it would be the same as today's."""
    check_count(lines)
    _check_within(lines, master)
    Master.objects.select_for_update().get(pk=master.pk)
    current = current_transcript(master)
    if current is None and not lines:
        return None
    if current is not None and (lines_of(current), current.language) == (list(lines), language):
        return current
    written = Transcript.objects.create(master=master, language=language, written_by=by, written_at=now)
    Cue.objects.bulk_create(
        Cue(transcript=written, start_ms=line.start_ms, end_ms=line.end_ms, text=line.text) for line in lines
    )
    Transcript.objects.filter(master=master, is_current=True).update(is_current=False)
    written.is_current = True
    written.save()  # whoever watches reads it with its lines
    return written


def put_back(former: Transcript, by: User | None, now: datetime) -> Transcript | None:
    """A former version becomes today's, as a version of its own: what it replaces stays too."""
    return record_transcript(former.master, lines_of(former), former.language, by, now)


def current_transcript(master: Master) -> Transcript | None:
    return Transcript.objects.filter(master=master, is_current=True).prefetch_related("cues").first()


def current_transcripts(masters: Iterable[Master]) -> dict[int, Transcript]:
    """Today's version of each, by the key of its master; those without a line are left out. Two queries."""
    found = Transcript.objects.filter(master__in=list(masters), is_current=True).prefetch_related("cues")
    return {transcript.master_id: transcript for transcript in found if transcript.cues.all()}


def lines_of(transcript: Transcript) -> list[Line]:
    return [Line(cue.start_ms, cue.end_ms, cue.text) for cue in transcript.cues.all()]


def transcript_text(master: Master) -> str:
    """All that is said in it, a line each, without the moments; empty where nothing is written down."""
    transcript = current_transcript(master)
    return "\n".join(line.text for line in lines_of(transcript)) if transcript else ""


def cues_matching(item: Item, query: str) -> list[Cue]:
    """The lines of the item's recordings that answer, in their order."""
    masters = list(item.masters.all())
    transcripts = current_transcripts(masters)
    said = [cue for master in masters if master.pk in transcripts for cue in transcripts[master.pk].cues.all()]
    answers = answering_lines([cue.text for cue in said], query)
    return [cue for place, cue in enumerate(said) if place in answers]


def answering_lines(texts: Sequence[str], query: str) -> dict[int, frozenset[str]]:
    """Where they stand among ``texts``, each with its terms that answer: accents and plurals do not matter.

    Lines that say all that was asked are given alone; where none does, those that say a part of it.
    """
    asked = words_of(query)
    wanted = [word for word in asked if word not in UNINSISTENT] or asked
    if not wanted:
        return {}
    answers = {}
    for place, text in enumerate(texts):
        terms = {word: term_of(word) for word in words_of(text)}
        hits = {want: {term for word, term in terms.items() if _answers(word, term, want)} for want in wanted}
        if any(hits.values()):
            answers[place] = (all(hits.values()), frozenset(term for found in hits.values() for term in found))
    whole = any(is_whole for is_whole, _terms in answers.values())
    return {place: terms for place, (is_whole, terms) in answers.items() if is_whole or not whole}


def _answers(word: str, term: str, want: str) -> bool:
    return term == term_of(want) or (len(want) >= SHORTEST_BEGUN and word.startswith(want))


def _check_within(lines: Sequence[Line], master: Master) -> None:
    if not master.seconds or not lines:
        return
    length = round(master.seconds * 1000)
    late = next((line for line in lines if line.start_ms > length + TOLERANCE), None)
    if late is not None:
        raise MemoryRefused(
            _("%(moment)s is after the end of the recording, which lasts %(length)s.")
            % {"moment": write_moment(late.start_ms), "length": write_moment(length // 1000 * 1000)}
        )
