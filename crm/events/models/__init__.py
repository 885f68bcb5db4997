"""What happens in the neighbourhood, where and when, and with whom."""

from crm.events.models.attendance import CountWaiver, HeadCount, Tick
from crm.events.models.company import EventDocument, EventLink, EventOrganization, EventPhoto, EventRepresentative
from crm.events.models.events import Event
from crm.events.models.kinds import OwnKind
from crm.events.models.neighbours import NeighbourEvent, PartnerCalendar
from crm.events.models.registrations import Answer, Question, Registration, RegistrationDesk, RegistrationTally
from crm.events.models.series import Series
from crm.events.models.venues import Venue

__all__ = [
    "Answer",
    "CountWaiver",
    "Event",
    "EventDocument",
    "EventLink",
    "EventOrganization",
    "EventPhoto",
    "EventRepresentative",
    "HeadCount",
    "NeighbourEvent",
    "OwnKind",
    "PartnerCalendar",
    "Question",
    "Registration",
    "RegistrationDesk",
    "RegistrationTally",
    "Series",
    "Tick",
    "Venue",
]
