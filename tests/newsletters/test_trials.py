"""A test letter to oneself, and what its sender learns of it."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from cms.celery import app
from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.enums import ContactKind
from crm.partners.models import Membership, Organization, PersonContact
from newsletters.domain.slots import SLOTS
from newsletters.domain.trial_news import NEWS
from newsletters.domain.trials import TRIAL_LEASE, UNDER_WAY, ask_board_trials, ask_trial, without_addresses
from newsletters.enums import TrialState
from newsletters.models import Mailing, NewsletterPage, Trial
from newsletters.relay.kept import list_keys
from newsletters.tasks import send_trial
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory
from tests.factories.newsletters import newsletter
from tests.factories.users import someone_of
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = timezone.now()
LATER = NOW + TRIAL_LEASE


@pytest.fixture
def page() -> NewsletterPage:
    return newsletter(title="Bonjour")


@pytest.fixture
def volunteer(client: Client) -> User:
    user = someone_of(Role.COMMUNICATIONS, email="benevole@conseil.example")
    client.force_login(user)
    return user


def screen(page: NewsletterPage) -> str:
    return reverse("newsletter_send", args=[page.pk])


def shown(client: Client, page: NewsletterPage) -> str:
    """The part of the screen about the test letter, as it asks for itself."""
    return client.get(reverse("newsletter_trial", args=[page.pk])).content.decode().replace("\u00a0", " ")


def ask(page: NewsletterPage, person: User) -> Trial:
    trial = ask_trial(page, person, timezone.now())
    assert trial is not None
    return trial


def test_letter_is_the_latest_draft_to_oneself_and_changes_nothing(
    page: NewsletterPage, volunteer: User, mail_server: MailServer
) -> None:
    page.title = "Bonsoir"
    page.save_revision()
    trial = ask(page, volunteer)

    send_trial(trial.pk)

    [received] = mail_server.received
    letter = received.message
    assert (received.sender, received.recipient) == ("infolettre@conseil.example", volunteer.email)
    assert (letter["Subject"], letter["To"]) == ("[Essai] Bonsoir", volunteer.email)
    for kind in ("plain", "html"):
        part = letter.get_body((kind,))
        assert part is not None
        words = part.get_content()
        assert "Bonjour à vous." in words
        assert f"{project.BASE_URL}/infolettre/abonnement/" in words
        assert not any(slot in words for slot in SLOTS)
    assert not Mailing.objects.exists()


def test_task_run_twice_sends_once(page: NewsletterPage, volunteer: User, mail_server: MailServer) -> None:
    trial = ask(page, volunteer)

    send_trial(trial.pk)
    send_trial(trial.pk)

    trial.refresh_from_db()
    assert (trial.state, len(mail_server.received)) == (TrialState.SENT, 1)


def test_task_whose_newsletter_is_gone_sends_nothing(
    page: NewsletterPage, volunteer: User, mail_server: MailServer
) -> None:
    trial = ask(page, volunteer)
    page.delete()

    send_trial(trial.pk)

    assert (mail_server.received, Trial.objects.count()) == ([], 0)


def test_letter_that_stays_on_this_machine_is_said_to(
    client: Client, page: NewsletterPage, volunteer: User, outbox: Path
) -> None:
    send_trial(ask(page, volunteer).pk)

    [key] = list_keys(outbox)
    letter = message_from_bytes((outbox / "new" / key).read_bytes(), policy=policy.default)
    assert (letter["Delivered-To"], letter["Subject"]) == (volunteer.email, "[Essai] Bonjour")
    assert "La lettre d’essai est dans la boîte de départ locale." in shown(client, page)


def test_screen_says_when_the_server_took_it(
    client: Client, page: NewsletterPage, volunteer: User, mail_server: MailServer
) -> None:
    send_trial(ask(page, volunteer).pk)

    html = client.get(screen(page)).content.decode()

    assert "La lettre d’essai est partie." in html
    assert (
        f'datetime="{Trial.objects.get().changed_at.astimezone(timezone.get_current_timezone()).isoformat()}"' in html
    )
    assert "hx-get" not in html


@pytest.mark.parametrize(
    ("refusal", "state", "words", "answer"),
    [
        (
            {"refused": {"benevole@conseil.example": "550 5.1.1 <Benevole@conseil.example> inconnu ici"}},
            TrialState.REFUSED,
            "Vérifiez l’adresse de votre compte.",
            "550 5.1.1 <…> inconnu ici",
        ),
        (
            {"refused": {"benevole@conseil.example": "450 4.2.1 benevole@conseil.example: plus tard"}},
            TrialState.PUT_OFF,
            "Demandez-en une autre dans une dizaine de minutes.",
            "450 4.2.1 …: plus tard",
        ),
        (
            {"refused_content": {"benevole@conseil.example": "554 5.7.1 see postmaster@relais.example"}},
            TrialState.REFUSED,
            "avant d’envoyer l’infolettre",
            "554 5.7.1 see …",
        ),
        (
            {"refuse_sender": "553 5.7.1 <infolettre@conseil.example>: not owned by user"},
            TrialState.WE_ARE_REFUSED,
            "Réessayer n’y changera rien.",
            "553 5.7.1 <…>: not owned by user",
        ),
        (
            {"cut_before_answer": {"benevole@conseil.example"}},
            TrialState.LOST,
            "On ne sait pas si la lettre d’essai est partie",
            "",
        ),
        (
            {"cut_at_recipient": {"benevole@conseil.example"}},
            TrialState.UNREACHABLE,
            "le serveur de courriel ne répond pas",
            "",
        ),
    ],
)
def test_refusal_is_kept_without_addresses_and_told_to_who_asked(
    client: Client,
    page: NewsletterPage,
    volunteer: User,
    mail_server: MailServer,
    refusal: dict[str, object],
    state: TrialState,
    words: str,
    answer: str,
) -> None:
    vars(mail_server).update(refusal)
    trial = ask(page, volunteer)

    send_trial(trial.pk)

    trial.refresh_from_db()
    html = shown(client, page)
    assert trial.state == state
    assert "@" not in trial.smtp_reply
    assert words in html
    if answer:
        assert f"{trial.smtp_code} {trial.smtp_reply}" == answer
        assert f'<q lang="">{answer}</q>'.replace("<…>", "&lt;…&gt;") in html


def test_server_that_is_down_is_told(client: Client, page: NewsletterPage, volunteer: User, settings: Settings) -> None:
    settings.OUTBOX_DIR, settings.EMAIL_HOST, settings.EMAIL_PORT = None, "127.0.0.1", 1
    send_trial(ask(page, volunteer).pk)

    html = shown(client, page)

    assert Trial.objects.get().state == TrialState.UNREACHABLE
    assert "La lettre d’essai n’est pas partie : le serveur de courriel ne répond pas." in html


def test_address_that_cannot_be_written_to_is_told(
    client: Client, page: NewsletterPage, volunteer: User, mail_server: MailServer
) -> None:
    User.objects.update(email="bénévole@conseil.example")
    send_trial(ask(page, volunteer).pk)

    assert "une adresse sans accents" in shown(client, page)
    assert mail_server.received == []


def test_every_end_has_its_words() -> None:
    assert set(NEWS) == set(TrialState) - {TrialState.LEAVING}


def test_another_one_is_asked_for_once_the_first_has_ended(page: NewsletterPage, volunteer: User) -> None:
    trial = ask_trial(page, volunteer, NOW)
    assert trial is not None
    assert ask_trial(page, volunteer, NOW) is None

    Trial.objects.update(state=TrialState.REFUSED, smtp_code=550, smtp_reply="non")
    again = ask_trial(page, volunteer, NOW)

    assert again == trial
    trial.refresh_from_db()
    assert (trial.state, trial.asked_at, trial.smtp_code, trial.smtp_reply) == (TrialState.WAITING, NOW, None, "")


@pytest.mark.parametrize("state", UNDER_WAY)
def test_one_that_nobody_is_at_any_more_does_not_keep_another_from_leaving(
    page: NewsletterPage, volunteer: User, state: TrialState
) -> None:
    ask_trial(page, volunteer, NOW)
    Trial.objects.update(state=state)

    assert ask_trial(page, volunteer, LATER - timedelta(seconds=1)) is None
    assert ask_trial(page, volunteer, LATER) is not None


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (TrialState.WAITING, "La lettre d’essai n’est pas partie : rien ne l’a prise en charge."),
        (TrialState.LEAVING, "On ne sait pas si la lettre d’essai est partie"),
    ],
)
def test_screen_asks_again_until_it_knows_or_nobody_will(
    client: Client, page: NewsletterPage, volunteer: User, state: TrialState, words: str
) -> None:
    ask(page, volunteer)
    Trial.objects.update(state=state)
    coming = shown(client, page)
    assert "La lettre d’essai est en route." in coming
    assert f'hx-get="{reverse("newsletter_trial", args=[page.pk])}"' in coming

    Trial.objects.update(changed_at=timezone.now() - TRIAL_LEASE)

    late = shown(client, page)
    assert words in late
    assert "hx-get" not in late


def test_button_pressed_twice_calls_the_workers_once(client: Client, page: NewsletterPage, volunteer: User) -> None:
    with app.connection_or_acquire() as connection:
        queue = connection.SimpleQueue(app.conf.task_default_queue)
        queue.clear()
        client.post(screen(page), {"try": "1"})
        second = client.post(screen(page), {"try": "1"}, follow=True)

        assert queue.clear() == 1
    assert "Une lettre d’essai est déjà en route vers vous." in second.content.decode()
    assert Trial.objects.get().asked_by == volunteer


def test_each_sees_their_own(client: Client, page: NewsletterPage, volunteer: User) -> None:
    ask(page, someone_of(Role.SECRETARIAT))

    assert "send__trial" not in shown(client, page)


@pytest.mark.parametrize("role", [Role.BOARD, Role.ARCHIVES, Role.READING])
def test_others_learn_nothing(client: Client, page: NewsletterPage, role: Role) -> None:
    client.force_login(someone_of(role))

    assert client.get(reverse("newsletter_trial", args=[page.pk])).status_code == 302


def test_words_of_a_server_lose_every_address() -> None:
    words = '550 <Une.Voisine@example.org>: user "Une.Voisine@EXAMPLE.ORG" (see help@relais.example, now)'

    assert without_addresses(words, "une.voisine@example.org") == '550 <…>: user "…" (see …, now)'


# --- to the board -----------------------------------------------------------------------------------


def seat(email: str, **fields: object) -> Membership:
    """Someone of the board, with an e-mail in their file."""
    person = PersonFactory()
    if email:
        PersonContact.objects.create(person=person, kind=ContactKind.EMAIL, value=email)
    ours = Organization.objects.our_council() or OrganizationFactory(is_our_council=True)
    return MembershipFactory(organization=ours, person=person, **fields)


def test_each_member_of_the_board_gets_one(
    client: Client, volunteer: User, page: NewsletterPage, mail_server: MailServer
) -> None:
    seat("une@example.org")
    seat("deux@example.org")
    seat("")
    seat("ancienne@example.org", ends_on=PartialDate(2025, 4, 15))
    assert "En envoyer une aux 2 membres du conseil" in client.get(screen(page)).content.decode()
    answer = client.post(screen(page), {"board": "1"}, follow=True).content.decode()
    assert "2 lettres d’essai sont en route" in answer
    assert "2 sont en route" in shown(client, page)
    for trial in Trial.objects.all():
        for _run in range(2):
            send_trial(trial.pk)
    assert sorted(mail_server.recipients) == ["deux@example.org", "une@example.org"]
    assert "2 lettres d’essai sont parties" in shown(client, page)
    assert "example.org" not in shown(client, page)
    assert Trial.objects.filter(person=None).count() == 0


def test_second_press_sends_nothing_twice_and_later_sends_again(volunteer: User, page: NewsletterPage) -> None:
    seat("une@example.org")
    (trial,) = ask_board_trials(page, volunteer, NOW)
    assert ask_board_trials(page, volunteer, NOW) == []
    (again,) = ask_board_trials(page, volunteer, LATER)
    assert again.pk == trial.pk


def test_member_whose_address_went_meanwhile_is_counted(
    client: Client, volunteer: User, page: NewsletterPage, mail_server: MailServer
) -> None:
    member = seat("une@example.org")
    (trial,) = ask_board_trials(page, volunteer, timezone.now())
    PersonContact.objects.filter(person=member.person).delete()
    send_trial(trial.pk)
    assert mail_server.received == []
    assert "1 × " in shown(client, page)


def test_ones_own_test_and_the_boards_are_two(volunteer: User, page: NewsletterPage) -> None:
    seat("une@example.org")
    ask_board_trials(page, volunteer, NOW)
    ask_trial(page, volunteer, NOW)
    assert Trial.objects.count() == 2


def test_board_without_addresses_is_not_offered(client: Client, volunteer: User, page: NewsletterPage) -> None:
    seat("")
    assert 'name="board"' not in client.get(screen(page)).content.decode()
    assert "On ne peut écrire à personne" in client.post(screen(page), {"board": "1"}, follow=True).content.decode()
