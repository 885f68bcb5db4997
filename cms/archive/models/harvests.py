"""What harvesters were told of each item, which outlives the item."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class HarvestRecord(models.Model):
    """An item that was open to everyone at some time, by its number; never deleted, so that harvesters learn its end.

    `stamped_at` is when it last changed for the public, in whole seconds; `set_path` is where its collection stands,
    « fonds:series:file » in slugs.
    """

    number = models.PositiveIntegerField(unique=True)
    is_deleted = models.BooleanField(default=False)
    stamped_at = models.DateTimeField()
    set_path = models.CharField(max_length=370, blank=True)

    class Meta:
        verbose_name = _("record for harvesters")
        verbose_name_plural = _("records for harvesters")
        default_permissions = ()
        ordering = ["stamped_at", "number"]
        indexes = [models.Index(fields=["stamped_at", "number"], name="harvest_in_order")]

    def __str__(self) -> str:
        return str(self.number)
