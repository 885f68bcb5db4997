"""The button that shows what was chosen, and opens a chooser."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from wagtail.admin.widgets.chooser import BaseChooser


class SeenChooser(BaseChooser):
    """Names a record only to those who may see it, even where its number was typed into the address or the form.

    `crm.partners.forms.narrow_fields` says which those are.
    """

    seen: QuerySet[Any] | None = None

    def get_instance(self, value: Any) -> Any:
        if self.seen is None or value in (None, ""):
            return super().get_instance(value or None)
        try:
            return self.seen.filter(pk=value.pk if isinstance(value, Model) else value).first()
        except (TypeError, ValueError):
            return None
