"""The screen that serves during an assembly: plain forms, a line for what is saved, refusals that lose nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from crm.accounts.policy import Role
from crm.assemblies.domain.sitting import write_discussion
from crm.assemblies.enums import AssemblyState, DecisionState
from crm.assemblies.models import AgendaItem, Assembly, ConflictDeclaration, Decision, Presence, PublicQuestion
from crm.assemblies.sitting_forms import moment_of
from tests.assemblies.desk import words
from tests.assemblies.tables import SEVEN, Table, a_table, adopt, at
from tests.factories import AgendaItemFactory, PersonFactory, complete_council, someone_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def secretary(client: Client) -> Client:
    complete_council()
    client.force_login(someone_of(Role.SECRETARIAT))
    return client


def url(name: str, pk: int) -> str:
    return reverse(f"sitting:{name}", args=[pk])


def screen(client: Client, table: Table) -> BeautifulSoup:
    page = client.get(url("screen", table.assembly.pk) + f"?point={table.item.pk}")
    assert page.status_code == 200
    return BeautifulSoup(page.content, "html.parser")


def vote_data(table: Table, **changed: object) -> dict[str, object]:
    decision = table.decision
    return {
        "version": decision.version,
        "kind": decision.kind,
        "title": decision.title,
        "considerations": decision.considerations,
        "text": decision.text,
        "mover": table.board[0].pk,
        "seconder": table.board[1].pk,
        "result": "unanimous",
    } | changed


def test_an_assembly_is_held_by_plain_forms(secretary: Client) -> None:
    table = a_table(here=0, is_open=False)
    pk = table.assembly.pk

    secretary.post(url("arrive_all", pk), {"at": "18:55"})
    secretary.post(url("open", pk), {"at": "19:02"})
    secretary.post(url("citizens", pk), {"seen": "", "count": "7"})
    secretary.post(url("discussion", table.item.pk), {"version": 0, "discussion": "On en parle."})
    secretary.post(url("vote", table.decision.pk), vote_data(table))
    leaving = Presence.objects.get(person=table.board[4])
    secretary.post(url("leave", leaving.pk), {"at": "20:10"})
    secretary.post(url("finish", table.item.pk))
    response = secretary.post(url("close", pk), {"at": "21:05"})

    assert response["Location"] == f"{url('screen', pk)}?levee=1"
    assembly, leaving = Assembly.objects.get(), Presence.objects.get(pk=leaving.pk)
    assert (assembly.opened_at, assembly.closed_at, assembly.citizens_present) == (at(2), at(125), 7)
    assert (assembly.state, leaving.arrived_at, leaving.left_at) == (AssemblyState.CLOSED, at(-5), at(70))
    assert (table.decision.number, table.decision.mover) == ("R-2026-001", table.board[0])
    assert AgendaItem.objects.get().discussion == "On en parle."
    acts = list(ModelLogEntry.objects.filter(action__startswith="assemblies.").values_list("action", flat=True))
    assert sorted(acts) == ["assemblies.close", "assemblies.open"]


def test_without_quorum_the_screen_asks_before_opening(secretary: Client) -> None:
    table = a_table(here=2, is_open=False)

    refused = secretary.post(url("open", table.assembly.pk), {"at": "19:00"})

    page = BeautifulSoup(refused.content, "html.parser")
    assert refused.status_code == 409
    assert "Il n’y a pas quorum" in words(page.select_one("#refusal"))
    assert page.select_one("#acts input[name=at][value='19:00']") is not None
    secretary.post(url("open", table.assembly.pk), {"at": "19:00", "knowing": "on"})
    assert Assembly.objects.get().opened_at == SEVEN


def test_the_quorum_is_told_with_its_rule_and_since_when(secretary: Client) -> None:
    page = screen(secretary, a_table())

    told = words(page.select_one("#quorum"))
    assert told == "Il y a quorum 5 membres avec droit de vote présents, quorum de 3, depuis 19 h"
    assert words(page.select_one("#acts")).startswith(
        "Plus de la moitié des sièges occupés (règle en vigueur depuis le 1er janvier 2020) · "
        "5 sièges votants occupés · Règlement intérieur fictif, article 12"
    )


def test_what_is_saved_as_it_is_written_answers_by_one_line(secretary: Client) -> None:
    table = a_table()

    line = secretary.post(url("discussion", table.item.pk), {"version": 0, "discussion": "On en parle."}, headers=HTMX)

    page = BeautifulSoup(line.content, "html.parser")
    assert line["Parvis-Table"] == "saved"
    assert page.select_one("input[name=version]")["value"] == "1"  # type: ignore[index]
    assert words(page).startswith("Enregistré à")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stale_text_is_refused_with_both_texts(secretary: Client, headers: dict[str, str]) -> None:
    table = a_table()
    write_discussion(table.item, 0, "Une mère décrit la rue.")

    refused = secretary.post(
        url("discussion", table.item.pk), {"version": 0, "discussion": "La rue est large."}, headers=headers
    )

    page = BeautifulSoup(refused.content, "html.parser")
    keep = page.select_one(f"#keep-discussion-{table.item.pk}")
    assert keep is not None
    assert (refused["Parvis-Table"], refused.status_code) == (("stale", 200) if headers else ("refused", 409))
    assert "Rien n’a été écrasé" in words(keep)
    assert words(keep.select_one("dd")) == "Une mère décrit la rue."
    assert keep.select_one("input[name=version]")["value"] == "1"  # type: ignore[index]
    if not headers:
        assert words(page.select_one("textarea[name=discussion]")) == "La rue est large."
    assert AgendaItem.objects.get().discussion == "Une mère décrit la rue."


def test_a_refused_vote_keeps_what_was_typed_and_writes_nothing(secretary: Client) -> None:
    table = a_table()

    refused = secretary.post(
        url("vote", table.decision.pk),
        vote_data(table, text="Demander deux traverses.", result="majority", votes_for=9, votes_against=0),
    )

    page = BeautifulSoup(refused.content, "html.parser")
    assert "9 voix ont été comptées" in words(page.select_one(".keep__refusal"))
    assert words(page.select_one("textarea[name=text]")) == "Demander deux traverses."
    assert page.select_one("input[name=votes_for]")["value"] == "9"  # type: ignore[index]
    assert table.decision.text == "Demander une traverse."


def test_a_vote_sent_twice_has_one_number(secretary: Client) -> None:
    table = a_table()
    sent = vote_data(table)

    answers = [secretary.post(url("vote", table.decision.pk), sent).status_code for _each in range(2)]

    assert answers == [302, 302]
    assert list(Decision.objects.values_list("number", "state")) == [("R-2026-001", DecisionState.ADOPTED)]


def test_who_withdrew_is_not_offered_as_mover(secretary: Client) -> None:
    table = a_table()
    secretary.post(url("declare", table.item.pk), {"person": table.board[0].pk, "nature": "Y travaille"})

    page = screen(secretary, table)

    offered = [option["value"] for option in page.select("select[name=mover] option")]
    assert offered == ["", *[str(person.pk) for person in table.board[1:5]]]
    assert ConflictDeclaration.objects.get().withdrew is True
    assert words(page.select_one(".vote__able")) == f"4 personnes peuvent voter (retrait : {table.board[0]})"


def test_questions_are_asked_without_a_name_and_answered(secretary: Client) -> None:
    table = a_table()
    secretary.post(url("ask", table.item.pk), {"question": "Quand?"})
    question = PublicQuestion.objects.get()

    secretary.post(
        url("question", question.pk),
        {"version": 0, "question": "Quand?", "answer": "", "answered_by": table.board[0].pk, "due_on": "2026-05-01"},
    )

    question.refresh_from_db()
    assert (question.answered_by, str(question.due_on)) == (table.board[0], "2026-05-01")
    secretary.post(url("strike_question", question.pk))
    assert PublicQuestion.objects.count() == 0


def test_someone_unexpected_is_written_without_a_vote(secretary: Client) -> None:
    table = a_table()
    councillor = PersonFactory(family_name="Fictive-Conseillère")

    secretary.post(url("arrive", table.assembly.pk), {"person": councillor.pk})

    assert Presence.objects.get(person=councillor).is_voting is False


def test_a_press_that_waited_for_the_network_keeps_its_moment(secretary: Client) -> None:
    table = a_table()
    pressed = timezone.now() - timedelta(minutes=20)
    Presence.objects.filter(pk=table.presences[0].pk).update(arrived_at=pressed - timedelta(hours=1))

    secretary.post(url("leave", table.presences[0].pk), {"pressed_at": pressed.isoformat()})

    assert Presence.objects.get(pk=table.presences[0].pk).left_at == pressed


def test_the_clock_after_midnight_is_that_of_the_next_day() -> None:
    table = a_table()

    assert moment_of(table.assembly, at(0).time()) == SEVEN
    assert moment_of(table.assembly, at(330).time()) == at(330)


def test_the_screen_is_drawn_again_only_when_something_changed(secretary: Client) -> None:
    table = a_table()
    version = Assembly.objects.get().version
    watch = url("watch", table.assembly.pk)

    assert secretary.get(f"{watch}?version={version}").status_code == 204
    write_discussion(table.item, 0, "On en parle.")
    assert secretary.get(f"{watch}?version={version}").status_code == 200


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.BOARD, Role.READING, Role.ARCHIVES])
def test_only_who_keeps_the_assemblies_holds_them(client: Client, role: Role) -> None:
    complete_council()
    table = a_table()
    client.force_login(someone_of(role))

    answers = {
        client.get(url("screen", table.assembly.pk)).status_code,
        client.post(url("close", table.assembly.pk)).status_code,
        client.post(url("vote", table.decision.pk), vote_data(table)).status_code,
        client.post(url("discussion", table.item.pk), {"version": 0, "discussion": "x"}).status_code,
    }

    assert 200 not in answers
    assert Assembly.objects.get().closed_at is None
    assert table.decision.number == ""
    assert AgendaItem.objects.get().discussion == ""


def test_who_does_not_see_closed_sessions_neither_reads_nor_writes_them(client: Client) -> None:
    complete_council()
    table = a_table()
    AgendaItem.objects.update(is_closed_session=True, title="Congédier Fabulin", discussion="Fabulin part.")
    user = someone_of(Role.SECRETARIAT)
    group = user.groups.get()
    group.permissions.remove(group.permissions.get(codename="see_closed_session"))
    client.force_login(user)

    page = screen(client, table)
    refused = client.post(url("discussion", table.item.pk), {"version": table.item.version, "discussion": "x"})

    assert "Fabulin" not in words(page)
    assert refused.status_code != 200
    assert AgendaItem.objects.get().discussion == "Fabulin part."


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_asks_as_much_for_one_as_for_three(
    secretary: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    table = a_table(here=count, voting=5, is_open=False)
    AgendaItemFactory.create_batch(count, assembly=table.assembly)
    secretary.get(url("screen", table.assembly.pk))

    with django_assert_num_queries(QUERIES):
        secretary.get(url("screen", table.assembly.pk))


QUERIES = 25


def test_after_the_adoption_of_its_minutes_nothing_changes(secretary: Client) -> None:
    table = a_table()
    adopt(table)
    secretary.post(url("close", table.assembly.pk), {"at": "21:00"})
    minutes = table.assembly.minutes
    minutes.state, minutes.adopted_on = "adopted", SEVEN.date()
    minutes.save()

    refused = secretary.post(url("reopen", table.assembly.pk))

    assert "son dossier ne change plus" in words(BeautifulSoup(refused.content, "html.parser").select_one("#refusal"))
    assert Assembly.objects.get().closed_at == at(120)
