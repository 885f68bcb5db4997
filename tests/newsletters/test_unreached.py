"""Letters that did not reach people: a line on the first screen, a list by name, and sending again what was chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from crm.accounts.policy import Role
from crm.assemblies.models import Notice
from crm.events.audit import ACT
from crm.events.models import RegistrationDesk
from crm.partners.enums import ContactKind, Visibility
from crm.partners.models import PersonContact
from home.to_do import things_to_do
from newsletters.domain.registration_post import post_registration_letters
from newsletters.domain.unreached import reason_words
from newsletters.models import NoticeLetter, RegistrationLetter
from tests.assemblies.desk import sign_in
from tests.factories import DeskFactory, EventFactory, RegistrationFactory
from tests.factories.assemblies import AssemblyFactory
from tests.factories.partners import PersonFactory
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

URL = "/admin/lettres-a-renvoyer/"


@pytest.fixture
def desk() -> RegistrationDesk:
    made: RegistrationDesk = DeskFactory(event=EventFactory(title="Sortie en raquettes"))
    return made


def letter_to(desk: RegistrationDesk, name: str, state: str, reply: str = "", **fields: Any) -> RegistrationLetter:
    person = RegistrationFactory(desk=desk, name=name, email=f"{name.lower()}@example.org", **fields)
    code = int(reply[:3]) if reply else None
    return RegistrationLetter.objects.create(
        registration=person, kind="registered", mark="a", state=state, smtp_code=code, smtp_reply=reply[4:]
    )


@pytest.fixture
def notice() -> Notice:
    start = timezone.now() + timedelta(days=10)
    assembly = AssemblyFactory(event__title="Assemblée de mai", event__starts_at=start)
    made: Notice = Notice.objects.create(assembly=assembly, given_at=timezone.now(), starts_at=start)
    for name, visibility in (("Alba", Visibility.PUBLIC), ("Basile", Visibility.PRIVATE)):
        person = PersonFactory(given_name=name, family_name="Fictive", visibility=visibility)
        PersonContact.objects.create(person=person, kind=ContactKind.EMAIL, value=f"{name.lower()}@example.org")
        NoticeLetter.objects.create(notice=made, person=person, state="bounced", smtp_code=552, smtp_reply="5.2.2 full")
    return made


def shown(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ").split())


def keys(client: Client) -> list[str]:
    page = BeautifulSoup(client.get(URL).content, "html.parser")
    return [box["value"] for box in page.select("input[type=checkbox][name=letters]")]


def states() -> dict[str, str]:
    return dict(RegistrationLetter.objects.values_list("registration__name", "state"))


def lines_of(user: Any) -> list[str]:
    return [one.sentence for one in things_to_do(user, timezone.now()) if one.url == reverse("unreached_letters")]


def test_who_keeps_registrations_sees_who_was_not_reached_and_why(client: Client, desk: RegistrationDesk) -> None:
    volunteer = sign_in(client, Role.COMMUNICATIONS)
    letter_to(desk, "Ondine", "bounced", "550 5.1.1 no such user")
    letter_to(desk, "Basile", "doubtful")
    letter_to(desk, "Seule", "sent")

    page = shown(client.get(URL))

    assert lines_of(volunteer) == ["2 lettres à des personnes inscrites n’ont pas atteint leurs destinataires."]
    assert "Ondine , ondine@example.org" in page
    assert "Cette boîte n’existe pas" in page
    assert "550 5.1.1 no such user" in page
    assert "La ligne a été coupée pendant l’envoi" in page
    assert "Seule" not in page


def test_what_is_over_or_no_longer_true_is_left_out(client: Client, desk: RegistrationDesk) -> None:
    sign_in(client, Role.COMMUNICATIONS)
    over = DeskFactory(event=EventFactory(starts_at=timezone.now() - timedelta(days=1)))
    letter_to(over, "Hier", "bounced")
    gone = letter_to(desk, "Partie", "doubtful")
    gone.registration.state = "cancelled"
    gone.registration.save()

    assert keys(client) == []


def test_chosen_letters_are_asked_about_then_leave_once(
    client: Client, desk: RegistrationDesk, mail_server: MailServer
) -> None:
    sign_in(client, Role.COMMUNICATIONS)
    letter_to(desk, "Ondine", "doubtful")
    letter_to(desk, "Basile", "bounced", "552 5.2.2 full")
    first, _second = keys(client)

    asked = client.post(URL, {"letters": [first]})
    assert "Renvoyer cette lettre?" in shown(asked)
    assert states() == {"Ondine": "doubtful", "Basile": "bounced"}

    client.post(URL, {"letters": [first], "sure": "1"})
    assert states() == {"Ondine": "queued", "Basile": "bounced"}
    client.post(URL, {"letters": [first], "sure": "1"})
    post_registration_letters()
    client.post(URL, {"letters": [first], "sure": "1"})
    post_registration_letters()

    assert mail_server.recipients == ["ondine@example.org"]
    assert states() == {"Ondine": "sent", "Basile": "bounced"}


def test_a_second_click_does_not_send_again_what_was_lost_anew(
    client: Client, desk: RegistrationDesk, mail_server: MailServer
) -> None:
    sign_in(client, Role.COMMUNICATIONS)
    letter_to(desk, "Ondine", "doubtful")
    chosen = {"letters": keys(client), "sure": "1"}
    mail_server.cut_before_answer = {"ondine@example.org"}
    client.post(URL, chosen)
    post_registration_letters()
    assert states() == {"Ondine": "doubtful"}

    client.post(URL, chosen)
    post_registration_letters()

    assert mail_server.recipients == ["ondine@example.org"]
    assert states() == {"Ondine": "doubtful"}


def test_the_secretary_sends_a_notice_again_to_a_member(client: Client, notice: Notice) -> None:
    secretary = sign_in(client, Role.SECRETARIAT)
    assert lines_of(secretary) == ["2 avis de convocation n’ont pas atteint leurs destinataires."]
    page = shown(client.get(URL))
    assert "Assemblée de mai" in page
    assert "La boîte est pleine." in page

    client.post(URL, {"letters": keys(client)[:1], "sure": "1"})

    assert list(NoticeLetter.objects.order_by("pk").values_list("state", flat=True)) == ["queued", "bounced"]


def test_each_sees_only_the_letters_of_their_own_work(client: Client, desk: RegistrationDesk, notice: Notice) -> None:
    letter_to(desk, "Ondine", "doubtful")

    volunteer = sign_in(client, Role.COMMUNICATIONS)
    may_convene = volunteer.has_perm("assemblies.change_assembly")
    assert [key.split("-")[0] for key in keys(client)] == ["inscription"] + ["convocation"] * 2 * may_convene
    board = sign_in(client, Role.BOARD)
    assert lines_of(board) == []
    answer = client.get(URL)
    assert answer.status_code in (302, 403)
    assert "Ondine" not in answer.content.decode()
    assert client.post(URL, {"letters": ["x"], "sure": "1"}).status_code in (302, 403)
    assert states() == {"Ondine": "doubtful"}


@pytest.mark.parametrize(
    ("state", "code", "reply", "words"),
    [
        ("bounced", 550, "5.1.1 unknown", "Cette boîte n’existe pas : demandez la bonne adresse à la personne."),
        ("bounced", 452, "4.2.2 over quota", "La boîte est pleine."),
        ("bounced", 550, "5.7.1 spam", "Leur serveur se méfie de nos lettres : prévenez qui s’occupe du site."),
        ("bounced", 451, "try later", "Leur serveur l’a remise à plus tard, encore et encore."),
        ("bounced", 554, "no", "Leur serveur l’a refusée."),
    ],
)
def test_the_answer_of_a_server_is_said_in_plain_words(state: str, code: int, reply: str, words: str) -> None:
    letter = RegistrationLetter(state=state, smtp_code=code, smtp_reply=reply)

    assert reason_words(letter).replace("\u00a0", " ") == words


def handled(client: Client) -> list[str]:
    """The lines under « Réglées »."""
    page = BeautifulSoup(client.get(URL).content, "html.parser")
    return [" ".join(line.get_text(" ").split()) for line in page.select(".unreached__handled li")]


def test_what_was_settled_otherwise_leaves_the_list_and_says_who_and_when(
    client: Client, desk: RegistrationDesk
) -> None:
    volunteer = sign_in(client, Role.COMMUNICATIONS)
    letter_to(desk, "Ondine", "bounced", "550 5.1.1 no such user")
    letter_to(desk, "Basile", "doubtful")
    first, second = keys(client)

    answer = client.post(URL, {"handled": first}, follow=True)

    assert "C’est réglé : Ondine n’est plus dans la liste." in shown(answer)
    assert keys(client) == [second]
    assert lines_of(volunteer) == ["Une lettre à une personne inscrite n’a pas atteint sa destinataire."]
    letter = RegistrationLetter.objects.get(registration__name="Ondine")
    assert (letter.state, letter.handled_by, letter.handled_at is not None) == ("bounced", volunteer, True)
    (line,) = handled(client)
    assert line.startswith(f"Ondine Sortie en raquettes. Confirmation Réglé par {volunteer}, le ")


def test_what_was_settled_comes_back_to_the_list(client: Client, desk: RegistrationDesk) -> None:
    sign_in(client, Role.COMMUNICATIONS)
    letter_to(desk, "Ondine", "bounced", "552 5.2.2 full")
    (key,) = keys(client)
    client.post(URL, {"handled": key})

    client.post(URL, {"back": key})

    assert keys(client) == [key]
    assert handled(client) == []
    letter = RegistrationLetter.objects.get()
    assert (letter.handled_at, letter.handled_by) == (None, None)


def test_the_first_who_settles_a_letter_is_the_one_who_is_named(client: Client, desk: RegistrationDesk) -> None:
    first = sign_in(client, Role.COMMUNICATIONS)
    letter_to(desk, "Ondine", "doubtful")
    (key,) = keys(client)
    client.post(URL, {"handled": key})
    sign_in(client, Role.SECRETARIAT)

    answer = client.post(URL, {"handled": key}, follow=True)

    assert RegistrationLetter.objects.get().handled_by == first
    assert "Rien n’a changé" in shown(answer)


def test_what_was_settled_does_not_leave_again_by_an_older_page(client: Client, desk: RegistrationDesk) -> None:
    sign_in(client, Role.COMMUNICATIONS)
    letter_to(desk, "Ondine", "doubtful")
    (key,) = keys(client)
    client.post(URL, {"handled": key})

    client.post(URL, {"letters": [key], "sure": "1"})

    assert states() == {"Ondine": "doubtful"}


def test_a_notice_is_settled_by_whoever_convenes_and_by_nobody_else(client: Client, notice: Notice) -> None:
    secretary = sign_in(client, Role.SECRETARIAT)
    first, second = keys(client)
    sign_in(client, Role.COMMUNICATIONS)
    client.post(URL, {"handled": first})
    assert NoticeLetter.objects.filter(handled_at=None).count() == 2

    client.force_login(secretary)
    client.post(URL, {"handled": first})

    assert keys(client) == [second]
    assert lines_of(secretary) == ["Un avis de convocation n’a pas atteint son destinataire."]
    assert NoticeLetter.objects.exclude(handled_at=None).get().state == "bounced"


def test_the_settling_of_a_letter_to_someone_registered_is_noted(client: Client, desk: RegistrationDesk) -> None:
    volunteer = sign_in(client, Role.COMMUNICATIONS)
    letter = letter_to(desk, "Ondine", "doubtful")

    client.post(URL, {"handled": keys(client)[0]})

    noted = ModelLogEntry.objects.filter(action=ACT).get()
    assert (noted.user, noted.data) == (volunteer, {"registration": letter.registration_id, "what": "letter handled"})


def test_settled_letters_cost_no_more_queries_by_three(client: Client, desk: RegistrationDesk) -> None:
    sign_in(client, Role.COMMUNICATIONS)
    counts = []
    for names in (["Alba"], ["Basile", "Colin"]):
        for name in names:
            letter_to(desk, name, "doubtful")
            client.post(URL, {"handled": keys(client)[0]})
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))

    assert counts[0] == counts[1]
