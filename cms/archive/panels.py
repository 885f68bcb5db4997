"""What the form of an item shows beside its words."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from wagtail.admin.panels import FieldPanel, Panel

from cms.archive.domain.terms import terms_of
from cms.archive.domain.thumbnails import thumbnail_of


class DescribedFieldPanel(FieldPanel):
    """A field of the description of an item, with its Dublin Core term below it."""

    class BoundPanel(FieldPanel.BoundPanel):
        help_text: str

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            terms = format_html_join(" ", '<code class="term" translate="no">{}</code>', zip(terms_of(self.field_name)))
            self.help_text = format_html("{} {}", self.help_text, terms) if terms else self.help_text


class FilesPanel(Panel):
    """The files of an item that is saved, as small pictures that lead to their own screen."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "archive/admin/files_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            masters = list(self.instance.masters.prefetch_related("derivatives"))
            shown = [(master, thumbnail_of(list(master.derivatives.all()))) for master in masters[:12]]
            facts = {"item": self.instance, "shown": shown, "more": len(masters) - len(shown), "count": len(masters)}
            return {**super().get_context_data(parent_context), **facts}
