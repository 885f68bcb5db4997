"""The last number given to an item."""

from __future__ import annotations

from django.db import models


class ItemCounter(models.Model):
    """One row, locked while a number is taken: a number is never given twice, also after a destruction."""

    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.last)
