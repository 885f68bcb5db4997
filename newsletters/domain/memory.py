"""Describes what the memory shows of itself, in the words of a letter: the photo of the week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cms.archive.domain.recognizing import photo_of_the_week, picture_of
from cms.archive.enums import Purpose
from cms.archive.models import Item, Master
from cms.pages.domain.typography import typeset_text
from newsletters.domain.content import ArchivePart, Picture, RecognitionPart
from newsletters.domain.pictures import LETTER_WIDTH
from newsletters.domain.rich_text import read_rich_text


def describe_recognition(value: Mapping[str, Any], now: datetime) -> RecognitionPart:
    """The photo of the week in which the letter leaves; without it where none is shown."""
    title = typeset_text(value["title"])
    photo = photo_of_the_week(timezone.localdate(now))
    master = picture_of(photo.item) if photo else None
    if photo is None or master is None:
        return RecognitionPart(title)
    caption = ", ".join(filter(None, [photo.item.title, photo.item.date_words]))
    return RecognitionPart(
        title,
        question=typeset_text(photo.question),
        picture=_picture(master, typeset_text(master.alt_text or photo.item.title)),
        caption=typeset_text(caption),
        url=reverse("archive_recognize_photo", args=[photo.pk]),
    )


def describe_item(value: Mapping[str, Any], on: date) -> ArchivePart:
    """An item as anyone may see it on that day; without its address where nobody may."""
    title = typeset_text(value["title"])
    item = Item.objects.public(on).filter(pk=getattr(value["item"], "pk", None)).first()
    if item is None:
        return ArchivePart(title)
    master = picture_of(item)
    return ArchivePart(
        title,
        heading=typeset_text(item.title),
        picture=_picture(master, typeset_text(master.alt_text or item.title)) if master else None,
        caption=typeset_text(item.date_words),
        paragraphs=read_rich_text(str(value["text"] or "")),
        url=item.get_absolute_url(),
    )


def _picture(master: Master, alt: str) -> Picture | None:
    """A JPEG twice as fine as it is shown, where there is one."""
    copies = master.derivatives.filter(purpose=Purpose.IMAGE, media_type="image/jpeg", page=0).order_by("width")
    copy = copies.filter(width__gte=2 * LETTER_WIDTH).first() or copies.last()
    if copy is None:
        return None
    shown = min(LETTER_WIDTH, copy.width)
    return Picture(copy.get_absolute_url(), shown, round(shown * copy.height / copy.width), alt)
