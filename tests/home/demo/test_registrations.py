"""The demo's registrations show what a volunteer will meet, and write to nobody."""

from __future__ import annotations

from datetime import datetime

import pytest

from crm.events.domain.desks import count_desk, places_words
from crm.events.models import Event, Registration, RegistrationDesk
from home.demo.registrations import DESKS
from newsletters.models import RegistrationLetter


@pytest.mark.django_db
def test_demo_registrations_show_room_a_waiting_list_and_counts(demo: datetime) -> None:
    assert RegistrationDesk.objects.count() == len(DESKS)
    said = {event.title: places_words(event, demo) for event in Event.objects.with_places().filter(desk__isnull=False)}
    assert said == {
        "Mise au point de vélos avec Vélo-Ormes": "Complet, liste d’attente",
        "Apportez vos photos": "Il reste 8\u00a0places",
        "Consultation sur la rue des Tailleurs": "Inscription ouverte",
        "Le compost sans souci": "",
    }
    full = count_desk(RegistrationDesk.objects.get(event__title__startswith="Mise au point"))
    assert (full.places, full.offered, full.waiting) == (10, 1, 3)
    past = count_desk(RegistrationDesk.objects.get(event__title__startswith="Le compost"))
    assert (past.registered, past.places) == (13, 19)
    assert not Registration.objects.exclude(email__endswith="@example.org").exists()
    assert RegistrationLetter.objects.count() == 0
