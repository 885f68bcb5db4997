"""A list brought in from elsewhere, and what became of each of its lines."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.partners.models.imports import BroughtList
from newsletters.enums import ImportState, RowOutcome
from newsletters.models.subscribers import Subscriber


class ImportBatch(BroughtList):
    """One file: looked at first, then imported as a whole, and undone as long as nothing was built on it.

    Its text is kept only until it is imported or given up; afterwards a line is known by its number.
    """

    content = models.TextField(blank=True)
    topic_ids = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.PREPARED)
    problem = models.TextField(blank=True)
    paper = models.ForeignKey(
        "newsletters.ConsentPaper", null=True, blank=True, on_delete=models.SET_NULL, related_name="batches"
    )

    class Meta(BroughtList.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")


class ImportRow(models.Model):
    """What became of one line; `changes` holds what undoing gives back, one entry a topic."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome)
    reason = models.TextField(_("reason"), blank=True)
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="+")
    changes = models.JSONField(default=list)

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of an import")
        ordering = ["line"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="import_row_once_a_line")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.line}"
