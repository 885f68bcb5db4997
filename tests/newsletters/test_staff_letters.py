"""Letters to those who work here leave once, even when the worker that was to write them is killed."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from crm.accounts.models import User
from crm.accounts.policy import Role
from newsletters.domain.approval_letters import write_reading_letters
from newsletters.domain.approvals import ask_approval, send_letter_back, withdraw_request
from newsletters.domain.hearing.return_paths import Post, Returned, find_return_tokens, first_true
from newsletters.domain.recurring import prepare_monthly_draft, stop_path, write_draft_letters
from newsletters.domain.staff_letters import post_staff_letters
from newsletters.models import LetterReading, MonthlyDraft, MonthlyDraftRule, StaffLetter
from newsletters.tasks import prepare_monthly_draft_task, tell_of_readings_task
from tests.events.moments import at
from tests.factories import EventFactory, UserFactory, someone_of
from tests.factories.newsletters import newsletter, newsletter_index
from tests.newsletters.corpus import RETURN_PATH
from tests.newsletters.posting import START
from tests.newsletters.smtp import MailServer, Received

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

MONDAY = at("2026-05-04 09:00")  # the first of May 2026


@pytest.fixture
def writer() -> User:
    return someone_of(Role.COMMUNICATIONS, first_name="Alba", last_name="Fictive")


@pytest.fixture
def reader() -> User:
    return someone_of(Role.BOARD, first_name="Basile", last_name="Fictif")


@pytest.fixture
def reading(writer: User, reader: User) -> LetterReading:
    return ask_approval(newsletter(title="Mai au quartier"), writer)


@pytest.fixture
def draft(writer: User) -> MonthlyDraft:
    newsletter_index()
    rule: MonthlyDraftRule = MonthlyDraftRule.load()
    rule.is_on = True
    rule.save()
    EventFactory(starts_at=at("2026-05-13 19:00"), title="Fête des voisins")
    made = prepare_monthly_draft(MONDAY)
    assert made is not None
    return made


def body(received: Received) -> str:
    part = received.message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def subject(received: Received) -> str:
    return " ".join(str(received.message["Subject"]).split())


def test_who_may_approve_gets_one_letter_and_who_asked_gets_the_answer(
    mail_server: MailServer, reading: LetterReading, writer: User, reader: User
) -> None:
    tell_of_readings_task()
    tell_of_readings_task()
    send_letter_back(reading, reader, "La salle est le gymnase.")
    tell_of_readings_task()
    tell_of_readings_task()

    asked, answered = mail_server.received
    assert (asked.recipient, answered.recipient) == (reader.email, writer.email)
    assert subject(asked).startswith("À approuver : Mai au quartier")
    assert reverse("letter_reading", args=[reading.pk]) in body(asked)
    assert "La salle est le gymnase." in body(answered)


def test_a_worker_killed_before_the_rows_has_told_nobody_and_the_next_one_does(
    mail_server: MailServer, reading: LetterReading, draft: MonthlyDraft
) -> None:
    killed = patch.object(StaffLetter.objects, "bulk_create", side_effect=KeyboardInterrupt)
    for write in (write_reading_letters, write_draft_letters):
        with killed, pytest.raises(KeyboardInterrupt):
            write(START)
    assert not StaffLetter.objects.exists()

    tell_of_readings_task()
    prepare_monthly_draft_task()

    assert len(mail_server.received) == 2


def test_a_worker_killed_after_the_rows_loses_none(
    mail_server: MailServer, settings: Settings, reading: LetterReading, draft: MonthlyDraft
) -> None:
    good, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    assert (write_reading_letters(START), write_draft_letters(START), post_staff_letters()) == (1, 1, 0)
    assert (write_reading_letters(START), write_draft_letters(START)) == (0, 0)

    settings.EMAIL_PORT = good
    tell_of_readings_task()

    assert min(map(subject, mail_server.received)).startswith("Le brouillon du mois est prêt")
    assert set(StaffLetter.objects.values_list("state", flat=True)) == {"sent"}


def test_nobody_is_asked_for_what_is_withdrawn_meanwhile(
    mail_server: MailServer, reading: LetterReading, writer: User
) -> None:
    write_reading_letters(START)
    withdraw_request(reading, writer)

    assert post_staff_letters() == 0
    assert StaffLetter.objects.get().state == "skipped"


def test_those_who_send_alone_are_told_of_the_monthly_draft(
    mail_server: MailServer, draft: MonthlyDraft, writer: User
) -> None:
    someone_of(Role.READING)
    UserFactory()
    write_draft_letters(MONDAY)

    assert post_staff_letters() == 1

    [received] = mail_server.received
    assert received.recipient == writer.email
    assert stop_path() in body(received)


def test_nothing_new_is_told_too_and_a_draft_thrown_away_is_not(mail_server: MailServer, draft: MonthlyDraft) -> None:
    MonthlyDraft.objects.create(month="2026-06", made_at=MONDAY, nothing_new=True)
    assert draft.page is not None
    draft.page.delete()
    write_draft_letters(MONDAY)

    assert post_staff_letters() == 1

    assert subject(mail_server.received[0]).startswith("Rien de nouveau ce mois-ci")


def test_it_comes_back_to_us_by_an_address_of_its_own(
    mail_server: MailServer, reading: LetterReading, settings: Settings
) -> None:
    settings.RETURN_ADDRESS = RETURN_PATH

    tell_of_readings_task()

    returned = first_true(find_return_tokens(mail_server.received[0].sender))
    assert returned == Returned(Post.STAFF, StaffLetter.objects.get().pk)
