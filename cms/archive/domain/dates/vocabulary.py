"""The French names that dates are made of, for reading as for writing.

They are not in the catalogue: what is stored must be read back, whatever the language of the screen.
"""

from __future__ import annotations

from cms.archive.domain.dates.shapes import AUTUMN, SPRING, SUMMER, WINTER

NBSP = "\u00a0"

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SEASONS = {SPRING: "printemps", SUMMER: "été", AUTUMN: "automne", WINTER: "hiver"}
HOLIDAYS = "temps des Fêtes"
PARTS = {
    "start": "début",
    "middle": "milieu",
    "end": "fin",
    "half 1": "première moitié",
    "half 2": "deuxième moitié",
    "third 1": "premier tiers",
    "third 2": "deuxième tiers",
    "third 3": "dernier tiers",
    "quarter 1": "premier quart",
    "quarter 2": "deuxième quart",
    "quarter 3": "troisième quart",
    "quarter 4": "dernier quart",
}
AMBIGUOUS_DECADES = range(1000, 2000, 100)
ROMAN = {
    10: "X",
    11: "XI",
    12: "XII",
    13: "XIII",
    14: "XIV",
    15: "XV",
    16: "XVI",
    17: "XVII",
    18: "XVIII",
    19: "XIX",
    20: "XX",
    21: "XXI",
}
