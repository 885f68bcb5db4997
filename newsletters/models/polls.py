"""How often each answer to the question of an edition was given: a total, and nothing about who gave it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletters.models.issues import NewsletterPage


class PollTally(models.Model):
    """One answer to one question of an edition. It is known by its words: an answer that is reworded begins at zero."""

    page = models.ForeignKey(NewsletterPage, on_delete=models.CASCADE, related_name="tallies")
    question = models.CharField(max_length=36, help_text=_("The id of its block."))
    words = models.CharField(_("answer"), max_length=120)
    total = models.PositiveIntegerField(_("times given"), default=0)

    class Meta:
        verbose_name = _("answers to a question")
        verbose_name_plural = _("answers to questions")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["page", "question", "words"], name="poll_tally_once_an_answer")]

    def __str__(self) -> str:
        return f"{self.words}: {self.total}"
