"""The agenda: numbers, order, templates, what is carried over, who is concerned."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from crm.assemblies.domain.agenda_lines import minutes_words, public_agenda, read_agenda
from crm.assemblies.domain.agenda_numbers import item_number, number_items
from crm.assemblies.domain.agenda_templates import AgendaTemplate, template_items, usual_template
from crm.assemblies.domain.agendas import (
    add_item,
    begin_agenda,
    bring_items,
    carried_items,
    change_item,
    move_item,
    take_off_item,
)
from crm.assemblies.domain.interests import interests_of
from crm.assemblies.domain.preparing import LASTS
from crm.assemblies.enums import AssemblyState, ItemKind, ItemState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import AgendaItem, Assembly
from crm.events.enums import EventKind, EventStatus
from crm.partners.enums import Visibility
from tests.events.moments import at
from tests.factories.assemblies import AgendaItemFactory, AssemblyFactory
from tests.factories.partners import MembershipFactory, OrganizationFactory, PersonFactory, edtf

pytestmark = pytest.mark.django_db

ALL = frozenset(Visibility.values)


def held(on: str, **fields: object) -> Assembly:
    return AssemblyFactory(event__starts_at=at(f"{on} 19:00"), event__ends_at=at(f"{on} 21:00"), **fields)


def titles(assembly: Assembly) -> list[str]:
    return list(assembly.items.order_by("position").values_list("title", flat=True))


def numbers(assembly: Assembly) -> list[str]:
    return list(assembly.items.order_by("position").values_list("number", flat=True))


def test_numbers_go_on_within_a_month_and_begin_again_in_the_next() -> None:
    first, special, next_month = held("2026-04-14"), held("2026-04-28"), held("2026-05-12")
    for assembly in (first, special, next_month):
        AgendaItemFactory.create_batch(2, assembly=assembly)

    for assembly in (first, special, next_month):
        number_items(assembly)

    assert numbers(first) == ["26-04-01", "26-04-02"]
    assert numbers(special) == ["26-04-03", "26-04-04"]
    assert numbers(next_month) == ["26-05-01", "26-05-02"]


def test_numbers_are_frozen_by_the_call_and_a_late_item_takes_the_next() -> None:
    assembly = held("2026-04-14")
    one, other = (add_item(assembly, title=title) for title in ("Traverse", "Ruelle"))
    assert numbers(assembly) == ["", ""]
    number_items(assembly)
    Assembly.objects.update(state=AssemblyState.CALLED)

    move_item(other, -1)
    late = add_item(assembly, title="Tempête")
    number_items(assembly)

    assert titles(assembly) == ["Ruelle", "Traverse", "Tempête"]
    assert numbers(assembly) == ["26-04-02", "26-04-01", "26-04-03"]
    assert (one.pk, late.number) == (one.pk, "26-04-03")


def test_a_withdrawn_item_keeps_its_number_once_called_and_vanishes_before() -> None:
    assembly = held("2026-04-14")
    kept, early = add_item(assembly, title="Traverse"), add_item(assembly, title="Erreur")
    assert take_off_item(early) is True
    number_items(assembly)
    Assembly.objects.update(state=AssemblyState.CALLED)

    assert take_off_item(kept) is False

    assert list(assembly.items.values_list("number", "state")) == [("26-04-01", ItemState.WITHDRAWN)]
    assert add_item(assembly, title="Autre").number == "26-04-02"


def test_what_was_dealt_with_is_not_taken_off() -> None:
    item = AgendaItemFactory(state=ItemState.DONE, title="Traverse")

    with pytest.raises(AssemblyRefused, match="Traverse"):
        take_off_item(item)


def test_an_assembly_that_is_over_keeps_its_agenda() -> None:
    item = AgendaItemFactory(assembly__state=AssemblyState.CLOSED)
    verbs: list[Callable[[], object]] = [
        lambda: add_item(item.assembly, title="Trop tard"),
        lambda: change_item(item, title="Trop tard"),
        lambda: move_item(item, 1),
        lambda: take_off_item(item),
        lambda: begin_agenda(item.assembly, AgendaTemplate.BOARD),
        lambda: bring_items(item.assembly),
    ]

    for verb in verbs:
        with pytest.raises(AssemblyRefused):
            verb()
    item.assembly.refresh_from_db()
    assert (item.assembly.version, AgendaItem.objects.count()) == (0, 1)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-6, 6)), max_size=8))
def test_whatever_is_moved_every_item_stays_once(moves: list[tuple[int, int]]) -> None:
    assembly = AssemblyFactory()
    items = [add_item(assembly, title=str(number)) for number in range(5)]
    expected = list("01234")

    for which, steps in moves:
        move_item(items[which], steps)
        place = expected.index(str(which))
        expected.insert(min(max(place + steps, 0), 4), expected.pop(place))

    assert titles(assembly) == expected


def test_templates_begin_an_agenda_once_and_the_closing_stays_last() -> None:
    assembly = held("2026-04-14")

    begun = begin_agenda(assembly, AgendaTemplate.BOARD)
    again = begin_agenda(assembly, AgendaTemplate.ANNUAL)
    add_item(assembly, title="Traverse de la rue des Tailleurs", kind=ItemKind.DECISION)

    assert (len(begun), again) == (10, [])
    kinds = list(assembly.items.order_by("position").values_list("kind", flat=True))
    assert kinds[0] == ItemKind.OPENING
    assert kinds[-2:] == [ItemKind.DECISION, ItemKind.CLOSING]


def test_an_annual_assembly_is_offered_its_own_template() -> None:
    assembly = AssemblyFactory(event__kind=EventKind.ANNUAL_ASSEMBLY)

    begin_agenda(assembly, usual_template(assembly.event.kind))

    assert assembly.items.filter(kind=ItemKind.ELECTION).count() == 1
    assert usual_template(EventKind.SPECIAL_ASSEMBLY) == AgendaTemplate.BOARD


def test_what_was_carried_over_comes_back_once_with_its_partners() -> None:
    partner = OrganizationFactory()
    march, april = held("2026-03-10"), held("2026-04-14")
    left = AgendaItemFactory(assembly=march, title="Ruelle verte", state=ItemState.CARRIED_OVER, proposal="Appuyer")
    left.organizations.add(partner)
    AgendaItemFactory(assembly=march, state=ItemState.DONE)
    AgendaItemFactory(assembly=held("2026-05-12"), state=ItemState.CARRIED_OVER)
    AgendaItemFactory(assembly=held("2026-02-10", event__kind=EventKind.ANNUAL_ASSEMBLY), state=ItemState.CARRIED_OVER)

    assert carried_items(april) == [left]
    brought = bring_items(april)

    assert [(item.title, item.proposal, item.carried_from) for item in brought] == [("Ruelle verte", "Appuyer", left)]
    assert list(brought[0].organizations.all()) == [partner]
    assert bring_items(april) == []


def test_changing_an_item_leaves_what_is_typed_meanwhile() -> None:
    stale = AgendaItemFactory(title="Traverse")
    AgendaItem.objects.update(discussion="La Ville répond en mai.")

    change_item(stale, title="Traverse surélevée")

    stale.refresh_from_db()
    assert (stale.title, stale.discussion, stale.version) == ("Traverse surélevée", "La Ville répond en mai.", 1)


@pytest.mark.parametrize("template", AgendaTemplate)
def test_the_usual_items_fit_in_the_time_that_an_assembly_is_given(template: AgendaTemplate) -> None:
    assert sum(item["minutes_planned"] for item in template_items(template)) <= LASTS.total_seconds() / 60


def test_hours_follow_from_the_minutes_planned() -> None:
    assembly = held("2026-04-14")
    for title, minutes in [("Ouverture", 5), ("Sans durée", None), ("Consultation", 85), ("Clôture", 40)]:
        add_item(assembly, title=title, minutes_planned=minutes)

    agenda = read_agenda(assembly, ALL, sees_closed_session=True)

    assert [line.hour.replace("\u00a0", " ") for line in agenda.lines] == ["19 h", "", "19 h 5", "20 h 30"]
    assert (agenda.minutes, agenda.ends.replace("\u00a0", " "), agenda.is_too_long) == (130, "21 h 10", True)
    assert [minutes_words(count).replace("\u00a0", " ") for count in (1, 45, 90)] == [
        "1 minute",
        "45 minutes",
        "1 h 30",
    ]


def test_public_agenda_tells_nothing_of_a_closed_session() -> None:
    assembly = held("2026-04-14", state=AssemblyState.CALLED, event__status=EventStatus.PUBLISHED)
    secret = {"title": "Plainte de X", "introduction": "Secret", "presenter_words": "Une avocate"}
    item = AgendaItemFactory(assembly=assembly, is_closed_session=True, number="26-04-01", position=0, **secret)
    item.organizations.add(OrganizationFactory(name="Partenaire secret"))
    board = PersonFactory(visibility=Visibility.BOARD)
    AgendaItemFactory(assembly=assembly, title="Traverse", presenter=board, number="26-04-02", position=1)

    agenda = public_agenda(assembly)

    assert agenda is not None
    said = [(line.number, line.title, line.introduction, line.presenter, line.partners) for line in agenda.lines]
    assert said == [("26-04-01", "Huis clos", "", "", ()), ("26-04-02", "Traverse", "", "", ())]


@pytest.mark.parametrize(
    ("state", "status"),
    [(AssemblyState.PREPARING, EventStatus.PUBLISHED), (AssemblyState.CALLED, EventStatus.DRAFT)],
)
def test_before_the_call_there_is_no_public_agenda(state: AssemblyState, status: EventStatus) -> None:
    item = AgendaItemFactory(assembly__state=state, assembly__event__status=status)

    assert public_agenda(item.assembly) is None


def test_a_partner_named_prompts_who_sits_there_that_day() -> None:
    council, garden = OrganizationFactory(is_our_council=True), OrganizationFactory(name="Jardin fictif")
    assembly = held("2026-04-14")
    item = AgendaItemFactory(assembly=assembly)
    item.organizations.add(garden)
    present, past, perhaps = (PersonFactory(family_name=name) for name in ("Présente", "Passée", "Peut-être"))
    for person in (present, past, perhaps):
        MembershipFactory(person=person, organization=council, starts_on=edtf("2024"))
    MembershipFactory(person=present, organization=garden, role="Trésorière", starts_on=edtf("2025-01"))
    MembershipFactory(person=past, organization=garden, starts_on=edtf("2020"), ends_on=edtf("2026-04-13"))
    MembershipFactory(person=perhaps, organization=garden, starts_on=edtf("2020"), end_is_unknown=True)
    MembershipFactory(organization=garden, starts_on=edtf("2020"))

    found = interests_of([item], assembly.held_on, ALL)[item.pk]

    assert [(one.person_pk, one.nature, one.is_sure) for one in found] == [
        (present.pk, "Trésorière, Jardin fictif", True),
        (perhaps.pk, "Jardin fictif", False),
    ]
    assert str(present) in found[0].words
    assert "Trésorière, Jardin fictif" in found[0].words


def test_who_may_not_see_a_membership_is_not_prompted_by_it() -> None:
    council, garden = OrganizationFactory(is_our_council=True), OrganizationFactory()
    item = AgendaItemFactory()
    item.organizations.add(garden)
    person = PersonFactory(visibility=Visibility.PUBLIC)
    MembershipFactory(person=person, organization=council, visibility=Visibility.PUBLIC)
    MembershipFactory(person=person, organization=garden, visibility=Visibility.BOARD)

    assert interests_of([item], date(2026, 4, 14), {Visibility.PUBLIC.value}) == {}
    assert len(interests_of([item], date(2026, 4, 14), ALL)[item.pk]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_the_same_whatever_the_number(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    council, assembly = OrganizationFactory(is_our_council=True), held("2026-04-14")
    for item in AgendaItemFactory.create_batch(count, assembly=assembly):
        partner = OrganizationFactory()
        item.organizations.add(partner)
        person = PersonFactory()
        MembershipFactory(person=person, organization=council)
        MembershipFactory(person=person, organization=partner)

    with django_assert_num_queries(3):
        read_agenda(assembly, ALL, sees_closed_session=True)
    with django_assert_num_queries(4):
        found = interests_of(assembly.items.prefetch_related("organizations"), assembly.held_on, ALL)
    assert len(found) == count


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_numbers_taken_at_once_are_never_the_same() -> None:
    assemblies = [held("2026-04-14"), held("2026-04-28")]
    for assembly in assemblies:
        AgendaItemFactory.create_batch(5, assembly=assembly)

    def number(assembly: Assembly) -> None:
        try:
            number_items(assembly)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(number, assemblies))

    given_numbers = sorted(AgendaItem.objects.values_list("number", flat=True))
    assert given_numbers == [item_number(date(2026, 4, 1), rank) for rank in range(1, 11)]
