"""Who asked to be written to, about what, and the proof of it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.enums import (
    ConsentBasis,
    ConsentKind,
    ConsentMethod,
    Language,
    SubscriptionState,
    SuppressionReason,
)
from newsletters.querysets import SubscriberQuerySet, SubscriptionQuerySet


class Topic(models.Model):
    """A subject that people choose to hear about; each is a consent of its own."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("short name for addresses and imports"), max_length=80, unique=True)
    description = models.CharField(_("what one receives"), max_length=200, blank=True)
    is_open = models.BooleanField(_("offered on the sign-up form"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Subscriber(models.Model):
    """An address that someone gave us; erased on request, its consent events remain without it."""

    email = models.CharField(_("e-mail"), max_length=254, unique=True, help_text=_("Its domain is in lower case."))
    address_hash = models.CharField(max_length=64, unique=True, editable=False)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    created_at = models.DateTimeField(_("known since"), default=timezone.now, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.FRENCH)
    sector = models.CharField(
        _("postal sector"),
        max_length=3,
        blank=True,
        help_text=_("The first three characters of the postal code, if the person wished to say them."),
    )
    paused_until = models.DateField(
        _("last day of the pause"),
        null=True,
        blank=True,
        help_text=_("Letters come again the next day, by themselves."),
    )
    batch = models.ForeignKey(
        "newsletters.ImportBatch", null=True, editable=False, on_delete=models.SET_NULL, related_name="subscribers"
    )
    topics = models.ManyToManyField(Topic, through="Subscription", verbose_name=_("topics"))

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("export_subscriber", _("Can export subscribers")),
            ("import_subscriber", _("Can import subscribers")),
        ]

    def __str__(self) -> str:
        return self.email

    def is_paused_on(self, day: date) -> bool:
        return self.paused_until is not None and day <= self.paused_until


class Subscription(models.Model):
    """Whether one person hears about one topic now; the ledger of `ConsentEvent` says why."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="subscriptions")
    state = models.CharField(_("state"), max_length=10, choices=SubscriptionState)
    basis = models.CharField(_("basis"), max_length=12, choices=ConsentBasis, default=ConsentBasis.EXPRESS)
    basis_date = models.DateField(_("date of the basis"), null=True, blank=True)
    expires_on = models.DateField(_("last day of the consent"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    batch = models.ForeignKey(
        "newsletters.ImportBatch", null=True, editable=False, on_delete=models.SET_NULL, related_name="subscriptions"
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [models.UniqueConstraint(fields=["subscriber", "topic"], name="subscription_once_a_topic")]
        indexes = [models.Index(fields=["topic", "state"], name="subscription_topic_state")]

    def __str__(self) -> str:
        return f"{self.subscriber_id} → {self.topic_id}: {self.state}"

    def is_valid_on(self, day: date) -> bool:
        return self.state == SubscriptionState.ACTIVE and (self.expires_on is None or day <= self.expires_on)


class ConsentEvent(models.Model):
    """One line of the ledger that proves consent. Nothing updates or deletes it; the database refuses.

    The address itself is not written here but its keyed hash: whoever asks to be erased is, and
    whoever claims never to have consented can still be answered (`docs/decisions/0005`).
    """

    kind = models.CharField(_("what happened"), max_length=12, choices=ConsentKind)
    address_hash = models.CharField(max_length=64, db_index=True)
    topic_slug = models.CharField(
        _("topic"), max_length=80, blank=True, help_text=_("Empty: every topic, later ones included.")
    )
    occurred_at = models.DateTimeField(_("when"), default=timezone.now)
    wording = models.TextField(_("exact words shown"), blank=True)
    wording_version = models.CharField(_("version of the words"), max_length=16, blank=True)
    page = models.CharField(_("page"), max_length=250, blank=True)
    method = models.CharField(_("how"), max_length=16, choices=ConsentMethod)
    actor = models.CharField(
        _("who did it"), max_length=60, help_text=_("The person, or the number of the user who entered it.")
    )
    basis = models.CharField(_("basis"), max_length=12, choices=ConsentBasis, blank=True)
    basis_date = models.DateField(_("date of the basis"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    paper = models.ForeignKey(
        "newsletters.ConsentPaper", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    paper_hash = models.CharField(max_length=64, blank=True, help_text=_("What the file was on that day (SHA-256)."))

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent ledger")
        ordering = ["occurred_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.topic_slug}".strip()

    @property
    def fingerprint(self) -> str:
        """Enough of the hash to see which lines are of one person."""
        return self.address_hash[:8]


class Suppression(models.Model):
    """An address that must never be written to, kept as a keyed hash so that it outlives the person's file."""

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=10, choices=SuppressionReason)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.address_hash[:8]})"
