"""Signs the links of the letters: short, without expiry, and true after a key rotation.

A token is base64url(purpose, subscriber, topics, MAC). Nothing is stored, so a token outlives its
mailing, and 39 bytes keep the one-click path within the 55 characters that mail programs want.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from newsletters.domain.errors import PostRoomError

KEY_SALT = "parvis.newsletters.token"
MAC_BYTES = 12
MAX_BYTES = 39  # 52 characters: "/d/" before them makes 55


class Purpose(IntEnum):
    """What a link lets its holder do; a token of one purpose opens nothing else."""

    UNSUBSCRIBE = 1
    CONFIRM = 2
    PREFERENCES = 3
    OLD_ADDRESS = 4
    NEW_ADDRESS = 5
    COUNTED_LINK = 6  # of no person: its number is that of a `CountedLink`


class BadToken(PostRoomError):
    """The link is truncated, forged, or was made for something else."""

    def __init__(self) -> None:
        super().__init__(_("This link is incomplete or no longer works."))


@dataclass(frozen=True)
class Token:
    """Whose link it is; no topic means every topic."""

    purpose: Purpose
    subscriber_id: int
    topic_ids: tuple[int, ...] = ()


def make_token(purpose: Purpose, subscriber_id: int, topic_ids: Iterable[int] = ()) -> str:
    """Sign a link for one person. Topics too many to fit (some twenty) become "every topic"."""
    topics = sorted(set(topic_ids))
    if subscriber_id < 1 or any(topic < 1 for topic in topics):
        raise ValueError("identifiers begin at 1")
    payload = _pack(purpose, subscriber_id, topics)
    if len(payload) + MAC_BYTES > MAX_BYTES:
        payload = _pack(purpose, subscriber_id, [])
    return _encode(payload + _mac(payload, settings.SECRET_KEY))


def read_token(purpose: Purpose, token: str) -> Token:
    """Return what a token says, signed with today's key or a former one; raises ``BadToken``."""
    raw = _decode(token)
    payload, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not payload or payload[0] != purpose or not any(hmac.compare_digest(mac, _mac(payload, key)) for key in keys):
        raise BadToken
    subscriber_id, *steps = _unpack_numbers(payload[1:])
    topics = tuple(sum(steps[: index + 1]) for index in range(len(steps)))
    return Token(purpose, subscriber_id, topics)


def _pack(purpose: Purpose, subscriber_id: int, topics: list[int]) -> bytes:
    steps = [later - earlier for earlier, later in pairwise([0, *topics])]
    return bytes([purpose]) + b"".join(_pack_number(number) for number in [subscriber_id, *steps])


def _pack_number(number: int) -> bytes:
    """LEB128: seven bits a byte, the lowest first, the high bit set on all but the last."""
    packed = bytearray()
    while number > 0x7F:
        packed.append(number & 0x7F | 0x80)
        number >>= 7
    packed.append(number)
    return bytes(packed)


def _unpack_numbers(packed: bytes) -> list[int]:
    """The numbers of a payload that is already known to be ours."""
    numbers, number, shift = [], 0, 0
    for byte in packed:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(number)
            number, shift = 0, 0
    return numbers


def _mac(payload: bytes, key: str) -> bytes:
    return hmac.digest(_signing_key(key), payload, "sha256")[:MAC_BYTES]


@cache
def _signing_key(key: str) -> bytes:
    """As ``django.utils.crypto.salted_hmac`` derives it; a mailing signs two links a letter with the same one."""
    return hashlib.sha256((KEY_SALT + key).encode()).digest()


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(token: str) -> bytes:
    """The bytes of a token in its one written form: no padding, no stray bit, nothing after it."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (UnicodeEncodeError, binascii.Error) as error:
        raise BadToken from error
    if len(raw) > MAX_BYTES or _encode(raw) != token:
        raise BadToken
    return raw
