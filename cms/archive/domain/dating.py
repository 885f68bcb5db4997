"""Writes on an item the date that someone said, and what it means."""

from __future__ import annotations

from cms.archive.domain.dates import SaidDate, read_date
from cms.archive.models import Item


def date_item(item: Item, said: str) -> SaidDate | None:
    """Set the five columns of the date by these words; none where nothing was said.

    Nothing is saved. Raises ``DateNotUnderstood``, and then nothing is set.
    """
    read = read_date(said) if said.strip() else None
    item.date_said = read.said if read else ""
    item.date_words = read.words if read else ""
    item.date_edtf = read.edtf if read else ""
    item.date_earliest = read.earliest if read else None
    item.date_latest = read.latest if read else None
    return read
