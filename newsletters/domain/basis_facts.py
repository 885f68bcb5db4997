"""What our own records say that may be a basis: facts to help whoever writes one down, never a basis by themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from crm.events.domain.dates import plain_date
from crm.partners.domain.tenure import Answer
from crm.partners.domain.wording import tenure_words
from crm.partners.enums import ContactKind, Visibility
from crm.partners.models import Interaction, Membership, Organization, Person
from newsletters.enums import ConsentBasis


@dataclass(frozen=True)
class KnownFacts:
    """A name, an address, sentences, and what a form may begin with."""

    name: str
    email: str = ""
    sentences: tuple[str, ...] = ()
    initial: dict[str, Any] = field(default_factory=dict)


def facts_of(record: Person | Organization, levels: Collection[str], on: date) -> KnownFacts:
    """As far as ``levels`` may read. A place on our board today is proposed as a membership, to be checked."""
    contacts = record.contact_details.filter(kind=ContactKind.EMAIL, visibility__in=levels).order_by("pk")
    contact = contacts.first()
    places = list(_places(record, levels)) if isinstance(record, Person) else []
    sentences = [*map(_place_words, places), *_contacts(record, levels)]
    if contact and contact.visibility == Visibility.PUBLIC:
        sentences.append(_("This address is public in our directory; say where they publish it themselves."))
    seated = next((place for place in places if place.is_current(on) == Answer.YES), None)
    proposed = {"basis": ConsentBasis.MEMBERSHIP, "basis_date": on, "evidence": _place_words(seated)} if seated else {}
    return KnownFacts(str(record), contact.value if contact else "", tuple(sentences), proposed)


def _places(person: Person, levels: Collection[str]) -> Iterator[Membership]:
    """In our own council, the latest first."""
    yield from person.memberships.filter(organization__is_our_council=True).visible(levels).select_related("post")


def _place_words(place: Membership) -> str:
    when = tenure_words(place.starts_on, place.ends_on, end_is_unknown=place.end_is_unknown)
    role = place.label or _("member")
    return _("In our register: %(role)s, %(when)s.") % {"role": role, "when": when}


def _contacts(record: Person | Organization, levels: Collection[str]) -> Iterator[str]:
    """The last time that we spoke."""
    last: Interaction | None = record.interactions.filter(visibility__in=levels).first()
    if last:
        said = {"day": plain_date(last.happened_on), "how": last.get_channel_display().lower(), "what": last.summary}
        yield _("Last contact noted: %(day)s, %(how)s: %(what)s") % said
