"""An item of the memory in a letter: shown while anyone may see it, and not a minute longer."""

from __future__ import annotations

from datetime import date

import pytest

from cms.archive.enums import Basis
from cms.archive.models import Item
from newsletters.domain.memory import describe_item
from newsletters.domain.sources import offered_records, public_records
from tests.factories import ItemFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


def told(item: Item) -> object:
    return describe_item({"title": "De la mémoire", "item": item, "text": "<p>Regardez.</p>"}, TODAY)


def test_an_item_is_shown_with_its_date_and_the_words_of_the_editor():
    item = ItemFactory(title="La forge", date_words="vers 1921")

    part = told(item)

    assert (part.heading, part.caption, part.url) == ("La forge", "vers 1921", item.get_absolute_url())
    assert part.paragraphs


@pytest.mark.parametrize(
    "facts", [{"live": False}, {"closed_for": Basis.TAKEN_DOWN}, {"embargo_until": date(2099, 1, 1)}]
)
def test_what_nobody_may_see_is_neither_shown_nor_offered(facts):
    item = ItemFactory(**facts)

    assert told(item).url == ""
    assert not public_records(Item).filter(pk=item.pk).exists()


def test_an_item_is_found_by_its_words(django_assert_num_queries):
    forge = ItemFactory(title="La forge de l’Île")
    ItemFactory(title="Le four")

    with django_assert_num_queries(1):
        assert list(offered_records(Item, "ile forge", None)) == [forge]
