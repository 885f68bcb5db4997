"""Things of a fictional memory."""

from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from cms.archive.derivatives.deriving import derive
from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.masters import receive
from cms.archive.domain.numbering import next_number
from cms.archive.models import Fonds, Item, Master, Place, Term
from tests.factories.pictures import drawn_image


class FondsFactory(factory.django.DjangoModelFactory[Fonds]):
    class Meta:
        model = Fonds

    title = factory.Sequence(lambda n: f"Fonds de la tannerie {n}")


class PlaceFactory(factory.django.DjangoModelFactory[Place]):
    class Meta:
        model = Place

    name = factory.Sequence(lambda n: f"{n}, avenue des Tailleurs")


class TermFactory(factory.django.DjangoModelFactory[Term]):
    class Meta:
        model = Term

    label = factory.Sequence(lambda n: f"Métiers {n}")


class ItemFactory(factory.django.DjangoModelFactory[Item]):
    """Published; `live=False` for a draft."""

    class Meta:
        model = Item

    number = factory.LazyFunction(next_number)
    title = factory.Sequence(lambda n: f"La tannerie sous la neige {n}")
    description = "Trois ouvriers devant la porte, la neige jusqu’aux genoux."
    copyright = Copyright.NO_KNOWN
    live = True


def receive_file(content: bytes, name: str = "photo.jpg", item: Item | None = None) -> Master:
    """A master as it is received; its public copies are due."""
    return receive(item, name, ContentFile(content), None, timezone.now(), keep_twice=True).master


def receive_picture(item: Item | None = None, size: tuple[int, int] = (700, 400), **options: Any) -> Master:
    """A photograph of an item, drawn by code, with its public copies."""
    master = receive_file(drawn_image(size=size, **options), item=item or ItemFactory())
    derive(master.pk, timezone.now())
    master.refresh_from_db()
    return master
