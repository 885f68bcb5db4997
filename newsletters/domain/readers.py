"""Keeps what a person says of themselves so that letters suit them; none of it is a consent."""

from __future__ import annotations

from newsletters.enums import Language
from newsletters.models import Subscriber


def describe_reader(subscriber: Subscriber, *, language: Language, sector: str) -> None:
    """In which language they would rather read, and their postal sector as `read_sector` gives it."""
    subscriber.language, subscriber.sector = language, sector
    subscriber.save(update_fields=["language", "sector"])
