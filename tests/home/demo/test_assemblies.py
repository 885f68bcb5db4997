"""The demo's assemblies: two years of them, and the next one ready to be called."""

from __future__ import annotations

from datetime import datetime

import pytest

from crm.assemblies.domain.agenda_numbers import number_items
from crm.assemblies.domain.duties import duties_of
from crm.assemblies.domain.interests import interests_of
from crm.assemblies.enums import AssemblyState, ItemState
from crm.assemblies.models import AgendaItem, Assembly, Notice
from crm.events.enums import EventKind
from crm.partners.enums import Visibility
from newsletters.domain.notices import reach_of
from tests.factories.assemblies import AgendaItemFactory


@pytest.mark.django_db
def test_demo_holds_two_years_of_assemblies_and_prepares_the_next(demo: datetime) -> None:
    held = Assembly.objects.filter(state=AssemblyState.CLOSED).select_related("event")
    assert (held.count(), Notice.objects.count()) == (21, 21)
    assert held.filter(event__kind=EventKind.ANNUAL_ASSEMBLY).count() == 2
    assert not {one.held_on.month for one in held} & {7, 8}
    assert not AgendaItem.objects.filter(assembly__state=AssemblyState.CLOSED, number="").exists()

    coming = Assembly.objects.to_come(demo).first()
    assert coming is not None
    assert coming.state == AssemblyState.PREPARING
    brought = coming.items.get(carried_from__isnull=False)
    assert brought.carried_from.state == ItemState.CARRIED_OVER
    assert all(duty.due_on for duty in duties_of(coming))
    found = interests_of(coming.items.all(), coming.held_on, frozenset(Visibility.values))
    assert [[one.role for one in interests] for interests in found.values()] == [["Trésorière"]]
    reach = reach_of(coming, demo.date())
    assert len(reach.gaps) == 2
    assert reach.written_to > 20


@pytest.mark.django_db
def test_a_late_item_of_a_demo_month_takes_the_next_number(demo: datetime) -> None:
    last = Assembly.objects.filter(state=AssemblyState.CLOSED).first()
    assert last is not None
    numbers = set(last.items.values_list("number", flat=True))
    AgendaItemFactory(assembly=last)

    number_items(last)

    assert len(set(last.items.values_list("number", flat=True)) - numbers) == 1
