"""Ways to narrow a set of events, or of places."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Coalesce

from crm.events.enums import EventStatus, RegistrationState
from crm.events.fields import holding
from crm.partners.domain.folding import address_words, fold

if TYPE_CHECKING:
    from crm.events.models import Event, NeighbourEvent, PartnerCalendar, Registration, Venue  # noqa: F401

OWN = "own-"  # before the number of a kind of the council's own, where kinds are chosen

# The places of a registration that nobody else may have.
SEATED = models.Case(
    models.When(state=RegistrationState.REGISTERED, then=models.F("places")),
    models.When(state=RegistrationState.OFFERED, then=models.F("offered_places")),
    default=0,
)


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

    def of_kinds(self, codes: Collection[str]) -> EventQuerySet:
        """Of one of these kinds, « own-3 » being one that the council named; none: of any."""
        own = [int(code.removeprefix(OWN)) for code in codes if code.startswith(OWN)]
        return self.filter(models.Q(kind__in=codes) | models.Q(own_kind__in=own)) if codes else self.all()

    def for_audiences(self, codes: Collection[str]) -> EventQuerySet:
        """Announced for one of these; none: for anyone."""
        asked = models.Q()
        for code in codes:
            asked |= models.Q(audiences__contains=holding(code))
        return self.filter(asked)

    def matching(self, words: str) -> EventQuerySet:
        """Holding every word, whatever its accents and case."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def with_names(self) -> EventQuerySet:
        """What a line about an event says, in one query."""
        return self.with_places().select_related("image", "own_kind", "place")

    def with_places(self) -> EventQuerySet:
        """With the desk of each and ``seated_places``, so that a list says how many are left without asking each."""
        from crm.events.models import Registration

        desk = Registration.objects.filter(desk__event=models.OuterRef("pk")).order_by().values("desk")
        seated = desk.annotate(seated=models.Sum(SEATED)).values("seated")
        return self.select_related("desk").annotate(seated_places=Coalesce(models.Subquery(seated), 0))


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> RegistrationQuerySet:
        """Those who have places, are offered some, or wait for some."""
        states = (RegistrationState.REGISTERED, RegistrationState.OFFERED, RegistrationState.WAITING)
        return self.filter(state__in=states)

    def registered(self) -> RegistrationQuerySet:
        return self.filter(state=RegistrationState.REGISTERED)

    def waiting(self) -> RegistrationQuerySet:
        """The line, whoever came first at its head; whoever asked for more since then stands where they asked it."""
        return self.filter(state=RegistrationState.WAITING).order_by("turn", "pk")

    def ahead_of(self, registration: Registration) -> RegistrationQuerySet:
        """Of a line, those who come before this one."""
        same = models.Q(turn=registration.turn, pk__lt=registration.pk)
        return self.filter(models.Q(turn__lt=registration.turn) | same)

    def behind(self, registration: Registration) -> RegistrationQuerySet:
        """Of a line, those who come after this one."""
        same = models.Q(turn=registration.turn, pk__gt=registration.pk)
        return self.filter(models.Q(turn__gt=registration.turn) | same)

    def of_address(self, email: str) -> RegistrationQuerySet:
        return self.filter(email__iexact=email)

    def seated(self) -> int:
        """How many places are given, or held while an offer runs."""
        return int(self.aggregate(seated=models.Sum(SEATED))["seated"] or 0)


class VenueQuerySet(models.QuerySet["Venue"]):
    def called(self, name: str) -> Venue | None:
        """The known place of that name, however it is written."""
        return self.filter(folded_name=fold(name)).first()


def free_slug(taken_in: models.QuerySet[Any], title: str, apart_from: int | None, *, otherwise: str) -> str:
    """An address made from ``title`` that no other row has: `fete-d-hiver`, then `fete-d-hiver-2`."""
    base = address_words(title) or otherwise
    taken = set(taken_in.exclude(pk=apart_from).filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)


class PartnerCalendarQuerySet(models.QuerySet["PartnerCalendar"]):
    def due(self, now: datetime) -> PartnerCalendarQuerySet:
        """Those that are to be read again."""
        return self.filter(next_read_at__lte=now)

    def failing(self) -> PartnerCalendarQuerySet:
        """Those shown on the site that could not be read three times in a row."""
        return self.filter(accepted_at__isnull=False, failures__gte=3)


class NeighbourEventQuerySet(models.QuerySet["NeighbourEvent"]):
    def shown(self) -> NeighbourEventQuerySet:
        """What the public agenda shows: of an accepted calendar, not hidden, not one of ours told again."""
        return self.filter(calendar__accepted_at__isnull=False, is_hidden=False, same_as=None)

    def upcoming(self, now: datetime) -> NeighbourEventQuerySet:
        """Not over yet."""
        return self.alias(over_at=Coalesce("ends_at", "starts_at")).filter(over_at__gte=now)
