"""The letters that are written by themselves: when each leaves, its original words, and those the council gives it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from crm.accounts.models import User
from newsletters.domain.errors import PostRoomError
from newsletters.domain.gift_letters import gift_letters
from newsletters.domain.letter_texts import DETAILS, SLOT, AutomaticLetter, LetterText
from newsletters.enums import RegistrationLetterKind as Kind
from newsletters.models import LetterWording

logger = logging.getLogger("parvis.newsletters")

NOTICE, CONFIRM, WELCOME = "notice", "confirm", "welcome"


class WordingRefused(PostRoomError):
    """A text that would not make a letter, or a letter that cannot be switched off."""


@dataclass(frozen=True)
class Standing:
    """How one of them stands now."""

    letter: AutomaticLetter
    text: LetterText
    is_off: bool = False
    is_changed: bool = False
    latest: LetterWording | None = field(default=None, compare=False)


def all_letters() -> list[AutomaticLetter]:
    """In the order in which people meet them."""
    kinds = [kind for kind in Kind if kind is not Kind.MESSAGE]
    return [_confirm(), _welcome(), _notice(), *(_registration(kind) for kind in kinds), *gift_letters()]


def letter_of(key: str) -> AutomaticLetter:
    """Raises ``KeyError`` for one that nobody knows."""
    return {letter.key: letter for letter in all_letters()}[key]


def standings() -> list[Standing]:
    """Each of them, by one query."""
    latest: dict[str, LetterWording] = {}
    for wording in LetterWording.objects.select_related("changed_by").order_by("pk"):
        latest[wording.letter] = wording
    return [_standing(letter, latest.get(letter.key)) for letter in all_letters()]


def standing_of(key: str) -> Standing:
    latest = LetterWording.objects.select_related("changed_by").filter(letter=key).order_by("pk").last()
    return _standing(letter_of(key), latest)


def text_of(key: str) -> LetterText:
    """What the letter says now, before its slots are filled."""
    return standing_of(key).text


def is_off(key: str) -> bool:
    """Whether the council has switched it off."""
    latest = LetterWording.objects.filter(letter=key).order_by("pk").last()
    return latest is not None and latest.is_off


def switched_off() -> frozenset[str]:
    """Those that the council has switched off, by one query."""
    latest = dict(LetterWording.objects.order_by("pk").values_list("letter", "is_off"))
    return frozenset(key for key, off in latest.items() if off)


def change_words(key: str, text: LetterText, by: User | None, now: datetime) -> None:
    """From now on it says this. `WordingRefused` for a slot that it does not have, or one that it needs."""
    standing = standing_of(key)
    check_words(standing.letter, text)
    _decide(standing, by, now, subject=" ".join(text.subject.split()), words=text.words.strip())


def restore_words(key: str, by: User | None, now: datetime) -> None:
    """Back to the original words."""
    _decide(standing_of(key), by, now, subject="", words="")


def switch(key: str, by: User | None, now: datetime, *, off: bool) -> None:
    """It leaves no more, or leaves again. `WordingRefused` for one that must leave."""
    standing = standing_of(key)
    if off and standing.letter.stays:
        raise WordingRefused(standing.letter.stays)
    _decide(standing, by, now, is_off=off)


def check_words(letter: AutomaticLetter, text: LetterText) -> None:
    """Raises `WordingRefused`, with a sentence that names the slots."""
    if not text.subject.strip() or not text.words.strip():
        raise WordingRefused(_("A letter needs a subject and a text."))
    for found, known in ((text.subject, [n for n in letter.slots if n != DETAILS]), (text.words, list(letter.slots))):
        unknown = [f"{{{name}}}" for name in SLOT.findall(found) if name not in known]
        if unknown or "{" in SLOT.sub("", found) or "}" in SLOT.sub("", found):
            said = {"slots": ", ".join(unknown) or "{ }", "known": ", ".join(f"{{{name}}}" for name in known) or "—"}
            raise WordingRefused(_("This cannot be filled in: %(slots)s. What can be: %(known)s.") % said)
    missing = [f"{{{name}}}" for name in letter.required if f"{{{name}}}" not in text.words]
    if missing:
        raise WordingRefused(_("The text must keep %(slots)s.") % {"slots": ", ".join(missing)})


def _decide(standing: Standing, by: User | None, now: datetime, **changed: object) -> None:
    latest = standing.latest
    kept = {"subject": latest.subject, "words": latest.words, "is_off": latest.is_off} if latest else {}
    LetterWording.objects.create(letter=standing.letter.key, changed_by=by, changed_at=now, **{**kept, **changed})
    logger.info("automatic letter changed", extra={"letter": standing.letter.key, "user": by.pk if by else None})


def _standing(letter: AutomaticLetter, latest: LetterWording | None) -> Standing:
    """Without a subject, the words are the original ones."""
    if latest is None:
        return Standing(letter, letter.original)
    changed = bool(latest.subject)
    text = LetterText(latest.subject, latest.words) if changed else letter.original
    return Standing(letter, text, latest.is_off, changed, latest)


SUBJECTS: dict[Kind, Callable[[], str]] = {
    Kind.REGISTERED: lambda: _("Your places are kept: {title}"),
    Kind.WAITING: lambda: _("You are on the waiting list: {title}"),
    Kind.REPEATED: lambda: _("You had already registered: {title}"),
    Kind.OFFERED: lambda: _("A place is free for you: {title}"),
    Kind.OFFER_ENDED: lambda: _("The offer has ended: {title}"),
    Kind.CHANGED: lambda: _("Your places: {title}"),
    Kind.CANCELLED: lambda: _("Your registration is cancelled: {title}"),
    Kind.REMINDER: lambda: _("Tomorrow: {title}"),
    Kind.EVENT_CHANGED: lambda: _("What changes: {title}"),
    Kind.EVENT_CANCELLED: lambda: _("It is cancelled: {title}"),
    Kind.EVENT_POSTPONED: lambda: _("It is postponed: {title}"),
    Kind.EVENT_RESTORED: lambda: _("It takes place after all: {title}"),
    Kind.THANKS: lambda: _("Thank you, and the photos: {title}"),
}
# What stands before the details, where it is always so.
SENTENCES: dict[Kind, Callable[[], str]] = {
    Kind.REPEATED: lambda: _("You asked again with this address; here is what you already have."),
    Kind.OFFER_ENDED: lambda: _("The time to answer has passed, and the place went to the next person in line."),
    Kind.CANCELLED: lambda: _(
        "Your registration is cancelled, as was asked. You may register again while there is room."
    ),
    Kind.REMINDER: lambda: _("It is tomorrow."),
    Kind.EVENT_CANCELLED: lambda: _("The event for which you registered is cancelled."),
    Kind.EVENT_RESTORED: lambda: _("The event for which you registered takes place after all, as follows."),
    Kind.THANKS: lambda: _("Thank you for having been there! The photos are here: {photos}"),
}
LEAVES: dict[Kind, Callable[[], str]] = {
    Kind.REGISTERED: lambda: _("As soon as someone registers and has places."),
    Kind.WAITING: lambda: _("When someone registers and there is no room left."),
    Kind.REPEATED: lambda: _("When someone registers twice with the same address."),
    Kind.OFFERED: lambda: _("When a place becomes free for the first person in line."),
    Kind.OFFER_ENDED: lambda: _("When the time to answer an offer has passed."),
    Kind.CHANGED: lambda: _("When someone changes how many places they have."),
    Kind.CANCELLED: lambda: _("When someone cancels, or is cancelled for."),
    Kind.REMINDER: lambda: _("The day before, from nine in the morning, to those who have places."),
    Kind.EVENT_CHANGED: lambda: _("When the time or the place of an event changes."),
    Kind.EVENT_CANCELLED: lambda: _("When an event is cancelled."),
    Kind.EVENT_POSTPONED: lambda: _("When an event is postponed."),
    Kind.EVENT_RESTORED: lambda: _("When an event takes place after all."),
    Kind.THANKS: lambda: _("After the event, by day, once its page has photos, to those who had places."),
}
WITHOUT_DETAILS = (Kind.OFFER_ENDED, Kind.CANCELLED, Kind.THANKS)
OFF_IS_FINE = (Kind.OFFER_ENDED, Kind.CANCELLED, Kind.REMINDER, Kind.THANKS)
NEWS = (Kind.EVENT_CHANGED, Kind.EVENT_CANCELLED, Kind.EVENT_POSTPONED, Kind.EVENT_RESTORED)


def _registration(kind: Kind) -> AutomaticLetter:
    slots = {"titre": _("the title of the event"), "nom": _("the name of the person"), **_when_and_where()}
    sentences = [SENTENCES[kind]().format(photos="{photos}")] if kind in SENTENCES else []
    parts = [_("Hello {name},").format(name="{nom}"), *sentences]
    required: tuple[str, ...] = ()
    if kind is Kind.THANKS:
        slots["photos"], required = _("the address of the page with the photos"), ("photos",)
    if kind not in WITHOUT_DETAILS:
        slots[DETAILS], required = _("what concerns this person, which the programme writes"), (DETAILS,)
        parts.append(f"{{{DETAILS}}}")
    original = LetterText(SUBJECTS[kind]().format(title="{titre}"), "\n\n".join(parts))
    return AutomaticLetter(
        kind.value,
        _("Confirmation of a registration") if kind is Kind.REGISTERED else str(kind.label),
        LEAVES[kind](),
        slots,
        original,
        required,
        "" if kind in OFF_IS_FINE else _why(kind),
    )


def _why(kind: Kind) -> str:
    """Why it cannot be switched off."""
    if kind in NEWS:
        return _("It cannot be switched off: people would come to an event that is not held so.")
    if kind is Kind.OFFERED:
        return _("It cannot be switched off: a place is held for this person, who must know until when.")
    return _("It cannot be switched off: it carries the person's own link to change or cancel.")


def _when_and_where() -> dict[str, str]:
    return {"quand": _("the day and the hour"), "lieu": _("the place")}


def _notice() -> AutomaticLetter:
    opening = _("You are invited to the assembly whose day, hour and place follow. It is open to everyone.")
    subject = _("Notice of assembly: %(title)s, %(day)s") % {"title": "{titre}", "day": "{jour}"}
    return AutomaticLetter(
        NOTICE,
        _("Notice of assembly"),
        _("When the assembly is called; the facts and the agenda follow these words."),
        {"titre": _("the title of the assembly"), "jour": _("its day")},
        LetterText(subject, opening),
        stays=_(
            "It cannot be switched off: the by-laws ask for a notice. To give it in another way, say so when you "
            "call the assembly."
        ),
    )


def _confirm() -> AutomaticLetter:
    words = _("Someone, probably you, asked %(council)s to write to this address about:") % {"council": "{conseil}"}
    return AutomaticLetter(
        CONFIRM,
        _("Confirmation of a subscription"),
        _("When someone subscribes; the topics and the link to confirm follow these words."),
        {"conseil": _("the name of the council")},
        LetterText(_("Confirm your subscription"), words),
        stays=_(
            "It cannot be switched off: the law asks for the proof of a consent, and without this letter nobody could "
            "subscribe."
        ),
    )


def _welcome() -> AutomaticLetter:
    words = [_("Hello,"), _("Welcome among the readers of {council}! From now on you receive our letters about:")]
    return AutomaticLetter(
        WELCOME,
        _("Welcome"),
        _("Once someone new has confirmed; the topics and the links to choose or leave follow these words."),
        {"conseil": _("the name of the council")},
        LetterText(_("Welcome to our letters"), "\n\n".join(words).format(council="{conseil}")),
    )
