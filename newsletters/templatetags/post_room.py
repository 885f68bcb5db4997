"""What the templates of the post room need to show a list and a form."""

from __future__ import annotations

from django import template

from crm.partners.domain.imports.tables import Line
from crm.partners.domain.tallies import Tally

register = template.Library()


@register.filter
def cell(line: Line, place: int) -> str:
    """One cell of a line, empty where the line is too short."""
    return line.cell(place)


@register.filter
def tally(number: int) -> Tally:
    """« 12 345 »: people or letters, also as what chooses a plural."""
    return Tally(number)
