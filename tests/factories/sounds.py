"""Recordings of a fictional memory: a sound made by code, with what is said in it."""

from __future__ import annotations

import io
import math
import struct
import wave

from django.utils import timezone

from cms.archive.derivatives.deriving import derive
from cms.archive.domain.transcribing import record_transcript
from cms.archive.domain.typed_lines import read_typed
from cms.archive.enums import Kind
from cms.archive.models import Item, Master
from tests.factories.archive import ItemFactory, receive_file

RATE = 8000
SAID = "0:00 Bonjour, je suis Zénobie.\n0:04 Il neigeait sur les églises.\n0:12 Mon père tenait la tannerie."


def drawn_sound(seconds: int = 20) -> bytes:
    """A note that plays so long, as a WAV file."""
    content = io.BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        turn = b"".join(struct.pack("B", 128 + int(60 * math.sin(math.tau * at / 40))) for at in range(RATE))
        sound.writeframes(turn * seconds)
    return content.getvalue()


def receive_sound(item: Item | None = None, said: str = SAID, *, seconds: int = 20, language: str = "fr") -> Master:
    """A sound of an item, with its public copy; with what is said in it, unless that is empty."""
    master = receive_file(drawn_sound(seconds), "entrevue.wav", item or ItemFactory(kind=Kind.SOUND))
    derive(master.pk, timezone.now())
    master.refresh_from_db()
    if said:
        record_transcript(master, read_typed(said, seconds * 1000), language, None, timezone.now())
    return master
