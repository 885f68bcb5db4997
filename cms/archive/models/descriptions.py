"""Descriptions brought in for many items at once, and what each of them said before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.partners.enums import ImportState
from crm.partners.models.imports import PlannedList, PlannedListLine


class DescriptionList(PlannedList):
    """A file of descriptions, or values chosen for a selection (then without columns)."""

    makes_missing = models.BooleanField(default=True, help_text=_("Places and subjects that are not known are added."))

    class Meta(PlannedList.Meta):
        verbose_name = _("list of descriptions")
        verbose_name_plural = _("lists of descriptions")

    @property
    def is_selection(self) -> bool:
        """Items that were ticked receive the same values: there is no file, nor any column of one."""
        return not self.columns

    @property
    def said_state(self) -> str:
        of_a_selection = {ImportState.UNDER_WAY: _("Under way"), ImportState.IMPORTED: _("Done")}
        said = of_a_selection.get(ImportState(self.state)) if self.is_selection else None
        return str(said or super().said_state)


class DescriptionLine(PlannedListLine):
    """What one line says of one item: `before` and `after` hold the values of what it changes, and no other."""

    batch = models.ForeignKey(DescriptionList, on_delete=models.CASCADE, related_name="lines")
    item = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta(PlannedListLine.Meta):
        verbose_name = _("line of descriptions")
        verbose_name_plural = _("lines of descriptions")
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="description_line_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"
