"""The absolute addresses that a letter carries for one person."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.urls import reverse

from newsletters.domain.slots import SLOTS
from newsletters.domain.tokens import Purpose, make_token

PLACE = "TOKEN"


def unsubscribe_url(subscriber_id: int, topic_ids: Iterable[int] = ()) -> str:
    """Leaves these topics at one click, or everything without any; at most 55 characters after the host."""
    return _url("unsubscribe", make_token(Purpose.UNSUBSCRIBE, subscriber_id, topic_ids))


def preferences_url(subscriber_id: int) -> str:
    return _url("preferences", make_token(Purpose.PREFERENCES, subscriber_id))


def confirm_url(subscriber_id: int) -> str:
    return _url("confirm", make_token(Purpose.CONFIRM, subscriber_id))


def address_url(subscriber_id: int, change_id: int, *, to_new: bool) -> str:
    """Where one of the two mailboxes says yes to one change of address, and to no other."""
    purpose, name = (Purpose.NEW_ADDRESS, "new_address") if to_new else (Purpose.OLD_ADDRESS, "old_address")
    return _url(name, make_token(purpose, subscriber_id, [change_id]))


def with_nobodys_links(words: str) -> str:
    """A letter that is shown or tried: its personal links lead to the sign-up page and change nothing."""
    for slot in SLOTS:
        words = words.replace(slot, settings.BASE_URL + reverse("subscribe"))
    return words


def _url(name: str, token: str) -> str:
    return settings.BASE_URL + _path(name).replace(PLACE, token)


@cache
def _path(name: str) -> str:
    """A mailing needs the same path thousands of times; only its token changes."""
    return reverse(name, args=[PLACE])
