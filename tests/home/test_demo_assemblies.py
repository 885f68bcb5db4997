"""The demo's assemblies: two years of them, and the next one ready to be called."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm.assemblies.domain.agenda_numbers import number_items
from crm.assemblies.domain.duties import duties_of
from crm.assemblies.domain.interests import interests_of
from crm.assemblies.enums import AssemblyState, ItemState
from crm.assemblies.models import AgendaItem, Assembly, Notice
from crm.events.enums import EventKind
from crm.partners.enums import Visibility
from home.demo.load import load_demo
from newsletters.domain.notices import reach_of
from tests.factories.assemblies import AgendaItemFactory

NOON = datetime(2026, 11, 25, 17, tzinfo=UTC)


@pytest.mark.django_db
def test_demo_holds_two_years_of_assemblies_and_prepares_the_next() -> None:
    load_demo(NOON)

    held = Assembly.objects.filter(state=AssemblyState.CLOSED).select_related("event")
    assert (held.count(), Notice.objects.count()) == (21, 21)
    assert held.filter(event__kind=EventKind.ANNUAL_ASSEMBLY).count() == 2
    assert not {one.held_on.month for one in held} & {7, 8}
    assert not AgendaItem.objects.filter(assembly__state=AssemblyState.CLOSED, number="").exists()

    coming = Assembly.objects.to_come(NOON).first()
    assert coming is not None
    assert coming.state == AssemblyState.PREPARING
    brought = coming.items.get(carried_from__isnull=False)
    assert brought.carried_from.state == ItemState.CARRIED_OVER
    assert all(duty.due_on for duty in duties_of(coming))
    found = interests_of(coming.items.all(), coming.held_on, frozenset(Visibility.values))
    assert [[one.role for one in interests] for interests in found.values()] == [["Trésorière"]]
    reach = reach_of(coming, NOON.date())
    assert len(reach.gaps) == 2
    assert reach.written_to > 20


@pytest.mark.django_db
def test_a_late_item_of_a_demo_month_takes_the_next_number() -> None:
    load_demo(NOON)
    last = Assembly.objects.filter(state=AssemblyState.CLOSED).first()
    assert last is not None
    numbers = set(last.items.values_list("number", flat=True))
    AgendaItemFactory(assembly=last)

    number_items(last)

    assert len(set(last.items.values_list("number", flat=True)) - numbers) == 1
