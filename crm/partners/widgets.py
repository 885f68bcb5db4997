"""The button that shows what was chosen, and opens a chooser."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from wagtail.admin.widgets.chooser import BaseChooser

from crm.partners.views.merged import number_now


class SeenChooser(BaseChooser):
    """Names a record only to those who may see it, even where its number was typed into the address or the form.

    `crm.partners.forms.narrow_fields` says which those are. The number of a merged record names the one that was kept.
    """

    seen: QuerySet[Any] | None = None

    def get_instance(self, value: Any) -> Any:
        if self.seen is None or value in (None, ""):
            return super().get_instance(value or None)
        if isinstance(value, Model):
            return self.seen.filter(pk=value.pk).first()
        number = str(value)
        if not (number.isascii() and number.isdigit()):
            return None
        return self.seen.filter(pk=number).first() or self.seen.filter(pk=number_now(self.model_class, number)).first()
