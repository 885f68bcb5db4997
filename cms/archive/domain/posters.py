"""The picture that stands for a film, in lists and until one presses play: a frame of it, or a picture given for it.

Films are not decoded here (decision 0062): the browser of whoever describes the film stops at a frame and sends it.
Such a picture is a file of the item like others, kept as it came; nobody sees it as one of its photographs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cms.archive.domain.masters import AlreadyHeld, receive
from cms.archive.domain.sniffing import ENOUGH, Family, sniff
from cms.archive.errors import MemoryRefused
from cms.archive.models import Master
from crm.accounts.models import User


def is_film(master: Master) -> bool:
    return master.media_type.startswith("video/")


def is_picture(master: Master) -> bool:
    return master.media_type.startswith("image/")


def posters_of(masters: Iterable[Master]) -> dict[int, Master]:
    """The picture of each film, by the key of the film; of several the last in the order of the files."""
    return {master.poster_of_id: master for master in masters if master.poster_of_id is not None}


@transaction.atomic
def give_poster(film: Master, name: str, content: File[bytes], by: User | None, now: datetime) -> Master:
    """Keep a picture as that of ``film``; the same one given again is used again.

    Raises `MemoryRefused` for what is no picture, or of no film, and for what `receive` refuses.
    """
    content.seek(0)
    kind = sniff(content.read(ENOUGH))
    if kind is None or kind.family is not Family.IMAGE:
        said = _("“%(name)s” is no picture: give a JPEG or a PNG, for example.")
        raise MemoryRefused(said % {"name": name})
    try:
        picture = receive(film.item, name, content, by, now).master
    except AlreadyHeld as held:
        here = next((one for one in held.masters if one.item_id == film.item_id), None)
        picture = here or receive(film.item, name, content, by, now, keep_twice=True).master
    return choose_poster(film, picture)


@transaction.atomic
def choose_poster(film: Master, picture: Master) -> Master:
    """Have a picture of the same item stand for ``film``. Raises `MemoryRefused` for anything else."""
    if not is_film(film) or not is_picture(picture) or picture.item_id != film.item_id:
        raise MemoryRefused(_("Only a picture of the same item can stand for a film."))
    last = Master.objects.filter(item=film.item_id).exclude(pk=picture.pk).aggregate(last=Max("position"))["last"]
    picture.poster_of, picture.position = film, (last or 0) + 1
    picture.save(update_fields=["poster_of", "position"])
    return picture


def show_as_photograph(picture: Master) -> None:
    """It stands for no film any more, and is seen among the pictures of its item. Twice is the same as once."""
    Master.objects.filter(pk=picture.pk).update(poster_of=None)
