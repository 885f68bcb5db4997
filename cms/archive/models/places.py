"""The places of the neighbourhood, under the names they had."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from cms.archive.enums import PlaceKind
from crm.events.querysets import free_slug
from crm.partners.domain.folding import fold
from crm.partners.models.positions import Position, whole_position


class Place(Position, ClusterableModel):
    """A street, a house, a school: what it is called today, where it stands (Dublin Core: spatial coverage)."""

    name = models.CharField(_("name"), max_length=200, unique=True, help_text=_("As people call it today."))
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    kind = models.CharField(
        pgettext_lazy("of a place", "kind"), max_length=20, choices=PlaceKind, default=PlaceKind.BUILDING
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    description = models.TextField(_("in a few sentences"), blank=True)
    venues = ParentalManyToManyField(
        "events.Venue",
        verbose_name=_("the same place in the agenda"),
        blank=True,
        related_name="+",
        help_text=_("Its events are then told on the page of this place."),
    )
    # Not a parental one: a cluster cannot put in order what is ordered by an expression, as decisions are.
    decisions = models.ManyToManyField(
        "assemblies.Decision", verbose_name=_("decisions about it"), blank=True, related_name="+"
    )
    folded_name = models.CharField(max_length=200, default="", editable=False, db_index=True)

    class Meta:
        verbose_name = pgettext_lazy("archives", "place")
        verbose_name_plural = pgettext_lazy("archives", "places")
        ordering = ["folded_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=whole_position(),
                name="place_whole_position",
                violation_error_message=_("A position is two numbers: latitude and longitude."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)[:200]
        if not self.slug:
            self.slug = free_slug(type(self).objects.all(), self.name, self.pk, otherwise="lieu")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("archive_place", args=[self.slug])


class FormerName(models.Model):
    """What a place was called before, which a search still understands."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("former name"), max_length=200)
    period = models.CharField(_("when"), max_length=100, blank=True, help_text=_("For example: until 1932."))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.period})" if self.period else self.name
