"""Letters to those registered: none is lost and none leaves twice, whatever the server or a dying worker does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.utils import timezone

from crm.events.domain.registering import register
from crm.events.models import Registration, RegistrationDesk
from newsletters.domain import registration_post, single_post
from newsletters.domain.journal import LEAVING_LEASE
from newsletters.domain.registration_post import post_registration_letters
from newsletters.models import RegistrationLetter
from tests.events.desks import wish
from tests.factories import DeskFactory, EventFactory, complete_council
from tests.newsletters.registration_post import states, subjects
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = timezone.now().replace(microsecond=0)
STARTS = NOW + timedelta(days=9)


@pytest.fixture
def desk() -> RegistrationDesk:
    made: RegistrationDesk = DeskFactory(
        event=EventFactory(title="Sortie en raquettes", slug="raquettes", starts_at=STARTS), capacity=2
    )
    return made


def test_a_server_that_does_not_answer_loses_no_letter(
    desk: RegistrationDesk, settings: Any, mail_server: MailServer
) -> None:
    register(desk.pk, wish("Ondine"), NOW)
    good = settings.EMAIL_PORT
    settings.EMAIL_PORT = 9

    assert post_registration_letters() == 0
    assert states() == [("registered", "queued")]

    settings.EMAIL_PORT = good
    assert [to for to, _subject in subjects(mail_server)] == ["ondine@example.org"]


def test_one_refused_for_good_and_one_for_now_hold_nobody_up(desk: RegistrationDesk, mail_server: MailServer) -> None:
    for name in ("Ondine", "Basile", "Seule"):
        register(desk.pk, wish(name), NOW)
    mail_server.refused = {"ondine@example.org": "550 5.1.1 ondine@example.org", "basile@example.org": "451 later"}

    assert [to for to, _subject in subjects(mail_server)] == ["seule@example.org"]

    assert [state for _kind, state in states()] == ["bounced", "deferred", "sent"]
    assert "ondine" not in RegistrationLetter.objects.earliest("pk").smtp_reply
    mail_server.refused = {}
    assert subjects(mail_server) == []
    post_registration_letters(clock=lambda: timezone.now() + timedelta(minutes=6))
    assert mail_server.recipients == ["basile@example.org"]


def test_an_answer_that_is_lost_is_a_doubt_that_never_leaves_again(
    desk: RegistrationDesk, mail_server: MailServer
) -> None:
    register(desk.pk, wish("Ondine"), NOW)
    register(desk.pk, wish("Basile"), NOW)
    mail_server.cut_before_answer = {"ondine@example.org"}

    post_registration_letters()
    post_registration_letters()
    post_registration_letters(clock=lambda: timezone.now() + timedelta(days=1))

    assert mail_server.recipients == ["ondine@example.org", "basile@example.org"]
    assert [state for _kind, state in states()] == ["doubtful", "sent"]


class Killed(BaseException):
    """As a power cut: nothing after it runs."""


def test_a_worker_killed_before_the_letter_leaves_loses_nothing(
    desk: RegistrationDesk, mail_server: MailServer
) -> None:
    register(desk.pk, wish("Ondine"), NOW)

    with patch.object(registration_post, "is_still_true", side_effect=Killed), pytest.raises(Killed):
        post_registration_letters()

    assert subjects(mail_server) == []
    post_registration_letters(clock=lambda: timezone.now() + timedelta(minutes=3))
    assert mail_server.recipients == ["ondine@example.org"]


def test_a_worker_killed_while_the_letter_leaves_leaves_one_doubt_and_no_second_letter(
    desk: RegistrationDesk, mail_server: MailServer
) -> None:
    register(desk.pk, wish("Ondine"), NOW)

    with patch.object(single_post, "taken", side_effect=Killed), pytest.raises(Killed):
        post_registration_letters()

    assert mail_server.recipients == ["ondine@example.org"]
    post_registration_letters(clock=lambda: timezone.now() + LEAVING_LEASE + timedelta(seconds=1))
    assert mail_server.recipients == ["ondine@example.org"]
    assert states() == [("registered", "doubtful")]


def test_nothing_leaves_while_the_council_does_not_say_who_it_is(
    desk: RegistrationDesk, mail_server: MailServer
) -> None:
    register(desk.pk, wish("Ondine"), NOW)
    complete_council(street_address="")

    assert subjects(mail_server) == []
    complete_council()
    assert len(subjects(mail_server)) == 1


def test_erasing_someone_erases_their_letters(desk: RegistrationDesk) -> None:
    registration = register(desk.pk, wish("Ondine"), NOW).registration

    Registration.objects.filter(pk=registration.pk).delete()

    assert RegistrationLetter.objects.count() == 0


def test_what_undoes_the_registration_undoes_its_letter(desk: RegistrationDesk) -> None:
    with transaction.atomic():
        register(desk.pk, wish("Ondine"), NOW)
        transaction.set_rollback(True)

    assert RegistrationLetter.objects.count() == 0
