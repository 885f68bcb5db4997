"""The board in a real browser: with a mouse, with a keyboard, on a telephone, without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from crm.accounts.policy import Role
from crm.partners.models import Partnership, StageChange
from tests.axe import violations
from tests.browser import Site
from tests.factories import PartnershipFactory
from tests.journeys.admin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

BOARD = "/admin/partenariats/tableau/"


def board(site: Site, *, width: int = 1280) -> tuple[Partnership, Page]:
    partnership = PartnershipFactory(title="La fête du printemps")
    PartnershipFactory(title="Le jardin de la gare", stage="ended")
    page = sign_in(site, Role.BOARD, width=width)
    page.goto(BOARD)
    return partnership, page


def moves() -> list[tuple[str, str]]:
    return [(one.before, one.after) for one in StageChange.objects.all()]


def test_a_card_is_dragged_into_another_column_and_back_by_the_message(site: Site) -> None:
    partnership, page = board(site)
    card = page.locator(f"#partnership-{partnership.pk}")

    card.drag_to(page.locator("[data-stage=discussion]"))

    expect(page.locator(f"[data-stage=discussion] #partnership-{partnership.pk}")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="est passé de")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(f"[data-stage=contact] #partnership-{partnership.pk}")).to_be_visible()
    assert moves() == [("discussion", "contact"), ("contact", "discussion")]


def test_on_a_telephone_the_keyboard_moves_a_card_and_nothing_sticks_out(site: Site) -> None:
    partnership, page = board(site, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert [line for line in violations(page) if "board" in line or "partnership" in line or "move" in line] == []

    choice = page.get_by_label("Passer à (La fête du printemps)")
    choice.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(f"[data-stage=agreed] #partnership-{partnership.pk}")).to_be_focused()
    assert moves() == [("contact", "agreed")]


def test_without_javascript_the_form_moves_a_card(site: Site) -> None:
    partnership, signed_in = board(site)
    context = site.browser.new_context(base_url=site.url, java_script_enabled=False)
    context.add_cookies(signed_in.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(BOARD)

    page.get_by_label("Passer à (La fête du printemps)").select_option("active")
    page.get_by_role("button", name="Passer (La fête du printemps)").click()

    expect(page.locator(f"[data-stage=active] #partnership-{partnership.pk}")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(f"[data-stage=contact] #partnership-{partnership.pk}")).to_be_visible()


def test_the_six_columns_fit_on_a_wide_screen(site: Site) -> None:
    _partnership, page = board(site, width=1280)

    assert page.evaluate("(one => one.scrollWidth - one.clientWidth)(document.querySelector('.board'))") <= 0
    expect(page.locator(".board__column")).to_have_count(6)
    expect(page.locator(".board__slides")).to_be_hidden()
    cut = "filter(one => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1).map(one => one.className)"
    assert page.evaluate(f"[...document.querySelectorAll('.board *')].{cut}") == []


def test_on_a_middling_screen_the_board_says_that_it_slides_and_the_keyboard_slides_it(site: Site) -> None:
    _partnership, page = board(site, width=1000)
    expect(page.locator(".board__slides")).to_be_visible()

    page.locator(".board").focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")

    expect(page.locator("[data-stage=ended]")).to_be_in_viewport(ratio=0.9)


def test_on_a_telephone_the_columns_stand_below_one_another(site: Site) -> None:
    _partnership, page = board(site, width=360)

    tops = page.evaluate("[...document.querySelectorAll('.board__column')].map(one => one.offsetTop)")

    assert tops == sorted(set(tops))
    expect(page.locator(".board__slides")).to_be_hidden()
