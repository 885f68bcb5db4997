"""What people ask of the data held about them, and what was erased: days, kinds and counts, without names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.partners.enums import PurgeReason, RequestKind, RequestOutcome
from crm.partners.models.people import Person

ANSWERED_WITHIN = timedelta(days=30)


class PrivacyRequest(models.Model):
    """Someone asks to see, to correct or to erase what is held about them; the answer comes in 30 days (Law 25)."""

    kind = models.CharField(_("what is asked"), max_length=15, choices=RequestKind, default=RequestKind.ACCESS)
    asked_by = models.CharField(
        _("who asks"), max_length=200, blank=True, help_text=_("The name, and where the answer goes.")
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="privacy_requests",
        help_text=_("Where the council has a record of this person."),
    )
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    due_on = models.DateField(_("to be answered by"), editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    outcome = models.CharField(_("what was done"), max_length=10, choices=RequestOutcome, blank=True)
    answer = models.TextField(
        _("what was answered"), blank=True, help_text=_("In a few words; a refusal says why, and under which rule.")
    )

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = [models.F("answered_on").desc(nulls_first=True), "due_on", "pk"]
        permissions = [("answer_requests", "Can open, hand over and erase the file of a person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_on=None, outcome="")
                | models.Q(answered_on__isnull=False) & ~models.Q(outcome=""),
                name="privacy_request_answer_is_whole",
                violation_error_message=_("An answer has its day, and says what was done."),
            ),
            models.CheckConstraint(
                condition=models.Q(answered_on=None) | models.Q(answered_on__gte=models.F("received_on")),
                name="privacy_request_answered_after",
                violation_error_message=_("It would be answered before it was received."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the last day for an answer, which the law counts from the day it was received."""
        self.due_on = self.received_on + ANSWERED_WITHIN
        super().save(*args, **kwargs)


class Purge(models.Model):
    """One person was erased: when, why, by whom, and how much. The number alone says of whom.

    It serves to erase again what an older backup brings back (`docs/operations.md`).
    """

    person_number = models.PositiveBigIntegerField(_("number of the record"))
    reason = models.CharField(_("why"), max_length=10, choices=PurgeReason)
    purged_at = models.DateTimeField(default=timezone.now)
    purged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    keeps_the_name = models.BooleanField(_("the name stays with the terms on our board"), default=False)
    memberships = models.PositiveIntegerField(default=0)
    contact_details = models.PositiveIntegerField(default=0)
    interactions = models.PositiveIntegerField(default=0)
    # Rows of the storeys above: gifts to the memory, agreements, answers.
    elsewhere = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-purged_at", "-pk"]
        indexes = [models.Index(fields=["person_number"], name="purge_person_number")]

    def __str__(self) -> str:
        return f"#{self.person_number}"
