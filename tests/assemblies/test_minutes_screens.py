"""The minutes in the administration: who reads, who writes, and what is never overwritten."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.accounts.policy import Role
from crm.assemblies.domain.minutes import write_section
from crm.assemblies.domain.sitting import close_assembly
from crm.assemblies.enums import MinutesState
from crm.assemblies.models import AgendaItem, Erratum, Minutes, MinutesSection
from crm.events import pdf
from crm.events.pdf import PdfUnavailable
from tests.assemblies.tables import SEVEN, Table, a_table, adopt, at
from tests.factories import complete_council, someone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Table:
    complete_council()
    table = a_table(proposal="Congédier Fabulin.")
    adopt(table)
    close_assembly(table.assembly, at(120))
    return table


def sign_in(client: Client, role: Role) -> Client:
    client.force_login(someone_of(role))
    return client


def url(name: str, table: Table, *more: int) -> str:
    return reverse(f"minutes:{name}", args=[table.assembly.pk, *more])


def text(response: Any) -> str:
    main = BeautifulSoup(response.content, "html.parser").select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def typed(words: str) -> str:
    """What the editor sends for one paragraph."""
    block = {"key": "a1b2c", "type": "unstyled", "text": words, "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block | {"data": {}}], "entityMap": {}})


def opening() -> MinutesSection:
    return MinutesSection.objects.get(key="opening")


def test_a_section_is_written_and_both_texts_are_shown_to_who_came_second(client: Client, closed: Table) -> None:
    sign_in(client, Role.SECRETARIAT)
    page = url("section", closed, opening().pk)
    assert client.get(page).status_code == 200

    saved = client.post(page, {"version": 0, "body": typed("Nos mots.")})
    refused = client.post(page, {"version": 0, "body": typed("Autre chose.")})

    assert saved["Location"] == url("read", closed) + "#opening"
    assert refused.status_code == 409
    assert "Nos mots." in text(refused)
    assert "Autre chose." in refused.content.decode()
    assert "Nos mots." in opening().body


def test_a_section_is_given_back_to_the_record(client: Client, closed: Table) -> None:
    write_section(opening(), 0, "<p>Nos mots.</p>")

    sign_in(client, Role.SECRETARIAT).post(
        url("section", closed, opening().pk), {"version": 1, "body": typed("x"), "action-restore": "1"}
    )

    assert opening().is_touched is False


def test_from_read_over_to_published_then_corrected(client: Client, closed: Table) -> None:
    sign_in(client, Role.SECRETARIAT)
    client.post(url("review", closed))
    assert Minutes.objects.get().state == MinutesState.REVIEWED
    client.post(url("publish", closed))
    assert Minutes.objects.get().state == MinutesState.REVIEWED
    Minutes.objects.update(state=MinutesState.ADOPTED, adopted_on=SEVEN.date() + timedelta(days=28))

    client.post(url("publish", closed))
    client.post(url("erratum", closed), {"made_on": "2026-06-01", "text": "Lire « rue »."})
    client.post(url("names", closed), {})

    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.hides_names) == (MinutesState.PUBLISHED, False)
    assert [str(one) for one in Erratum.objects.all()] == ["Lire « rue »."]
    assert "1er juin 2026 · Lire « rue »." in text(client.get(url("read", closed))).replace("\u00a0", " ")


def test_an_erratum_without_words_is_refused(client: Client, closed: Table) -> None:
    Minutes.objects.update(state=MinutesState.ADOPTED, adopted_on=SEVEN.date())

    sign_in(client, Role.SECRETARIAT).post(url("erratum", closed), {"made_on": "2026-06-01", "text": " "})

    assert Erratum.objects.count() == 0


@pytest.mark.parametrize("role", [Role.BOARD, Role.READING, Role.COMMUNICATIONS])
def test_who_sees_the_assemblies_reads_and_changes_nothing(client: Client, closed: Table, role: Role) -> None:
    sign_in(client, role)

    assert "Présences et quorum" in text(client.get(url("read", closed)))
    for name in ("draft", "review", "publish", "withdraw", "names", "erratum"):
        assert client.post(url(name, closed)).status_code != 200
    client.post(url("section", closed, opening().pk), {"version": 0, "body": typed("x")})
    assert (Minutes.objects.get().state, opening().version) == (MinutesState.DRAFT, 0)


def test_the_archives_do_not_read_them(client: Client, closed: Table) -> None:
    response = sign_in(client, Role.ARCHIVES).get(url("read", closed))

    assert response.status_code == 302


@pytest.mark.parametrize(("role", "reads"), [(Role.SECRETARIAT, True), (Role.BOARD, True), (Role.READING, False)])
def test_a_closed_session_is_read_by_those_who_may(client: Client, closed: Table, role: Role, reads: bool) -> None:
    AgendaItem.objects.update(is_closed_session=True, title="Congédier Fabulin")
    sign_in(client, role)

    assert ("Fabulin" in text(client.get(url("read", closed)))) is reads


def test_what_the_record_says_since_is_told(client: Client, closed: Table) -> None:
    AgendaItem.objects.update(discussion="On en a parlé.")
    sign_in(client, Role.SECRETARIAT)

    assert "Le dossier a changé depuis : reprenez-le." in text(client.get(url("read", closed))).replace("\u00a0", " ")
    client.post(url("draft", closed))

    assert "Le dossier a changé" not in text(client.get(url("read", closed)))
    assert Minutes.objects.get().drafted_at <= timezone.now()


def test_the_board_reads_the_draft_on_paper_without_what_is_not_for_the_reader(client: Client, closed: Table) -> None:
    AgendaItem.objects.update(is_closed_session=True)
    made: list[str] = []

    with patch("crm.assemblies.views.minutes.make_pdf", side_effect=lambda html: made.append(html) or b"%PDF"):
        answer = sign_in(client, Role.READING).get(url("sheets", closed))
        sign_in(client, Role.SECRETARIAT).get(url("sheets", closed))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert ["Projet, à adopter" in html for html in made] == [True, True]
    assert ["Fabulin" in html for html in made] == [False, True]


def test_where_no_pdf_can_be_made_one_is_told_to_print_the_page(client: Client, closed: Table) -> None:
    with patch.object(pdf, "_load", side_effect=PdfUnavailable):
        answer = sign_in(client, Role.SECRETARIAT).get(url("sheets", closed), follow=True)

    assert "Ce site ne peut pas faire de PDF" in answer.content.decode()
