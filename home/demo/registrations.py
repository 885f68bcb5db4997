"""The demo's registrations: an evening with room, a workshop that is full with its waiting list, a past one in counts.

The rows are written as they would stand, without announcing anything: nobody is written to for a demonstration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crm.events.enums import QuestionKind, RegistrationState
from crm.events.models import Answer, Event, Question, Registration, RegistrationDesk, RegistrationTally

STATES = RegistrationState


@dataclass(frozen=True)
class DemoDesk:
    """Registrations for one event of the demo agenda, and who came: a name and how many places, in order."""

    title: str
    capacity: int | None
    people: tuple[tuple[str, int], ...] = ()
    questions: tuple[tuple[str, QuestionKind, str, tuple[str, ...]], ...] = ()
    waiting: tuple[tuple[str, int], ...] = ()
    asks_photo_consent: bool = False
    counts: dict[str, int] = field(default_factory=dict)


DESKS = (
    DemoDesk(
        "Mise au point de vélos avec Vélo-Ormes",
        capacity=12,
        people=(
            ("Famille Boisjoli", 3),
            ("Ondine Larouche", 1),
            ("Théodule Vézina-Roy", 2),
            ("Maïka et les petits", 4),
        ),
        waiting=(("Anselme Duquette", 2), ("Famille Ouellon", 3), ("Rosalba Thivierge", 1), ("Clovis Petitpas", 1)),
        questions=(("Votre vélo", QuestionKind.CHOICE, "Enfant\nVille\nMontagne", ("Ville", "Enfant", "Montagne")),),
    ),
    DemoDesk(
        "Apportez vos photos",
        capacity=15,
        people=(("Aurèle Grandmaison", 1), ("Philomène Cyr", 2), ("Odette Beausoleil", 1), ("Famille Trottier-Lam", 3)),
        questions=(("Combien de photos environ?", QuestionKind.TEXT, "", ("une dizaine", "un album", "3", "trop")),),
        asks_photo_consent=True,
    ),
    DemoDesk(
        "Consultation sur la rue des Tailleurs", capacity=None, people=(("Gédéon Malo", 1), ("Iris Fontaine-Dubé", 2))
    ),
    DemoDesk(
        "Le compost sans souci",
        capacity=20,
        counts={"registrations": 13, "places": 19, "waiting": 0, "cancelled": 2},
    ),
)


def open_desks(now: datetime) -> None:
    """Call it once the agenda is written."""
    for demo in DESKS:
        event = Event.objects.filter(title=demo.title).first()
        if event is not None:
            _open(demo, event, now)


def _open(demo: DemoDesk, event: Event, now: datetime) -> None:
    desk = RegistrationDesk.objects.create(
        event=event, capacity=demo.capacity, asks_photo_consent=demo.asks_photo_consent, most_places=4
    )
    questions = [
        (Question.objects.create(desk=desk, label=label, kind=kind, choices=choices, sort_order=place), said)
        for place, (label, kind, choices, said) in enumerate(demo.questions)
    ]
    if demo.counts:
        RegistrationTally.objects.create(desk=desk, forgotten_at=now - timedelta(days=1), **demo.counts)
    for number, person in enumerate(_people(demo, desk, now)):
        person.save()
        for question, said in questions:
            Answer.objects.create(
                registration=person, question=question, asked=question.label, text=said[number % len(said)]
            )


def _people(demo: DemoDesk, desk: RegistrationDesk, now: datetime) -> Iterator[Registration]:
    """Those who have places; then the line, whose first is being offered the two places that someone gave back."""
    line = [(name, places, STATES.REGISTERED) for name, places in demo.people]
    line += [(name, places, STATES.WAITING) for name, places in demo.waiting]
    for number, (name, places, state) in enumerate(line, start=1):
        asked_at = now - timedelta(days=9) + timedelta(hours=7 * number)
        is_offered = state == STATES.WAITING and number == len(demo.people) + 1
        yield Registration(
            desk=desk,
            name=name,
            email=f"inscription.{desk.pk:02d}{number:02d}@example.org",
            places=places,
            state=STATES.OFFERED if is_offered else state,
            offered_places=places if is_offered else None,
            offer_ends_at=now + timedelta(hours=21) if is_offered else None,
            asked_at=asked_at,
            changed_at=asked_at,
        )
