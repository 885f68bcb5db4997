"""Says in a letter what became of a registration or of its event, in the plain words of the council."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.events.domain.dates import event_when
from crm.events.domain.desks import moment_words
from crm.events.models import Event, Registration
from newsletters.domain.automatic_letters import NEWS, text_of
from newsletters.domain.letter_texts import LetterText, fill_line, fill_words
from newsletters.enums import RegistrationLetterKind as Kind
from newsletters.models import RegistrationLetter

FIELDS = {
    "title": lambda: _("the title"),
    "starts_at": lambda: _("the time"),
    "ends_at": lambda: _("the time"),
    "all_day": lambda: _("the time"),
    "venue": lambda: _("the place"),
    "address": lambda: _("the place"),
    "online_url": lambda: _("the online address"),
    "mode": lambda: _("the place"),
    "accessibility": lambda: _("access to the place"),
}
# Those that a calendar should hear of.
DATED = (
    Kind.REGISTERED,
    Kind.CHANGED,
    Kind.REMINDER,
    Kind.EVENT_CHANGED,
    Kind.EVENT_CANCELLED,
    Kind.EVENT_POSTPONED,
    Kind.EVENT_RESTORED,
)


@dataclass(frozen=True)
class LetterWords:
    """A letter before it is laid out."""

    subject: str
    paragraphs: list[str]
    button: str
    facts: list[str] = field(default_factory=list)


def letter_words(letter: RegistrationLetter, registration: Registration, text: LetterText | None = None) -> LetterWords:
    """``registration`` is the one that stands: for a request made twice, the first. ``text`` is what it is to say,
    and by default what the council has it say.
    """
    event, kind = registration.desk.event, Kind(letter.kind)
    button = _("Answer the offer") if kind is Kind.OFFERED else _("See, change or cancel")
    if kind is Kind.MESSAGE and letter.message:
        paragraphs = [line for line in letter.message.words.splitlines() if line.strip()]
        return LetterWords(letter.message.subject, paragraphs, button, _facts(event))
    text = text or text_of(kind.value)
    values = _values(event, registration)
    paragraphs = fill_words(text.words, values, _details(letter, registration))
    return LetterWords(fill_line(text.subject, values), paragraphs, button, _facts(event))


def _values(event: Event, registration: Registration) -> dict[str, str]:
    """What the slots of a letter are filled with."""
    when = _("Date to come") if event.awaits_new_date else event_when(event)
    place = ", ".join(part for part in (event.venue, event.address) if part) or event.online_url
    photos = settings.BASE_URL + event.get_absolute_url()
    return {"titre": event.title, "nom": registration.name, "quand": when, "lieu": place, "photos": photos}


def _facts(event: Event) -> list[str]:
    """When and where, unless nobody knows when."""
    when = _("Date to come") if event.awaits_new_date else event_when(event)
    place = ", ".join(part for part in (event.venue, event.address) if part) or event.online_url
    return [part for part in (event.title, f"{when[:1].upper()}{when[1:]}", place) if part]


def _details(letter: RegistrationLetter, registration: Registration) -> list[str]:
    """What concerns this person, in paragraphs."""
    kind, event = Kind(letter.kind), registration.desk.event
    if kind in (Kind.REGISTERED, Kind.CHANGED, Kind.REMINDER, Kind.REPEATED, Kind.WAITING, Kind.OFFERED):
        return _standing(registration)
    if kind in NEWS:
        return [*_event_news(kind, letter, event), *_meanwhile(kind, registration)]
    return []


def _standing(registration: Registration) -> list[str]:
    """What this person has, and what they may do."""
    found: list[str] = []
    if registration.is_offered:
        found += _offer(registration)
    elif registration.is_waiting:
        found += _turn(registration)
    else:
        words = ngettext("{count} place is kept for you.", "{count} places are kept for you.", registration.places)
        found.append(words.format(count=registration.places))
        found.append(_("You cannot come any more? Say so with the button: the place goes to someone else."))
    return found


def _offer(registration: Registration) -> list[str]:
    count, asked = registration.offered_places or 0, registration.places
    words = ngettext("{count} place is free, and kept for you.", "{count} places are free, and kept for you.", count)
    found = [words.format(count=count)]
    if count < asked:
        found.append(_("You asked for {asked}: take these, or keep your turn for all of them.").format(asked=asked))
    if registration.offer_ends_at:
        until = moment_words(registration.offer_ends_at)
        found.append(_("Answer before {moment}; then it goes to the next person in line.").format(moment=until))
    return found


def _turn(registration: Registration) -> list[str]:
    words = ngettext(
        "You are on the waiting list for {count} place.",
        "You are on the waiting list for {count} places.",
        registration.places,
    )
    hours = registration.desk.hold_hours
    promise = ngettext(
        "As soon as there is room we write to you, in the order people came, and keep it for you {hours} hour.",
        "As soon as there is room we write to you, in the order people came, and keep it for you {hours} hours.",
        hours,
    )
    return [words.format(count=registration.places), promise.format(hours=hours)]


def _event_news(kind: Kind, letter: RegistrationLetter, event: Event) -> list[str]:
    """What happened to the event, with the sentence that the public reads."""
    note = [event.status_note] if event.status_note else []
    if kind is Kind.EVENT_CANCELLED:
        return note
    if kind is Kind.EVENT_POSTPONED and event.awaits_new_date:
        return [_("The event for which you registered is postponed; we write to you when its date is known."), *note]
    if kind is Kind.EVENT_POSTPONED:
        return [_("The event for which you registered is postponed. Here is its new date."), *note]
    if kind is Kind.EVENT_RESTORED:
        return []
    names = list(dict.fromkeys(FIELDS[name]() for name in letter.changed if name in FIELDS))
    return [_("Something changed in the event for which you registered: {what}.").format(what=", ".join(names))]


def _meanwhile(kind: Kind, registration: Registration) -> list[str]:
    """What becomes of one's places."""
    if kind is Kind.EVENT_CANCELLED or not registration.is_registered:
        return []
    return [_("Your places are still kept. If that no longer suits you, cancel with the button.")]
