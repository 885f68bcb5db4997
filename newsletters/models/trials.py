"""A test letter sent to oneself, or to a member of the board, before the newsletter leaves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.partners.models import Person
from newsletters.enums import TrialState


class Trial(models.Model):
    """The last test letter of one newsletter to whoever asked for it, or to one member of the board, and its fate.

    Asking again begins the same row anew. Of the server's words it keeps no address.
    """

    page = models.ForeignKey("newsletters.NewsletterPage", on_delete=models.CASCADE, related_name="trials")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        Person, verbose_name=_("member of the board"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=14, choices=TrialState, default=TrialState.WAITING)
    changed_at = models.DateTimeField(default=timezone.now)
    smtp_code = models.PositiveSmallIntegerField(_("code"), null=True, blank=True)
    smtp_reply = models.TextField(_("the server's answer"), blank=True)

    class Meta:
        verbose_name = _("test letter")
        verbose_name_plural = _("test letters")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page", "asked_by"], condition=models.Q(person=None), name="trial_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["page", "person"], condition=models.Q(person__isnull=False), name="trial_once_a_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}/{self.asked_by_id}: {self.state}"
