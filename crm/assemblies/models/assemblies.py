"""An assembly: the event of the agenda, with what a council must keep of it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.assemblies.enums import AssemblyState
from crm.assemblies.querysets import AssemblyQuerySet
from crm.events.models import Event
from crm.partners.models import Person
from crm.partners.models.remembered import Remembered


class Assembly(Remembered):
    """A meeting where the council decides: its title, day and place are those of its event."""

    event = models.OneToOneField(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="assembly")
    state = models.CharField(_("state"), max_length=12, choices=AssemblyState, default=AssemblyState.PREPARING)
    chair = models.ForeignKey(
        Person,
        verbose_name=_("chair"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chaired_assemblies",
    )
    secretary = models.ForeignKey(
        Person,
        verbose_name=_("secretary"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recorded_assemblies",
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    current_item = models.ForeignKey(
        "assemblies.AgendaItem", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    citizens_present = models.PositiveSmallIntegerField(
        _("citizens in the room"), null=True, blank=True, help_text=_("Counted, never named.")
    )
    # Moves with each change made during the assembly, so that every screen knows that it is behind.
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AssemblyQuerySet.as_manager()

    class Meta:
        verbose_name = _("assembly")
        verbose_name_plural = _("assemblies")
        ordering = ["-event__starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(closed_at__gte=models.F("opened_at")),
                name="assembly_closes_after_it_opens",
                violation_error_message=_("It closes before it opens: check both times."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event.title} ({self.held_on:%Y-%m-%d})"

    @property
    def held_on(self) -> date:
        """The day, where the council is."""
        return timezone.localdate(self.event.starts_at)
