"""The papers that prove a consent: a sheet of signatures, a letter, a page seen that day."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def private_place(paper: ConsentPaper, filename: str) -> str:
    """Under a name that says nothing; what is not a picture of the library has no public address (`cms/media.py`)."""
    return f"consent-papers/{uuid4().hex}.{filename.rpartition('.')[2].lower()}"


class ConsentPaper(models.Model):
    """One file, kept as it was given; `sha256` proves that it still is, and stays when the file is destroyed."""

    title = models.CharField(_("what it is"), max_length=150)
    file = models.FileField(_("file"), upload_to=private_place, blank=True)
    sha256 = models.CharField(max_length=64, editable=False)
    kept_at = models.DateTimeField(_("kept since"), default=timezone.now)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kept by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    destroyed_at = models.DateTimeField(_("destroyed"), null=True, blank=True)

    class Meta:
        verbose_name = _("paper of a consent")
        verbose_name_plural = _("papers of consents")
        ordering = ["-kept_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title
