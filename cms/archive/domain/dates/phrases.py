"""Reads a whole phrase: doubts, beginnings and ends, before and after, from one date to another.

A reader takes every token it is given, or none: nothing typed is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cms.archive.domain.dates.doubts import AFTER_IT, BEFORE_IT
from cms.archive.domain.dates.edtf_reading import is_writable
from cms.archive.domain.dates.point_reading import read_points
from cms.archive.domain.dates.ranges import Reading, countable, instead_of, read_pairs
from cms.archive.domain.dates.said import DateNotUnderstood
from cms.archive.domain.dates.shapes import (
    PARTS,
    SEASONAL,
    WINTER,
    Between,
    Instead,
    Kind,
    Moment,
    Part,
    Point,
    Span,
    Undated,
    qualified,
)
from cms.archive.domain.dates.words import is_plain, neighbour

UNDATED = re.compile(
    r"s d(?: \.)?|sd|s / d|sans date|n(?: \.)? d(?: \.)?|(?:non|pas) datee?"
    r"|date (?:inconnue|non determinee|indeterminee)|inconnue?"
)
ONE_SIDED = tuple(
    (re.compile(pattern), side)
    for pattern, side in (
        (r"(?:avant|av|ante|anterieure?(?:ment)? (?:a|au|aux)) (.+)", "before"),
        (r"(?:apres|posterieure?(?:ment)? (?:a|au|aux)) (.+)", "after"),
        (r"(?:au plus tard|pas apres) (.+)", "by"),
        (r"(.+?)(?: ,)? (?:ou avant|ou plus tot|au plus tard)", "by"),
        (r"(?:au plus tot|pas avant) (.+)", "from"),
        (r"(.+?)(?: ,)? (?:ou apres|ou plus tard|au plus tot)", "from"),
        (r"(?:depuis|a partir|a compter) (.+)", "since"),
        (r"([12]\d{3}) -", "since"),
        (r"(?:jusqu '|jusque|jusqu) (.+)", "until"),
    )
)
PART_NAMES = {
    "debut": "start",
    "milieu": "middle",
    "mi": "middle",
    "fin": "end",
    "premiere moitie": "half 1",
    "1re moitie": "half 1",
    "deuxieme moitie": "half 2",
    "2e moitie": "half 2",
    "premier tiers": "third 1",
    "deuxieme tiers": "third 2",
    "dernier tiers": "third 3",
    "troisieme tiers": "third 3",
    "premier quart": "quarter 1",
    "deuxieme quart": "quarter 2",
    "troisieme quart": "quarter 3",
    "quatrieme quart": "quarter 4",
    "dernier quart": "quarter 4",
}
NAMED_PART = rf"(?P<part>{'|'.join(PART_NAMES)})"
PART_FIRST = re.compile(
    rf"(?:(?:vers|en|des) )?(?:(?:le|la|au|a la|l '|tout) )?{NAMED_PART}(?: -)?"
    r" (?:(?:de|du|des|d '|de la|de l ') )?(?P<rest>.+)"
)
PART_LAST = re.compile(rf"(?P<rest>.+?) (?:, {NAMED_PART}|\( {NAMED_PART.replace('part', 'part2')} \))")
SMALL_ARTICLE = re.compile(r"(?:(?:a|au|aux|de|du|des|d '|en|le|la|les|l ') )+")


def read_phrase(text: str) -> list[Reading]:
    """Every shape that a phrase may be; nothing where it is none. Raises `DateNotUnderstood` for what never was."""
    failures: list[DateNotUnderstood] = []
    for reader in READERS:
        try:
            if shapes := list(dict.fromkeys(reader(text))):
                return shapes
        except DateNotUnderstood as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return []


def read_moments(text: str) -> list[Reading]:
    """A moment with its doubts, or a part: what stands on one side of a range."""
    bare = _unbracketed(text)
    if bare != text:
        return read_moments(bare)
    return [*_parts(text)] or [Moment(point) for point in read_points(text)] or list(_doubted(text, read_moments))


def _undated(text: str) -> Iterator[Reading]:
    if UNDATED.fullmatch(text):
        yield Undated()


def _bracketed(text: str) -> Iterator[Reading]:
    bare = _unbracketed(text)
    if bare != text:
        yield from read_phrase(bare)


def _unbracketed(text: str) -> str:
    for opening, closing in ("[]", "()"):
        inner = text[2:-2]
        if text.startswith(f"{opening} ") and text.endswith(f" {closing}") and _is_balanced(inner, opening, closing):
            return inner
    return text


def _is_balanced(text: str, opening: str, closing: str) -> bool:
    """What opens in it closes in it: « [vers 1921]-[1923] » is not within one pair of brackets."""
    depth = 0
    for sign in text:
        depth += (sign == opening) - (sign == closing)
        if depth < 0:
            return False
    return depth == 0


def _points_or_pairs(text: str) -> Iterator[Reading]:
    """Together for a month in figures: « 1910-12 » is December, and three years."""
    points = read_points(text)
    if points and points[0].kind is not Kind.MONTH:
        yield from (Moment(point) for point in points)
        return
    try:
        pairs = read_pairs(text, read_moments)
    except DateNotUnderstood:
        if not points:
            raise
        pairs = []
    yield from (Moment(point) for point in points)
    yield from pairs


def _parts(text: str) -> Iterator[Reading]:
    found = PART_FIRST.fullmatch(text) or PART_LAST.fullmatch(text)
    if found is None:
        return
    named = found.groupdict()
    name = PART_NAMES[named["part"] or named["part2"]]
    for whole in read_points(named["rest"]):
        if name in PARTS.get(whole.kind, ()):
            yield Part(whole, name)
        elif whole.kind in SEASONAL:
            yield Instead(Moment(whole))


def _doubted(text: str, read: Callable[[str], list[Reading]]) -> Iterator[Reading]:
    found = BEFORE_IT.fullmatch(text) or AFTER_IT.fullmatch(text)
    if found is None:
        return
    approximate, uncertain = bool(found["about"]), bool(found["perhaps"])
    rest = found["rest"]
    for shape in read(rest) or read(SMALL_ARTICLE.sub("", rest, count=1)):
        if isinstance(shape, Instead):
            yield shape
        else:
            # EDTF has no doubt for « entre » and « avant »: what they say without it is only proposed.
            yield qualified(shape, approximate=approximate, uncertain=uncertain) or Instead(shape)


def _doubted_phrase(text: str) -> Iterator[Reading]:
    yield from _doubted(text, read_phrase)


def _one_sided(text: str) -> Iterator[Reading]:
    for pattern, side in ONE_SIDED:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        rest = found[1]
        for shape in read_moments(rest) or read_moments(SMALL_ARTICLE.sub("", rest, count=1)):
            for one in _each_winter(shape):
                yield from _on_side(side, one)


def _each_winter(shape: Reading) -> list[Reading]:
    """Before or after « l’hiver 1971 » is a year earlier or later, by the winter that is meant."""
    if not isinstance(shape, Moment) or shape.point.kind is not Kind.SEASON or shape.point.month != WINTER:
        return [shape]
    return [Moment(Point(Kind.ONE_WINTER, year)) for year in (shape.point.year - 1, shape.point.year)]


def _on_side(side: str, shape: Reading) -> Iterator[Reading]:
    if isinstance(shape, Part) and side in {"since", "until"}:
        border = Moment(countable(shape, at_start=side == "since"), approximate=True)
        yield Instead(Span(border, None) if side == "since" else Span(None, border))
        return
    if isinstance(shape, Moment) and side in {"since", "until"}:
        span = Span(shape, None) if side == "since" else Span(None, shape)
        yield span if is_writable(span) else instead_of(span)
        return
    plain = isinstance(shape, Moment) and is_plain(shape) and shape.point.kind not in SEASONAL
    if not isinstance(shape, Moment | Part):
        return
    point = countable(shape, at_start=side in {"before", "from"})
    between = {
        "before": Between(None, neighbour(point, -1)),
        "by": Between(None, point),
        "after": Between(neighbour(point, 1), None),
        "from": Between(point, None),
    }[side]
    yield between if plain else Instead(between)


READERS: tuple[Callable[[str], Iterator[Reading]], ...] = (
    _undated,
    _bracketed,
    _parts,
    _points_or_pairs,
    _one_sided,
    _doubted_phrase,
)
