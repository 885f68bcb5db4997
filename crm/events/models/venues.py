"""Places where one meets, written once and chosen by name."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.events.querysets import VenueQuerySet, free_slug
from crm.partners.domain.folding import fold
from crm.partners.models.positions import Position, whole_position


class Venue(Position):
    """A park, a church hall, a café: its address and what one must know to get in."""

    name = models.CharField(_("name"), max_length=200, unique=True, help_text=_("As people call it."))
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    address = models.CharField(_("address"), max_length=250, blank=True)
    accessibility = models.CharField(
        _("how one gets in"),
        max_length=250,
        blank=True,
        help_text=_("Ramp, lift, adapted toilet, loop for hearing aids; and what is missing."),
    )
    folded_name = models.CharField(max_length=200, default="", blank=True, editable=False, db_index=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("venue", "place")
        verbose_name_plural = pgettext_lazy("venue", "places")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=whole_position(),
                name="venue_whole_position",
                violation_error_message=_("A position is two numbers: latitude and longitude."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)
        if not self.slug:
            self.slug = free_slug(type(self).objects.all(), self.name, self.pk, otherwise="lieu")
        super().save(*args, **kwargs)
