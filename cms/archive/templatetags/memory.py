"""How the memory is laid out: the picture by which a thing is known, its shape among others."""

from __future__ import annotations

from django import template

from cms.archive.domain.viewing import face_of, shape_of
from cms.archive.models import Derivative, Item

register = template.Library()
SQUARE = 10


@register.filter
def face(item: Item) -> Derivative | None:
    """A public copy of the first file of an item listed `with_faces`; nothing where there is none to see."""
    first = next(iter(item.faces), None)
    return face_of(first) if first else None


@register.filter
def shape(copy: Derivative | None) -> int:
    """The width of a picture in tenths of its height; a square for words."""
    return shape_of(copy) if copy else SQUARE
