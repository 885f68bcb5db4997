"""Every screen of the table that one reads: nothing in anyone's way, on a telephone and on a large screen.

A new address is either visited here, or excused by name: the inventory is that of the addresses themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import get_resolver, reverse
from playwright.sync_api import Page

from crm.accounts.policy import Role
from crm.assemblies.domain.elections import open_election, record_count
from crm.assemblies.domain.followups import Answer, record_answer
from crm.assemblies.domain.seats_to_fill import prepare_election
from crm.assemblies.domain.sitting import close_assembly
from crm.assemblies.enums import Outcome
from crm.assemblies.models import Bylaw, Decision, Election, Minutes
from crm.events.enums import EventKind
from tests.assemblies.tables import a_table, adopt, at
from tests.axe import violations
from tests.browser import Site
from tests.factories import OrganizationFactory, complete_council
from tests.factories.assemblies import AssemblyFactory, DecisionFactory, adopted, sent
from tests.factories.elections import ANYONE, HELD, NOW, WOMAN, annual_election, seat, sits, stands, voters
from tests.journeys.admin import sign_in

ROOMS = ("assembly", "minutes", "sitting", "decision", "bylaw")
# Parts of a page, an answer of nothing, a PDF, and Wagtail's own lists of what uses a record.
EXCUSED = {
    *("assembly:index_results", "decision:index_results", "bylaw:index_results", "bylaw:history_results"),
    *("sitting:watch", "minutes:sheets", "bylaw:usage"),
}
WIDTHS = (1280, 360)


def read_by_get() -> set[str]:
    """The name of each address of these rooms that one may open."""
    found = {"": get_resolver()}
    names = set()
    while found:
        space, resolver = found.popitem()
        for one in resolver.url_patterns:
            if hasattr(one, "url_patterns"):
                found[one.namespace or f"{space}/{id(one)}"] = one
            elif space in ROOMS and _answers_get(one.callback):
                names.add(f"{space}:{one.name}")
    return names


def _answers_get(callback: object) -> bool:
    view = getattr(callback, "view_class", None)
    return view is None or ("get" in view.http_method_names and hasattr(view, "get"))


def held() -> dict[str, list[int]]:
    """An assembly that was held, and its minutes."""
    table = a_table()
    adopt(table)
    close_assembly(table.assembly, at(120))
    assembly, minutes = table.assembly.pk, Minutes.objects.get()
    first = minutes.sections.order_by("position").first()
    assert first is not None
    return {
        "assembly:index": [],
        "assembly:add": [],
        "assembly:edit": [assembly],
        "assembly:inspect": [assembly],
        "assembly:add_item": [assembly],
        "assembly:item": [assembly, table.item.pk],
        "sitting:screen": [assembly],
        "minutes:read": [assembly],
        "minutes:section": [assembly, first.pk],
    }


def elections() -> dict[str, list[int]]:
    """One that is being prepared, then one whose equals are to be told apart."""
    sits(seat(WOMAN), "2026-04-16")
    seat(ANYONE)
    preparing = annual_election()
    candidacy = stands(preparing, WOMAN)
    next_day = {"event__kind": EventKind.ANNUAL_ASSEMBLY, "event__starts_at": HELD + timedelta(days=1)}
    counted = prepare_election(AssemblyFactory(**next_day))
    equals = [stands(counted, WOMAN) for _n in range(2)]
    open_election(counted, NOW)
    voters(counted, 2)
    record_count(counted, 2, 0, {one.pk: 1 for one in equals}, NOW)
    first, second = preparing.assembly_id, counted.assembly_id
    tied = next(one for one in Election.objects.get(pk=counted.pk).seats.all() if one.category == WOMAN)
    return {
        "assembly:election": [second],
        "assembly:conduct": [first],
        "assembly:seats": [first],
        "assembly:stand": [first],
        "assembly:candidacy": [first, candidacy.pk],
        "assembly:door": [first],
        "assembly:ballot": [second],
        "assembly:count": [second],
        "assembly:tie": [second, tied.pk],
    }


def decisions() -> dict[str, list[int]]:
    """A draft, one that was sent, one that was answered, and a rule."""
    draft: Decision = DecisionFactory()
    waiting, answered = sent(organization=OrganizationFactory()), sent(adopted())
    record_answer(answered, Answer(Outcome.FOLLOWED, "Oui."), date(2026, 6, 1))
    numbered, rule = waiting.decision_id, Bylaw.objects.order_by("pk")[0]
    of_numbered = ("inspect", "edit", "history", "erratum", "attach", "send")
    of_sending = ("acknowledge", "remind", "answer", "stop", "resume")
    return {
        "decision:index": [],
        "decision:add": [],
        **{f"decision:{name}": [numbered] for name in of_numbered},
        **{f"decision:{name}": [waiting.pk] for name in of_sending},
        **{f"decision:{name}": [draft.pk] for name in ("vote", "old_number", "delete")},
        "decision:await": [answered.pk],
        "bylaw:index": [],
        "bylaw:add": [],
        **{f"bylaw:{name}": [rule.pk] for name in ("edit", "delete", "history")},
    }


def wrong_with(page: Page, visited: dict[str, list[int]]) -> Iterator[str]:
    """A line for each obstacle, and for each address that leads elsewhere."""
    for name, numbers in visited.items():
        address = reverse(name, args=numbers)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            answer = page.goto(address)
            if answer is None or answer.status != 200 or not page.url.endswith(address):
                yield f"{name}: {answer and answer.status} {page.url}"
                break
            yield from (f"{name}, {width} px: {line}" for line in violations(page))
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                yield f"{name}, {width} px: scrolls sideways"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("room", [held, elections, decisions])
def test_nothing_stands_in_the_way_on_any_screen(site: Site, room: object) -> None:
    complete_council()
    visited = {**held(), **room()} if room is decisions else room()  # type: ignore[operator]
    if room is decisions:
        visited = {name: numbers for name, numbers in visited.items() if name.startswith(("decision:", "bylaw:"))}

    assert list(wrong_with(sign_in(site, Role.SECRETARIAT), visited)) == []


@pytest.mark.django_db
def test_every_address_that_one_opens_is_visited_or_excused() -> None:
    visited = {*held(), *elections(), *decisions(), "assembly:officers", "assembly:call", "assembly:proof"}

    assert read_by_get() - visited - EXCUSED == set()
