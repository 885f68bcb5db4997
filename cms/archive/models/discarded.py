"""Files of the memory that are to be erased, or that nothing names."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class DiscardedFile(models.Model):
    """A file that no record needs any more, until it is erased: written with the act, so that no kill forgets it."""

    name = models.CharField(max_length=250)
    discarded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class StrayFile(models.Model):
    """A file that no record names, since the night it was first seen: whoever was receiving it was killed half-way.

    It is erased only once it was seen so for days: a database that is being put back names nothing yet.
    """

    name = models.CharField(max_length=250, unique=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
