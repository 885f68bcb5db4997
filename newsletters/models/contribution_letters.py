"""Letters to those who gave something to the memory: one durable row each, from the news to the server's answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.archive.enums import ContributionNews
from cms.archive.models import Contribution
from newsletters.models.single_letters import SingleLetter
from newsletters.querysets import ContributionLetterQuerySet


class ContributionLetter(SingleLetter):
    """One letter to one person about what they gave.

    It holds no address and no words: both are read when it leaves; a letter whose news is no longer true is skipped.
    `mark` tells one occasion from the next, so none is written twice.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="letters")
    news = models.CharField(_("kind"), max_length=10, choices=ContributionNews)
    mark = models.CharField(max_length=40)

    objects = ContributionLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to someone who gave")
        verbose_name_plural = _("letters to those who gave")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="contribution_letters_due")]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "news", "mark"], name="contribution_letter_once")
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.news}"
