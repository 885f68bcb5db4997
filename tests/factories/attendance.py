"""Those who came to the events of a fictional council."""

import factory

from crm.events.enums import Crowd
from crm.events.models import HeadCount
from tests.factories.events import EventFactory


class HeadCountFactory(factory.django.DjangoModelFactory[HeadCount]):
    class Meta:
        model = HeadCount

    event = factory.SubFactory(EventFactory)
    crowd = Crowd.EVERYONE
    number = 40
