"""What tests of « Avez-vous reconnu ? » share: an item with a picture, a photo, an answer filled in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from time_machine import travel

from cms.archive.domain.form_stamps import make_stamp
from cms.archive.domain.recognizing import Said, answer_photo, line_up, monday_of, show_this_week
from cms.archive.models import Derivative, Item, Master, RecognitionAnswer, RecognitionPhoto
from tests.factories import ItemFactory, drawn_image


def pictured(size: tuple[int, int] = (640, 400), **fields: Any) -> Item:
    """A published item whose picture has one copy that anyone may see."""
    item: Item = ItemFactory(**fields)
    drawn = drawn_image(size=size)
    master = Master.objects.create(
        item=item,
        file="masters/none.jpg",
        name="tannerie.jpg",
        media_type="image/jpeg",
        size=1,
        sha256="0" * 64,
        alt_text="Quatre personnes devant une porte.",
        derived_at=timezone.now(),
    )
    copy = Derivative(master=master, purpose="image", width=size[0], height=size[1])
    copy.media_type, copy.size = "image/jpeg", len(drawn)
    copy.file.save("copie.jpg", ContentFile(drawn))
    return item


def photo_shown(now: Any = None, **fields: Any) -> RecognitionPhoto:
    """A photo that has this week."""
    moment = now or timezone.now()
    photo = line_up(pictured(**fields), "Qui sont ces quatre personnes?", moment)
    show_this_week(photo, moment)
    return photo


def said(name: str = "Rosaire Fictif", **words: str) -> Said:
    return Said(**{"name": name, "certainty": "sure", "source": "C’est mon grand-père.", **words})


def answered(photo: RecognitionPhoto, *names: str, **words: str) -> list[RecognitionAnswer]:
    """An answer of another neighbour for each name, each by a form of its own."""
    first = RecognitionAnswer.objects.count()
    return [
        answer_photo(photo, said(name, **{"source": f"Je l’ai su par {at}.", **words}), f"form {at}", timezone.now())
        for at, name in enumerate(names, first)
    ]


def form_of(photo: RecognitionPhoto, **fields: Any) -> dict[str, Any]:
    """The form as a neighbour sends it, after a minute."""
    with travel(timezone.now() - timedelta(minutes=1), tick=False):
        stamp = make_stamp(f"recognize.{photo.pk}")
    known = {"name": "Rosaire Fictif", "certainty": "sure", "source": "C’est mon grand-père.", "stamp": stamp}
    return known | fields


def this_monday() -> date:
    return monday_of(timezone.localdate())
