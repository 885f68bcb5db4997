"""A file of a list: with its headings where it is empty, a sentence where none is made, and 403 for who only reads."""

from __future__ import annotations

import pytest
from django.test import Client

from crm.accounts.policy import Role
from tests.factories import someone_of

pytestmark = pytest.mark.django_db

MAKING = ["organismes", "personnes", "sieges", "participations", "decisions", "subscribers"]
NOT_MAKING = [
    *("agenda", "assemblees", "reglements", "inscriptions", "contacts", "partenariats", "subventions", "secteurs"),
    *("mailings", "lieux", "calendriers-voisins", "modeles-d-infolettre"),
]


@pytest.mark.parametrize("place", MAKING)
def test_an_empty_list_makes_a_file_of_its_headings(client: Client, place: str) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))

    answer = client.get(f"/admin/{place}/", {"export": "csv"})

    (heading,) = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert heading.count(",") > 2


@pytest.mark.parametrize("place", NOT_MAKING)
def test_a_list_that_makes_no_file_says_so(client: Client, place: str) -> None:
    client.force_login(someone_of(Role.SECRETARIAT, is_superuser=True))

    answer = client.get(f"/admin/{place}/", {"export": "xlsx", "q": "un"})

    assert (answer.status_code, answer["Location"]) == (302, f"/admin/{place}/?q=un")
    (message,) = client.get(answer["Location"]).context["messages"]
    assert str(message) == "Cette liste se lit ici : on n’en fait pas de fichier.".replace(" :", "\u00a0:")


@pytest.mark.parametrize("place", [*MAKING, *NOT_MAKING])
def test_reading_takes_no_list_away(client: Client, place: str) -> None:
    client.force_login(someone_of(Role.READING))
    answer = client.get(f"/admin/{place}/", {"export": "csv"})
    assert answer.status_code == 403
    assert not answer.has_header("Content-Disposition")


def test_a_stranger_is_led_to_sign_in(client: Client) -> None:
    answer = client.get("/admin/organismes/", {"export": "csv"})
    assert answer.status_code == 302
    assert "export" in answer["Location"]
