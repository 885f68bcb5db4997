"""A table that can be read aloud."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableBlock


class CaptionedTableBlock(TableBlock):
    """A table with a caption and headers: without them a screen reader says numbers without their names."""

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
        description = _("A table with its caption and its headers.")
        preview_value = {
            "data": [["Rue", "Arbres plantés"], ["Rue des Tanneurs", "11"], ["Avenue des Tailleurs", "7"]],
            "table_caption": "Plantations du printemps",
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (cleaned.get("table_caption") or "").strip():
            raise ValidationError(_("Give the table a caption: it says what the table is about."))
        if not (cleaned.get("first_row_is_table_header") or cleaned.get("first_col_is_header")):
            raise ValidationError(_("Say which cells are headers: the first row, the first column or both."))
        return cleaned

    def render(self, value: Any, context: dict[str, Any] | None = None) -> str:
        """Each cell comes with the name of its column, which a telephone shows beside it."""
        lines = value.get("data") or [] if value else []
        names = lines[0] if lines and value.get("first_row_is_table_header") else []
        rows = [list(zip_longest(names, line[: len(names) or None])) for line in (lines[1:] if names else lines)]
        return str(super().render(value, {**(context or {}), "rows": rows}))
