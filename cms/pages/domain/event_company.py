"""Who and what goes with an event, as far as the public may know."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.events.enums import EventPart
from crm.events.models import EventDocument, EventLink, EventOrganization, EventPhoto, EventRepresentative
from crm.events.models.events import Event
from crm.partners.enums import Visibility
from crm.partners.models import Organization, Person
from crm.partners.models.board_files import IN_BOARD_FILES

IN_THE_BOARDS_FILES = {f"document__{path}": value for path, value in IN_BOARD_FILES.items()}


@dataclass(frozen=True)
class Company:
    organizers: list[Organization] = field(default_factory=list)
    partners: list[Organization] = field(default_factory=list)
    representatives: list[Person] = field(default_factory=list)
    links: list[EventLink] = field(default_factory=list)
    documents: list[EventDocument] = field(default_factory=list)
    photos: list[EventPhoto] = field(default_factory=list)


def public_company(event: Event) -> Company:
    """Five questions. People whose file is not public, and files of the board, are left out."""
    parts = list(EventOrganization.objects.filter(event=event).select_related("organization"))
    people = EventRepresentative.objects.filter(event=event, person__visibility=Visibility.PUBLIC)
    documents = EventDocument.objects.filter(event=event).exclude(**IN_THE_BOARDS_FILES)
    return Company(
        [part.organization for part in parts if part.role == EventPart.ORGANIZER],
        [part.organization for part in parts if part.role == EventPart.PARTNER],
        [row.person for row in people.select_related("person")],
        list(EventLink.objects.filter(event=event)),
        list(documents.select_related("document")),
        list(EventPhoto.objects.filter(event=event).select_related("picture")),
    )
