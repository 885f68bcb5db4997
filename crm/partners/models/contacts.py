"""Contacts made with partners, what must follow from them, and how often they should be made."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.partners.enums import CadenceMode, Channel, OrganizationKind, Visibility
from crm.partners.models.organizations import Organization
from crm.partners.models.people import Person
from crm.partners.models.remembered import Remembered
from crm.partners.models.searched import Titled
from crm.partners.querysets import InteractionQuerySet, TaskQuerySet


class Interaction(Titled, Remembered):
    """A contact with partners: who, how, when, and one line."""

    happened_on = models.DateField(_("when"), default=timezone.localdate)
    channel = models.CharField(_("how"), max_length=10, choices=Channel, default=Channel.PHONE)
    summary = models.CharField(_("in one line"), max_length=200)
    notes = models.TextField(_("notes"), blank=True)
    organizations = models.ManyToManyField(
        Organization, verbose_name=_("organizations"), blank=True, related_name="interactions"
    )
    people = models.ManyToManyField(Person, verbose_name=_("people"), blank=True, related_name="interactions")
    documents: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "wagtaildocs.Document", verbose_name=_("documents"), blank=True, related_name="+"
    )
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.BOARD)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noted by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["-happened_on"], name="interaction_when")]

    def __str__(self) -> str:
        return self.summary

    def words_to_search(self) -> list[str]:
        return [self.summary, *self.notes.splitlines()]

    @property
    def is_in_person(self) -> bool:
        """Whether people were in the same room."""
        return self.channel in (Channel.IN_PERSON, Channel.HYBRID)


class Task(Remembered):
    """Something that someone must do about a partner, by a day."""

    title = models.CharField(_("what"), max_length=200)
    due_on = models.DateField(pgettext_lazy("a day", "by"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tasks",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="tasks",
    )
    interaction = models.ForeignKey(
        Interaction,
        verbose_name=_("after this contact"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="tasks",
    )
    notes = models.TextField(_("notes"), blank=True)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.title

    def get_additional_data(self) -> dict[str, Any]:
        """What follows from a contact is read by those who may read the contact."""
        level = self.interaction.visibility if self.interaction else Visibility.BOARD.value
        return {**super().get_additional_data(), "visibility": level}


class Cadence(Remembered):
    """How often a partner, or a kind of partner, should hear from us: the ideal and the longest interval, in months."""

    kind = models.CharField(_("kind of partner"), max_length=20, choices=OrganizationKind, blank=True)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("this partner alone"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="cadences",
    )
    mode = models.CharField(_("by which contact"), max_length=10, choices=CadenceMode, default=CadenceMode.ANY)
    ideal_months = models.PositiveSmallIntegerField(_("ideally every (months)"))
    longest_months = models.PositiveSmallIntegerField(_("at the latest after (months)"))

    class Meta:
        verbose_name = _("cadence")
        verbose_name_plural = _("cadences")
        ordering = ["kind", "organization", "mode"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "mode"],
                condition=models.Q(organization=None),
                name="cadence_once_a_kind",
                violation_error_message=_("This kind of partner has a cadence for that already."),
            ),
            models.UniqueConstraint(
                fields=["organization", "mode"],
                condition=models.Q(organization__isnull=False),
                name="cadence_once_a_partner",
                violation_error_message=_("This partner has a cadence for that already."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="", organization__isnull=False)
                | ~models.Q(kind="") & models.Q(organization=None),
                name="cadence_of_a_kind_or_of_one",
                violation_error_message=_("Choose a kind of partner, or one partner; one of the two."),
            ),
            models.CheckConstraint(
                condition=models.Q(ideal_months__gte=1, longest_months__gte=models.F("ideal_months")),
                name="cadence_longest_after_ideal",
                violation_error_message=_("The longest interval is at least the ideal one, which is at least a month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization or self.get_kind_display()} ({self.get_mode_display()})"


class Digest(models.Model):
    """A weekly letter to someone of the council: the row is written before it leaves, so a week has one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    week = models.DateField(_("Monday of that week"))
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("weekly letter")
        verbose_name_plural = _("weekly letters")
        constraints = [models.UniqueConstraint(fields=["user", "week"], name="digest_once_a_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week}"
