"""What every list becomes, whatever file it came in: named columns, and numbered lines below them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.cells import DANGEROUS

MAX_BYTES = 10 * 1024 * 1024
TOO_LARGE = ValidationError(_("This file is larger than 10 MB. Cut it into several lists."), code="too_large")


@dataclass(frozen=True)
class Line:
    """One line of the file, under the number that a person would give it."""

    number: int
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """One cell, empty where the line is too short; without the apostrophe that our own files put before « + »."""
        said = self.cells[place].strip(" \u00a0\t\r\n") if 0 <= place < len(self.cells) else ""
        return said[1:] if said.startswith("'") and said[1:].startswith(DANGEROUS) else said


@dataclass(frozen=True)
class Table:
    """The names of the columns, and the lines below them; empty lines are left out."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
