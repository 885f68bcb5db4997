"""What the history writes beside each change: whom it is about, and who may read it."""

from __future__ import annotations

from typing import Any

from django.db import models

from crm.partners.enums import Visibility

# Whose history tells what happens to what belongs to them.
SUBJECTS = ("person", "organization", "partnership")


class Remembered(models.Model):
    """A record whose changes are kept: `crm.partners.history` registers it, django-auditlog writes them."""

    class Meta:
        abstract = True

    def get_additional_data(self) -> dict[str, Any]:
        """Whom the change is about, and its visibility, for django-auditlog."""
        subjects = {
            name: self.pk if self._meta.model_name == name else getattr(self, f"{name}_id", None) for name in SUBJECTS
        }
        about: dict[str, Any] = {name: pk for name, pk in subjects.items() if pk is not None}
        return {**about, "visibility": getattr(self, "visibility", Visibility.PUBLIC.value)}
