"""What comes back in the demo's agenda, and what its partners announce in their own calendars. None of it exists."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from crm.events.domain.dates import local_day
from crm.events.domain.folding_neighbours import fold_repeated
from crm.events.domain.neighbours import EVERY
from crm.events.domain.recurrence import Pattern, Rule
from crm.events.domain.series import Repetition, publish_series, repeat_event
from crm.events.models import Event, NeighbourEvent, PartnerCalendar
from crm.partners.models import Organization

COMES_BACK = "Café-jasette du mercredi"
HALF_A_YEAR = timedelta(weeks=24)
# The address answers nobody; the demo does not ask it before a year.
NEVER_ASKED = timedelta(days=365)
CALENDARS = (
    (
        "Vélo-Ormes",
        "https://velo-ormes.example/sorties.ics",
        (
            (5, time(18, 30), "Sortie du soir, rythme tranquille", "Départ de la place du Parvis"),
            (12, time(10), "Atelier : changer une chambre à air", "Local de Vélo-Ormes"),
            (26, time(9, 30), "Balade jusqu’à la rivière", "Départ de la place du Parvis"),
        ),
    ),
    (
        "Jardin collectif La Binette",
        "https://la-binette.example/agenda.ics",
        (
            (8, time(9), "Corvée d’hiver : on range les outils", "Jardin collectif La Binette"),
            (19, time(13), "Échange de semences", "Centre communautaire du Four-à-Chaux"),
        ),
    ),
)


def repeat_and_listen(now: datetime) -> None:
    """One activity every four weeks, and two partners' calendars that someone accepted."""
    event = Event.objects.filter(title=COMES_BACK, starts_at__gte=now).first()
    if event is not None:
        first = local_day(event.starts_at)
        rule = Rule(Pattern.WEEKLY, interval=4, weekday=first.weekday())
        publish_series(repeat_event(event, Repetition(rule, first + HALF_A_YEAR), now), now)
    for name, url, dates in CALENDARS:
        calendar = PartnerCalendar.objects.create(
            organization=Organization.objects.get(name=name),
            url=url,
            accepted_at=now - timedelta(days=20),
            read_at=now - EVERY / 2,
            next_read_at=now + NEVER_ASKED,
        )
        for number, (days, hour, title, venue) in enumerate(dates):
            day = timezone.localdate(now) + timedelta(days=days)
            start = datetime.combine(day, hour, timezone.get_current_timezone())
            NeighbourEvent.objects.create(
                calendar=calendar, uid=f"{number}@{url}", title=title, starts_at=start, venue=venue, url=url
            )
        fold_repeated(calendar)
