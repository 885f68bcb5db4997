"""Cuts what was typed into tokens that compare: no accents, one apostrophe, one dash, whole names of months."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cms.archive.domain.dates.vocabulary import MONTHS
from cms.pages.domain.typography import typeset_text
from crm.partners.domain.folding import fold

APOSTROPHES = re.compile("[‘’ʼ´`′'‛]")
DASHES = re.compile("[‐‑‒–—―−_]")
PIECES = re.compile(r"\w+|[^\w\s]")
BARE_MONTHS = tuple(fold(month) for month in MONTHS)
MONTH_ABBREVIATIONS = {
    "jan": "janvier",
    "janv": "janvier",
    "fev": "fevrier",
    "fevr": "fevrier",
    "avr": "avril",
    "juil": "juillet",
    "juill": "juillet",
    "sep": "septembre",
    "sept": "septembre",
    "oct": "octobre",
    "nov": "novembre",
    "dec": "decembre",
}
ABBREVIATIONS = {"av", "ca", "c", "env", "prob", "approx", "s", "v", "ste", "st", *MONTH_ABBREVIATIONS}
FIRST = {"1er", "1ier", "ler", "ier", "premier"}
SAME = {"second": "deuxieme", "seconde": "deuxieme", "st": "saint", "ste": "sainte", "derniere": "dernier"}


@dataclass(frozen=True)
class Token:
    """A word, a number or a sign; where it stands in what was typed."""

    text: str
    start: int
    end: int


def tidy(typed: str) -> str:
    """What was typed, with the spaces, apostrophes and raised letters that Québec prints."""
    plain = " ".join(unicodedata.normalize("NFKC", typed).split())
    return typeset_text(APOSTROPHES.sub("’", plain))


def cut(said: str) -> list[Token]:
    """The tokens of a tidied date; nothing but spaces is left out."""
    pieces = [Token(_folded(match[0]), *match.span()) for match in PIECES.finditer(said)]
    tokens: list[Token] = []
    for place, token in enumerate(pieces):
        following = pieces[place + 1].text if place + 1 < len(pieces) else ""
        _add(tokens, token, following)
    return tokens


def _add(tokens: list[Token], token: Token, following: str) -> None:
    """Adds a token, or joins it to the one before: « 1 er », « janv. », « XIX e »."""
    before = tokens[-1] if tokens else None
    joined = before and before.end != token.start
    if before and token.text == "." and before.text in ABBREVIATIONS | set(MONTH_ABBREVIATIONS.values()) and not joined:
        tokens[-1] = Token(before.text, before.start, token.end)
        return
    if before and token.text in {"er", "e", "eme", "ieme"} and re.fullmatch(r"\d{1,2}|[ivx]+", before.text):
        tokens[-1] = Token("1" if token.text == "er" else f"{before.text}e", before.start, token.end)
        return
    tokens.append(Token(_canonical(token.text, following), token.start, token.end))


def _canonical(text: str, following: str) -> str:
    month_follows = following in BARE_MONTHS or following in MONTH_ABBREVIATIONS
    if text in {"1er", "1ier"} or (text in FIRST and month_follows):
        return "1"
    if found := re.fullmatch(r"(\d{1,2}|[ivx]+)(?:eme|ieme)", text):
        return f"{found[1]}e"
    return MONTH_ABBREVIATIONS.get(text) or SAME.get(text, text)


def _folded(piece: str) -> str:
    if APOSTROPHES.fullmatch(piece):
        return "'"
    if DASHES.fullmatch(piece):
        return "-"
    # Without its accent, « dès 1940 » would be « des années… ».
    return "depuis" if piece.casefold() == "dès" else fold(piece)
