"""The next events, wherever a volunteer puts them in a page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from crm.events.domain.agenda import upcoming_events
from crm.events.domain.kinds import audience_choices, kind_choices


class EventsBlock(blocks.StructBlock):
    """What is coming, taken from the agenda each time the page is made."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    kinds = blocks.MultipleChoiceBlock(
        label=_("Only these kinds"), choices=kind_choices, required=False, help_text=_("None: every kind.")
    )
    audiences = blocks.MultipleChoiceBlock(
        label=_("Only for"), choices=audience_choices, required=False, help_text=_("None: for anyone.")
    )
    count = blocks.IntegerBlock(label=_("How many at most"), min_value=1, max_value=20, default=4)

    class Meta:
        icon = "calendar-alt"
        label = _("Upcoming events")
        template = "blocks/events.html"
        description = _("The next events of the agenda; it refreshes by itself.")
        preview_value = {"title": "Ce qui s’en vient", "kinds": [], "count": 3}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["events"] = upcoming_events(
            timezone.now(), value["kinds"], limit=value["count"], audiences=value.get("audiences") or ()
        )
        return context
