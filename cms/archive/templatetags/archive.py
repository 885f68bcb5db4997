"""The pictures of the memory in a template."""

from __future__ import annotations

from typing import Any

from django import template

from cms.archive.domain.showing import shown_picture
from cms.archive.models import Master

register = template.Library()


@register.inclusion_tag("archive/picture.html")
def picture(
    master: Master,
    sizes: str = "100vw",
    css: str = "",
    page: int = 0,
    alt: str | None = None,
    is_first: bool = False,
    is_light: bool = False,
) -> dict[str, Any]:
    """One `<picture>`, or nothing while there is no copy: `{% picture master sizes="(width > 60rem) 50vw, 100vw" %}`.

    `alt` replaces the alternative text of the master; `is_first` is for the picture that a page opens with, which is
    not loaded lazily; with `is_light` a telephone gets no copy finer than it needs before one zooms. Lists prefetch
    `masters__derivatives`: the tag then asks the database nothing.
    """
    return {
        "shown": shown_picture(master, page=page),
        "sizes": sizes,
        "css": css,
        "alt": master.alt_text if alt is None else alt,
        "is_first": is_first,
        "is_light": is_light,
    }
