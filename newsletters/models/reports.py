"""What was heard about a letter after it left: a refusal, a delay, a complaint, or a message that nobody could read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.enums import ReportKind, ReportOutcome, ReportSource
from newsletters.models.mailings import Delivery
from newsletters.models.subscribers import Subscriber


class MailReport(models.Model):
    """One report, and what was done about it. Its `key` makes a second reading of the same message harmless.

    Of the server's words it keeps no address. `content` is the message itself, kept only as long as somebody must
    look at it.
    """

    key = models.CharField(max_length=80, unique=True, editable=False)
    source = models.CharField(_("heard by"), max_length=10, choices=ReportSource)
    kind = models.CharField(_("what happened"), max_length=10, choices=ReportKind)
    outcome = models.CharField(_("what was done"), max_length=10, choices=ReportOutcome, default=ReportOutcome.WAITING)
    code = models.PositiveSmallIntegerField(_("code"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, blank=True)
    words = models.TextField(_("the server's words"), blank=True)
    delivery = models.ForeignKey(
        Delivery, verbose_name=_("letter"), null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    subscriber = models.ForeignKey(
        Subscriber, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    content = models.TextField(blank=True)
    received_at = models.DateTimeField(_("heard"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("settled by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("letter that came back")
        verbose_name_plural = _("letters that came back")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["outcome", "received_at"], name="report_outcome")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.status}".strip()


class ReturnMailbox(models.Model):
    """When the mailbox of the returns was last read, and why it cannot be; one row, once it is configured."""

    read_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        verbose_name = _("return mailbox")
        verbose_name_plural = _("return mailboxes")
        default_permissions = ()

    def __str__(self) -> str:
        return self.problem or "OK"
