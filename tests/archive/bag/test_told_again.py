"""The pages of a bag: what they point at is in it, or it is refused; what they lead to elsewhere may be missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.archive.models import Item, MemoryPage, RecognitionAnswer, StoryPage
from cms.pages.models import StandardPage
from crm.partners.models import Picture
from tests.archive.bag.emptying import empty_memory
from tests.archive.bag.test_refused_bags import kept_files, sign_again
from tests.archive.bag.whole_memory import make_memory
from tests.archive.bag.whole_telling import tell_of
from tests.factories import add_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def bag(council, tmp_path) -> Path:
    """A good bag with pages, and an installation where there is nothing of them."""
    tell_of(make_memory())
    call_command("memory", "export", str(tmp_path / "sac"), verbosity=0)
    empty_memory()
    return tmp_path / "sac"


def written(path: str, before: str, after: str) -> Callable[[Path], None]:
    def spoil(bag: Path) -> None:
        words = (bag / path).read_text()
        assert before in words
        (bag / path).write_text(words.replace(before, after))

    return spoil


def with_a_picture_that_is_none(bag: Path) -> None:
    (bag / "data/pages/pictures/002.jpg").write_bytes(b"<svg onload='x()'>")


PAGES = "data/metadata/pages.jsonld"
SPOILS = [
    written(PAGES, '"item": "item/', '"item": "item/999'),
    written(PAGES, '"picture/3"', '"picture/77"'),
    written(PAGES, '"kind": "notebook"', '"kind": "walk"'),
    written(PAGES, '"who": "groups"', '"who": "passants"'),
    written("data/metadata/pictures.jsonld", "data/pages/pictures/002", "data/pages/../../etc"),
    written("data/metadata/old-addresses.jsonld", '"/memoire/1/"', '"//ailleurs.example/1/"'),
    with_a_picture_that_is_none,
]


def library() -> list[str]:
    return sorted(str(one) for one in Path(default_storage.path("")).rglob("*") if one.is_file())


def state() -> tuple[object, ...]:
    counts = [model.objects.count() for model in (Page, Item, Picture, get_document_model())]
    return *counts, kept_files(), library()


def test_pages_that_make_no_sense_leave_nothing(bag: Path):
    before = state()
    for spoil in SPOILS:
        whole = {path: path.read_bytes() for path in bag.rglob("*") if path.is_file()}
        spoil(bag)
        sign_again(bag)

        with pytest.raises(CommandError, match="ne peut pas être lu"):
            call_command("memory", "import", str(bag))

        assert state() == before
        for path, content in whole.items():
            path.write_bytes(content)


def test_an_address_that_is_taken_is_said_and_a_page_that_is_missing_keeps_its_address(bag: Path):
    taken = add_page(StandardPage, "Nos souvenirs", slug="memoire")
    with pytest.raises(CommandError, match="«\u00a0Nos souvenirs\u00a0»"):
        call_command("memory", "import", str(bag))
    assert not Item.objects.exists()
    taken.delete()
    StandardPage.objects.get(slug="nous-joindre").delete()

    call_command("memory", "import", str(bag))

    blocks = [block for block in StoryPage.objects.get().body if block.block_type in ("button", "text")]
    assert "</a>, écrire, <a" in blocks[0].value.source
    assert [(block.value["page"] and block.value["page"].title, block.value["url"]) for block in blocks[1:]] == [
        ("Une boîte", ""),
        (None, "http://testserver/nous-joindre/"),
    ]
    with pytest.raises(CommandError, match="déjà une mémoire"):
        call_command("memory", "import", str(bag))


@pytest.mark.parametrize(("version", "pages"), [("1", 0), ("2", 1)])
def test_a_bag_of_before_the_pages_or_of_before_the_answers_is_read_still(bag: Path, version: str, pages: int):
    written("bag-info.txt", "Parvis-Memory-Version: 4", f"Parvis-Memory-Version: {version}")(bag)
    for path in bag.glob("data/*/*.jsonld"):
        of_pages = path.stem in ("pages", "pictures", "documents")
        since = ("questions", "answers", "gifts", "brought", "old-addresses", "team")
        if (of_pages and not pages) or path.stem in since:
            path.write_text("")
    sign_again(bag)

    call_command("memory", "import", str(bag))

    assert (Item.objects.count(), MemoryPage.objects.count()) == (3, pages)
    assert not RecognitionAnswer.objects.exists()


def test_a_bag_of_before_the_team_had_a_file_of_its_own_is_read_still(bag: Path):
    items = "data/metadata/items.jsonld"
    written("bag-info.txt", "Parvis-Memory-Version: 4", "Parvis-Memory-Version: 3")(bag)
    written(items, '"donor_is_public": false', '"donor": "Odile Fictive", "donor_is_public": false')(bag)
    (bag / "data/consents/team.jsonld").write_text("")
    sign_again(bag)

    call_command("memory", "import", str(bag))

    assert set(Item.objects.values_list("donor", flat=True)) == {"Odile Fictive"}
