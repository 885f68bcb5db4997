"""The page of one's own registration: a button for each act, nothing on GET (T1), one's data to take or to erase."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, override_settings
from django.utils import timezone

from crm.accounts.domain.signed_links import BadLink
from crm.events.domain.changing import cancel_registration
from crm.events.domain.registration_links import make_token, read_token, registration_url
from crm.events.models import Answer, Event, Registration, RegistrationDesk
from crm.partners.models import Council
from tests.factories import DeskFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(council: Council) -> RegistrationDesk:
    made: RegistrationDesk = DeskFactory(capacity=3)
    return made


def path_of(registration: Registration) -> str:
    return registration_url(registration.pk).removeprefix("http://testserver")


def read(response: Any) -> str:
    page = BeautifulSoup(response.content, "html.parser")
    main = page.select_one("main")
    return " ".join(main.get_text(" ").split())


def stands(registration: Registration) -> tuple[str, int]:
    registration.refresh_from_db()
    return registration.state, registration.places


def test_a_token_says_whose_it_is_survives_a_rotation_and_is_no_other(settings: Any) -> None:
    token = make_token(412)
    assert read_token(token) == 412
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "newer", [settings.SECRET_KEY]
    assert read_token(token) == 412
    for bad in ("", "412", token[:-1], f"413{token[3:]}", token.replace(".", "..")):
        with pytest.raises(BadLink):
            read_token(bad)


@pytest.mark.parametrize("verb", ["get", "head", "options"])
@pytest.mark.parametrize("act", ["", "?act=cancel", "effacer/"])
def test_opening_the_link_changes_nothing_and_leaks_to_nobody(
    client: Client, desk: RegistrationDesk, verb: str, act: str
) -> None:
    registration = RegistrationFactory(desk=desk, name="Ondine")

    response = getattr(client, verb)(path_of(registration) + act)

    assert response.status_code == 200
    assert stands(registration) == ("registered", 1)
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies


def test_what_more_places_cost_is_said_before_one_asks(client: Client, desk: RegistrationDesk) -> None:
    RegistrationFactory(desk=desk, places=3)
    waits, last = (RegistrationFactory(desk=desk, name=name, state="waiting") for name in ("Ondine", "Basile"))

    before = read(client.get(path_of(waits)))
    assert "Vous êtes en tête de liste." in before
    assert (
        "Avec moins de places, vous gardez votre tour. Avec plus, vous passez à la fin de la liste, après la personne "
        "qui attend derrière vous." in before
    )
    assert "Avec plus" not in read(client.get(path_of(last)))

    after = read(client.post(path_of(waits), {"act": "change", "places": "2"}))

    assert "1 personne est avant vous." in after
    assert "Avec plus" not in after
    RegistrationFactory.create_batch(2, desk=desk, state="waiting", turn=1)
    assert "après les 3 personnes qui attendent derrière vous" in read(client.get(path_of(last)))


def test_one_changes_then_cancels_by_a_button(strict_client: Client, desk: RegistrationDesk) -> None:
    registration = RegistrationFactory(desk=desk, name="Ondine", places=2)

    changed = strict_client.post(path_of(registration), {"act": "change", "places": "3"})
    assert "Ondine, 3 places vous sont réservées." in read(changed)
    refused = strict_client.post(path_of(registration), {"act": "change", "places": "4"})
    assert "C’est complet : vous ne pouvez pas prendre plus de places." in read(refused)
    strict_client.post(path_of(registration), {"act": "change", "places": "beaucoup"})
    strict_client.post(path_of(registration), {"act": "autre"})
    assert stands(registration) == ("registered", 3)

    cancelled = strict_client.post(path_of(registration), {"act": "cancel"})
    assert "Cette inscription est annulée." in read(cancelled)
    assert stands(registration) == ("cancelled", 3)


def test_one_takes_the_place_that_is_offered(client: Client, desk: RegistrationDesk) -> None:
    holder = RegistrationFactory(desk=desk, places=3)
    registration = RegistrationFactory(desk=desk, name="Ondine", state="waiting", places=2)
    other = RegistrationFactory(desk=desk, name="Basile", state="waiting")
    assert "Vous êtes en tête de liste." in read(client.get(path_of(registration)))
    assert "1 personne est avant vous." in read(client.get(path_of(other)))
    cancel_registration(holder.pk, timezone.now())

    page = read(client.get(path_of(registration)))
    assert "Ondine, 2 places vous sont offertes." in page
    assert "Elles vous sont gardées jusqu’au" in page
    client.post(path_of(registration), {"act": "accept"})
    assert stands(registration) == ("registered", 2)


def test_an_offer_of_too_few_is_taken_or_waited_for(client: Client, desk: RegistrationDesk) -> None:
    RegistrationFactory(desk=desk, places=2)
    registration = RegistrationFactory(
        desk=desk,
        places=3,
        state="offered",
        offered_places=1,
        offer_ends_at=timezone.now() + timedelta(hours=3),
    )
    assert "Vous en aviez demandé 3." in read(client.get(path_of(registration)))

    client.post(path_of(registration), {"act": "wait"})

    assert stands(registration) == ("waiting", 3)
    assert "Vous attendez qu’il y ait de la place pour vous tous." in read(client.get(path_of(registration)))


def test_an_offer_that_has_ended_is_said_to_have_ended(client: Client, desk: RegistrationDesk) -> None:
    registration = RegistrationFactory(
        desk=desk, state="offered", offered_places=1, offer_ends_at=timezone.now() - timedelta(minutes=1)
    )

    page = read(client.post(path_of(registration), {"act": "accept"}))

    assert "Cette offre est échue : la place a été offerte à la personne suivante." in page
    assert stands(registration) == ("offered", 1)


@pytest.mark.parametrize(("state", "words"), [("expired", "L’offre est échue"), ("cancelled", "est annulée")])
def test_what_is_over_offers_to_register_again(client: Client, desk: RegistrationDesk, state: str, words: str) -> None:
    page = client.get(path_of(RegistrationFactory(desk=desk, state=state)))

    assert words in read(page)
    assert 'name="act"' not in page.content.decode()


def test_once_the_event_has_begun_one_reads_and_changes_nothing(client: Client, desk: RegistrationDesk) -> None:
    registration = RegistrationFactory(desk=desk)
    Event.objects.update(starts_at=timezone.now() - timedelta(minutes=1))

    assert 'name="act"' not in client.get(path_of(registration)).content.decode()


def test_the_link_of_a_request_made_twice_opens_the_one_that_stands(client: Client, desk: RegistrationDesk) -> None:
    RegistrationFactory(desk=desk, name="Ondine", email="ondine@example.org", places=2)
    again = RegistrationFactory(desk=desk, name="Encore", email="Ondine@example.org", state="repeated", places=3)

    assert "Ondine, 2 places vous sont réservées." in read(client.get(path_of(again)))


def test_one_takes_ones_data_and_nothing_of_anyone_else(client: Client, desk: RegistrationDesk) -> None:
    registration = RegistrationFactory(desk=desk, name="=Ondine", email="ondine@example.org", places=2)
    Answer.objects.create(registration=registration, asked="Une allergie?", text="Les noix")
    RegistrationFactory(desk=desk, name="Basile", email="basile@example.org")

    as_json = client.get(f"{path_of(registration)}donnees.json")
    as_csv = client.get(f"{path_of(registration)}donnees.csv").content.decode()

    facts = json.loads(as_json.content)
    assert (facts["Nom"], facts["Courriel"], facts["Une allergie?"]) == ("=Ondine", "ondine@example.org", "Les noix")
    assert "Nom;'=Ondine\r\n" in as_csv
    assert "basile" not in as_json.content.decode() + as_csv
    assert client.get(f"{path_of(registration)}donnees.xml").status_code == 404


def test_one_erases_ones_data_and_the_link_then_opens_nothing(client: Client, desk: RegistrationDesk) -> None:
    registration = RegistrationFactory(desk=desk, places=3)
    waiting = RegistrationFactory(desk=desk, state="waiting")

    response = client.post(f"{path_of(registration)}effacer/")

    assert "Vos données sont effacées" in read(response)
    assert list(Registration.objects.all()) == [waiting]
    assert stands(waiting) == ("offered", 1)
    assert client.get(path_of(registration)).status_code == 410
    assert client.post(f"{path_of(registration)}effacer/").status_code == 410


def test_a_link_that_was_cut_says_so(client: Client, desk: RegistrationDesk) -> None:
    registration = RegistrationFactory(desk=desk)

    with override_settings(SECRET_KEY="another"):
        response = client.get(path_of(registration)[:-4] + "/")

    assert response.status_code == 404
    assert "Ce lien ne fonctionne pas" in read(response)
