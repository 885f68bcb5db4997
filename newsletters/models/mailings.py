"""One sending of a newsletter, and each person's letter in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.enums import DeliveryState, ExclusionReason, MailingState
from newsletters.models.subscribers import Subscriber, Topic
from newsletters.querysets import DeliveryQuerySet


class Mailing(models.Model):
    """One sending of one newsletter to the people of some topics; its words are frozen when it starts.

    Candidates are the people of its topics: `prepared` of them have a Delivery, the others an
    Exclusion with its reason, and the two always add up to `candidates`.
    """

    page = models.ForeignKey(
        "newsletters.NewsletterPage",
        verbose_name=_("newsletter"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="mailings",
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="mailings")
    segment = models.JSONField(default=dict, help_text=_("As `domain.segments.Segment` writes it."))
    audience_words = models.TextField(_("to whom"), blank=True, help_text=_("As the screen said it before sending."))
    state = models.CharField(_("state"), max_length=10, choices=MailingState, default=MailingState.SENDING)
    pause_reason = models.TextField(_("why it is paused"), blank=True)
    retry_at = models.DateTimeField(_("tries again by itself"), null=True, blank=True)
    called_for = models.DateTimeField(
        null=True, blank=True, help_text=_("When a worker comes back to it, a relay being at its limit.")
    )
    keeps_quiet = models.BooleanField(_("rests at night"), default=False)
    useful_until = models.DateTimeField(
        _("of use until"), null=True, blank=True, help_text=_("When the first event that it invites to begins.")
    )
    faults = models.PositiveSmallIntegerField(_("pauses by the server since the last letter taken"), default=0)

    subject = models.CharField(_("subject"), max_length=250)
    from_name = models.CharField(_("from"), max_length=200)
    from_email = models.EmailField(_("from address"))
    reply_to = models.EmailField(_("replies go to"), blank=True)
    list_id = models.CharField(max_length=200)
    html = models.TextField(help_text=_("With slots where each person's addresses go."))
    text = models.TextField()

    candidates = models.PositiveIntegerField(default=0)
    prepared = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("started by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at", "-pk"]
        permissions = [("send_mailing", _("Can send a newsletter"))]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(state__in=[MailingState.SENDING, MailingState.PAUSED]),
                name="mailing_one_under_way_a_page",
                violation_error_message=_("This newsletter is already being sent."),
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_under_way(self) -> bool:
        return self.state in {MailingState.SENDING, MailingState.PAUSED}


class Delivery(models.Model):
    """One person's letter: one durable row, from waiting to the server's answer."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    smtp_code = models.PositiveSmallIntegerField(_("code"), null=True, blank=True)
    smtp_reply = models.TextField(_("the server's answer"), blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mailing", "subscriber"], name="delivery_once_a_person")]
        indexes = [models.Index(fields=["mailing", "state", "id"], name="delivery_waiting")]

    def __str__(self) -> str:
        return f"{self.mailing_id}/{self.pk}"


class Exclusion(models.Model):
    """Someone of the mailing's topics who was not written to, and why."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="exclusions")
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("reason"), max_length=12, choices=ExclusionReason)

    class Meta:
        verbose_name = _("person not written to")
        verbose_name_plural = _("people not written to")
        constraints = [models.UniqueConstraint(fields=["mailing", "subscriber"], name="exclusion_once_a_person")]

    def __str__(self) -> str:
        return f"{self.mailing_id}: {self.get_reason_display()}"
