"""Someone moves to another address: both mailboxes say yes before anything changes."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.models.single_letters import SingleLetter
from newsletters.models.subscribers import Subscriber
from newsletters.querysets import AddressLetterQuerySet


class AddressChange(models.Model):
    """What one person asked for; forgotten when nothing comes of it, and some days after it is done."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="address_changes")
    new_email = models.CharField(_("new e-mail"), max_length=254)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    old_confirmed_at = models.DateTimeField(_("confirmed by the former address"), null=True, blank=True)
    new_confirmed_at = models.DateTimeField(_("confirmed by the new address"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber"], condition=models.Q(done_at=None), name="address_change_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AddressLetter(SingleLetter):
    """One of the two letters that ask for a yes; it holds no address and no words."""

    change = models.ForeignKey(AddressChange, on_delete=models.CASCADE, related_name="letters")
    to_new = models.BooleanField(_("to the new address"))

    objects = AddressLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter about a change of address")
        verbose_name_plural = _("letters about changes of address")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="address_letters_due")]
        constraints = [models.UniqueConstraint(fields=["change", "to_new"], name="address_letter_once_a_mailbox")]

    def __str__(self) -> str:
        return f"{self.change_id}: {'new' if self.to_new else 'former'}"


class FormerFile(models.Model):
    """The number of a file that was joined to another: the links of its letters open that other one."""

    number = models.PositiveBigIntegerField(unique=True)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="former_files")

    class Meta:
        verbose_name = _("former file")
        verbose_name_plural = _("former files")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.number}"
