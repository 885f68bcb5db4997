"""Ways to narrow the subscribers, their subscriptions and the letters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from newsletters.enums import DeliveryState, Standing, SubscriptionState

if TYPE_CHECKING:
    from newsletters.models import (  # noqa: F401
        AddressLetter,
        ContributionLetter,
        Delivery,
        NoticeLetter,
        RegistrationLetter,
        StaffLetter,
        Subscriber,
        Subscription,
        WelcomeLetter,
    )

L = TypeVar("L", bound=models.Model)


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def with_standing(self, on: date) -> SubscriberQuerySet:
        """Add each person's `standing` on that day and, for an address set aside, its `suppression_reason`."""
        suppression = apps.get_model("newsletters", "Suppression")
        subscription = apps.get_model("newsletters", "Subscription")
        theirs = subscription.objects.filter(subscriber=OuterRef("pk"))
        reason = suppression.objects.filter(address_hash=OuterRef("address_hash")).values("reason")[:1]
        return self.annotate(suppression_reason=Subquery(reason)).annotate(
            standing=Case(
                When(suppression_reason__isnull=False, then=Value(Standing.SUPPRESSED)),
                When(Exists(theirs.mailable(on)), then=Value(Standing.REACHABLE)),
                When(Exists(theirs.consented(on)), then=Value(Standing.PAUSED)),
                When(Exists(theirs.filter(state=SubscriptionState.PENDING)), then=Value(Standing.WAITING)),
                default=Value(Standing.SILENT),
                output_field=models.CharField(),
            )
        )


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def valid(self, on: date) -> SubscriptionQuerySet:
        """Active, and not expired on that day."""
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on), state=SubscriptionState.ACTIVE)

    def consented(self, on: date) -> SubscriptionQuerySet:
        """Valid on that day, confirmed, and not suppressed: the law lets us write."""
        suppression = apps.get_model("newsletters", "Suppression")
        return self.valid(on).filter(
            ~Exists(suppression.objects.filter(address_hash=OuterRef("subscriber__address_hash"))),
            subscriber__confirmed_at__isnull=False,
        )

    def mailable(self, on: date) -> SubscriptionQuerySet:
        """Consented to, and the person takes no pause that day."""
        return self.consented(on).filter(Q(subscriber__paused_until__isnull=True) | Q(subscriber__paused_until__lt=on))


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def never_refused(self, now: datetime) -> DeliveryQuerySet:
        """Of those that wait, the ones that no server has refused yet: the others bar nobody's way."""
        return self.waiting(now).filter(smtp_code=None)

    def waiting(self, now: datetime) -> DeliveryQuerySet:
        """To be sent, and held by nobody whose lease still runs; the oldest first."""
        return self.filter(state=DeliveryState.QUEUED).held_by_nobody(now).order_by("pk")

    def due_again(self, now: datetime) -> DeliveryQuerySet:
        """Put off by the server until now, and held by nobody whose lease still runs."""
        return self.filter(state=DeliveryState.DEFERRED, retry_at__lte=now).held_by_nobody(now).order_by("pk")

    def held_by_nobody(self, now: datetime) -> DeliveryQuerySet:
        return self.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))

    def outside_domains(self, domains: Iterable[str]) -> DeliveryQuerySet:
        """To none of these domains, which are in lower case as those of the addresses are."""
        narrowed = self
        for domain in domains:
            narrowed = narrowed.exclude(email__endswith=f"@{domain}")
        return narrowed

    def count_by_state(self) -> dict[str, int]:
        counts = dict.fromkeys(DeliveryState.values, 0)
        counts.update(self.order_by().values_list("state").annotate(total=models.Count("pk")))
        return counts


class SingleLetterQuerySet(models.QuerySet[L]):
    """Letters that leave one by one, each with words of its own: see `newsletters.domain.single_post`."""

    def waiting(self) -> Self:
        """Not left yet."""
        return self.filter(state__in=[DeliveryState.QUEUED, DeliveryState.DEFERRED])

    def due(self, now: datetime) -> Self:
        """Waiting, and held by no worker; in the order in which the news came."""
        return self.waiting().filter(due_at__lte=now).order_by("pk")

    def abandoned(self, now: datetime) -> Self:
        """Leaving for longer than any conversation with a server lasts: its worker is dead."""
        return self.filter(state=DeliveryState.SENDING, due_at__lte=now)

    def unreached(self) -> Self:
        """Refused, or perhaps not arrived: a person decides whether they leave again."""
        return self._failed().filter(handled_at=None)

    def handled(self) -> Self:
        """They did not arrive, and somebody said that this is settled."""
        return self._failed().exclude(handled_at=None)

    def _failed(self) -> Self:
        return self.filter(state__in=[DeliveryState.BOUNCED, DeliveryState.DOUBTFUL]).order_by("pk")


class RegistrationLetterQuerySet(SingleLetterQuerySet["RegistrationLetter"]):
    pass


class NoticeLetterQuerySet(SingleLetterQuerySet["NoticeLetter"]):
    pass


class AddressLetterQuerySet(SingleLetterQuerySet["AddressLetter"]):
    pass


class WelcomeLetterQuerySet(SingleLetterQuerySet["WelcomeLetter"]):
    pass


class StaffLetterQuerySet(SingleLetterQuerySet["StaffLetter"]):
    pass


class ContributionLetterQuerySet(SingleLetterQuerySet["ContributionLetter"]):
    pass
