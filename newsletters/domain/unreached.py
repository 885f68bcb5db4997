"""Letters to one person that did not arrive, or perhaps not: who, why in plain words, and what a person does about it.

Those registered for what is still to come, the members of the board convened to an assembly still to be held, and those
who gave something to the memory.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from cms.archive.enums import ContributionNews
from crm.accounts.models import User
from crm.events.domain.desks import moment_words
from crm.partners.domain.visibility import levels_of
from newsletters.domain import registration_news
from newsletters.domain.automatic_letters import switched_off
from newsletters.domain.contribution_letters import ContributionKind, says_what_is_so
from newsletters.domain.gift_letters import gift_key, gift_label
from newsletters.domain.notice_mail import NoticeKind
from newsletters.domain.registration_post import RegistrationKind
from newsletters.enums import DeliveryState
from newsletters.models import ContributionLetter, NoticeLetter, RegistrationLetter
from newsletters.models.single_letters import SingleLetter
from newsletters.querysets import (
    ContributionLetterQuerySet,
    NoticeLetterQuerySet,
    RegistrationLetterQuerySet,
    SingleLetterQuerySet,
)

logger = logging.getLogger("parvis.newsletters")

KEEP, CONVENE = "events.change_registration", "assemblies.change_assembly"
DECIDE = "archive.change_contribution"
RIGHTS = (KEEP, CONVENE, DECIDE)


class Post(StrEnum):
    """Which letters."""

    REGISTRATION = "inscription"
    NOTICE = "convocation"
    CONTRIBUTION = "don"


@dataclass(frozen=True)
class UnreachedLetter:
    """One letter, as a volunteer reads it. `key` says which attempt is meant: sent again, it has another one."""

    post: Post
    key: str
    name: str
    address: str
    about: str
    what: str
    reason: str
    answer: str
    letter: Any

    @property
    def handled_words(self) -> str:
        """Who said that it is settled, and when; nothing while nobody did."""
        if self.letter.handled_at is None:
            return ""
        when, by = moment_words(self.letter.handled_at), self.letter.handled_by
        return _("Settled by {name}, {when}").format(name=by or _("someone"), when=when)


def unreached_letters(user: User, now: datetime) -> list[UnreachedLetter]:
    """What this person may send again, the oldest first; what is no longer true, or no longer to come, is left out."""
    return _lines(user, now, lambda letters: letters.unreached())


def handled_letters(user: User, now: datetime) -> list[UnreachedLetter]:
    """The same letters, of which somebody said that it is settled."""
    return _lines(user, now, lambda letters: letters.handled())


def _lines(user: User, now: datetime, narrow: Callable[[Any], Any]) -> list[UnreachedLetter]:
    found: list[UnreachedLetter] = []
    if user.has_perm(KEEP):
        found += _to_registered(narrow(RegistrationKind().rows()), now)
    if user.has_perm(CONVENE):
        found += _to_members(narrow(NoticeKind().rows()), user, now)
    if user.has_perm(DECIDE):
        found += _to_givers(narrow(ContributionKind().rows()))
    return found


def _to_registered(letters: RegistrationLetterQuerySet, now: datetime) -> Iterator[UnreachedLetter]:
    coming = letters.filter(registration__desk__event__starts_at__gt=now).exclude(kind__in=switched_off())
    for letter in coming.select_related("registration__desk__event", "message", "handled_by"):
        if registration_news.says_what_is_so(letter, now):
            person, event = letter.registration, letter.registration.desk.event
            what = str(letter.message or letter.get_kind_display())
            yield _line(Post.REGISTRATION, letter, person.name, person.email, str(event), what)


def _to_members(letters: NoticeLetterQuerySet, user: User, now: datetime) -> Iterator[UnreachedLetter]:
    """By name to whoever may see that person; the others are members of the board."""
    kind, levels = NoticeKind(), levels_of(user)
    coming = letters.filter(notice__assembly__event__starts_at__gt=now)
    for letter in coming.select_related("notice__assembly__event", "person__user", "handled_by"):
        if kind.is_still_true(letter, now):
            is_seen = letter.person is not None and letter.person.visibility in levels
            name = str(letter.person) if is_seen else _("Board member")
            address = kind.address(letter) if is_seen else ""
            about = str(letter.notice.assembly.event)
            yield _line(Post.NOTICE, letter, name, address, about, _("Notice of assembly"))


def _to_givers(letters: ContributionLetterQuerySet) -> Iterator[UnreachedLetter]:
    """What is no longer so, of a gift that was decided meanwhile or taken back, waits for nobody."""
    off = switched_off()
    for letter in letters.select_related("contribution", "handled_by"):
        gift, news = letter.contribution, ContributionNews(letter.news)
        if says_what_is_so(letter) and gift_key(news) not in off:
            yield _line(Post.CONTRIBUTION, letter, gift.person_name, gift.person_email, gift.title, gift_label(news))


def _line(post: Post, letter: SingleLetter, name: str, address: str, about: str, what: str) -> UnreachedLetter:
    answer = f"{letter.smtp_code or ''} {letter.smtp_reply}".strip()
    return UnreachedLetter(post, _key(post, letter), name, address, about, what, reason_words(letter), answer, letter)


def _key(post: Post, letter: SingleLetter) -> str:
    return f"{post}-{letter.pk}-{letter.changed_at:%Y%m%d%H%M%S%f}"


def reason_words(letter: SingleLetter) -> str:
    """Why it did not arrive, for whoever has never read the answer of a mail server (RFC 3463 behind it)."""
    if letter.state == DeliveryState.DOUBTFUL:
        return _("The line was cut while it left: it may have arrived. Ask the person if you can.")
    reply = letter.smtp_reply
    if reply.startswith(("5.2.2", "4.2.2")):
        return _("The mailbox is full.")
    if reply.startswith(("5.1.", "5.2.1")):
        return _("There is no such mailbox: ask the person for the right address.")
    if reply.startswith(("5.7.", "4.7.")):
        return _("Their server distrusts our letters: tell whoever looks after the site.")
    if letter.smtp_code and letter.smtp_code < 500:
        return _("Their server put it off again and again.")
    return _("Their server refused it.")


def send_unreached_again(keys: Collection[str], user: User, now: datetime) -> list[UnreachedLetter]:
    """Send the chosen ones again, and return them. A second click finds none: each key is good for one attempt."""
    chosen = [line for line in unreached_letters(user, now) if line.key in keys]
    return [line for line in chosen if _send_again(line, user, now)]


def _send_again(line: UnreachedLetter, user: User, now: datetime) -> bool:
    same = _rows(line.post).unreached().filter(pk=line.letter.pk, changed_at=line.letter.changed_at)
    again = {"attempts": 0, "due_at": now, "changed_at": now, "smtp_code": None, "smtp_reply": ""}
    if not same.update(state=DeliveryState.QUEUED, **again):
        return False
    logger.info("letter sent again by a person", extra={"letter": line.letter.pk, "post": line.post, "user": user.pk})
    return True


def mark_handled(key: str, user: User, now: datetime) -> UnreachedLetter | None:
    """Somebody told the person otherwise: the letter waits for nobody any more. ``None`` where it does not wait."""
    for line in unreached_letters(user, now):
        same = _rows(line.post).unreached().filter(pk=line.letter.pk, changed_at=line.letter.changed_at)
        if line.key == key and same.update(handled_at=now, handled_by=user):
            return line
    return None


def put_back(key: str, user: User, now: datetime) -> UnreachedLetter | None:
    """It was not settled after all; ``None`` where nobody had said so."""
    for line in handled_letters(user, now):
        same = _rows(line.post).handled().filter(pk=line.letter.pk)
        if line.key == key and same.update(handled_at=None, handled_by=None):
            return line
    return None


def _rows(post: Post) -> SingleLetterQuerySet[Any]:
    rows: SingleLetterQuerySet[Any] = ROWS[post].objects.all()
    return rows


ROWS: dict[Post, Any] = {
    Post.REGISTRATION: RegistrationLetter,
    Post.NOTICE: NoticeLetter,
    Post.CONTRIBUTION: ContributionLetter,
}
