"""Signs the address to which one letter comes back (VERP), so that nobody else's bounce can be forged.

A token is base32(kind and sizes, letter, subscriber, MAC): some 28 characters, the same in upper and lower case, since
servers change the case of a local part. Nothing is stored, so it outlives its mailing and a key rotation.
"""

from __future__ import annotations

import binascii
import hmac
import re
from base64 import b32decode, b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.conf import settings
from django.utils.crypto import salted_hmac

KEY_SALT = "parvis.newsletters.return-path"
MAC_BYTES = 10
PLACE = "{token}"
MOST_BYTES = 7  # of one number
TOKEN = "[a-z2-7]{20,44}"  # noqa: S105


class Post(IntEnum):
    """Which kind of letter comes back."""

    LETTER = 0
    REGISTRATION = 1
    NOTICE = 2
    ADDRESS = 3
    WELCOME = 4
    STAFF = 5
    CONTRIBUTION = 6


# Two bits name the first kinds. A letter of a later one bears those of the last of the first kinds, which go with no
# subscriber, and its own number in the subscriber's place.
FIRST_KINDS = 3


@dataclass(frozen=True)
class Returned:
    """Whose letter it was; no subscriber (0) for letters that are not a mailing's."""

    post: Post
    number: int
    subscriber_id: int = 0


def return_path(plain: str, number: int, subscriber_id: int = 0, post: Post = Post.LETTER) -> str:
    """The envelope sender of one letter; ``plain``, as it is, where no return mailbox is configured."""
    if not settings.RETURN_ADDRESS:
        return plain
    return str(settings.RETURN_ADDRESS).replace(PLACE, make_return_token(Returned(post, number, subscriber_id)))


def make_return_token(returned: Returned) -> str:
    if returned.subscriber_id and returned.post >= FIRST_KINDS:
        raise ValueError("a letter of this kind goes with no subscriber")
    is_later = returned.post > FIRST_KINDS
    numbers = [_pack(returned.number), _pack(returned.post if is_later else returned.subscriber_id)]
    payload = bytes([min(returned.post, FIRST_KINDS) << 6 | len(numbers[0]) << 3 | len(numbers[1])]) + b"".join(numbers)
    return b32encode(payload + _mac(payload, settings.SECRET_KEY)).rstrip(b"=").decode().lower()


def read_return_token(token: str) -> Returned | None:
    """What a token says, signed with today's key or a former one; nothing for a forged one."""
    try:
        raw = b32decode(token.upper() + "=" * (-len(token) % 8))
    except (ValueError, binascii.Error):
        return None
    payload, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not payload or not any(hmac.compare_digest(mac, _mac(payload, key)) for key in keys):
        return None
    middle = 1 + (payload[0] >> 3 & MOST_BYTES)
    kind, number = payload[0] >> 6, int.from_bytes(payload[1:middle], "big")
    second = int.from_bytes(payload[middle:], "big")
    if kind < FIRST_KINDS or not second:
        return Returned(Post(kind), number, second)
    return Returned(Post(second), number) if second in list(Post) else None


def find_return_tokens(text: str) -> tuple[str, ...]:
    """Every token that stands in our return address in a text, whatever a forwarder wrote around it (SRS, BATV)."""
    before, _place, after = str(settings.RETURN_ADDRESS or PLACE).rpartition("@")[0].partition(PLACE)
    pattern = rf"(?<![a-z0-9]){re.escape(before)}({TOKEN}){re.escape(after)}(?![a-z0-9])"
    return tuple(dict.fromkeys(match.lower() for match in re.findall(pattern, text, re.IGNORECASE)))


def first_true(tokens: Iterable[str]) -> Returned | None:
    """What the first token that we signed says."""
    return next(filter(None, map(read_return_token, tokens)), None)


def _pack(number: int) -> bytes:
    size = (number.bit_length() + 7) // 8
    if number < 0 or size > MOST_BYTES:
        raise ValueError("a number of a letter or of a person, of seven bytes at most")
    return number.to_bytes(size, "big")


def _mac(payload: bytes, key: str) -> bytes:
    return salted_hmac(KEY_SALT, payload, secret=key, algorithm="sha256").digest()[:MAC_BYTES]
