"""Two people who take the last place at the same instant: one has it, the other waits, on either database."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from threading import Barrier, Thread

import pytest
from django.db import connection

from crm.events.domain.changing import cancel_registration
from crm.events.domain.registering import register
from crm.events.domain.waiting import OfferGone, accept_offer, end_offers
from tests.events.desks import line_of, wish
from tests.events.moments import at
from tests.factories import DeskFactory, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NOW = at("2026-03-01 12:00")


def all_at_once(*acts: object) -> None:
    """Each in a thread with a connection of its own, all let go at the same moment."""
    gate = Barrier(len(acts))

    def run(act: object) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            act()  # type: ignore[operator]
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)


def test_two_people_take_the_last_place_at_the_same_instant() -> None:
    desk = DeskFactory(event=EventFactory(starts_at=at("2026-03-10 19:00")), capacity=1)

    all_at_once(*(lambda name=name: register(desk.pk, wish(name), NOW) for name in ("Ondine", "Basile")))

    assert sorted(state for _name, state, _places in line_of(desk)) == ["registered", "waiting"]


def test_twelve_people_take_four_places_and_the_rest_wait_in_order() -> None:
    desk = DeskFactory(event=EventFactory(starts_at=at("2026-03-10 19:00")), capacity=4)

    all_at_once(*(lambda n=n: register(desk.pk, wish(f"Personne{n}"), NOW) for n in range(12)))

    states = [state for _name, state, _places in line_of(desk)]
    assert states == ["registered"] * 4 + ["waiting"] * 8


def test_one_address_sent_twice_at_once_has_one_place() -> None:
    desk = DeskFactory(event=EventFactory(starts_at=at("2026-03-10 19:00")), capacity=4)

    all_at_once(*[lambda: register(desk.pk, wish("Ondine"), NOW)] * 2)

    assert Counter(state for _name, state, _places in line_of(desk)) == {"registered": 1, "repeated": 1}


def test_an_offer_taken_while_it_ends_is_taken_or_gone_never_both() -> None:
    desk = DeskFactory(event=EventFactory(starts_at=at("2026-03-10 19:00")), capacity=1, hold_hours=1)
    holder = RegistrationFactory(desk=desk, name="Ondine")
    first, second = (RegistrationFactory(desk=desk, name=name, state="waiting") for name in ("Basile", "Seule"))
    cancel_registration(holder.pk, NOW)
    just_before, just_after = at("2026-03-01 12:59"), at("2026-03-01 13:00")

    def accept() -> None:
        with suppress(OfferGone):
            accept_offer(first.pk, just_before)

    all_at_once(accept, lambda: end_offers(just_after))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) in [("registered", "waiting"), ("expired", "offered")]
    assert desk.registrations.seated() == 1
