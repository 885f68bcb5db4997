"""One corrects one's name, answers and consent by a button each; places, turn and letters stay as they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from crm.accounts.policy import Role
from crm.events.domain.registration_links import registration_url
from crm.events.enums import QuestionKind
from crm.events.models import Event, Question, Registration, RegistrationDesk
from crm.partners.models import Council
from newsletters.models import RegistrationLetter
from tests.events.desks import line_of
from tests.factories import DeskFactory, RegistrationFactory
from tests.factories.users import someone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(council: Council) -> RegistrationDesk:
    made: RegistrationDesk = DeskFactory(capacity=1, asks_photo_consent=True)
    Question.objects.create(desk=made, label="Une allergie?", sort_order=1)
    choices = {"kind": QuestionKind.CHOICE, "choices": "Petit\nGrand", "required": True}
    Question.objects.create(desk=made, label="Quelle taille?", sort_order=2, **choices)
    Question.objects.create(desk=made, label="Des raquettes à prêter?", kind=QuestionKind.YES_NO, sort_order=3)
    return made


def path_of(registration: Registration) -> str:
    return registration_url(registration.pk).removeprefix("http://testserver")


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def alerts(response: Any) -> list[str]:
    """What is said of the last click: in a notice, or beside a field."""
    found = page_of(response).select(".notice--success, .notice--warning, .field__error")
    return [" ".join(one.get_text(" ").split()).replace(" :", " :") for one in found]


def answer_fields(desk: RegistrationDesk, *values: str) -> dict[str, str]:
    fields = (f"question_{question.pk}" for question in desk.questions.all())
    return {name: value for name, value in zip(fields, values, strict=True) if value}


def given(registration: Registration) -> list[tuple[str, str]]:
    return sorted(registration.answers.values_list("asked", "text"))


def test_one_corrects_ones_name_and_keeps_ones_turn(strict_client: Client, desk: RegistrationDesk) -> None:
    RegistrationFactory(desk=desk, name="Basile")
    mine = RegistrationFactory(desk=desk, name="Ondnie", state="waiting", places=2)
    RegistrationFactory(desk=desk, name="Seule", state="waiting")
    before = mine.changed_at

    said = [
        strict_client.post(path_of(mine), {"act": "identity", "name": " Ondine  Roy ", "age": "over"})
        for _twice in range(2)
    ]

    assert [alerts(one) for one in said] == [["Votre nom est corrigé."]] * 2
    assert line_of(desk) == [("Basile", "registered", 1), ("Ondine Roy", "waiting", 2), ("Seule", "waiting", 1)]
    mine.refresh_from_db()
    assert mine.changed_at == before  # the reminder of the day before is still written
    assert RegistrationLetter.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Écrivez votre nom."),
        ({"name": "www.gagnez.example"}, "Écrivez seulement votre nom, sans aucune adresse."),
        ({"name": "Ondine", "age": ""}, "Dites si vous avez 14 ans ou plus."),
    ],
)
def test_what_is_not_a_name_is_said_beside_the_field(
    client: Client, desk: RegistrationDesk, fields: dict[str, str], words: str
) -> None:
    mine = RegistrationFactory(desk=desk, name="Basile")

    response = client.post(
        path_of(mine), {"act": "identity", "age": "over" if fields["name"] != "Ondine" else ""} | fields
    )

    assert alerts(response) == [words]
    assert page_of(response).select_one("details[open]") is not None
    assert line_of(desk) == [("Basile", "registered", 1)]


def test_a_parent_agrees_for_whoever_turns_out_to_be_under_14(client: Client, desk: RegistrationDesk) -> None:
    mine = RegistrationFactory(desk=desk, name="Ondine")
    young = {"act": "identity", "name": "Ondine", "age": "under"}

    alone = client.post(path_of(mine), young)
    assert alerts(alone) == ["Avant 14 ans, un parent donne son accord et dit comment le joindre."] * 2
    client.post(path_of(mine), young | {"parent_name": "Odile", "parent_contact": "418 555-0134"})

    mine.refresh_from_db()
    assert (mine.parent_name, mine.parent_contact) == ("Odile", "418 555-0134")


def test_a_parent_who_agreed_is_corrected_and_never_taken_away(client: Client, desk: RegistrationDesk) -> None:
    mine = RegistrationFactory(desk=desk, name="Ondine", parent_name="Odile", parent_contact="odile@example.org")

    older = {"act": "identity", "name": "Ondine", "age": "over", "parent_name": "", "parent_contact": ""}
    client.post(path_of(mine), older)
    mine.refresh_from_db()
    assert (mine.parent_name, mine.parent_contact) == ("Odile", "odile@example.org")

    client.post(path_of(mine), older | {"parent_name": "Odile Roy", "parent_contact": "418 555-0134"})
    mine.refresh_from_db()
    assert (mine.parent_name, mine.parent_contact) == ("Odile Roy", "418 555-0134")


def test_one_answers_otherwise_and_takes_an_answer_back(client: Client, desk: RegistrationDesk) -> None:
    mine, other = RegistrationFactory(desk=desk), RegistrationFactory(desk=desk, state="waiting")
    allergy = desk.questions.get(label="Une allergie?")
    other.answers.create(question=allergy, asked=allergy.label, text="Les noix")
    mine.answers.create(question=None, asked="Une question retirée?", text="Oui")

    first = client.post(path_of(mine), {"act": "answers"} | answer_fields(desk, "Les œufs", "Petit", "on"))
    assert alerts(first) == ["Vos réponses sont enregistrées."]
    assert given(mine) == [
        ("Des raquettes à prêter?", "oui"),
        ("Quelle taille?", "Petit"),
        ("Une allergie?", "Les œufs"),
        ("Une question retirée?", "Oui"),
    ]
    shown = page_of(client.get(path_of(mine)))
    assert shown.select_one(f"[name=question_{allergy.pk}]")["value"] == "Les œufs"
    assert [box.get("value", "on") for box in shown.select("[checked]")] == ["over", "Petit", "on"]

    client.post(path_of(mine), {"act": "answers"} | answer_fields(desk, "", "Grand", ""))
    assert given(mine) == [("Quelle taille?", "Grand"), ("Une question retirée?", "Oui")]
    refused = client.post(path_of(mine), {"act": "answers"} | answer_fields(desk, "Tout", "Géant", ""))
    assert len(alerts(refused)) == 1
    assert given(mine) == [("Quelle taille?", "Grand"), ("Une question retirée?", "Oui")]
    assert given(other) == [("Une allergie?", "Les noix")]


def test_one_agrees_to_photographs_with_the_words_that_were_shown(client: Client, desk: RegistrationDesk) -> None:
    mine = RegistrationFactory(desk=desk)
    page = page_of(client.get(path_of(mine)))
    stamp = page.select_one("[name=stamp]")["value"]
    words = " ".join(page.select_one("blockquote").get_text(" ").split())

    client.post(path_of(mine), {"act": "agree", "stamp": "older words"})
    assert not Registration.objects.exclude(photo_statement="").exists()
    client.post(path_of(mine), {"act": "agree", "stamp": stamp})
    mine.refresh_from_db()
    assert mine.photo_statement == words


def test_a_consent_is_withdrawn_at_any_time(client: Client, desk: RegistrationDesk) -> None:
    agreed = {"photo_statement": "J’accepte ces mots-là."}
    mine, gone = (
        RegistrationFactory(desk=desk, **agreed),
        RegistrationFactory(desk=desk, state="cancelled", **agreed),
    )
    Event.objects.update(starts_at=timezone.now() - timedelta(days=2))
    RegistrationDesk.objects.update(asks_photo_consent=False)

    for one in (mine, gone):
        assert "J’accepte ces mots-là." in client.get(path_of(one)).content.decode()
        assert alerts(client.post(path_of(one), {"act": "withdraw"})) == ["Votre consentement aux photos est retiré."]
        one.refresh_from_db()
        assert one.photo_statement == ""


@pytest.mark.parametrize("verb", ["get", "head", "options"])
def test_opening_the_link_corrects_nothing(client: Client, desk: RegistrationDesk, verb: str) -> None:
    mine = RegistrationFactory(desk=desk, name="Ondine", photo_statement="Oui")

    getattr(client, verb)(path_of(mine) + "?act=withdraw&act=identity&name=Autre&age=over")

    mine.refresh_from_db()
    assert (mine.name, mine.photo_statement) == ("Ondine", "Oui")


@pytest.mark.parametrize("act", ["identity", "answers", "agree"])
def test_nothing_is_corrected_once_it_is_cancelled_or_over(client: Client, desk: RegistrationDesk, act: str) -> None:
    over, gone = RegistrationFactory(desk=desk, name="Ondine"), RegistrationFactory(desk=desk, state="cancelled")
    stamp = page_of(client.get(path_of(over))).select_one("[name=stamp]")["value"]
    Event.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    wanted = {"act": act, "name": "Autre", "age": "over", "stamp": stamp} | answer_fields(desk, "Tout", "Grand", "")

    for one in (over, gone):
        assert alerts(client.post(path_of(one), wanted)) == ["Cette inscription n’est plus en cours."]
        assert given(one) == []
    assert not Registration.objects.filter(name="Autre").exists()
    assert not Registration.objects.exclude(photo_statement="").exists()


def test_the_link_of_a_request_made_twice_corrects_the_one_that_stands(client: Client, desk: RegistrationDesk) -> None:
    mine = RegistrationFactory(desk=desk, name="Ondine", email="ondine@example.org")
    again = RegistrationFactory(desk=desk, name="Encore", email="Ondine@example.org", state="repeated")

    client.post(path_of(again), {"act": "identity", "name": "Ondine Roy", "age": "over"})

    assert {one.pk: one.name for one in Registration.objects.all()} == {mine.pk: "Ondine Roy", again.pk: "Encore"}


def test_the_age_that_was_given_stands_and_is_asked_of_whoever_called(client: Client, desk: RegistrationDesk) -> None:
    mine = RegistrationFactory(desk=desk)
    called = RegistrationFactory(desk=desk, state="waiting", entered_by=someone_of(Role.COMMUNICATIONS))

    ticked = [[box["value"] for box in page_of(client.get(path_of(one))).select("[checked]")] for one in (mine, called)]

    assert ticked == [["over"], []]
