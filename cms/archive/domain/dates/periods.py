"""What people say instead of a date (« pendant la guerre », « l’Expo »), with the dates that it may stand for.

None is taken for a date: the archive proposes, a person confirms.
"""

from __future__ import annotations

import re

# Pattern of the tokens, and each (first, last) that may be meant, as they are typed.
PERIODS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (r"(?:seconde|deuxieme|2e) guerre(?: mondiale)?|guerre (?:de )?(?:19)?39 - (?:19)?45", (("1939", "1945"),)),
    (r"(?:premiere|1re|grande) guerre(?: mondiale)?|guerre (?:de )?(?:19)?14 - (?:19)?18", (("1914", "1918"),)),
    (r"guerre", (("1939", "1945"), ("1914", "1918"))),
    (r"entre - deux - guerres", (("1919", "1939"),)),
    (r"(?:apres - guerre)", (("1945", "1955"), ("1919", "1929"))),
    (r"avant - guerre", (("1930", "1939"), ("1905", "1914"))),
    (r"(?:grande )?(?:crise(?: economique)?|depression)", (("1929", "1939"),)),
    (r"grippe espagnole", (("1918", "1920"),)),
    (r"annees folles", (("1920", "1929"),)),
    (r"grande noirceur", (("1944", "1959"),)),
    (r"revolution tranquille", (("1960", "1970"),)),
    (
        r"(?:expo(?:sition)?(?: universelle)?(?: de)?)(?: ?(?:'? ?67|1967))?(?: de montreal)?",
        (("28 avril 1967", "29 octobre 1967"),),
    ),
    (r"crise d ' octobre", (("5 octobre 1970", "28 decembre 1970"),)),
    (r"(?:jeux )?olympiques (?:de |a )montreal", (("17 juillet 1976", "1 aout 1976"),)),
    (r"quebec ' ?84|grands voiliers(?: 84| 1984)?", (("23 juin 1984", "24 aout 1984"),)),
    (r"(?:crise du |grand |tempete de )?verglas", (("5 janvier 1998", "10 janvier 1998"),)),
    (r"tempete du siecle", (("3 mars 1971", "5 mars 1971"),)),
    (r"tournant du siecle", (("1890", "1910"), ("1990", "2010"))),
    (r"belle epoque", (("1890", "1914"),)),
    (r"(?:patriotes|rebellions?)(?: des patriotes)?", (("1837", "1838"),)),
    (r"(?:nouvelle - france|regime francais)", (("1608", "1760"),)),
    (r"pandemie", (("mars 2020", "mai 2023"),)),
)
ARTICLE = r"(?:(?:le|la|les|l '|du|de la|de l '|des|d '|a la|a l '|au|aux|de) )?"
DURING = re.compile(
    rf"(?:(?:pendant|durant|lors|sous|dans|au temps|a l ' epoque|du temps|temps|epoque|en|a) )?{ARTICLE}(.+)"
)
ON_ONE_SIDE = re.compile(rf"(?:(avant|apres|depuis)|(?:(?:au|le) )?(debut)|(?:a )?(?:la )?(fin)) {ARTICLE}(.+)")


def dates_instead(text: str) -> list[str]:
    """What may be typed instead of a named period, in place of the whole phrase; nothing where none is named."""
    during = DURING.fullmatch(text)
    if during and (stretches := _stretches(during[1])):
        return [f"entre {first} et {last}" for first, last in stretches]
    side = ON_ONE_SIDE.fullmatch(text)
    if side is None:
        return []
    stretches = _stretches(side[4])
    if side[1] == "avant":
        return [f"avant {first}" for first, _ in stretches]
    if side[1] == "apres":
        return [f"apres {last}" for _, last in stretches]
    chosen = 1 if side[3] else 0
    return [f"depuis {one[chosen]}" if side[1] else f"vers {one[chosen]}" for one in stretches]


def _stretches(name: str) -> tuple[tuple[str, str], ...]:
    return next((stretches for pattern, stretches in PERIODS if re.fullmatch(pattern, name)), ())
