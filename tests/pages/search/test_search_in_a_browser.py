"""The search as a person uses it: with the keyboard, on a telephone, with a program that reads aloud."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cms.archive.enums import Kind
from cms.pages.domain.search.shelving import shelve
from tests.axe import violations, violations_everywhere
from tests.browser import Site, follow
from tests.factories import complete_council
from tests.factories.archive import ItemFactory
from tests.pages.search.corpus import neighbourhood

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def neighbours(site: Site) -> Site:
    """Something of each kind to find, on the shelves."""
    complete_council()
    neighbourhood()
    for number in range(3):
        ItemFactory(title=f"La fête de la tannerie {number}", kind=Kind.PHOTO if number else Kind.POSTCARD)
    shelve()
    return site


@pytest.mark.parametrize(
    "query", ["", "?q=fete", "?q=fete&sorte=memoire", "?q=eglsie", "?q=zzyzx", "tout/nature/?q=fete"]
)
def test_nothing_stands_in_the_way(neighbours: Site, query: str) -> None:
    assert violations_everywhere(neighbours, f"/recherche/{query}") == []
    assert (neighbours.outside, neighbours.complaints) == ([], [])


def test_it_is_asked_and_narrowed_without_a_script_on_a_telephone(neighbours: Site) -> None:
    page = neighbours.open("/", width=360, javascript=False)
    follow(page.get_by_role("link", name="Rechercher"))
    page.get_by_label("Un mot, un nom, une rue, une année").fill("fetes")
    follow(page.get_by_role("button", name="Rechercher"))
    follow(page.get_by_role("link", name="Mémoire 3"))
    follow(page.get_by_role("link", name="Photographie 2"))

    assert page.locator(".answer__title").count() == 2
    assert page.get_by_text("2 réponses.").is_visible()


def test_proposals_are_walked_with_the_arrows(neighbours: Site) -> None:
    page = neighbours.open("/recherche/")
    field = page.get_by_role("combobox")
    field.press_sequentially("corv")
    expect(page.get_by_role("option")).to_have_count(1)
    while_open = violations(page)
    field.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text("Corvée de plantation Événement · 9 mai 2026")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press_sequentially("é")
    expect(page.get_by_role("option")).to_have_count(1)
    field.press("ArrowDown")
    with page.expect_navigation():
        field.press("Enter")

    assert while_open == []
    assert page.get_by_role("heading", level=1).inner_text() == "Corvée de plantation"
