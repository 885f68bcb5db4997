"""The numbers that the by-laws set, from which day, and where they are written."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.assemblies.enums import BylawBasis, BylawKind
from crm.assemblies.querysets import BylawQuerySet
from crm.events.enums import ASSEMBLY_KINDS
from crm.partners.models.remembered import Remembered

ASSEMBLIES = [(kind.value, kind.label) for kind in ASSEMBLY_KINDS]


class Bylaw(Remembered):
    """One rule in figures, in force from a day until a later one of the same kind takes its place."""

    kind = models.CharField(_("rule"), max_length=20, choices=BylawKind)
    assembly_kind = models.CharField(
        _("for which assembly"), max_length=30, choices=ASSEMBLIES, blank=True, help_text=_("Empty: for all of them.")
    )
    basis = models.CharField(_("counted as"), max_length=10, choices=BylawBasis, default=BylawBasis.COUNT)
    amount = models.PositiveSmallIntegerField(_("number"), default=0)
    in_force_from = models.DateField(_("in force from"))
    source = models.CharField(
        _("source"), max_length=250, help_text=_("Where it is written: the by-laws and their article, a city by-law.")
    )

    objects = BylawQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of the by-laws")
        verbose_name_plural = _("rules of the by-laws")
        ordering = ["kind", "assembly_kind", "-in_force_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "assembly_kind", "in_force_from"],
                name="bylaw_once_a_day",
                violation_error_message=_("There is already such a rule from that day: correct it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(basis="percent") | models.Q(amount__range=(1, 100)),
                name="bylaw_percent_is_a_share",
                violation_error_message=_("A percentage is between 1 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.in_force_from:%Y-%m-%d})"
