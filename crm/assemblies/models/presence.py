"""Who was at the table, from when to when; who stepped back from an item; what the public asked."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.assemblies.models.agenda import AgendaItem
from crm.assemblies.models.assemblies import Assembly
from crm.partners.enums import Visibility
from crm.partners.models import Membership, Person
from crm.partners.models.remembered import Remembered


class Presence(Remembered):
    """One person at one assembly, from an arrival to a departure; who comes back has a second one."""

    assembly = models.ForeignKey(
        Assembly, verbose_name=_("assembly"), on_delete=models.CASCADE, related_name="presences"
    )
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="presences")
    membership = models.ForeignKey(
        Membership, verbose_name=_("seat"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_voting = models.BooleanField(_("with a vote"), default=True)
    arrived_at = models.DateTimeField(_("arrived"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["assembly", "arrived_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "person"],
                condition=models.Q(left_at__isnull=True),
                name="presence_once_at_a_time",
                violation_error_message=_("This person is already in the room."),
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("arrived_at")),
                name="presence_leaves_after_arriving",
                violation_error_message=_("The departure is before the arrival: check both times."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class ConflictDeclaration(Remembered):
    """Someone said, on one item, that they have an interest elsewhere; they may have left the discussion."""

    item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), on_delete=models.CASCADE, related_name="conflicts"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="declared_conflicts"
    )
    nature = models.CharField(_("nature of the interest"), max_length=250, blank=True)
    withdrew = models.BooleanField(_("withdrew from the discussion and the vote"), default=True)
    declared_at = models.DateTimeField(_("declared at"), default=timezone.now)

    class Meta:
        verbose_name = _("declared interest")
        verbose_name_plural = _("declared interests")
        ordering = ["item", "declared_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"],
                name="conflict_declared_once",
                violation_error_message=_("This person has already declared it for this item."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def visibility(self) -> str:
        """Who may read it in the history: few read what is declared in closed session."""
        return (Visibility.PRIVATE if self.item.is_closed_session else Visibility.PUBLIC).value


class PublicQuestion(Remembered):
    """What a citizen asked, without their name, and who will answer."""

    item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), on_delete=models.CASCADE, related_name="questions"
    )
    question = models.CharField(_("question"), max_length=500)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        Person, verbose_name=_("who answers"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("answer promised for"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("question of the public")
        verbose_name_plural = _("questions of the public")
        ordering = ["item", "asked_at", "pk"]

    def __str__(self) -> str:
        return self.question
