"""Events of a fictional council."""

from datetime import timedelta

import factory
from django.utils import timezone

from crm.events.enums import EventKind, EventStatus
from crm.events.models import Event


class EventFactory(factory.django.DjangoModelFactory[Event]):
    class Meta:
        model = Event

    title = factory.Sequence(lambda n: f"Corvée de plantation {n}")
    slug = factory.Sequence(lambda n: f"corvee-de-plantation-{n}")
    kind = EventKind.ACTIVITY
    status = EventStatus.PUBLISHED
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=2))
    venue = "Parc de la Carrière"
    address = "40, avenue des Tailleurs"
    summary = "On plante, on arrose, on jase."
