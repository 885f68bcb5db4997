"""The holder of the link follows what they gave, corrects it, answers, takes it back; nobody else does."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.archive.domain.contribution_links import make_token
from cms.archive.domain.forgetting_contributions import forget_contributions
from cms.archive.models import Contribution, ContributionMessage, archive_storage
from cms.archive.tasks import forget_contributions_task
from crm.partners.models import Council
from newsletters.models import ContributionLetter
from tests.archive.contributions import given

pytestmark = pytest.mark.django_db


def own(contribution: Contribution) -> str:
    return f"/memoire/contribution/{make_token(contribution.pk)}/"


def state_said(client: Client, contribution: Contribution) -> str:
    page = BeautifulSoup(client.get(own(contribution)).content, "html.parser")
    return page.select_one(".contribution__state").get_text(strip=True)


def test_the_page_says_how_it_stands_and_leaks_to_nobody(client: Client, council: Council) -> None:
    contribution = given()
    response = client.get(own(contribution))

    assert state_said(client, contribution) == "C’est reçu, et attend d’être lu."
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies


def test_the_link_outlives_a_rotation_of_the_keys(client: Client, council: Council, settings: Settings) -> None:
    contribution = given()
    address = own(contribution)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("token", ["1", "1.forged", "1." + "a" * 43])
def test_a_forged_link_opens_nothing(client: Client, council: Council, token: str) -> None:
    given()

    assert client.get(f"/memoire/contribution/{token}/").status_code == 404
    assert client.post(f"/memoire/contribution/{token}/retirer/").status_code == 404


def test_a_correction_is_kept_until_somebody_decides(strict_client: Client, council: Council) -> None:
    contribution = given()
    said = {"act": "correct", "title": "Ma classe de troisième", "date_said": "1961", "description": ""}

    strict_client.post(own(contribution), said)
    contribution.refresh_from_db()
    assert (contribution.title, contribution.date_said, contribution.place_said) == (
        "Ma classe de troisième",
        "1961",
        "",
    )

    Contribution.objects.update(state="accepted")
    refused = strict_client.post(own(contribution), {**said, "title": "Trop tard"})
    contribution.refresh_from_db()
    assert contribution.title == "Ma classe de troisième"
    assert "Quelqu’un a déjà décidé" in refused.content.decode()


def test_a_correction_without_a_title_is_shown_again(client: Client, council: Council) -> None:
    contribution = given()

    response = client.post(own(contribution), {"act": "correct", "title": " "})

    assert response.status_code == 422
    assert Contribution.objects.get().title == contribution.title


def test_an_answer_puts_it_back_among_those_to_read_once(client: Client, council: Council) -> None:
    contribution = given()
    Contribution.objects.update(state="question")

    for _turn in range(2):
        client.post(own(contribution), {"act": "answer", "words": "C’est ma tante."})

    contribution.refresh_from_db()
    assert contribution.state == "received"
    assert list(ContributionMessage.objects.values_list("words", "from_team")) == [("C’est ma tante.", False)]


def test_taking_back_asks_first_then_is_done_once(strict_client: Client, council: Council) -> None:
    contribution = given()

    asked = strict_client.get(f"{own(contribution)}retirer/")
    assert asked.status_code == 200
    assert Contribution.objects.get().state == "received"

    for _turn in range(2):
        answer = strict_client.post(f"{own(contribution)}retirer/")
        assert (answer.status_code, answer["Location"]) == (302, own(contribution))
    assert Contribution.objects.get().state == "withdrawn"
    assert state_said(strict_client, contribution) == "Vous l’avez retiré."
    assert list(ContributionLetter.objects.values_list("news", flat=True)) == ["received", "withdrawn"]


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_changes_nothing(client: Client, council: Council, method: str) -> None:
    contribution = given()
    before = Contribution.objects.values().get()

    for address in (own(contribution), f"{own(contribution)}retirer/?act=correct", f"{own(contribution)}donnees.json"):
        getattr(client, method)(address)

    assert Contribution.objects.values().get() == before


def test_everything_the_person_gave_is_theirs_to_take(client: Client, council: Council) -> None:
    contribution = given(description="Au deuxième rang.")
    given(name="Basile", email="basile@example.org", title="Autre chose")

    facts = dict(json.loads(client.get(f"{own(contribution)}donnees.json").content))
    sheet = client.get(f"{own(contribution)}donnees.csv").content.decode()

    assert facts["Nom"] == "Ondine"
    assert facts["Fichiers"] == "photo0.jpg"
    assert "Au deuxième rang." in sheet
    assert "Basile" not in sheet + json.dumps(facts)
    assert client.get(f"{own(contribution)}donnees.html").status_code == 404


@pytest.mark.parametrize(
    ("state", "days", "destroyed"),
    [
        ("refused", 29, False),
        ("refused", 30, True),
        ("withdrawn", 29, False),
        ("withdrawn", 30, True),
        ("question", 364, False),
        ("question", 365, True),
        ("received", 400, False),
        ("accepted", 4000, False),
    ],
)
def test_what_is_closed_is_destroyed_on_the_day_that_was_said(
    client: Client, council: Council, django_capture_on_commit_callbacks: object, state: str, days: int, destroyed: bool
) -> None:
    now = timezone.now()
    contribution = given(now, files=2)
    names = list(contribution.files.values_list("file", flat=True))
    Contribution.objects.update(state=state, changed_at=now - timedelta(days=days))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert forget_contributions(now) == int(destroyed)

    assert Contribution.objects.exists() is not destroyed
    assert [archive_storage().exists(name) for name in names] == [not destroyed] * 2
    assert client.get(own(contribution)).status_code == (410 if destroyed else 200)


def test_the_nightly_task_twice_is_once(council: Council) -> None:
    contribution = given()
    Contribution.objects.filter(pk=contribution.pk).update(
        state="refused", changed_at=timezone.now() - timedelta(days=31)
    )

    forget_contributions_task()
    forget_contributions_task()

    assert not Contribution.objects.exists()
    assert not ContributionLetter.objects.exists()
