"""Letters to those who work here: a letter waits for their approval, what became of theirs, the draft of the month."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsletters.models.approvals import LetterReading
from newsletters.models.recurring_drafts import MonthlyDraft
from newsletters.models.single_letters import SingleLetter
from newsletters.querysets import StaffLetterQuerySet


class StaffLetter(SingleLetter):
    """One letter to one person about a reading, its answer, or a monthly draft; it holds no address and no words."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reading = models.ForeignKey(LetterReading, null=True, on_delete=models.CASCADE, related_name="letters")
    is_answer = models.BooleanField(default=False)
    draft = models.ForeignKey(MonthlyDraft, null=True, on_delete=models.CASCADE, related_name="letters")

    objects = StaffLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to someone who works here")
        verbose_name_plural = _("letters to those who work here")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="staff_letters_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reading=None, draft__isnull=False) | Q(reading__isnull=False, draft=None),
                name="staff_letter_of_one_thing",
            ),
            models.UniqueConstraint(fields=["user", "reading", "is_answer"], name="staff_letter_once_a_reading"),
            models.UniqueConstraint(fields=["user", "draft"], name="staff_letter_once_a_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.reading_id or self.draft_id}"
