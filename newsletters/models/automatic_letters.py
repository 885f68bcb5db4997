"""Letters that are written by themselves: the words that the council gives them; the welcome."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.models.single_letters import SingleLetter
from newsletters.models.subscribers import Subscriber
from newsletters.querysets import WelcomeLetterQuerySet


class LetterWording(models.Model):
    """One decision about one automatic letter: its words, or that it does not leave. The latest one holds.

    Nothing is changed or deleted here: the rows are its history. Without a subject the letter has its original words.
    """

    letter = models.CharField(_("letter"), max_length=16, help_text=_("Its key in `domain.automatic_letters`."))
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    words = models.TextField(_("text"), blank=True)
    is_off = models.BooleanField(_("switched off"), default=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("wording of an automatic letter")
        verbose_name_plural = _("wordings of automatic letters")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.letter


class WelcomeLetter(SingleLetter):
    """The first letter to someone who has just confirmed; it holds no address and no words."""

    subscriber = models.OneToOneField(Subscriber, on_delete=models.CASCADE, related_name="welcome")

    objects = WelcomeLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("welcome letter")
        verbose_name_plural = _("welcome letters")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="welcome_letters_due")]

    def __str__(self) -> str:
        return f"#{self.subscriber_id}"
