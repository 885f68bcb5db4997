"""What an assembly deals with, in order."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.assemblies.enums import ItemKind, ItemState
from crm.assemblies.models.assemblies import Assembly
from crm.assemblies.querysets import AgendaItemQuerySet
from crm.partners.enums import Visibility
from crm.partners.models import Organization, Person
from crm.partners.models.remembered import Remembered


class AgendaItem(Remembered):
    """One point of an assembly's agenda (Popolo draft: AgendaItem)."""

    assembly = models.ForeignKey(Assembly, verbose_name=_("assembly"), on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    number = models.CharField(
        _("number"), max_length=12, blank=True, editable=False, help_text=_("YY-MM-NN; it never changes once called.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind, default=ItemKind.INFORMATION)
    title = models.CharField(_("title"), max_length=250)
    minutes_planned = models.PositiveSmallIntegerField(_("minutes planned"), null=True, blank=True)
    presenter = models.ForeignKey(
        Person,
        verbose_name=_("presented by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="presented_items",
    )
    presenter_words = models.CharField(
        _("presented by (someone else)"),
        max_length=150,
        blank=True,
        help_text=_("As in “the borough’s urban planner”."),
    )
    introduction = models.TextField(
        _("what it is about"), blank=True, help_text=_("The public reads it with the agenda.")
    )
    proposal = models.TextField(_("proposed decision"), blank=True, help_text=_("For the board, until it is decided."))
    discussion = models.TextField(_("what was said"), blank=True, help_text=_("In a few sentences, for the minutes."))
    is_closed_session = models.BooleanField(
        _("closed session"),
        default=False,
        help_text=_("Neither the public agenda nor the public minutes tell what was said."),
    )
    organizations = models.ManyToManyField(
        Organization, verbose_name=_("partners concerned"), blank=True, related_name="agenda_items"
    )
    documents: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "wagtaildocs.Document", verbose_name=_("documents"), blank=True, related_name="+"
    )
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="carried_to"
    )
    state = models.CharField(_("state"), max_length=12, choices=ItemState, default=ItemState.PLANNED)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["assembly", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="agenda_item_number_is_its_own"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_additional_data(self) -> dict[str, Any]:
        """The history of what is said in closed session is for those who see everything."""
        about = super().get_additional_data()
        return {**about, "visibility": Visibility.PRIVATE.value} if self.is_closed_session else about


class AgendaSeries(models.Model):
    """How far the numbers of the items have come in one month; its row is locked while numbers are taken."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    last_rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("series of agenda numbers")
        verbose_name_plural = _("series of agenda numbers")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["year", "month"], name="agenda_series_once_a_month")]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"
