"""Reads what a telephone noted at the door, as JSON, on the council's clock instead of the telephone's own."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from crm.events.domain.check_in import Note

MOST_NOTES = 500


class NotesUnreadable(ValueError):
    """What was sent is not what the page sends."""


def read_notes(body: bytes, now: datetime) -> tuple[list[Note], list[str]]:
    """The notes, and the keys of those that cannot be read. Raises ``NotesUnreadable`` when there is no list of them.

    A telephone says how many milliseconds ago something was noted, by its own clock, which may be wrong by years: only
    the difference is believed, and never a moment to come.
    """
    try:
        sent = json.loads(body)["notes"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotesUnreadable from error
    if not isinstance(sent, list) or len(sent) > MOST_NOTES:
        raise NotesUnreadable
    notes, unreadable = [], []
    for one in sent:
        try:
            notes.append(_read(one, now))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            unreadable.append(str(one.get("key", "")) if isinstance(one, dict) else "")
    return notes, unreadable


def _read(one: dict[str, Any], now: datetime) -> Note:
    party, number = str(one["party"])[:1], str(one["party"])[1:]
    seen_at = datetime.fromisoformat(one["seen_at"]) if one.get("seen_at") else None
    if seen_at is not None and seen_at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return Note(
        key=UUID(one["key"]),
        present=int(one["present"]),
        at=now - timedelta(milliseconds=max(0, int(one["ago"]))),
        registration=int(number) if party == "r" else None,
        walk_in=UUID(number) if party == "w" else None,
        name=str(one.get("name", "")),
        seen=UUID(one["seen"]) if one.get("seen") else None,
        seen_at=seen_at,
    )
