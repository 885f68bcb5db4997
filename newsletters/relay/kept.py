"""Reads back what the local outbox keeps, for the page that shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import cast

KEY = re.compile(r"\d+\.\d+_\d+\.parvis")


@dataclass(frozen=True)
class Heading:
    """What the list shows of a letter."""

    key: str
    recipient: str
    subject: str
    sent_at: datetime | None


@dataclass(frozen=True)
class KeptLetter:
    """One letter, as a person and as a mail program read it."""

    heading: Heading
    headers: list[tuple[str, str]]
    text: str
    html: str
    source: str


def list_keys(folder: Path) -> list[str]:
    """The letters' names, the latest first; none where no letter was ever kept."""
    new = folder / "new"
    names = [path.name for path in new.iterdir()] if new.is_dir() else []
    return sorted(filter(KEY.fullmatch, names), reverse=True)


def read_heading(folder: Path, key: str) -> Heading:
    """The heading alone: a list of letters does not read their bodies."""
    with (folder / "new" / key).open("rb") as file:
        return _heading(key, BytesHeaderParser(policy=policy.default).parse(file))


def read_kept(folder: Path, key: str) -> KeptLetter | None:
    """One letter by its name, or nothing when the outbox holds no such letter."""
    path = folder / "new" / key
    if not KEY.fullmatch(key) or not path.is_file():
        return None
    raw = path.read_bytes()
    message = message_from_bytes(raw, policy=policy.default)
    return KeptLetter(
        heading=_heading(key, message),
        headers=[(name, str(value)) for name, value in message.items()],
        text=_body(message, "plain"),
        html=_body(message, "html"),
        source=raw.decode("utf-8", "replace"),
    )


def _heading(key: str, message: EmailMessage) -> Heading:
    date = getattr(message["Date"], "datetime", None)
    return Heading(
        key=key,
        recipient=str(message["Delivered-To"] or message["To"]),
        subject=str(message["Subject"] or ""),
        # "-0000", as Django writes it, is the hour of Greenwich without a place (RFC 5322, 3.3).
        sent_at=date.replace(tzinfo=date.tzinfo or UTC) if date else None,
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(cast(EmailMessage, part).get_content()) if part else ""
