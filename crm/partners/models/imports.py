"""A list of people and organizations brought in from elsewhere, and what became of each of its lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.partners.enums import ImportState, LineDecision, LineOutcome


class PartnerImport(models.Model):
    """One file: looked at line by line, then written by a worker, and undone as long as nothing was built on it."""

    filename = models.CharField(_("file"), max_length=200)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    levels = models.JSONField(default=list)  # what the one who brings it may read: nothing else is compared
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.PREPARED)
    is_planned = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("prepared"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        permissions = [("import_partners", "Can import lists of partners and merge records")]

    def __str__(self) -> str:
        return self.filename


class ImportedLine(models.Model):
    """One line: what it would do, what someone decided, and what it wrote.

    Records are noted by their numbers, because a line must outlive what it made. ``made`` holds a step for each record
    made and each column filled, with a print of it and nothing of what it said; ``cells`` is emptied when all is done.
    """

    batch = models.ForeignKey(PartnerImport, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    cells = models.JSONField(default=list)
    outcome = models.CharField(_("outcome"), max_length=10, choices=LineOutcome, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    plan = models.JSONField(default=dict)
    decision = models.CharField(_("decision"), max_length=10, choices=LineDecision, default=LineDecision.LEAVE)
    person = models.BigIntegerField(null=True)
    organization = models.BigIntegerField(null=True)
    made = models.JSONField(default=list)
    is_done = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("line of a list")
        verbose_name_plural = _("lines of a list")
        ordering = ["number"]
        default_permissions = ()
        indexes = [models.Index(fields=["batch", "is_done", "number"], name="imported_line_next")]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="imported_line_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"
