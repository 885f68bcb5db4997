"""The demo's past assemblies have presences, votes and published minutes; the last one left a draft."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.assemblies.domain.agenda_templates import AgendaTemplate
from crm.assemblies.domain.agendas import begin_agenda
from crm.assemblies.domain.quorum import quorum_of
from crm.assemblies.enums import AssemblyState, DecisionState, ItemKind, ItemState, MinutesState
from crm.assemblies.models import Assembly, Decision, Minutes, MinutesSection
from home.demo.minutes import keep_minutes
from tests.assemblies.tables import an_assembly, our_council
from tests.factories import AgendaItemFactory, BylawFactory, board_of

pytestmark = pytest.mark.django_db


def held(days_ago: int) -> Assembly:
    """One that is over and of which the agenda alone is known."""
    start = timezone.now() - timedelta(days=days_ago)
    assembly = an_assembly(start)
    begin_agenda(assembly, AgendaTemplate.BOARD)
    AgendaItemFactory(assembly=assembly, kind=ItemKind.DECISION, title="Traverse", proposal="")
    assembly.items.update(state=ItemState.DONE)
    assembly.state, assembly.opened_at = AssemblyState.CLOSED, start
    assembly.closed_at = start + timedelta(hours=2)
    assembly.save()
    return assembly


def test_all_but_the_last_left_published_minutes() -> None:
    board_of(our_council(), 7, non_voting=1)
    BylawFactory()
    past = [held(days) for days in (84, 56, 28)]
    coming = an_assembly(timezone.now() + timedelta(days=10))

    keep_minutes(timezone.now())
    keep_minutes(timezone.now())

    assert [one.minutes.state for one in past] == [MinutesState.PUBLISHED, MinutesState.PUBLISHED, MinutesState.DRAFT]
    assert Minutes.objects.get(assembly=past[2]).adoption_item == coming.items.get()
    assert Decision.objects.filter(state=DecisionState.ADOPTED).exclude(number="").count() == 9
    assert all(one.is_sealed for one in Decision.objects.filter(assembly__in=past[:2]))
    assert not MinutesSection.objects.filter(body="").exists()
    assert past[1].items.get(kind=ItemKind.MINUTES).minutes_to_adopt == past[0].minutes
    assert all(quorum_of(one).is_met_at(one.opened_at) for one in past if one.opened_at)
