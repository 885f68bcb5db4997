"""Who came: heads counted without names, and the ticks of the list at the door."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.events.enums import Crowd
from crm.events.models.events import Event
from crm.events.models.registrations import Registration


class HeadCount(models.Model):
    """So many people of one crowd, counted by someone at one moment.

    Never changed: whoever finds it wrong writes another, which `corrects` it, so who said what and when stays.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="head_counts")
    # One sending of the form; sent twice, it is written once.
    round = models.UUIDField(default=uuid.uuid4, editable=False)
    crowd = models.CharField(_("who was counted"), max_length=12, choices=Crowd, default=Crowd.EVERYONE)
    number = models.PositiveIntegerField(_("how many"))
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("counted by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    counted_at = models.DateTimeField(_("counted"), default=timezone.now)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="correction"
    )

    class Meta:
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        ordering = ["counted_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "crowd"], name="head_count_once_a_round")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class CountWaiver(models.Model):
    """Someone says that nobody counted: the first screen asks no more. A number given later counts all the same."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="count_waiver")
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("said by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    waived_at = models.DateTimeField(_("said"), default=timezone.now)

    class Meta:
        verbose_name = _("event that nobody counted")
        verbose_name_plural = _("events that nobody counted")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.event_id}"


class Tick(models.Model):
    """What someone at the door noted: so many of a registration are there, or of people who had not registered.

    Never changed: of one registration, or one walk-in, the last by `ticked_at` counts, and `key` decides between two
    of the same instant; so it does not matter in which order telephones send theirs. `key` is made where the tick is
    made: sent twice, it is written once. `seen` is the tick of the same party that the telephone showed, and `seen_at`
    when the site had told it: whatever else came in later, this one was written without knowing of it.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="ticks")
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="ticks"
    )
    # Ticks of the same people who had not registered have the same number, as do those whose name was destroyed.
    walk_in = models.UUIDField(null=True, blank=True, editable=False)
    had_registered = models.BooleanField(default=False, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    present = models.PositiveSmallIntegerField(_("there"))
    seen = models.UUIDField(null=True, blank=True, editable=False)
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    ticked_at = models.DateTimeField(_("noted"), default=timezone.now)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("noted by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["ticked_at", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(registration__isnull=False, walk_in__isnull=True, name="", had_registered=True)
                | Q(registration__isnull=True, walk_in__isnull=False),
                name="tick_of_one_party",
            )
        ]

    def __str__(self) -> str:
        return str(self.key)
