"""A request to subscribe, while it waits for its letter to leave."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.models.subscribers import Subscriber


class SignUp(models.Model):
    """What someone sent from the form; deleted as soon as the answering letter has left.

    The form writes this row and nothing else, whether the address is known or not, so that the answer and
    its timing tell nothing; and a request outlives a broker or a relay that is down.
    """

    email = models.CharField(max_length=254)
    topic_ids = models.JSONField(default=list)
    statement = models.TextField()
    sender = models.TextField()
    page = models.CharField(max_length=250)
    created_at = models.DateTimeField(default=timezone.now)
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.CASCADE, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("request to subscribe")
        verbose_name_plural = _("requests to subscribe")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
