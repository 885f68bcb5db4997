"""Lists brought in from elsewhere, and what became of each line: what all have, then people and organizations."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.partners.enums import ImportState, LineDecision, LineOutcome


class BroughtList(models.Model):
    """A file brought in from elsewhere: who brought it, which column says what, and until when it may be taken back."""

    filename = models.CharField(_("file"), max_length=200)
    mapping = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("prepared"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.filename


class PlannedList(BroughtList):
    """One of which every line is kept and looked at before anything is written."""

    columns = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.PREPARED)
    is_planned = models.BooleanField(default=False)

    class Meta(BroughtList.Meta):
        abstract = True

    @property
    def said_state(self) -> str:
        """Where it stands, in the words of what it is."""
        return str(ImportState(self.state).label)


class PlannedListLine(models.Model):
    """One line: what it would do, what someone decided, and what it wrote.

    Records are noted by their numbers, because a line must outlive what it made. ``made`` holds a step for each record
    made and each column filled, with a print of it and nothing of what it said; ``cells`` is emptied when all is done.
    """

    number = models.PositiveIntegerField(_("line"))
    cells = models.JSONField(default=list)
    outcome = models.CharField(_("outcome"), max_length=10, choices=LineOutcome, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=LineDecision, default=LineDecision.TAKE)
    made = models.JSONField(default=list)
    is_done = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ["number"]
        default_permissions = ()


class PartnerImport(PlannedList):
    """One file: looked at line by line, then written by a worker, and undone as long as nothing was built on it."""

    levels = models.JSONField(default=list)  # what the one who brings it may read: nothing else is compared

    class Meta(PlannedList.Meta):
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")
        permissions = [("import_partners", "Can import lists of partners and merge records")]


class ImportedLine(PlannedListLine):
    """A line of people and organizations."""

    batch = models.ForeignKey(PartnerImport, on_delete=models.CASCADE, related_name="lines")
    plan = models.JSONField(default=dict)
    person = models.BigIntegerField(null=True)
    organization = models.BigIntegerField(null=True)

    class Meta(PlannedListLine.Meta):
        verbose_name = _("line of a list")
        verbose_name_plural = _("lines of a list")
        indexes = [models.Index(fields=["batch", "is_done", "number"], name="imported_line_next")]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="imported_line_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"
