"""What items lack before they are well described, and which one to describe next."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from cms.archive.enums import Kind
from cms.archive.models import Item, Master

# Words are written on these, or spoken in them.
TRANSCRIBED = (Kind.DOCUMENT, Kind.CLIPPING, Kind.POSTCARD, Kind.SOUND, Kind.FILM)


class Lack(TextChoices):
    """Something that is missing, the worst first."""

    RIGHTS = "rights", _("Copyright")
    ALT = "alt", _("Alternative text")
    DATE = "date", _("Date, or “no date”")
    PLACE = "place", _("Place")
    TRANSCRIPTION = "transcription", _("Transcription")


def _files(**facts: Any) -> Exists:
    return Exists(Master.objects.filter(item=OuterRef("pk"), **facts))


def _condition(lack: Lack) -> Q:
    places = Item.places.through.objects.filter(item_id=OuterRef("pk"))
    return {
        Lack.RIGHTS: Q(copyright=""),
        Lack.ALT: Q(_files(alt_text="", media_type__startswith="image/", poster_of=None)),
        Lack.DATE: Q(date_said=""),
        Lack.PLACE: ~Q(Exists(places)),
        Lack.TRANSCRIPTION: Q(kind__in=TRANSCRIBED, transcription=""),
    }[lack]


def items_lacking(lack: Lack) -> QuerySet[Item]:
    """The items that lack it, those that were taken down left out."""
    return Item.objects.filter(_condition(lack), closed_for="")


def count_lacks() -> dict[Lack, int]:
    """How many items lack what, in one query."""
    counts = Item.objects.filter(closed_for="").aggregate(
        **{lack.value: Count("pk", filter=_condition(lack)) for lack in Lack}
    )
    return {lack: counts[lack.value] for lack in Lack}


def next_to_describe(after: int = 0) -> Item | None:
    """The item that would gain most by a minute of work: it has a file, lacks most, and came first.

    ``after`` is the number of the one that was just passed over: the next ones come before the earlier ones again.
    """
    score = sum(
        (Case(When(_condition(lack), then=Value(1)), default=Value(0), output_field=IntegerField()) for lack in Lack),
        start=Value(0, output_field=IntegerField()),
    )
    passed = Case(When(number__lte=after, then=Value(1)), default=Value(0), output_field=IntegerField())
    waiting = Item.objects.filter(_files(), closed_for="").annotate(lacks=score, passed=passed)
    return waiting.filter(lacks__gt=0).order_by("passed", "-lacks", "number").first()
