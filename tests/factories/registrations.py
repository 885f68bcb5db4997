"""Registration desks of a fictional council, and those who come to them."""

import factory
from django.utils import timezone

from crm.events.enums import RegistrationState
from crm.events.models import Registration, RegistrationDesk
from tests.factories.events import EventFactory


class DeskFactory(factory.django.DjangoModelFactory[RegistrationDesk]):
    class Meta:
        model = RegistrationDesk

    event = factory.SubFactory(EventFactory)
    capacity = 10


class RegistrationFactory(factory.django.DjangoModelFactory[Registration]):
    class Meta:
        model = Registration

    desk = factory.SubFactory(DeskFactory)
    name = factory.Sequence(lambda n: f"Voisine {n}")
    email = factory.Sequence(lambda n: f"voisine{n}@example.org")
    places = 1
    state = RegistrationState.REGISTERED
    asked_at = factory.LazyFunction(timezone.now)
