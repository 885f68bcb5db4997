"""One registers on the page of the event, without an account, as safely as one signs up (T10, T24, T25)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from crm.events.domain.form_stamps import make_stamp, photo_statement
from crm.events.enums import EventStatus, QuestionKind
from crm.events.models import Event, Question, Registration, RegistrationDesk
from crm.partners.models import Council
from newsletters.models import SignUp, Subscriber
from tests.factories import DeskFactory, EventFactory, RegistrationFactory, complete_council

pytestmark = pytest.mark.django_db

Fill = Callable[..., dict[str, Any]]


@pytest.fixture
def desk(council: Council) -> RegistrationDesk:
    """Four places at a snow-shoe outing."""
    made: RegistrationDesk = DeskFactory(event=EventFactory(title="Sortie en raquettes", slug="raquettes"), capacity=4)
    return made


@pytest.fixture
def fill(desk: RegistrationDesk, council: Council) -> Fill:
    """The form, read for a minute and filled in."""
    with travel(timezone.now() - timedelta(minutes=1), tick=False):
        stamp = make_stamp(desk, photo_statement(council))

    def filled(**fields: Any) -> dict[str, Any]:
        known = {"name": "Ondine", "email": "ondine@example.org", "places": "2", "age": "over", "stamp": stamp}
        return known | fields

    return filled


def post(client: Client, desk: RegistrationDesk, data: dict[str, Any]) -> Any:
    return client.post(f"{desk.event.get_absolute_url()}inscription/", data)


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def errors(response: Any) -> list[str]:
    return [found.get_text(" ", strip=True) for found in page_of(response).select(".field__error, [role=alert] p")]


def test_the_event_page_offers_the_form_with_nothing_ticked_and_no_cookie(
    client: Client, desk: RegistrationDesk
) -> None:
    RegistrationDesk.objects.update(asks_photo_consent=True)
    response = client.get(desk.event.get_absolute_url())
    page = page_of(response)

    assert not response.cookies
    assert page.select_one(".registration__places").text == "Il reste 4\u00a0places"
    assert page.select("[checked]") == []
    asked = [field["name"] for field in page.select(".registration [name]")]
    assert asked == [
        "stamp",
        "name",
        "email",
        "places",
        "age",
        "age",
        "parent_name",
        "parent_contact",
        "photo_consent",
        "website",
    ]


def test_registering_writes_one_row_and_subscribes_to_nothing(
    strict_client: Client, desk: RegistrationDesk, fill: Fill
) -> None:
    response = post(strict_client, desk, fill(email="Ondine@EXAMPLE.org"))

    assert (response.status_code, response["Location"]) == (302, f"{desk.event.get_absolute_url()}inscription/merci/")
    assert not response.cookies
    registration = Registration.objects.get()
    assert (registration.name, registration.email, registration.places) == ("Ondine", "Ondine@example.org", 2)
    assert (registration.state, registration.photo_statement) == ("registered", "")
    assert (Subscriber.objects.count(), SignUp.objects.count()) == (0, 0)


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_work(
    client: Client, desk: RegistrationDesk, fill: Fill
) -> None:
    RegistrationFactory(desk=desk, email="connue@example.org")
    answers = {}

    for address in ("connue@example.org", "inconnue@example.org"):
        with CaptureQueriesContext(connection) as work:
            response = post(client, desk, fill(email=address, places="1"))
        done = client.get(response["Location"])
        verbs = [" ".join(query["sql"].split()[:3]) for query in work]
        answers[address] = (response.status_code, response["Location"], response.content, done.content, verbs)

    assert answers["connue@example.org"] == answers["inconnue@example.org"]
    assert desk.registrations.seated() == 2


@pytest.mark.parametrize("places", ["2", "1"])
def test_a_full_event_says_the_same_to_known_and_unknown(
    client: Client, desk: RegistrationDesk, fill: Fill, places: str
) -> None:
    RegistrationFactory(desk=desk, email="connue@example.org", places=4)

    where = {post(client, desk, fill(email=f"{who}@example.org", places=places))["Location"] for who in ("connue", "x")}

    assert where == {f"{desk.event.get_absolute_url()}inscription/attente/"}
    assert "liste d’attente" in client.get(where.pop()).content.decode()


def test_a_family_of_three_with_two_places_left_chooses(client: Client, desk: RegistrationDesk, fill: Fill) -> None:
    RegistrationFactory(desk=desk, places=2)

    response = post(client, desk, fill(places="3"))

    assert errors(response)[0] == "Il ne reste que 2\u00a0places, et vous en demandez 3."
    choices = {button["value"]: button.text for button in page_of(response).select("button[name=if_short]")}
    assert choices == {
        "take": "Prendre les 2\u00a0places qui restent",
        "wait": "Attendre qu’il y ait de la place pour nous tous",
    }
    assert Registration.objects.count() == 1
    taken = post(client, desk, fill(places="3", if_short="take"))
    assert taken["Location"].endswith("/merci/")
    assert Registration.objects.get(name="Ondine").places == 2


def test_under_fourteen_a_parent_agrees_or_it_is_refused(client: Client, desk: RegistrationDesk, fill: Fill) -> None:
    refused = post(client, desk, fill(age="under", parent_name="Basile"))

    assert errors(refused) == ["Avant 14 ans, un parent donne son accord et dit comment le joindre."]
    assert errors(post(client, desk, fill(age=""))) == ["Dites si vous avez 14 ans ou plus."]
    assert Registration.objects.count() == 0
    post(client, desk, fill(age="under", parent_name="Basile", parent_contact="418 555-0142"))
    registration = Registration.objects.get()
    assert (registration.parent_name, registration.parent_contact) == ("Basile", "418 555-0142")


def test_what_a_parent_field_holds_is_not_kept_from_fourteen_on(
    client: Client, desk: RegistrationDesk, fill: Fill
) -> None:
    post(client, desk, fill(age="over", parent_name="Basile", parent_contact="418 555-0142"))

    assert Registration.objects.get().parent_name == ""


def test_the_questions_of_the_volunteer_are_asked_and_kept_as_they_were_put(
    client: Client, desk: RegistrationDesk, fill: Fill
) -> None:
    allergy = Question.objects.create(desk=desk, label="Une allergie?", kind=QuestionKind.TEXT)
    size = Question.objects.create(
        desk=desk, label="Votre taille", kind=QuestionKind.CHOICE, choices="Petit\nGrand\n", required=True
    )
    lends = Question.objects.create(desk=desk, label="J’ai des raquettes", kind=QuestionKind.YES_NO)

    assert errors(post(client, desk, fill())) == ["Répondez à cette question."]
    post(client, desk, fill(**{f"question_{size.pk}": "Grand", f"question_{lends.pk}": "on"}))
    Question.objects.all().delete()

    answers = Registration.objects.get().answers.values_list("asked", "text")
    assert list(answers) == [("Votre taille", "Grand"), ("J’ai des raquettes", "oui")]
    assert allergy.label not in dict(answers)


def test_consent_to_photographs_is_kept_in_its_own_words(
    client: Client, desk: RegistrationDesk, fill: Fill, council: Council
) -> None:
    RegistrationDesk.objects.update(asks_photo_consent=True)

    post(client, desk, fill(photo_consent="on"))

    assert Registration.objects.get().photo_statement == photo_statement(council)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Écrivez votre nom."),
        ({"name": "Gagnez sur pari.example"}, "Écrivez seulement votre nom, sans aucune adresse."),
        ({"email": "ondine@"}, "Ce n’est pas une adresse de courriel complète. Elle ressemble à nom@example.org."),
        ({"places": "7"}, "On peut prendre 6 places au plus. Si vous êtes plus nombreux, écrivez-nous."),
        (
            {"stamp": "faux"},
            "Cette page était ouverte depuis un moment. Relisez-la et envoyez-la de nouveau, s’il vous plaît.",
        ),
    ],
)
def test_what_can_be_mended_is_said_and_nothing_is_written(
    client: Client, desk: RegistrationDesk, fill: Fill, fields: dict[str, str], words: str
) -> None:
    response = post(client, desk, fill(**fields))

    assert response.status_code == 200
    assert [error.replace("\u00a0", " ") for error in errors(response)] == [words]
    assert response["Cache-Control"] == "private, no-store"
    assert Registration.objects.count() == 0


def test_a_robot_is_thanked_and_writes_nothing(client: Client, desk: RegistrationDesk, fill: Fill) -> None:
    response = post(client, desk, fill(website="https://example.com/"))

    assert response["Location"].endswith("/merci/")
    assert Registration.objects.count() == 0


def test_a_form_filled_in_faster_than_one_reads_is_shown_again(
    client: Client, desk: RegistrationDesk, fill: Fill, council: Council
) -> None:
    response = post(client, desk, fill(stamp=make_stamp(desk, photo_statement(council))))

    assert errors(response) == ["Vérifiez ce que vous avez écrit, puis envoyez de nouveau."]
    assert Registration.objects.count() == 0


def test_a_stamp_of_one_desk_opens_no_other(client: Client, desk: RegistrationDesk, fill: Fill) -> None:
    other = DeskFactory(event=EventFactory(slug="autre"))

    assert post(client, other, fill()).status_code == 200
    assert Registration.objects.count() == 0


def test_a_flood_from_one_address_is_asked_to_wait(client: Client, desk: RegistrationDesk, fill: Fill) -> None:
    answers = [post(client, desk, fill(places="1")) for _time in range(7)]

    assert [answer.status_code for answer in answers] == [302] * 6 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_flood_from_one_place_is_asked_to_wait(client: Client, desk: RegistrationDesk, fill: Fill) -> None:
    answers = [post(client, desk, {}) for _time in range(61)]

    assert {answer.status_code for answer in answers[:60]} == {200}
    assert answers[60].status_code == 429


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"opens_at": timedelta(days=2)}, "Inscription à compter du"),
        ({"closes_at": timedelta(hours=-1)}, "Inscriptions closes"),
    ],
)
def test_a_desk_that_is_not_open_says_so_and_refuses_a_form(
    client: Client, desk: RegistrationDesk, fill: Fill, change: dict[str, timedelta], words: str
) -> None:
    RegistrationDesk.objects.update(**{name: timezone.now() + delay for name, delay in change.items()})

    page = page_of(client.get(desk.event.get_absolute_url()))

    assert page.select_one(".registration__places").text.startswith(words)
    assert page.select(".registration form") == []
    assert post(client, desk, fill()).status_code == 200
    assert Registration.objects.count() == 0


def test_a_cancelled_event_takes_nobody(client: Client, desk: RegistrationDesk, fill: Fill) -> None:
    Event.objects.update(status=EventStatus.CANCELLED)

    assert page_of(client.get(desk.event.get_absolute_url())).select(".registration") == []
    post(client, desk, fill())
    assert Registration.objects.count() == 0


def test_the_form_has_no_address_where_there_is_no_desk_or_no_public_event(
    client: Client, desk: RegistrationDesk, fill: Fill
) -> None:
    bare = EventFactory(slug="sans-inscription")
    assert client.post(f"{bare.get_absolute_url()}inscription/", {}).status_code == 404
    assert client.get(f"{desk.event.get_absolute_url()}inscription/")["Location"].endswith("/raquettes/#inscription")
    Event.objects.update(status=EventStatus.DRAFT)
    assert post(client, desk, fill()).status_code == 404


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_event_page_asks_the_database_as_much_for_one_registration_as_for_many(
    client: Client, desk: RegistrationDesk, waiting: int
) -> None:
    client.get(desk.event.get_absolute_url())
    RegistrationFactory.create_batch(waiting, desk=desk)

    with CaptureQueriesContext(connection) as work:
        client.get(desk.event.get_absolute_url())

    asked = [
        query["sql"] for query in work if "events_registration" in query["sql"] or "events_question" in query["sql"]
    ]
    assert len(asked) == 2


def test_nobody_registers_while_the_council_does_not_say_who_it_is(
    client: Client, desk: RegistrationDesk, fill: Fill
) -> None:
    complete_council(street_address="")

    assert page_of(client.get(desk.event.get_absolute_url())).select(".registration") == []
    assert post(client, desk, fill()).status_code == 404
    assert Registration.objects.count() == 0
