"""The first screen of the administration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from home.to_do import next_assembly, things_to_do


class ToDoPanel(Component):
    """What waits for this person; when nothing does, it says so."""

    name = "to_do"
    template_name = "home/admin/to_do.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        now = timezone.now()
        return {
            "things": things_to_do(user, now),
            "assembly": next_assembly(user, now),
            "may_note": user.has_perm("partners.add_interaction"),
        }
