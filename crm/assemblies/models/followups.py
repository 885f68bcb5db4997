"""What becomes of a decision once it leaves: to whom it was sent, what was answered, and when it was asked again."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.assemblies.enums import AnswerLevel, Outcome, SendingChannel
from crm.assemblies.models.decisions import Decision
from crm.assemblies.querysets import SendingQuerySet
from crm.partners.models import Organization, Person
from crm.partners.models.remembered import Remembered


class Sending(Remembered):
    """One decision sent to one recipient, followed until the answer."""

    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, related_name="sendings"
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions_received",
    )
    addressee = models.CharField(
        _("to whom, in words"),
        max_length=150,
        blank=True,
        help_text=_("A function rather than a name: “the borough’s mayor”. The site shows it."),
    )
    sent_by = models.ForeignKey(
        Person,
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions_sent",
    )
    followed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who awaits the answer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sendings_followed",
    )
    sent_on = models.DateField(_("sent on"))
    channel = models.CharField(
        _("how it was sent"), max_length=10, choices=SendingChannel, default=SendingChannel.EMAIL
    )
    remind_on = models.DateField(
        _("ask again on"), null=True, blank=True, help_text=_("Empty: after the days that the by-laws set.")
    )
    rests_since = models.DateField(_("no longer asked for since"), null=True, editable=False)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)
    closed_on = models.DateField(_("answered, or no longer awaited, on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answer_level = models.CharField(
        _("who reads the answer"), max_length=8, choices=AnswerLevel, default=AnswerLevel.BOARD
    )
    answer_document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("document of the answer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending of a decision")
        verbose_name_plural = _("sendings of decisions")
        ordering = ["-sent_on", "-pk"]
        indexes = [models.Index(fields=["outcome", "sent_on"], name="sending_outcome_when")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(addressee=""),
                name="sending_to_someone",
                violation_error_message=_("Say to whom it is sent: an organization, or a few words."),
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True) | Q(acknowledged_on__gte=F("sent_on")),
                name="sending_acknowledged_after_it_left",
                violation_error_message=_("It was not sent yet that day: check the dates."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_on__isnull=True)
                | ~Q(outcome="") & Q(closed_on__isnull=False, closed_on__gte=F("sent_on")),
                name="sending_has_its_outcome_on_a_day",
                violation_error_message=_("An outcome has its day, after the decision was sent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision.number} → {self.recipient}"

    @property
    def recipient(self) -> str:
        """To whom: « Ville, à la conseillère du district »."""
        return ", ".join(part for part in (str(self.organization or ""), self.addressee) if part)

    @property
    def visibility(self) -> str:
        return self.decision.visibility

    @property
    def is_waiting(self) -> bool:
        return not self.outcome

    @property
    def is_answered(self) -> bool:
        return bool(self.outcome) and self.outcome != Outcome.NO_ANSWER

    @property
    def is_answer_public(self) -> bool:
        return self.answer_level == AnswerLevel.PUBLIC

    @property
    def public_answer(self) -> str:
        """The answer's words, where everyone may read them."""
        return self.answer if self.is_answer_public else ""

    def days_waited(self, on: date) -> int:
        """How long it was, or is, without an answer."""
        return max(((self.closed_on or on) - self.sent_on).days, 0)


class SendingReminder(Remembered):
    """A day on which an answer was asked for again."""

    sending = models.ForeignKey(Sending, verbose_name=_("sending"), on_delete=models.CASCADE, related_name="reminders")
    reminded_on = models.DateField(_("asked again on"))
    channel = models.CharField(_("how"), max_length=10, choices=SendingChannel, default=SendingChannel.EMAIL)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["sending", "reminded_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sending", "reminded_on"],
                name="reminded_once_a_day",
                violation_error_message=_("It is already written that day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reminded_on:%Y-%m-%d}"

    @property
    def visibility(self) -> str:
        return self.sending.visibility
