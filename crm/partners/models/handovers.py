"""What someone who leaves has handed over already: the thing, to whom, by whom, when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.partners.enums import HoldingKind


class HandedOver(models.Model):
    """One step of a handover; a seat that ended and an account that closed have nobody who takes them."""

    leaver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="handed_over")
    kind = models.CharField(max_length=12, choices=HoldingKind)
    record_number = models.PositiveBigIntegerField()
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    handed_at = models.DateTimeField(default=timezone.now)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("thing handed over")
        verbose_name_plural = _("things handed over")
        ordering = ["-handed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} #{self.record_number}"
