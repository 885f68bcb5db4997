"""What the templates of the post room need to show a list and a form."""

from __future__ import annotations

from django import template

from crm.partners.domain.imports.tables import Line

register = template.Library()


@register.filter
def cell(line: Line, place: int) -> str:
    """One cell of a line, empty where the line is too short."""
    return line.cell(place)
