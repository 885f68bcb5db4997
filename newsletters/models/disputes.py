"""Someone says that they never asked for our letters; the council looks for how their address came, and answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.models.subscribers import Subscriber


class ConsentDispute(models.Model):
    """What was said and what the council found; the address is known by its keyed hash, as in the ledger."""

    address_hash = models.CharField(max_length=64, db_index=True)
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="disputes")
    occurred_at = models.DateTimeField(_("when"), default=timezone.now)
    said = models.TextField(_("what the person says"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(_("what was found and answered"), blank=True)

    class Meta:
        verbose_name = _("disputed consent")
        verbose_name_plural = _("disputed consents")
        ordering = [models.F("answered_at").desc(nulls_first=True), "-occurred_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash"], condition=models.Q(answered_at=None), name="dispute_one_open_an_address"
            )
        ]

    def __str__(self) -> str:
        return self.address_hash[:8]
