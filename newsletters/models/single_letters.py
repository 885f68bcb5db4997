"""What every letter that leaves alone keeps: one durable row, from the news to the server's answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.enums import DeliveryState


class SingleLetter(models.Model):
    """How far one letter has come; `newsletters.domain.single_post` moves it."""

    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # When it may be taken up: at once, after a delay, or when whoever holds it must be dead.
    due_at = models.DateTimeField(default=timezone.now)
    smtp_code = models.PositiveSmallIntegerField(_("code"), null=True, blank=True)
    smtp_reply = models.TextField(_("the server's answer"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # Somebody told the person otherwise, by telephone say: the letter that did not arrive waits for nobody any more.
    handled_at = models.DateTimeField(null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True
