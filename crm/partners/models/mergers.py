"""What was decided about records that look alike: two different ones, or one and the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.partners.enums import RecordKind


class Distinction(models.Model):
    """Two records that look alike and are not the same: they are not shown as duplicates again.

    Plain numbers rather than references: a decision about a pair has no sense for another pair.
    """

    kind = models.CharField(_("of what"), max_length=12, choices=RecordKind)
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("pair of different records")
        verbose_name_plural = _("pairs of different records")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "low", "high"], name="distinction_once_a_pair"),
            models.CheckConstraint(condition=models.Q(low__lt=models.F("high")), name="distinction_low_before_high"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.low} ≠ {self.high}"


class Merger(models.Model):
    """Two records became one. The lost number still leads to the kept record.

    ``journal`` holds what undoing needs, personal data included: it is emptied after thirty days.
    """

    kind = models.CharField(_("of what"), max_length=12, choices=RecordKind)
    lost_pk = models.BigIntegerField()
    kept_pk = models.BigIntegerField()
    journal = models.JSONField(default=list)
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")
        ordering = ["-merged_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "kept_pk"], name="merger_kept")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "lost_pk"], condition=models.Q(undone_at=None), name="merger_lost_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.lost_pk} → {self.kept_pk}"
