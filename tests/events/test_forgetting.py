"""Names are destroyed N days after the event; the counts stay, and the log has no name."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from crm.events.domain.forgetting import forget_registrations
from crm.events.models import Answer, Registration, RegistrationTally
from tests.events.moments import at
from tests.factories import DeskFactory, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
ENDS = at("2026-03-10 21:00")


def test_names_go_on_the_day_and_counts_stay(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    desk = DeskFactory(event=EventFactory(starts_at=at("2026-03-10 19:00"), ends_at=ENDS), keep_days=30)
    ondine = RegistrationFactory(desk=desk, name="Ondine Vadeboncoeur", places=3)
    Answer.objects.create(registration=ondine, asked="Une allergie?", text="Les noix")
    RegistrationFactory(desk=desk, places=2)
    for state in ("waiting", "expired", "cancelled"):
        RegistrationFactory(desk=desk, state=state, places=4)
    kept = RegistrationFactory(desk__event__starts_at=at("2026-04-10 19:00"))

    assert forget_registrations(ENDS + timedelta(days=30, seconds=-1)) == 0
    assert forget_registrations(ENDS + timedelta(days=30)) == 5
    assert forget_registrations(ENDS + timedelta(days=30)) == 0

    assert list(Registration.objects.all()) == [kept]
    assert Answer.objects.count() == 0
    tally = RegistrationTally.objects.get()
    assert (tally.registrations, tally.places, tally.waiting, tally.cancelled) == (2, 5, 2, 1)
    assert "Ondine" not in caplog.text
    assert "registrations destroyed" in caplog.text


def test_someone_entered_after_the_purge_is_added_to_the_counts() -> None:
    desk = DeskFactory(event=EventFactory(starts_at=at("2026-03-10 19:00"), ends_at=ENDS), keep_days=0)
    RegistrationFactory(desk=desk)
    forget_registrations(ENDS + timedelta(days=1))
    RegistrationFactory(desk=desk, places=2)

    forget_registrations(ENDS + timedelta(days=2))

    tally = RegistrationTally.objects.get()
    assert (tally.registrations, tally.places) == (2, 3)


def test_what_was_asked_twice_goes_after_three_days() -> None:
    desk = DeskFactory(event=EventFactory(starts_at=at("2026-03-10 19:00")))
    RegistrationFactory(desk=desk, state="repeated", asked_at=at("2026-03-01 12:00"))
    RegistrationFactory(desk=desk, asked_at=at("2026-03-01 12:00"))

    assert forget_registrations(at("2026-03-04 12:00")) == 0
    assert forget_registrations(at("2026-03-04 12:01")) == 1
