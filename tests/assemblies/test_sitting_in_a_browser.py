"""The screen of the table in a browser: nothing in the way, nothing lost without network, nobody overwritten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import APIResponse, Page, Route, expect

from crm.accounts.policy import Role
from crm.assemblies.domain.sitting import write_discussion
from crm.assemblies.models import AgendaItem, Presence
from tests.assemblies.tables import Table, a_table, adopt
from tests.axe import violations
from tests.browser import Site
from tests.factories import AgendaItemFactory, complete_council
from tests.journeys.admin import sign_in
from tests.newsletters.worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
# The screen looks every five seconds at what others write.
LOOKS = 20_000
WORDS = "La rue est trop large, et les enfants traversent en courant."


@pytest.fixture
def table(site: Site) -> Table:
    complete_council()
    table = a_table()
    AgendaItemFactory(assembly=table.assembly, position=2, kind="questions", title="Questions")
    return table


def hold(site: Site, table: Table, *, width: int = 1280) -> Page:
    page = sign_in(site, Role.SECRETARIAT, width=width)
    page.goto(f"/admin/assemblees/seance/{table.assembly.pk}/")
    return page


def stored(table: Table) -> str:
    return AgendaItem.objects.get(pk=table.item.pk).discussion


@pytest.mark.parametrize("width", [360, 820, 1280])
def test_nothing_stands_in_the_way_of_the_table(site: Site, table: Table, width: int) -> None:
    adopt(table)
    page = hold(site, table, width=width)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def top_of(page: Page, selector: str) -> float:
    """Where it begins, in pixels below the top of the window."""
    return float(page.locator(selector).evaluate("element => element.getBoundingClientRect().top"))


def test_on_a_tablet_what_is_written_has_room_beside_the_menu(site: Site, table: Table) -> None:
    page = hold(site, table, width=820)

    point = page.locator("#point").bounding_box()
    assert point is not None
    assert point["width"] > 500
    assert top_of(page, "#point") < top_of(page, "#items")


def test_the_quorum_stays_in_view_below_the_title(site: Site, table: Table) -> None:
    page = hold(site, table)

    page.get_by_role("button", name="Consigner le vote").scroll_into_view_if_needed()
    page.locator("#people details").last.scroll_into_view_if_needed()

    covered = page.evaluate(
        "() => { const box = document.querySelector('.quorum__line').getBoundingClientRect();"
        " return document.elementFromPoint(box.left + 5, box.top + 5)?.closest('#quorum') === null; }"
    )
    assert covered is False


@pytest.mark.parametrize("width", [360, 1280])
def test_why_a_vote_is_refused_is_told_where_one_looks(site: Site, table: Table, width: int) -> None:
    page = hold(site, table, width=width)
    page.locator("input[name=result][value=unanimous]").check()
    page.get_by_role("button", name="Consigner le vote").click()

    refusal = page.locator(".keep__refusal")
    expect(refusal).to_contain_text("Dites qui propose et qui appuie")
    expect(refusal).to_be_focused()
    expect(refusal).to_be_in_viewport()
    expect(refusal).to_have_attribute("role", "alert")


def test_after_the_closing_one_stands_on_the_way_to_the_minutes(site: Site, table: Table) -> None:
    page = hold(site, table, width=360)
    page.get_by_role("button", name="Lever l’assemblée").click()

    way = page.get_by_role("link", name="Voir le procès-verbal")
    expect(way).to_be_focused()
    expect(way).to_be_in_viewport()


def test_nothing_is_lost_when_the_network_is_cut(site: Site, table: Table) -> None:
    page = hold(site, table)
    page.context.set_offline(True)
    page.locator("textarea[name=discussion]").fill(WORDS)
    page.get_by_role("button", name=f"{table.board[3]} part").click()

    expect(page.locator("#network")).to_contain_text("Pas de réseau")
    expect(page.locator("#network")).to_contain_text("Gestes qui attendent le réseau : 1")
    expect(page.locator(f"#keep-discussion-{table.item.pk}")).to_contain_text("Non enregistré")
    assert (stored(table), Presence.objects.exclude(left_at=None).count()) == ("", 0)

    page.context.set_offline(False)
    wait_until(lambda: stored(table) == WORDS, "what was typed is saved")
    wait_until(lambda: Presence.objects.exclude(left_at=None).count() == 1, "the departure is written")
    expect(page.locator("#network")).to_be_hidden()


def test_a_second_press_before_the_answer_to_the_first_is_written_too(site: Site, table: Table) -> None:
    page = hold(site, table)
    held: list[Route] = []
    page.route("**/depart/**", lambda route: route.continue_() if held else held.append(route))
    first, second = (page.get_by_role("button", name=f"{table.board[place]} part") for place in (2, 3))

    with page.expect_request("**/depart/**"):
        first.click()
    second.click()
    second.click()
    expect(page.locator("#network")).to_contain_text("Gestes qui attendent")
    held[0].continue_()

    expect(page.locator("#quorum")).to_contain_text("3 membres")
    expect(page.locator("#network")).to_be_hidden()
    assert Presence.objects.exclude(left_at=None).count() == 2


def test_what_was_read_before_a_press_does_not_show_after_it(site: Site, table: Table) -> None:
    """The screen looks at what others wrote; a press leaves and comes back; then what it saw comes."""
    page = hold(site, table)
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/suivre/**", lambda route: route.continue_() if held else held.append((route, route.fetch())))
    with page.expect_request("**/suivre/**", timeout=LOOKS):
        Presence.objects.filter(pk=table.presences[0].pk).update(left_at=timezone.now() - timedelta(minutes=1))
        write_discussion(table.item, 0, "On en parle.")
    while not held:
        page.evaluate("new Promise(requestAnimationFrame)")
    page.get_by_role("button", name=f"{table.board[3]} part").click()
    expect(page.locator("#quorum")).to_contain_text("3 membres")

    route, answer = held[0]
    with page.expect_response("**/suivre/**", timeout=LOOKS) as late:
        route.fulfill(response=answer)
    with page.expect_response("**/suivre/**", timeout=LOOKS) as next_look:
        pass

    assert (late.value.status, next_look.value.status) == (200, 204)
    expect(page.get_by_role("button", name=f"{table.board[3]} part")).to_have_count(0)


def test_words_saved_are_said_to_be_saved_when_the_table_is_drawn_again(site: Site, table: Table) -> None:
    page = hold(site, table)
    keep = page.locator(f"#keep-discussion-{table.item.pk}")
    page.locator("textarea[name=discussion]").fill(WORDS)
    expect(keep).to_contain_text("Enregistré à")

    page.get_by_role("button", name=f"{table.board[3]} part").click()
    expect(page.locator("#quorum")).to_contain_text("4 membres")

    expect(keep).to_contain_text("Enregistré à")
    page.locator("textarea[name=discussion]").fill("Autre chose.")
    wait_until(lambda: stored(table) == "Autre chose.", "what was typed next is saved, without a conflict")


def test_what_was_typed_without_network_is_still_there_in_a_new_page(site: Site, table: Table) -> None:
    page = hold(site, table)
    page.context.set_offline(True)
    page.locator("textarea[name=discussion]").fill(WORDS)
    expect(page.locator(f"#keep-discussion-{table.item.pk}")).to_contain_text("Non enregistré")
    page.goto("about:blank")
    page.context.set_offline(False)

    page.goto(f"/admin/assemblees/seance/{table.assembly.pk}/")

    expect(page.locator("textarea[name=discussion]")).to_have_value(WORDS)
    wait_until(lambda: stored(table) == WORDS, "what was typed is saved")


def test_two_people_see_both_texts_and_neither_is_lost(site: Site, table: Table) -> None:
    page = hold(site, table)
    page.locator("textarea[name=discussion]").focus()
    write_discussion(table.item, 0, "Une mère décrit la rue.")

    page.locator("textarea[name=discussion]").fill(WORDS)

    keep = page.locator(f"#keep-discussion-{table.item.pk}")
    expect(keep).to_contain_text("Rien n’a été écrasé")
    expect(keep).to_contain_text("Une mère décrit la rue.")
    assert (stored(table), page.locator("textarea[name=discussion]").input_value()) == (
        "Une mère décrit la rue.",
        WORDS,
    )
    page.get_by_role("button", name="Garder ce que j’ai écrit").click()
    wait_until(lambda: stored(table) == WORDS, "the second text is kept, knowingly")


def test_an_arrival_written_elsewhere_shows_here_by_itself(site: Site, table: Table) -> None:
    page = hold(site, table)
    expect(page.locator("#quorum")).to_contain_text("5 membres")

    Presence.objects.filter(pk=table.presences[0].pk).update(left_at=timezone.now() - timedelta(minutes=1))
    write_discussion(table.item, 0, "On en parle.")

    expect(page.locator("#quorum")).to_contain_text("4 membres", timeout=LOOKS)
    expect(page.locator("textarea[name=discussion]")).to_have_value("On en parle.", timeout=LOOKS)


def test_the_table_is_held_without_a_script(site: Site, table: Table) -> None:
    page = hold(site, table)
    cookies: Any = page.context.cookies()
    plain = site.open("/sante/", width=360, javascript=False)
    plain.context.add_cookies(cookies)
    plain.goto(f"/admin/assemblees/seance/{table.assembly.pk}/")

    plain.locator("textarea[name=discussion]").fill(WORDS)
    plain.locator(f"#discussion-{table.item.pk} button").click()
    plain.get_by_role("button", name=f"{table.board[0]} part").click()

    assert stored(table) == WORDS
    assert Presence.objects.exclude(left_at=None).count() == 1
    expect(plain.locator("#quorum")).to_contain_text("4 membres")
