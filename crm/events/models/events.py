"""The event: one record is the source of its page, its feed and its newsletter block."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField

from crm.events.enums import Audience, EventKind, EventMode, EventStatus
from crm.events.fields import ChoiceSetField
from crm.events.models.kinds import OwnKind
from crm.events.models.series import Series
from crm.events.models.venues import Venue
from crm.events.querysets import EventQuerySet, free_slug
from crm.partners.domain.folding import fold
from crm.partners.models.positions import Position, whole_position

DESCRIPTION_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


def for_everyone() -> tuple[str, ...]:
    return (Audience.EVERYONE.value,)


class Event(Position, ClusterableModel):
    """Something the council organizes or announces: an assembly, a fête, a planting day.

    The venue, its address and what one must know to get in are the event's own words, even where they were taken from
    a known place: what was announced does not change because a place is described better later.
    """

    kind = models.CharField(_("kind"), max_length=30, choices=EventKind, default=EventKind.ACTIVITY)
    own_kind = models.ForeignKey(
        OwnKind,
        verbose_name=_("kind of our own"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address on the site"), max_length=120, unique=True, blank=True, editable=False)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(_("all day"), default=False, help_text=_("The hours are then left out."))
    mode = models.CharField(_("how one takes part"), max_length=10, choices=EventMode, default=EventMode.IN_PERSON)
    place = models.ForeignKey(
        Venue,
        verbose_name=_("known place"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    venue = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    accessibility = models.CharField(_("how one gets in"), max_length=250, blank=True)
    online_url = models.URLField(_("online address"), blank=True)
    audiences = ChoiceSetField(_("for whom"), max_length=120, choices=Audience, default=for_everyone)
    summary = models.CharField(_("in one sentence"), max_length=280, blank=True)
    description = RichTextField(_("description"), blank=True, features=DESCRIPTION_FEATURES)
    image = models.ForeignKey(
        "partners.Picture",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(_("what the image shows"), max_length=250, blank=True)
    image_is_decorative = models.BooleanField(
        _("decorative image"), default=False, help_text=_("It adds nothing to the text; nobody needs it described.")
    )
    status = models.CharField(_("status"), max_length=12, choices=EventStatus, default=EventStatus.DRAFT)
    status_note = models.CharField(_("what changed"), max_length=250, blank=True)

    previous_starts_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When it was to start, before it was postponed.")
    )

    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="occurrences",
    )
    # The day that the rule gave, even where this one was moved (RFC 5545: RECURRENCE-ID).
    occurrence_on = models.DateField(null=True, blank=True, editable=False)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    followed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who looks after it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events_followed",
        help_text=_("Of the council: it is handed over when they leave. The public does not see it."),
    )

    search_text = models.TextField(default="", blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["status", "starts_at"], name="event_status_starts")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("The event ends before it starts: check both times."),
            ),
            models.CheckConstraint(condition=whole_position(), name="event_whole_position"),
            models.UniqueConstraint(fields=["series", "occurrence_on"], name="event_once_a_day_in_a_series"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """Save, with an address of its own and what the search reads; a public address never changes again."""
        if not self.slug:
            self.slug = free_slug(type(self).objects.all(), self.title, self.pk, otherwise="evenement")
        if self.own_kind is not None:
            self.kind = self.own_kind.nature
        self.search_text = fold(f"{self.title} {self.venue} {self.address} {self.summary}")
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "slug", "kind", "search_text"}
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return self._address("event_detail")

    def get_calendar_url(self) -> str:
        """Where this event alone is as iCalendar."""
        return self._address("event_ics")

    def get_poster_url(self) -> str:
        """Where its poster is, to be printed."""
        return self._address("event_poster")

    def get_poster_pdf_url(self) -> str:
        return self._address("event_poster_pdf")

    def _address(self, name: str) -> str:
        local = timezone.localtime(self.starts_at)
        return reverse(name, args=[f"{local.year:04d}", f"{local.month:02d}", self.slug])

    @property
    def kind_label(self) -> str:
        """What is shown: the council's own word where it has one."""
        return self.own_kind.name if self.own_kind is not None else str(self.get_kind_display())

    @property
    def audience_labels(self) -> list[str]:
        return [str(Audience(code).label) for code in self.audiences]

    @property
    def is_for_everyone(self) -> bool:
        return Audience.EVERYONE in self.audiences or not self.audiences

    @property
    def is_online(self) -> bool:
        """One may take part from home."""
        return self.mode != EventMode.IN_PERSON or bool(self.online_url)

    @property
    def is_in_person(self) -> bool:
        return self.mode != EventMode.ONLINE

    @property
    def is_public(self) -> bool:
        return self.status != EventStatus.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def image_text(self) -> str:
        """What is read aloud in the place of the image: nothing when it only decorates."""
        return "" if self.image_is_decorative else self.image_alt

    @property
    def is_postponed(self) -> bool:
        return self.status == EventStatus.POSTPONED

    @property
    def awaits_new_date(self) -> bool:
        """Postponed, and nobody knows yet to when."""
        return self.is_postponed and self.previous_starts_at is None
