"""Ways to narrow a set of events."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.text import slugify

from crm.events.enums import EventStatus, RegistrationState
from crm.partners.domain.folding import fold

if TYPE_CHECKING:
    from crm.events.models import Event, Registration  # noqa: F401


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> EventQuerySet:
        """What a citizen may see: published, and what was cancelled or postponed after publication."""
        return self.exclude(status=EventStatus.DRAFT)

    def happening(self) -> EventQuerySet:
        """What takes place: neither cancelled, nor postponed to a day nobody knows yet."""
        postponed = models.Q(status=EventStatus.POSTPONED, previous_starts_at__isnull=False)
        return self.filter(models.Q(status=EventStatus.PUBLISHED) | postponed)

    def upcoming(self, now: datetime) -> EventQuerySet:
        """Not over yet; an event without an end is over when it starts."""
        return self.alias(over_at=Coalesce("ends_at", "starts_at")).filter(over_at__gte=now)

    def past(self, now: datetime) -> EventQuerySet:
        return self.alias(over_at=Coalesce("ends_at", "starts_at")).filter(over_at__lt=now)

    def soonest_first(self, now: datetime) -> EventQuerySet:
        """What is coming, the soonest at the top; then what is over, the latest first."""
        is_over = models.Q(over_at__lt=now)
        coming_at = models.Case(models.When(is_over, then=None), default=models.F("starts_at"))
        return self.alias(over_at=Coalesce("ends_at", "starts_at")).order_by(
            models.Case(models.When(is_over, then=1), default=0), coming_at, "-starts_at", "-pk"
        )

    def between(self, start: datetime, end: datetime) -> EventQuerySet:
        """Starting in ``[start, end)``."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def matching(self, words: str) -> EventQuerySet:
        """Holding every word, whatever its accents and case."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def free_slug(self, title: str, apart_from: int | None = None) -> str:
        """An address made from ``title`` that no other event has: `fete-d-hiver`, then `fete-d-hiver-2`."""
        base = slugify(fold(title).replace("'", " "))[:100].strip("-") or "evenement"
        taken = set(self.exclude(pk=apart_from).filter(slug__startswith=base).values_list("slug", flat=True))
        numbered = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
        return next(slug for slug in numbered if slug not in taken)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> RegistrationQuerySet:
        """Those who have places, are offered some, or wait for some."""
        states = (RegistrationState.REGISTERED, RegistrationState.OFFERED, RegistrationState.WAITING)
        return self.filter(state__in=states)

    def registered(self) -> RegistrationQuerySet:
        return self.filter(state=RegistrationState.REGISTERED)

    def waiting(self) -> RegistrationQuerySet:
        """The line, whoever came first at its head."""
        return self.filter(state=RegistrationState.WAITING).order_by("pk")

    def of_address(self, email: str) -> RegistrationQuerySet:
        return self.filter(email__iexact=email)

    def seated(self) -> int:
        """How many places are given, or held while an offer runs."""
        held = models.Case(
            models.When(state=RegistrationState.REGISTERED, then=models.F("places")),
            models.When(state=RegistrationState.OFFERED, then=models.F("offered_places")),
            default=0,
        )
        return int(self.aggregate(seated=models.Sum(held))["seated"] or 0)
