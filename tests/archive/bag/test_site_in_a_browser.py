"""The small site of a bag, opened from its folder: nothing in anyone's way, and nobody else is asked for anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser

from cms.archive.derivatives.deriving import derive_next
from cms.archive.enums import Kind
from cms.archive.models import Item
from tests.archive.bag.whole_memory import make_memory
from tests.archive.bag.whole_telling import tell_of
from tests.axe import violations_everywhere
from tests.browser import Site
from tests.factories import ItemFactory, receive_sound
from tests.factories.sounds import SAID

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAGES = [
    "index.html",
    "kinds/photo.html",
    "collections/photographies.html",
    "items/1.html",
    "stories/la-tannerie-raconte.html",
    "walks/vers-la-riviere.html",
    "notebook/index.html",
    "notebook/une-boite.html",
]


def test_nothing_stands_in_the_way_of_who_opens_the_folder(browser: Browser, council, tmp_path: Path):
    first = make_memory()
    Item.objects.filter(pk=first.pk).update(
        copyright="inc-ruu", description="Voir <https://exemple.example/" + "a" * 60
    )
    heard = receive_sound(ItemFactory(title="La cloche de la tannerie", kind=Kind.SOUND))
    tell_of(first)
    while derive_next(timezone.now()):
        pass
    call_command("memory", "export", str(tmp_path / "sac"), verbosity=0)
    site = Site(browser, f"{(tmp_path / 'sac/data/site').as_uri()}/")

    pages = [*PAGES, f"items/{heard.item.number}.html"]
    found = {path: violations_everywhere(site, path) for path in pages}

    assert "\n".join(f"{path} {line}" for path, lines in found.items() for line in lines) == ""
    assert [line.inner_text() for line in site.open(pages[-1]).locator(".said li").all()] == SAID.split("\n")
    assert site.outside == []
    assert site.complaints == []
