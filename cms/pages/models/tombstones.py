"""What stood at an address and was withdrawn on purpose."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Tombstone(models.Model):
    """An address that answers 410 and says why, instead of 404 as if nothing had ever been there."""

    path = models.CharField(_("address"), max_length=500, unique=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, help_text=_("Shown to those who come by."))
    created_at = models.DateTimeField(_("withdrawn"), default=timezone.now)

    class Meta:
        verbose_name = _("withdrawn address")
        verbose_name_plural = _("withdrawn addresses")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.path
