"""Finds the file of the person whose link this is, also when it was joined to another since."""

from __future__ import annotations

from newsletters.models import Subscriber


def find_subscriber(number: int) -> Subscriber | None:
    """The file of that number, or the one that it was joined to; nothing for someone erased."""
    found = Subscriber.objects.filter(pk=number).first()
    return found or Subscriber.objects.filter(former_files__number=number).first()
