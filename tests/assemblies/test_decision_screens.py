"""The register in the administration, as each role meets it."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from crm.accounts.groups import BOARD_FILES
from crm.accounts.policy import Role
from crm.assemblies.enums import DecisionState, Outcome
from crm.assemblies.models import Decision, Sending
from crm.partners.enums import Visibility
from tests.factories import someone_of
from tests.factories.assemblies import AgendaItemFactory, AssemblyFactory, DecisionFactory, adopted, sent
from tests.factories.partners import OrganizationFactory, PersonFactory
from tests.partners.admin_pages import errors, read, text, titles

pytestmark = pytest.mark.django_db

LIST = "/admin/decisions/"
SECRET = "Congédier le fournisseur"
WRITE = {"votes-INITIAL_FORMS": 0, "votes-TOTAL_FORMS": 0}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def board(client: Client) -> Client:
    client.force_login(someone_of(Role.BOARD))
    return client


def page_of(decision: Decision) -> str:
    return f"{LIST}inspect/{decision.pk}/"


def act(client: Client, name: str, pk: int, **data: Any) -> Any:
    return client.post(f"{LIST}{pk}/{name}/", data)


def letter(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("reponse.pdf", content, "application/pdf")


@pytest.mark.parametrize(
    ("role", "reads", "writes", "sees_closed", "exports"),
    [
        (Role.COMMUNICATIONS, True, False, False, False),
        (Role.BOARD, True, True, True, True),
        (Role.SECRETARIAT, True, True, True, True),
        (Role.ARCHIVES, False, False, False, False),
        (Role.READING, True, False, False, False),
    ],
)
def test_each_role(client: Client, role: Role, *, reads: bool, writes: bool, sees_closed: bool, exports: bool) -> None:
    client.force_login(someone_of(role))
    open_one, closed = adopted(), adopted(is_closed_session=True, title=SECRET)
    sending = sent(closed)

    assert (client.get(LIST).status_code == 200) is reads
    assert (client.get(page_of(open_one)).status_code == 200) is reads
    assert (client.get(f"{LIST}new/").status_code == 200) is writes
    assert (client.get(f"{LIST}{open_one.pk}/send/").status_code == 200) is writes
    for address in (
        page_of(closed),
        f"{LIST}edit/{closed.pk}/",
        f"{LIST}history/{closed.pk}/",
        f"{LIST}{closed.pk}/send/",
        f"{LIST}{sending.pk}/answer/",
    ):
        assert (client.get(address).status_code == 200) is sees_closed
    assert (SECRET in client.get(LIST).content.decode()) is sees_closed
    assert (SECRET in client.get(LIST, {"q": "congedier"}).content.decode()) is sees_closed
    exported = client.get(LIST, {"export": "csv"})
    assert (exported.status_code == 200) is exports


def test_the_list_is_narrowed_and_searched_without_accents(board: Client) -> None:
    adopted(date(2025, 12, 9), title="Déneigement")
    sent(adopted(date(2026, 1, 13), title="Bancs"), on=date(2026, 1, 14))
    DecisionFactory(title="Ébauche")

    assert titles(read(board, LIST, q="deneigement")) == ["R-2025-001 Déneigement"]
    assert titles(read(board, LIST, year=2026)) == ["R-2026-001 Bancs"]
    assert titles(read(board, LIST, state="draft")) == ["Ébauche"]
    assert titles(read(board, LIST, outcome="waiting")) == ["R-2026-001 Bancs"]


def test_the_file_holds_what_may_be_seen_and_runs_nothing(board: Client) -> None:
    adopted(title="=1+1")

    content = b"".join(board.get(LIST, {"export": "csv"}).streaming_content).decode("utf-8-sig")

    assert next(csv.DictReader(io.StringIO(content)))["En une ligne"] == "'=1+1"


def test_a_decision_is_written_voted_and_numbered(board: Client) -> None:
    assembly = AssemblyFactory()
    board.post(f"{LIST}new/", {**WRITE, "kind": "opinion", "title": "Un avis", "text": "Oui.", "assembly": assembly.pk})
    decision = Decision.objects.get()

    act(board, "vote", decision.pk, result="unanimous", on="2026-04-14")
    act(board, "vote", decision.pk, result="rejected", on="2026-04-15")

    decision.refresh_from_db()
    assert (decision.number, decision.adopted_on, decision.result) == ("AV-2026-001", date(2026, 4, 14), "unanimous")


@pytest.mark.parametrize(
    ("result", "state"), [("rejected", DecisionState.REJECTED), ("postponed", DecisionState.POSTPONED)]
)
def test_what_does_not_pass_has_no_number(board: Client, result: str, state: str) -> None:
    decision = DecisionFactory()

    act(board, "vote", decision.pk, result=result, on="2026-04-14")

    decision.refresh_from_db()
    assert (decision.number, decision.state) == ("", state)


def test_what_an_item_puts_to_an_assembly_is_voted_there(board: Client) -> None:
    decision = DecisionFactory(item=AgendaItemFactory())

    refused = act(board, "vote", decision.pk, result="unanimous", on="2026-04-14")

    assert errors(refused) == ["Elle se vote à son point de l’ordre du jour, à l’écran de l’assemblée."]
    acts = read(board, page_of(decision)).select(".record__buttons a")
    assert [text(one) for one in acts] == ["Joindre un document"]


def test_without_words_nothing_is_adopted(board: Client) -> None:
    decision = DecisionFactory(text="")

    refused = act(board, "vote", decision.pk, result="unanimous", on="2026-04-14")

    assert errors(refused) == ["Écrivez ce qui est décidé avant de l’adopter."]
    assert Decision.objects.get().state == DecisionState.DRAFT


def test_an_old_number_that_is_taken_is_said(board: Client) -> None:
    first, second = DecisionFactory(), DecisionFactory()

    act(board, "old_number", first.pk, number="2019-45", on="2019-05-14")
    refused = act(board, "old_number", second.pk, number="2019-45", on="2019-05-14")

    assert errors(refused) == ["Une autre décision porte déjà le numéro 2019-45."]
    assert [one.number for one in Decision.objects.adopted()] == ["2019-45"]


def test_the_form_of_an_adopted_decision_leaves_its_words(board: Client) -> None:
    decision = adopted(text="Les mots.")

    page = read(board, f"{LIST}edit/{decision.pk}/")
    board.post(f"{LIST}edit/{decision.pk}/", {"action_concerned": "Rues sûres", "text": "D’autres mots."})

    decision.refresh_from_db()
    assert page.select('[name="text"], [name="title"], [name="kind"]') == []
    assert (decision.action_concerned, decision.text) == ("Rues sûres", "Les mots.")


def test_an_adopted_decision_is_not_deleted(board: Client) -> None:
    decision = adopted()

    board.post(f"{LIST}delete/{decision.pk}/")

    assert Decision.objects.filter(pk=decision.pk).exists()


def test_a_decision_is_followed_to_its_answer(board: Client) -> None:
    decision, city = adopted(), OrganizationFactory(name="Ville fictive")
    person = PersonFactory(visibility=Visibility.BOARD)

    act(
        board,
        "send",
        decision.pk,
        organization=city.pk,
        addressee="Au greffe",
        on="2026-04-15",
        channel="email",
        sent_by=person.pk,
    )
    sending = Sending.objects.get()
    act(board, "acknowledge", sending.pk, on="2026-04-20")
    act(board, "remind", sending.pk, on="2026-06-01", channel="post")
    act(board, "answer", sending.pk, outcome="partly", on="2026-06-15", text="En 2027.", level="public", file=letter())

    sending.refresh_from_db()
    assert (sending.recipient, sending.sent_by, sending.outcome) == ("Ville fictive, Au greffe", person, Outcome.PARTLY)
    assert sending.answer_document.collection.name == "Root"
    words = text(read(board, page_of(decision)).select_one(".record"))
    for step in ("15 avril 2026", "20 avril 2026", "1er juin 2026", "15 juin 2026", "En 2027."):
        assert step in words.replace("\u00a0", " ")

    act(board, "answer", sending.pk, outcome="partly", on="2026-06-15", text="En 2027.", level="board")
    sending.refresh_from_db()
    assert sending.answer_document.collection.name == BOARD_FILES

    act(board, "await", sending.pk)
    sending.refresh_from_db()
    assert (sending.outcome, sending.answer_document) == ("", None)


def test_to_nobody_is_refused_with_a_sentence(board: Client) -> None:
    refused = act(board, "send", adopted().pk, on="2026-04-15", channel="email")

    assert errors(refused) == ["Dites à qui elle est envoyée : un organisme, ou quelques mots."]


def test_a_file_that_is_not_what_it_says_is_refused(board: Client) -> None:
    decision = adopted()

    refused = act(board, "attach", decision.pk, title="Plan", file=letter(b"<html>"))

    assert list(refused.context["form"].errors) == ["file"]
    assert decision.documents.count() == 0


def test_a_document_is_public_once_its_decision_is(board: Client) -> None:
    decision = DecisionFactory()
    act(board, "attach", decision.pk, title="Plan", file=letter())
    assert decision.documents.get().collection.name == BOARD_FILES

    act(board, "vote", decision.pk, result="unanimous", on="2026-04-14")
    assert decision.documents.get().collection.name == "Root"

    board.post(f"{LIST}{decision.pk}/detach/{decision.documents.get().pk}/")
    assert decision.documents.count() == 0


def test_a_closed_session_takes_no_document(board: Client) -> None:
    decision = adopted(is_closed_session=True)
    refused = act(board, "attach", decision.pk, title="Plan", file=letter())
    assert errors(refused) == ["Une décision prise à huis clos n’a pas de document ici."]

    opened = adopted()
    act(board, "attach", opened.pk, title="Plan", file=letter())
    refused = board.post(f"{LIST}edit/{opened.pk}/", {"is_closed_session": "on"})
    assert errors(refused) == ["Enlevez d’abord ses documents : d’autres peuvent les ouvrir."]


def test_the_history_of_a_closed_session_stays_with_those_who_see_it(board: Client) -> None:
    decision = Decision.objects.get(pk=adopted(is_closed_session=True, title=SECRET).pk)
    decision.action_concerned = "Fournisseurs"
    decision.save()
    city = OrganizationFactory()
    sent(decision, organization=city, addressee="")

    assert "Fournisseurs" in board.get(f"{LIST}history/{decision.pk}/").content.decode()
    assert SECRET not in board.get(f"/admin/organismes/history/{city.pk}/").content.decode()


def test_one_stops_asking_and_is_reminded_again_from_the_page_of_the_decision(board: Client) -> None:
    sending = sent(remind_on=date(2026, 5, 10))
    assert "Ne plus relancer" in board.get(page_of(sending.decision)).content.decode()

    act(board, "stop", sending.pk)
    page = board.get(page_of(sending.decision)).content.decode()
    assert "Plus personne n’est invité à relancer depuis le" in page
    assert "Être de nouveau invité à relancer" in page

    act(board, "resume", sending.pk, on="2026-06-01")
    assert Sending.objects.get().remind_on == date(2026, 6, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_however_many_decisions(
    board: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _number in range(count):
        sent(adopted(), organization=OrganizationFactory())
    board.get(LIST)

    with django_assert_num_queries(13):
        board.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_however_many_sendings(
    board: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    decision = adopted()
    for number in range(count):
        sent(decision, addressee=f"Mairie {number}")
    board.get(page_of(decision))

    with django_assert_num_queries(16):
        board.get(page_of(decision))
