"""A long list of boxes to tick: it is narrowed by what one types, and what is ticked comes first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class LongList(forms.CheckboxSelectMultiple):
    """Boxes in a frame that scrolls. The line to type in appears with the script, once the list is long."""

    class Media:
        js = ("js/admin-long-list.js",)

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        return sorted(super().optgroups(name, value, attrs), key=lambda group: not group[1][0]["selected"])

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html(
            '<div class="long-list" data-long-list data-none="{}">'
            '<input type="search" autocomplete="off" aria-label="{}" placeholder="{}" hidden>'
            '<p class="help" role="status"></p>{}</div>',
            _("Nothing in this list answers to these words."),
            _("Narrow the list"),
            _("Narrow the list"),
            super().render(name, value, attrs, renderer),
        )
