"""Where something is on the earth: the columns of whatever has a place on the map."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.positions import Spot


def whole_position() -> models.Q:
    """Both numbers, or neither."""
    return models.Q(latitude__isnull=True, longitude__isnull=True) | models.Q(
        latitude__isnull=False, longitude__isnull=False
    )


class Position(models.Model):
    """Where something is on the earth, in degrees (WGS 84); both numbers or none."""

    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    class Meta:
        abstract = True

    @property
    def spot(self) -> Spot | None:
        """The position, where it is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Spot(self.latitude, self.longitude)
