"""Whatever the date, its three writings are one date; whatever the words, none is passed over."""

import re
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.archive.domain.dates import DateNotUnderstood, SaidDate, bounds, explain, from_edtf, read_date
from cms.archive.domain.dates.edtf_reading import is_writable, read_edtf
from cms.archive.domain.dates.edtf_writing import write_edtf
from cms.archive.domain.dates.shapes import (
    PARTS,
    Between,
    Either,
    Kind,
    Moment,
    Part,
    Point,
    Shape,
    Span,
    Undated,
    last_beginning,
)
from tests.archive.dates.reading_table import ON

# The library needs some 5 ms for a date that it has not read yet.
THOROUGHLY = settings(max_examples=50, deadline=None)

YEARS = st.integers(1608, 2025)
DAYS = st.dates(date(1608, 1, 1), ON).map(lambda day: Point(Kind.DAY, day.year, day.month, day.day))
MONTHS = st.builds(Point, st.just(Kind.MONTH), YEARS, st.integers(1, 12))
WHOLE_YEARS = st.builds(Point, st.just(Kind.YEAR), YEARS)
SEASONS = st.builds(Point, st.just(Kind.SEASON), YEARS, st.sampled_from([21, 22, 23, 24]))
WINTERS = st.builds(Point, st.sampled_from([Kind.ONE_WINTER, Kind.HOLIDAYS]), YEARS)
DECADES = st.integers(161, 202).map(lambda number: Point(Kind.DECADE, number * 10))
CENTURIES = st.integers(16, 20).map(lambda number: Point(Kind.CENTURY, number * 100))
POINTS = st.one_of(DAYS, MONTHS, WHOLE_YEARS, SEASONS, WINTERS, DECADES, CENTURIES)
MOMENTS = st.builds(Moment, POINTS, st.booleans(), st.booleans())
COUNTABLE = st.one_of(*(st.tuples(points, points) for points in (DAYS, MONTHS, WHOLE_YEARS)))


@st.composite
def parts(draw: st.DrawFn) -> Part:
    whole = draw(st.one_of(MONTHS, WHOLE_YEARS, DECADES, CENTURIES))
    return Part(whole, draw(st.sampled_from(sorted(PARTS[whole.kind]))), draw(st.booleans()))


SHAPES = st.one_of(
    st.just(Undated()),
    MOMENTS,
    parts(),
    st.builds(Span, st.none() | MOMENTS, st.none() | MOMENTS),
    COUNTABLE.map(lambda ends: Between(*ends)),
    COUNTABLE.map(lambda ends: Between(None, ends[0])),
    COUNTABLE.map(lambda ends: Between(ends[0], None)),
    st.builds(Either, st.lists(POINTS, min_size=2, max_size=3).map(tuple), st.booleans(), st.booleans()),
).filter(lambda shape: is_writable(shape) and not is_to_come(shape))


def is_to_come(shape: Shape) -> bool:
    begins = last_beginning(shape)
    return begins is not None and begins > ON


@THOROUGHLY
@given(SHAPES)
def test_edtf_words_and_brackets_are_one_date(shape: Shape) -> None:
    edtf = write_edtf(shape)

    written = from_edtf(edtf)

    assert read_edtf(edtf) == shape
    assert written.edtf == edtf
    assert read_date(written.words, on=ON).edtf == edtf
    assert read_date(written.bracketed, on=ON).edtf == edtf
    assert (written.earliest, written.latest) == bounds(edtf)
    assert len(edtf) <= 80
    assert len(written.words) <= 120


@THOROUGHLY
@given(SHAPES)
def test_the_earliest_day_is_no_later_than_the_latest(shape: Shape) -> None:
    earliest, latest = bounds(write_edtf(shape))

    assert (earliest or date.min) <= (latest or date.max)


@THOROUGHLY
@given(SHAPES)
def test_every_date_is_explained(shape: Shape) -> None:
    written = from_edtf(write_edtf(shape))

    explained = explain(written)

    assert explained.startswith("Compris\u00a0: ")
    for day in {written.earliest, written.latest} - {None}:
        assert str(day.year) in explained


@THOROUGHLY
@given(
    SHAPES, st.sampled_from(["zinzin", "mai", "1937", "14", "hiver", "Noël", "samedi", "avant", "vers", "?"]), st.data()
)
def test_a_word_too_many_is_never_passed_over(shape: Shape, word: str, data: st.DataObject) -> None:
    words = from_edtf(write_edtf(shape)).words.split()
    place = data.draw(st.integers(0, len(words)))

    read = what_is_read(" ".join([*words[:place], word, *words[place:]]))

    if read is not None:
        assert word != "zinzin"
        assert not lost(word, read)


PIECES = (
    "le l' de du des d' en au à entre et ou avant après depuis jusqu' vers probablement ? - / , . [ ] ( ) "
    "début milieu fin mi première moitié 1er 3 14 31 mai juin février 1937 1938 60 ’67 années siècle XIXe XXe 20e "
    "hiver été 1970-1971 Noël Saint-Jean Pâques samedi s.d. ca. c. environ 192- 18-- 192X ~ .."
)


@THOROUGHLY
@given(st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=7))
def test_a_heap_of_words_is_read_whole_or_refused(pieces: list[str]) -> None:
    read = what_is_read(" ".join(pieces))

    if read is not None:
        assert [piece for piece in pieces if lost(piece, read)] == []
        assert read_date(read.words, on=ON).edtf == read.edtf


@THOROUGHLY
@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed: str) -> None:
    what_is_read(typed)


@THOROUGHLY
@given(st.text("0123456789X-/.[],~?%", max_size=24))
def test_any_edtf_is_said_or_refused(typed: str) -> None:
    try:
        written = from_edtf(typed)
    except DateNotUnderstood:
        return
    assert from_edtf(written.edtf) == written
    if not is_to_come(read_edtf(written.edtf) or Undated()):
        assert read_date(written.words, on=ON).edtf == written.edtf


def test_each_day_of_a_year_comes_back() -> None:
    days = [date(1936, 1, 1) + timedelta(days) for days in range(366)]

    assert [read_date(from_edtf(day.isoformat()).words, on=ON).earliest for day in days] == days


def what_is_read(typed: str) -> SaidDate | None:
    try:
        return read_date(typed, on=ON)
    except DateNotUnderstood:
        return None


def lost(piece: str, read: SaidDate) -> bool:
    """A month, a day or a year that was typed is nowhere in what was read."""
    told = f"{read.edtf} {read.words} {read.bracketed}"
    if piece in {"mai", "juin", "février"}:
        return piece not in told
    if re.fullmatch(r"\d{4}", piece):
        return piece not in told and f"{piece[:2]}XX" not in told
    if piece in {"3", "14", "31"}:
        return re.search(rf"(?<!\d){piece}(?!\d)", told) is None
    return piece in {"hiver", "été"} and piece not in told
