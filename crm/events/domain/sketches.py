"""Draws where places are from one another, here: points, a scale and the north. Nobody is asked for tiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from crm.partners.domain.positions import Spot

METRES_A_DEGREE = 111_320
WIDTH, HEIGHT = 1000, 600
# Around the marks: room for a mark, for the north on the right and for the scale below.
LEFT, TOP, RIGHT, BOTTOM = 70, 60, 150, 130
TOUCHING = 56  # two marks nearer than this are one mark with both numbers
HALF = 30  # half the height of a mark
NICE_LENGTHS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)


@dataclass(frozen=True)
class Mark:
    """A point of the plan, in its whole units, and the numbers of the places that stand there."""

    x: int
    y: int
    label: str

    @property
    def left(self) -> int:
        return self.x - self.wide // 2

    @property
    def top(self) -> int:
        return self.y - HALF

    @property
    def wide(self) -> int:
        """A disc for one number; it lengthens with what it says."""
        return 2 * HALF + 16 * max(0, len(self.label) - 2)


@dataclass(frozen=True)
class Sketch:
    marks: list[Mark]
    scale_units: int
    scale_metres: int

    width = WIDTH
    height = HEIGHT

    @property
    def trail(self) -> str:
        """An SVG path from each place to the next, in the order of their numbers."""
        at = {int(number): mark for mark in self.marks for number in mark.label.split(", ")}
        return "M" + "L".join(f"{at[number].x} {at[number].y}" for number in sorted(at))

    @property
    def scale_words(self) -> str:
        """« 200 m », « 1 km »."""
        far = self.scale_metres >= 1000
        return f"{self.scale_metres // 1000}\u00a0km" if far else f"{self.scale_metres}\u00a0m"


def draw_spots(spots: Sequence[Spot]) -> Sketch | None:
    """North is up; the first spot is 1. Nothing for fewer than two different spots, which have no distance to show."""
    if len(set(spots)) < 2:
        return None
    middle = math.cos(math.radians(float(sum(spot.latitude for spot in spots)) / len(spots)))
    metres = [
        (float(spot.longitude) * METRES_A_DEGREE * middle, -float(spot.latitude) * METRES_A_DEGREE) for spot in spots
    ]
    west, north = min(x for x, _y in metres), min(y for _x, y in metres)
    wide, tall = max(x for x, _y in metres) - west, max(y for _x, y in metres) - north
    room = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    # Two doors of one house are not drawn a screen apart: the shortest scale always fits.
    closest = WIDTH / 4 / NICE_LENGTHS[0]
    by_metre = min(room[0] / max(wide, 1), room[1] / max(tall, 1), closest)
    at_left, at_top = LEFT + (room[0] - wide * by_metre) / 2, TOP + (room[1] - tall * by_metre) / 2
    points = [(round(at_left + (x - west) * by_metre), round(at_top + (y - north) * by_metre)) for x, y in metres]
    length = max(nice for nice in NICE_LENGTHS if nice * by_metre <= WIDTH / 4)
    return Sketch(_marks(points), round(length * by_metre), length)


def _marks(points: Sequence[tuple[int, int]]) -> list[Mark]:
    """One mark a place, or one for those that would cover each other."""
    marks: list[Mark] = []
    for number, (x, y) in enumerate(points, 1):
        near = next((at for at, mark in enumerate(marks) if math.dist((x, y), (mark.x, mark.y)) < TOUCHING), None)
        if near is None:
            marks.append(Mark(x, y, str(number)))
        else:
            marks[near] = Mark(marks[near].x, marks[near].y, f"{marks[near].label}, {number}")
    return marks
