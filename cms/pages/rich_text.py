"""Prints what was written in a rich text field: links followed, only harmless markup kept, text set."""

from __future__ import annotations

from typing import ClassVar

from bs4 import Tag
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html
from wagtail.whitelist import Whitelister

from cms.pages.domain.typography import typeset_html


def _remove(tag: Tag) -> None:
    """What is inside is not prose either."""
    tag.clear()
    tag.unwrap()


class Sieve(Whitelister):
    """Lets through what the editor offers, whatever an import or a script has put in the database."""

    element_rules: ClassVar = {**Whitelister.element_rules, "script": _remove, "style": _remove, "template": _remove}


def render_prose(source: str) -> SafeString:
    """Safe HTML for the site and the letters."""
    return mark_safe(typeset_html(Sieve().clean(expand_db_html(source))))  # noqa: S308
