"""In the small site of a bag a story plays its sounds and its films, from the files of the same folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from cms.archive.models import MemoryPage
from tests.archive.test_played_in_stories import a_film, sound, story_of
from tests.factories import ItemFactory, add_page

pytestmark = pytest.mark.django_db


def test_a_story_plays_what_it_includes(council: Any, tmp_path: Path) -> None:
    heard, filmed, silent = sound("Entrevue"), a_film("Le défilé"), ItemFactory(title="La lettre")
    story = story_of(add_page(MemoryPage, "Mémoire"), heard, filmed, silent)

    call_command("memory", "export", str(tmp_path / "sac"), verbosity=0)

    folder = tmp_path / "sac/data/site"
    page = BeautifulSoup((folder / f"stories/{story.slug}.html").read_text(), "html.parser")
    (audio,), (video,) = page.select("audio[controls]"), page.select("video[controls]")
    assert (audio["aria-label"], video["aria-label"]) == ("Entrevue", "Le défilé")
    files = [(folder / "stories" / address).resolve() for address in (audio["src"], video["src"], video["poster"])]
    assert [file.is_file() for file in files] == [True, True, True]
    links = [link["href"] for link in page.select("figcaption a")]
    assert links == [f"../items/{item.number}.html" for item in (heard, filmed, silent)]
