"""« Avez-vous reconnu ? »: a photo a week, and what the neighbours say of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.archive.enums import AnswerState, Certainty
from cms.archive.models.items import Item


class RecognitionPhoto(models.Model):
    """An item that asks to be recognized: in line until a week is its own, and answered to for ever after.

    `week` is the Monday of the week in which it is shown on the front page; empty while it waits in line.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="recognition", verbose_name=_("item"))
    question = models.CharField(
        _("question"), max_length=200, help_text=_("For example: Who are these four people in front of the tannery?")
    )
    week = models.DateField(_("week of"), null=True, blank=True, unique=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("photo to be recognized")
        verbose_name_plural = _("photos to be recognized")
        ordering = ["-week", "pk"]
        default_permissions = ("view", "add", "change")

    def __str__(self) -> str:
        return self.question


class RecognitionAnswer(models.Model):
    """What one neighbour recognizes, how sure they are, how they know; `once` is the digest of one form sent once."""

    photo = models.ForeignKey(RecognitionPhoto, on_delete=models.CASCADE, related_name="answers")
    name = models.CharField(_("who or what is recognized"), max_length=120)
    folded_name = models.CharField(max_length=120, db_index=True)
    where = models.CharField(_("where in the picture"), max_length=200, blank=True)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty)
    source = models.CharField(_("how one knows"), max_length=500)
    answered_by = models.CharField(pgettext_lazy("recognition", "answered by"), max_length=120, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = pgettext_lazy("recognition", "answer")
        verbose_name_plural = pgettext_lazy("recognition", "answers")
        ordering = ["photo", "folded_name", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
