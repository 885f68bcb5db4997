"""Reads and writes lists of item numbers as people do, « 12, 14-20 »."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 2000


class NumbersNotRead(ValueError):
    """`part` is what could not be read."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def read_numbers(said: str) -> list[int]:
    """The numbers, in order and once each; a range counts both ends. Raises `NumbersNotRead`, also beyond ``MOST``."""
    numbers: dict[int, None] = {}
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–—]\s*", "-", said.strip())):
        found = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", part)
        if not part:
            continue
        if found is None:
            raise NumbersNotRead(part)
        first, last = int(found[1]), int(found[2] or found[1])
        if not first <= last < first + MOST:
            raise NumbersNotRead(part)
        numbers.update(dict.fromkeys(range(first, last + 1)))
        if len(numbers) > MOST:
            raise NumbersNotRead(part)
    return sorted(numbers)


def write_numbers(numbers: Iterable[int]) -> str:
    """« 12, 14-16 »: the shortest that reads back as the same."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
