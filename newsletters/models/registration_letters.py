"""Letters to those who registered for an event: one durable row each, from the news to the server's answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.events.models import Event, Registration
from newsletters.enums import RegistrationLetterKind
from newsletters.models.single_letters import SingleLetter
from newsletters.querysets import RegistrationLetterQuerySet


class EventMessage(models.Model):
    """What a volunteer wrote to everyone registered for one event; destroyed with the names."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(_("subject"), max_length=150)
    words = models.TextField(_("message"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("message to those registered")
        verbose_name_plural = _("messages to those registered")
        default_permissions = ()

    def __str__(self) -> str:
        return self.subject


class RegistrationLetter(SingleLetter):
    """One letter to one person about one registration.

    It holds no address and no words: both are read when it leaves, so that it says what is true then; a letter
    whose news is no longer true is skipped. `mark` tells one occasion from the next, so none is written twice.
    """

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(_("kind"), max_length=16, choices=RegistrationLetterKind)
    mark = models.CharField(max_length=40)
    changed = models.JSONField(default=list, help_text=_("The names of the fields of the event that changed."))
    message = models.ForeignKey(EventMessage, null=True, on_delete=models.CASCADE, related_name="letters")

    objects = RegistrationLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to someone registered")
        verbose_name_plural = _("letters to those registered")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="registration_letters_due")]
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind", "mark"], name="registration_letter_once")
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.kind}"
