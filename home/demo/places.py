"""Where the demo's events take place, and with whom. None of it exists."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from crm.events.enums import EventKind, EventMode, EventPart
from crm.events.models import Event, EventLink, EventOrganization, EventRepresentative, OwnKind, Venue
from crm.partners.enums import Visibility
from crm.partners.models import Organization, Person
from home.demo.agenda import CAFE, CENTRE, PARK, Plan

SQUARE = ("Place du Parvis", "1, place du Parvis")
OPEN_PLACES = (
    (CENTRE, "46.8268", "-71.1712", "Rampe à la porte de la cour, ascenseur, toilette adaptée, boucle auditive."),
    (PARK, "46.8291", "-71.1663", "Sentiers de gravier; pas de toilette adaptée."),
    (CAFE, "46.8279", "-71.1738", "Une marche à l’entrée; on installe une rampe sur demande."),
    (SQUARE, "46.8281", "-71.1731", "De plain-pied."),
)
CHAT = "Café-jasette"
WITH_WHOM = (
    ("plant", "Jardin collectif La Binette", EventPart.ORGANIZER),
    ("fête", "Association des marchands de la rue des Tailleurs", EventPart.PARTNER),
    ("consultation", "Vélo-Ormes", EventPart.PARTNER),
)


def open_places() -> None:
    """The places, and the one kind of event that this council named itself."""
    OwnKind.objects.create(name=CHAT, nature=EventKind.ACTIVITY)
    for (name, address), latitude, longitude, accessibility in OPEN_PLACES:
        Venue.objects.create(
            name=name,
            address=address,
            accessibility=accessibility,
            latitude=Decimal(latitude),
            longitude=Decimal(longitude),
        )


def whereabouts(plan: Plan) -> dict[str, Any]:
    """As the form fills it: a known place brings its position and how one gets in."""
    name, address = plan.place
    mode = EventMode.IN_PERSON if not plan.online_url else EventMode.HYBRID if name else EventMode.ONLINE
    told = {"venue": name, "address": address, "mode": mode, "own_kind": _own_kind(plan)}
    place = Venue.objects.called(name) if name else None
    if place is None:
        return told
    at = {"latitude": place.latitude, "longitude": place.longitude}
    return {**told, **at, "place": place, "accessibility": place.accessibility}


def _own_kind(plan: Plan) -> OwnKind | None:
    return OwnKind.objects.get(name=CHAT) if plan.title.startswith(CHAT) else None


def accompany_events(now: datetime) -> None:
    """Organizers and partners, a link, and who was there for the council; once the neighbourhood is peopled."""
    someone = Person.objects.filter(visibility=Visibility.PUBLIC).first()
    for words, name, role in WITH_WHOM:
        organization = Organization.objects.get(name=name)
        for event in Event.objects.matching(words):
            EventOrganization.objects.create(event=event, organization=organization, role=role)
            if someone is not None and event.starts_at < now:
                EventRepresentative.objects.create(event=event, person=someone)
    for event in Event.objects.filter(kind=EventKind.CONSULTATION):
        EventLink.objects.create(
            event=event, title="Les trois plans, à regarder chez soi", url="https://plans.conseil.example/tailleurs"
        )
