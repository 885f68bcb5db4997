"""A photograph is described in the fast form with the keyboard alone, in less than ninety seconds of someone's time.

The time is that of the keystroke-level model (Card, Moran and Newell, 1980): what the hands and the head do is counted,
not the clock of the machine, for someone who types forty words a minute.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.masters import receive
from cms.archive.models import Item, Master
from crm.accounts.policy import Role
from tests.browser import Site, follow
from tests.factories import ItemFactory, PlaceFactory, complete_council, drawn_image
from tests.journeys.admin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

# Seconds: a key, a hand that moves to the mouse and back, a thing pointed at and pressed, a thought before each field.
SECONDS = {"key": 0.28, "hand": 0.8, "point": 1.3, "thought": 1.35}
LOOKING, MOST = 10, 90


class Hands:
    """Types and points as one does, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, Counter[str]()

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.done.update(key=len(words), thought=1)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.done.update(key=1)

    @property
    def seconds(self) -> float:
        return LOOKING + sum(SECONDS[name] * times for name, times in self.done.items())


def photograph(width: int, **facts: Any) -> Item:
    item: Item = ItemFactory(**facts)
    receive(item, f"{width}.jpg", ContentFile(drawn_image(size=(width, 240))), None, timezone.now())
    return item


def test_a_photograph_takes_less_than_ninety_seconds(site: Site) -> None:
    complete_council()
    before, photo = photograph(320, copyright=Copyright.CC0), photograph(321, copyright="", title="b")
    before.places.add(PlaceFactory(name="Rue Fictive"))
    before.save()
    page = sign_in(site, Role.ARCHIVES)
    page.goto(f"/admin/a-decrire/{photo.pk}/?apres={before.number}")
    hands = Hands(page)

    follow(page.get_by_role("link", name="Même lieu, même droit d’auteur"))
    page.get_by_label("Titre").click()
    hands.done.update(hand=1, point=2, thought=1)
    hands.press("Control+a")
    hands.type("Le magasin général, un jour de neige")
    hands.press("Tab")
    hands.type("l’hiver 1971")
    hands.press("Tab")
    hands.press("Tab")
    hands.type("Trois enfants devant la vitrine, qui attendent l’autobus.")
    hands.press("Tab")
    hands.type("Trois enfants en tuque devant une vitrine enneigée.")
    expect(page.get_by_text("Compris")).to_be_visible()
    hands.press("Enter")
    page.wait_for_url(f"**/admin/a-decrire/{before.pk}/?apres={photo.number}")

    described = Item.objects.get(pk=photo.pk)
    assert (described.title, described.date_words) == ("Le magasin général, un jour de neige", "hiver 1971")
    assert (described.places.get().name, described.copyright) == ("Rue Fictive", Copyright.CC0)
    assert Master.objects.get(item=photo).alt_text.startswith("Trois enfants en tuque")
    assert hands.seconds < MOST
