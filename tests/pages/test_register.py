"""The public register: what everyone reads of the decisions, and what never leaves the board."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.documents import get_document_model

from cms.pages.models import RegisterPage
from crm.assemblies.domain.errata import write_erratum
from crm.assemblies.domain.followups import Answer, record_answer
from crm.assemblies.enums import AnswerLevel, DecisionKind, DecisionState, Outcome
from crm.assemblies.models import Decision
from crm.partners.enums import Visibility
from crm.partners.models import Council
from tests.factories import add_page
from tests.factories.assemblies import DecisionFactory, adopted, sent
from tests.factories.partners import OrganizationFactory, PersonFactory

pytestmark = pytest.mark.django_db

SECRET = "Congédier le fournisseur"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def secrets(council: Council) -> None:
    """What could leak: a draft, a rejected one, one of a closed session that was sent and answered."""
    DecisionFactory(title=SECRET, text=SECRET)
    DecisionFactory(title=SECRET, text=SECRET, state=DecisionState.REJECTED)
    closed = adopted(date(2026, 3, 10), title=SECRET, text=SECRET, is_closed_session=True)
    record_answer(
        sent(closed, addressee=SECRET), Answer(Outcome.FOLLOWED, SECRET, AnswerLevel.PUBLIC), date(2026, 5, 1)
    )


def read(client: Client, address: str, **asked: Any) -> BeautifulSoup:
    response = client.get(address, asked)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def numbers(page: BeautifulSoup) -> list[str]:
    return [line.get_text() for line in page.select(".register__number")]


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_register_shows_the_latest_first(client: Client, council: Council) -> None:
    for day in (date(2025, 12, 9), date(2026, 4, 14), date(2026, 1, 13)):
        adopted(day)

    assert numbers(read(client, "/decisions/")) == ["R-2026-001", "R-2026-002", "R-2025-001"]


def test_the_empty_register_says_so(client: Client, council: Council) -> None:
    page = read(client, "/decisions/")

    assert "Le registre est encore vide." in page.select_one("main").get_text()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["AV-2026-001", "R-2026-001", "R-2025-001"]),
        ({"genre": "avis"}, ["AV-2026-001"]),
        ({"annee": "2025"}, ["R-2025-001"]),
        ({"mots": "ÉCOLE hiver"}, ["R-2025-001"]),
        ({"mots": "deneigement"}, ["R-2025-001"]),
        ({"suite": "attendue"}, ["AV-2026-001"]),
        ({"suite": "suivie"}, ["R-2025-001"]),
        ({"suite": "pas-envoyee"}, ["R-2026-001"]),
        ({"genre": "resolutions", "annee": "2026", "suite": "suivie"}, []),
    ],
)
def test_the_register_is_narrowed(client: Client, council: Council, asked: dict[str, str], found: list[str]) -> None:
    snow = adopted(date(2025, 12, 9), title="Déneigement devant l’école", text="Déneiger, l’hiver.")
    adopted(date(2026, 1, 13), title="Bancs", text="Poser des bancs.")
    opinion = adopted(date(2026, 2, 10), kind=DecisionKind.OPINION, title="Avis", text="Oui.")
    record_answer(sent(snow, on=date(2025, 12, 10)), Answer(Outcome.FOLLOWED), date(2026, 1, 5))
    sent(opinion, on=date(2026, 2, 11))

    assert numbers(read(client, "/decisions/", **asked)) == found
    lines = table(client.get("/decisions/registre.csv", asked).content)
    assert [line[0] for line in lines[1:]] == found


@pytest.mark.parametrize("query", ["genre=inconnu", "annee=mille", "suite=x", "page=0", "page=9", "page=x", "annee=²"])
def test_what_does_not_exist_is_not_found(client: Client, council: Council, query: str) -> None:
    assert client.get(f"/decisions/?{query}").status_code == 404


def test_a_decision_is_at_its_number_whatever_its_case(client: Client, council: Council) -> None:
    adopted(title="Une traverse")

    page = read(client, "/decisions/R-2026-001/")

    assert page.select_one("h1").get_text() == "Une traverse"
    moved = client.get("/decisions/r-2026-001/")
    assert (moved.status_code, moved["Location"]) == (301, "/decisions/R-2026-001/")


def test_the_page_says_the_words_the_vote_the_erratum_and_the_answer(client: Client, council: Council) -> None:
    mover = PersonFactory(given_name="Blanche", family_name="Lavigueur-Fictive", visibility=Visibility.PUBLIC)
    hidden = PersonFactory(given_name="Ovide", family_name="Tardif-Fictif", visibility=Visibility.BOARD)
    decision = adopted(
        considerations="Que l’école est proche\n\nQue la rue est large",
        mover=mover,
        seconder=hidden,
        result="majority",
        votes_for=7,
        votes_against=1,
        abstentions=1,
    )
    write_erratum(decision, "Lire « rue des Tailleurs ».", date(2026, 5, 1))
    record_answer(
        sent(decision, organization=OrganizationFactory(name="Ville fictive"), addressee=""),
        Answer(Outcome.PARTLY, "Oui, en 2027.", AnswerLevel.PUBLIC),
        date(2026, 5, 15),
    )
    record_answer(sent(decision, addressee="La députée"), Answer(Outcome.NOT_FOLLOWED, "Entre nous."), date(2026, 5, 2))

    page = read(client, "/decisions/R-2026-001/")

    words = " ".join(page.select_one("main").get_text(" ").split())
    assert [line.get_text() for line in page.select(".decision__reasons li")] == [
        "Que l’école est proche",
        "Que la rue est large",
    ]
    assert [line.get_text() for line in page.select(".followed .outcome")] == ["Suivie en partie", "Non suivie"]
    assert [line.get_text(strip=True) for line in page.select(".followed__answer")] == ["Oui, en 2027."]
    assert "Blanche Lavigueur-Fictive" in words
    assert "Tardif" not in words
    assert "7 pour, 1 contre" in words
    assert " ".join(page.select_one(".decision__erratum").get_text().split()) == (
        "Erratum du 1er mai 2026 : Lire « rue des Tailleurs »."
    )


def test_an_answer_for_the_board_keeps_its_letter(client: Client, council: Council) -> None:
    letter = get_document_model().objects.create(title="Lettre", file=ContentFile(b"lettre", name="lettre.txt"))
    decision = adopted()
    sending = sent(decision)

    record_answer(sending, Answer(Outcome.FOLLOWED, "", AnswerLevel.BOARD, letter.pk), date(2026, 5, 1))
    assert read(client, "/decisions/R-2026-001/").select(f'a[href="{letter.url}"]') == []

    record_answer(sending, Answer(Outcome.FOLLOWED, "", AnswerLevel.PUBLIC, letter.pk), date(2026, 5, 1))
    assert len(read(client, "/decisions/R-2026-001/").select(f'a[href="{letter.url}"]')) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/decisions/",
        "/decisions/?mots=congedier",
        "/decisions/fil.xml",
        "/decisions/registre.csv",
        "/decisions/registre.json",
        "/decisions/suivi/",
        "/decisions/suivi.csv",
        "/sitemap.xml",
    ],
)
def test_drafts_and_closed_sessions_never_leak(client: Client, secrets: None, address: str) -> None:
    adopted(date(2026, 4, 14), title="Publique")

    content = client.get(address).content.decode()

    assert SECRET not in content
    assert "R-2026-001" not in content  # the number of the closed session's


@pytest.mark.parametrize("address", ["/decisions/R-2026-001/", "/decisions/R-2026-001/popolo.json", "/decisions/x1/"])
def test_a_closed_session_has_no_address(client: Client, secrets: None, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_table_of_answers_has_its_figures_by_year(client: Client, council: Council) -> None:
    record_answer(
        sent(title_of("Une traverse"), on=date(2026, 4, 15)),
        Answer(Outcome.FOLLOWED, "C’est fait.", AnswerLevel.PUBLIC),
        date(2026, 5, 5),
    )
    sent(title_of("Des arbres"), on=date(2026, 4, 20))
    sent(adopted(date(2025, 1, 7)), on=date(2025, 1, 8))

    page = read(client, "/decisions/suivi/")

    assert [heading.get_text() for heading in page.select("h2")][:2] == ["2026", "2025"]
    assert [" ".join(one.get_text().split()) for one in page.select(".answers__legend")[0].select("li")] == [
        "Suivie 1 (50 %)",
        "Attendue 1 (50 %)",
    ]
    assert [one.get_text() for one in page.select(".answers__table th a")][:2] == ["Des arbres", "Une traverse"]
    lines = table(client.get("/decisions/suivi.csv").content)
    assert [(line[1], line[6], line[8], line[9]) for line in lines[1:3]] == [
        ("Des arbres", "Attendue", "", ""),
        ("Une traverse", "Suivie", "20", "C’est fait."),
    ]


def title_of(title: str) -> Decision:
    return adopted(date(2026, 4, 14), title=title)


def test_nothing_in_the_table_runs_in_a_spreadsheet(client: Client, council: Council) -> None:
    adopted(title='=HYPERLINK("https://mauvais.example")')

    assert table(client.get("/decisions/registre.csv").content)[1][3].startswith("'=")


def test_the_feed_tells_what_was_adopted(client: Client, council: Council) -> None:
    adopted(date(2026, 1, 13), considerations="Un motif <b>", text="Oui.\n\nNon.")
    adopted(date(2026, 4, 14))

    response = client.get("/decisions/fil.xml")

    feed = fromstring(response.content)  # noqa: S314 (our own answer)
    assert [entry.findtext("a:id", namespaces=ATOM) for entry in feed.iterfind("a:entry", ATOM)] == [
        "http://testserver/decisions/R-2026-002/",
        "http://testserver/decisions/R-2026-001/",
    ]
    first = list(feed.iterfind("a:entry", ATOM))[1]
    assert (
        first.findtext("a:summary", namespaces=ATOM)
        == "<ul><li>Considérant qu’un motif &lt;b&gt;</li></ul><p>Oui.</p><p>Non.</p>"
    )
    assert first.findtext("a:published", namespaces=ATOM) == "2026-01-13T12:00:00-05:00"


def test_the_sitemap_lists_each_decision_once(client: Client, council: Council) -> None:
    add_page(RegisterPage, "Registre", slug="decisions")
    adopted()

    content = client.get("/sitemap.xml").content.decode()

    assert [
        content.count(f"<loc>http://testserver/decisions/{end}</loc>") for end in ("", "suivi/", "R-2026-001/")
    ] == [
        1,
        1,
        1,
    ]


def test_the_page_of_the_register_gives_its_title(client: Client, council: Council) -> None:
    add_page(RegisterPage, "Nos décisions", slug="autre", introduction="Depuis 1994.", show_in_menus=True)

    page = read(client, "/decisions/")

    assert page.select_one("h1").get_text() == "Nos décisions"
    assert page.select_one(".lead").get_text() == "Depuis 1994."
    assert [link["href"] for link in page.select("#menu a")] == ["/decisions/"]


def test_a_page_that_is_kept_is_forgotten_when_an_answer_comes(
    client: Client, council: Council, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sending = sent()
    assert "Attendue" in client.get("/decisions/R-2026-001/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        record_answer(sending, Answer(Outcome.FOLLOWED), date(2026, 5, 1))

    assert "Attendue" not in client.get("/decisions/R-2026-001/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"), [("/decisions/", 9), ("/decisions/suivi/", 6), ("/decisions/fil.xml", 2)]
)
def test_as_many_queries_however_many_decisions(
    client: Client,
    council: Council,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
    address: str,
    queries: int,
) -> None:
    for _number in range(count):
        for recipient in ("La mairie", "La députée"):
            sent(adopted(), addressee=recipient, organization=OrganizationFactory())

    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_however_many_answers(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    decision = adopted()
    for number in range(count):
        sent(decision, addressee=f"Mairie {number}")

    with django_assert_num_queries(10):
        client.get("/decisions/R-2026-001/")
