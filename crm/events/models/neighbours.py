"""What happens elsewhere in the neighbourhood: the calendars of partners, and what was read in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.events.enums import FeedProblem
from crm.events.models.events import Event
from crm.events.querysets import NeighbourEventQuerySet, PartnerCalendarQuerySet
from crm.partners.models import Organization


class PartnerCalendar(models.Model):
    """The public iCalendar feed of a partner; nothing of it is shown before a person has accepted it."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("partner"), on_delete=models.CASCADE, related_name="calendars"
    )
    url = models.CharField(
        _("address of the calendar"),
        max_length=500,
        unique=True,
        help_text=_("The address that ends in .ics, which the partner gives to subscribe; webcal or https."),
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    next_read_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("last read"), null=True, editable=False)
    problem = models.CharField(_("problem"), max_length=12, choices=FeedProblem, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PartnerCalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner’s calendar")
        verbose_name_plural = _("partners’ calendars")
        ordering = ["organization__name", "pk"]

    def __str__(self) -> str:
        return str(self.organization)

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None


class NeighbourEvent(models.Model):
    """One date of a partner's calendar, as it was read last: theirs, shown with a link to them."""

    calendar = models.ForeignKey(PartnerCalendar, on_delete=models.CASCADE, related_name="events")
    # UID and RECURRENCE-ID of RFC 5545: one date of one event.
    uid = models.CharField(max_length=255)
    recurrence = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(_("all day"), default=False)
    venue = models.CharField(_("place"), max_length=200, blank=True)
    url = models.URLField(_("page"), max_length=500, blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    is_hidden = models.BooleanField(_("not shown"), default=False, help_text=_("A person decided not to show it."))
    # The event of our own agenda that this one repeats.
    same_as = models.ForeignKey(
        Event, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="repeated_elsewhere"
    )

    objects = NeighbourEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of the neighbourhood")
        verbose_name_plural = _("events of the neighbourhood")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], name="neighbour_event_starts")]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "uid", "recurrence"], name="neighbour_event_once"),
        ]

    def __str__(self) -> str:
        return self.title
