"""What the templates of the post room need to show a list and a form."""

from __future__ import annotations

from django import template

from newsletters.domain.csv_files import Line

register = template.Library()


@register.filter
def cell(line: Line, place: int) -> str:
    """One cell of a line, empty where the line is too short."""
    return line.cells[place] if 0 <= place < len(line.cells) else ""
