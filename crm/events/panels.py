"""Lines of the form of an event that ask for more than their fields."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import InlinePanel

from crm.events.forms import PublicDocumentForm


class PublicDocumentPanel(InlinePanel):
    """Documents of the library; those of the board are refused."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = PublicDocumentForm
        return options
