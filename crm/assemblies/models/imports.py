"""A list of decisions from before, and what became of each of its lines."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.partners.models.imports import PlannedList, PlannedListLine


class DecisionImport(PlannedList):
    """One file: looked at line by line, then written at once; what it added to decisions that stood can be undone."""

    sent_when_adopted = models.BooleanField(default=False)  # where the list does not say when a decision left
    answers_are_public = models.BooleanField(default=False)

    class Meta(PlannedList.Meta):
        verbose_name = _("imported list of decisions")
        verbose_name_plural = _("imported lists of decisions")


class ImportedDecision(PlannedListLine):
    """A line of decisions."""

    batch = models.ForeignKey(DecisionImport, on_delete=models.CASCADE, related_name="lines")
    meets = models.BigIntegerField(null=True)  # the decision that it completes, or resembles

    class Meta(PlannedListLine.Meta):
        verbose_name = _("line of a list of decisions")
        verbose_name_plural = _("lines of a list of decisions")
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="imported_decision_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"
