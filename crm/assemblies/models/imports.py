"""A list of decisions from before, and what became of each of its lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.partners.enums import ImportState, LineDecision, LineOutcome


class DecisionImport(models.Model):
    """One file: looked at line by line, then written at once; what it added to decisions that stood can be undone."""

    filename = models.CharField(_("file"), max_length=200)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    sent_when_adopted = models.BooleanField(default=False)  # where the list does not say when a decision left
    answers_are_public = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.PREPARED)
    is_planned = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("prepared"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("imported list of decisions")
        verbose_name_plural = _("imported lists of decisions")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.filename


class ImportedDecision(models.Model):
    """One line: what it would do, what someone decided, and what it wrote.

    Records are noted by their numbers, because a line must outlive what it made. ``made`` holds a step for each record
    made, with a print of it and nothing of what it said; ``cells`` is emptied when all is done.
    """

    batch = models.ForeignKey(DecisionImport, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    cells = models.JSONField(default=list)
    outcome = models.CharField(_("outcome"), max_length=10, choices=LineOutcome, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    meets = models.BigIntegerField(null=True)  # the decision that it completes, or resembles
    decision = models.CharField(_("decision"), max_length=10, choices=LineDecision, default=LineDecision.LEAVE)
    made = models.JSONField(default=list)
    is_done = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("line of a list of decisions")
        verbose_name_plural = _("lines of a list of decisions")
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="imported_decision_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"
