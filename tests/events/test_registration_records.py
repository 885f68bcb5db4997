"""What the database itself refuses about registrations, whoever writes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from crm.events.enums import RegistrationState
from crm.events.models import Registration
from tests.factories import DeskFactory, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [RegistrationState.REGISTERED, RegistrationState.WAITING])
def test_an_address_has_one_live_registration_at_a_desk(state: str) -> None:
    desk = DeskFactory()
    RegistrationFactory(desk=desk, email="Ondine@example.org", state=state)

    with pytest.raises(IntegrityError):
        RegistrationFactory(desk=desk, email="ondine@example.org")


def test_an_address_may_come_back_after_leaving_and_go_elsewhere() -> None:
    desk = DeskFactory()
    RegistrationFactory(desk=desk, email="ondine@example.org", state=RegistrationState.CANCELLED)
    RegistrationFactory(desk=desk, email="ondine@example.org", state=RegistrationState.REPEATED)

    RegistrationFactory(desk=desk, email="ondine@example.org")
    RegistrationFactory(email="ondine@example.org")
    RegistrationFactory(desk=desk, email="")
    RegistrationFactory(desk=desk, email="")

    assert Registration.objects.active().count() == 4


@pytest.mark.parametrize(
    "fields",
    [
        {"places": 0},
        {"state": RegistrationState.OFFERED},
        {"state": RegistrationState.OFFERED, "offer_ends_at": timezone.now(), "offered_places": 3, "places": 2},
        {"state": RegistrationState.REGISTERED, "offer_ends_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_registration_that_makes_no_sense(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        RegistrationFactory(**fields)


def test_the_database_refuses_a_desk_that_closes_before_it_opens() -> None:
    now = timezone.now()

    with pytest.raises(IntegrityError):
        DeskFactory(opens_at=now, closes_at=now - timedelta(hours=1))


def test_a_desk_shuts_at_the_latest_when_the_event_starts() -> None:
    event = EventFactory()

    assert DeskFactory(event=event).shuts_at == event.starts_at
    assert DeskFactory(closes_at=event.starts_at - timedelta(days=2)).shuts_at < event.starts_at


def test_seated_counts_places_given_and_held() -> None:
    desk = DeskFactory()
    RegistrationFactory(desk=desk, places=3)
    RegistrationFactory(
        desk=desk, places=4, state=RegistrationState.OFFERED, offered_places=2, offer_ends_at=timezone.now()
    )
    for state in (RegistrationState.WAITING, RegistrationState.CANCELLED, RegistrationState.EXPIRED):
        RegistrationFactory(desk=desk, places=5, state=state)
    RegistrationFactory(places=9)

    assert desk.registrations.seated() == 5
