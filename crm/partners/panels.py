"""Panels of the identity form."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class MissingIdentityPanel(Panel):
    """Says what the identity still lacks, and what stays closed until then."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "partners/panels/missing_identity.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["missing"] = self.instance.missing_identity()
            return context
