"""Says one point of time in French, with the article that it takes."""

from __future__ import annotations

from cms.archive.domain.dates.shapes import AUTUMN, SUMMER, WINTER, Kind, Moment, Part, Point
from cms.archive.domain.dates.vocabulary import AMBIGUOUS_DECADES, HOLIDAYS, MONTHS, NBSP, PARTS, ROMAN, SEASONS

VOWELS = "aeiouéh"


def point_words(point: Point) -> str:
    """« 14 mai 1937 », « mai 1937 », « hiver 1971 », « années 1960 », « XXe siècle »."""
    if point.kind is Kind.DAY:
        return f"{day_and_month(point)} {point.year}"
    if point.kind is Kind.MONTH:
        return f"{MONTHS[point.month - 1]} {point.year}"
    if point.kind is Kind.SEASON:
        return f"{SEASONS[point.month]} {point.year}"
    if point.kind is Kind.ONE_WINTER:
        return f"{SEASONS[WINTER]} {point.year}-{point.year + 1}"
    if point.kind is Kind.HOLIDAYS:
        return f"{HOLIDAYS} {point.year}-{point.year + 1}"
    if point.kind is Kind.DECADE:
        # « Les années 1900 » may be the whole century.
        return f"années {point.year}-{point.year + 9}" if point.year in AMBIGUOUS_DECADES else f"années {point.year}"
    if point.kind is Kind.CENTURY:
        number = point.year // 100 + 1
        return f"{ROMAN.get(number, number)}e siècle"
    return str(point.year)


def day_and_month(point: Point) -> str:
    """« 1er mai », « 14 mai »."""
    return f"{day_number(point)}{NBSP}{MONTHS[point.month - 1]}"


def day_number(point: Point) -> str:
    return "1er" if point.day == 1 else str(point.day)


def article(point: Point) -> str:
    """What stands before it in a sentence: « le », « la », « l’ », « les », or nothing."""
    if point.kind is Kind.ONE_WINTER or (point.kind is Kind.SEASON and point.month in {SUMMER, AUTUMN, WINTER}):
        return "l’"
    if point.kind is Kind.DECADE:
        return "les "
    return "" if point.kind in {Kind.YEAR, Kind.MONTH} else "le "


def said_after(preposition: str, noun: str, noun_article: str) -> str:
    """« de » or « à » with what follows, contracted: « du printemps », « d’avril », « aux années », « à l’été »."""
    contracted = {("de", "le "): "du ", ("de", "les "): "des ", ("à", "le "): "au ", ("à", "les "): "aux "}
    if (preposition, noun_article) in contracted:
        return contracted[preposition, noun_article] + noun
    if preposition == "de" and not noun_article and noun[0] in VOWELS:
        return f"d’{noun}"
    return f"{preposition} {noun_article}{noun}"


def moment_words(moment: Moment) -> str:
    """Alone: « vers l’été 1971 », « probablement 1921 »."""
    words = point_words(moment.point)
    doubts = ["probablement"] * moment.uncertain + ["vers"] * moment.approximate
    return " ".join([*doubts, article(moment.point) + words]) if doubts else words


def end_words(moment: Moment) -> str:
    """Within a longer phrase, after its article: « 1921? »."""
    return point_words(moment.point) + "?" * moment.uncertain


def part_words(part: Part) -> str:
    """« fin des années 1960 », « début mai 1937 », « mi-mai 1937 », « première moitié du XXe siècle »."""
    name, whole = PARTS[part.name], point_words(part.whole)
    if part.whole.kind is Kind.MONTH and part.name == "middle":
        return f"mi-{whole}"
    if part.whole.kind in {Kind.MONTH, Kind.YEAR} and part.name in {"start", "end"}:
        return f"{name} {whole}"
    return f"{name} {said_after('de', whole, article(part.whole))}"


def part_article(part: Part) -> str:
    """« le début », « la fin », « la mi-mai »."""
    feminine = part.name in {"end", "half 1", "half 2"} or (part.name == "middle" and part.whole.kind is Kind.MONTH)
    return "la " if feminine else "le "
