"""What is said in a recording, moment by moment."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.archive.models.files import Master


class Transcript(models.Model):
    """One version of the timed transcript of a recording; a correction is a new version, and the former ones stay.

    `is_current` is of the version that everyone reads. A version without cues says that the transcript was taken off.
    """

    master = models.ForeignKey(Master, on_delete=models.CASCADE, related_name="transcripts")
    language = models.CharField(_("language"), max_length=5, default="fr")
    is_current = models.BooleanField(default=False, editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("timed transcript")
        verbose_name_plural = _("timed transcripts")
        ordering = ["master", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["master"], condition=models.Q(is_current=True), name="transcript_one_is_current"
            )
        ]

    def __str__(self) -> str:
        return str(self.master)


class Cue(models.Model):
    """What is said from one moment to another, in milliseconds from the beginning (a cue of WebVTT)."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="cues")
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField()
    text = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("line of a transcript")
        verbose_name_plural = _("lines of a transcript")
        ordering = ["start_ms", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(end_ms__gt=models.F("start_ms")), name="cue_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.text
