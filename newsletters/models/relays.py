"""What each relay has been handed and how it fares: shared by every worker, and kept through restarts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RelayState(models.Model):
    """How one relay fares; its row is also what workers hold while they share out what it still takes."""

    name = models.CharField(_("relay"), max_length=200, unique=True)
    first_used_at = models.DateTimeField(_("first used"), null=True, blank=True)
    faults = models.PositiveSmallIntegerField(_("faults in a row"), default=0)
    reason = models.TextField(_("why it is left alone"), blank=True)
    retry_at = models.DateTimeField(_("tried again"), null=True, blank=True)

    class Meta:
        verbose_name = _("relay")
        verbose_name_plural = _("relays")

    def __str__(self) -> str:
        return self.name


class RelayUse(models.Model):
    """Letters that one relay was handed for a domain (``""``: for everybody) in one step of one period."""

    relay = models.ForeignKey(RelayState, on_delete=models.CASCADE, related_name="uses")
    domain = models.CharField(max_length=255, blank=True)
    period = models.DurationField()
    began_at = models.DateTimeField()
    letters = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("use of a relay")
        verbose_name_plural = _("uses of relays")
        constraints = [
            models.UniqueConstraint(fields=["relay", "domain", "period", "began_at"], name="relay_use_once_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.relay_id} {self.domain} {self.began_at}: {self.letters}"
