"""Relays with limits, and several of them: what each takes is shared by all workers and survives them."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from pytest_django.fixtures import Settings

from cms.settings.services import mail, more_relays
from newsletters.domain.allowances import choose_account, opens_at
from newsletters.domain.deliver import Limits, deliver_batch
from newsletters.domain.journal import claim_letters
from newsletters.domain.rounds import call_again, make_rounds
from newsletters.enums import MailingState
from newsletters.models import Mailing, RelayState, RelayUse
from newsletters.relay import LetterRefused, RelayUnreachable, connect_relay
from newsletters.relay.accounts import first_account
from tests.factories import complete_council
from tests.factories.mailings import make_mailing
from tests.newsletters.posting import START, Clock, counts
from tests.newsletters.smtp import MailServer, run_mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def dead_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port: int = nobody.getsockname()[1]
        return port


@pytest.fixture
def second_server(settings: Settings) -> Iterator[MailServer]:
    with run_mail_server() as server:
        settings.MORE_RELAYS = more_relays(f"{server.url}?name=second")
        yield server


class TestUrls:
    """What the environment may say."""

    def test_limits_are_read(self) -> None:
        said = mail("smtp+tls://moi:secret@mail.example?minute=30&hour=500&day=2000&to=gmail.com:20/minute&warm_up=50")
        assert said["RELAY_LIMITS"] == [
            (2000, "day", ""),
            (500, "hour", ""),
            (30, "minute", ""),
            (20, "minute", "gmail.com"),
        ]
        assert (said["RELAY_NAME"], said["RELAY_WARM_UP"], said["EMAIL_HOST"]) == ("mail.example", 50, "mail.example")

    def test_backend_is_named_by_its_path(self) -> None:
        said = mail("backend:///anymail.backends.brevo.EmailBackend?name=brevo&hour=300")
        assert (said["RELAY_BACKEND"], said["RELAY_NAME"]) == ("anymail.backends.brevo.EmailBackend", "brevo")

    @pytest.mark.parametrize(
        "query", ["minute=beaucoup", "minute=0", "to=gmail.com", "to=gmail.com:9/an", "heure=3", "warm_up=-1", "minute"]
    )
    def test_what_cannot_be_understood_is_refused(self, query: str) -> None:
        with pytest.raises(ValueError, match=r"minute|mail server"):
            mail(f"smtp://mail.example?{query}")

    def test_two_relays_of_one_name_are_refused(self) -> None:
        with pytest.raises(ValueError, match="same name"):
            more_relays("smtp://mail.example smtps://mail.example")


class TestLimits:
    """One relay that takes so many letters."""

    def test_batch_sends_what_the_minute_allows_and_says_when_to_come_back(
        self, mail_server: MailServer, clock: Clock, settings: Settings
    ) -> None:
        settings.RELAY_LIMITS = [(4, "minute", "")]
        mailing = make_mailing(10, now=START)

        assert deliver_batch(mailing.pk, clock=clock) is False
        assert len(mail_server.received) == 4
        assert deliver_batch(mailing.pk, clock=clock) is False
        assert len(mail_server.received) == 4
        assert call_again(mailing.pk, clock.now) == MINUTE + SECOND

        clock.now += MINUTE + SECOND
        deliver_batch(mailing.pk, clock=clock)
        clock.now += MINUTE + SECOND
        deliver_batch(mailing.pk, clock=clock)
        assert counts(mailing) == {"sent": 10}
        assert Mailing.objects.get().state == MailingState.FINISHED

    def test_one_worker_is_called_back_and_the_rounds_leave_it_to_it(
        self, mail_server: MailServer, clock: Clock, settings: Settings
    ) -> None:
        settings.RELAY_LIMITS = [(4, "minute", "")]
        mailing = make_mailing(10, now=START)
        deliver_batch(mailing.pk, clock=clock)

        assert call_again(mailing.pk, clock.now) is not None
        assert call_again(mailing.pk, clock.now) is None
        assert make_rounds(clock.now) == []
        clock.now += MINUTE + 2 * SECOND
        assert make_rounds(clock.now) == [mailing.pk]

    def test_limit_survives_whoever_counted(self, mail_server: MailServer, clock: Clock, settings: Settings) -> None:
        settings.RELAY_LIMITS = [(6, "hour", "")]
        first, other = make_mailing(4, now=START), make_mailing(4, now=START, prefix="voisin")
        deliver_batch(first.pk, clock=clock)
        deliver_batch(other.pk, clock=clock)
        assert (counts(first), counts(other)) == ({"sent": 4}, {"sent": 2, "queued": 2})

    def test_letters_that_did_not_leave_are_given_back(
        self, mail_server: MailServer, clock: Clock, settings: Settings
    ) -> None:
        settings.RELAY_LIMITS = [(5, "minute", "")]
        mailing = make_mailing(9, now=START)

        assert deliver_batch(mailing.pk, Limits(letters=2, claim=5), clock) is True
        assert RelayUse.objects.aggregate(total=Sum("letters"))["total"] == 2
        deliver_batch(mailing.pk, clock=clock)
        assert len(mail_server.received) == 5

    def test_domain_at_its_limit_does_not_hold_up_the_others(
        self, mail_server: MailServer, clock: Clock, settings: Settings
    ) -> None:
        settings.RELAY_LIMITS = [(1, "minute", "example.org")]
        mailing = make_mailing(4, now=START)
        mailing.deliveries.filter(email="voisine3@example.org").update(email="voisine3@autre.example")

        deliver_batch(mailing.pk, clock=clock)
        assert sorted(mail_server.recipients) == ["voisine0@example.org", "voisine3@autre.example"]
        assert counts(mailing) == {"sent": 2, "queued": 2}

        clock.now += MINUTE + SECOND
        assert make_rounds(clock.now) == [mailing.pk]
        deliver_batch(mailing.pk, clock=clock)
        assert len(mail_server.received) == 3

    def test_new_relay_takes_more_each_day(self, mail_server: MailServer, clock: Clock, settings: Settings) -> None:
        settings.RELAY_WARM_UP = 2
        mailing = make_mailing(9, now=START)
        for total in (2, 6, 9):
            deliver_batch(mailing.pk, clock=clock)
            assert len(mail_server.received) == total
            clock.now += timedelta(days=1, minutes=30)

    def test_relay_without_limits_costs_no_count(self, mail_server: MailServer, mailing: Mailing, clock: Clock) -> None:
        deliver_batch(mailing.pk, clock=clock)
        assert not RelayState.objects.exists()


class TestSeveral:
    """Another relay takes over."""

    def test_second_relay_takes_what_the_first_may_not(
        self, mail_server: MailServer, second_server: MailServer, clock: Clock, settings: Settings
    ) -> None:
        settings.RELAY_LIMITS = [(3, "hour", "")]
        mailing = make_mailing(8, now=START)
        while counts(mailing) != {"sent": 8}:
            deliver_batch(mailing.pk, clock=clock)
        assert (len(mail_server.received), len(second_server.received)) == (3, 5)

    def test_relay_that_is_down_is_left_alone_and_taken_up_again(
        self, mail_server: MailServer, second_server: MailServer, clock: Clock, settings: Settings
    ) -> None:
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, dead_port()
        mailing = make_mailing(3, now=START)

        assert deliver_batch(mailing.pk, clock=clock) is True
        deliver_batch(mailing.pk, clock=clock)
        assert (len(mail_server.received), len(second_server.received)) == (0, 3)
        assert Mailing.objects.get().state == MailingState.FINISHED
        first = RelayState.objects.get(name=first_account().name)
        assert (first.faults, first.retry_at) == (1, START + MINUTE)
        assert first.reason.startswith("le serveur de courriel ne répond pas")

        settings.EMAIL_PORT = port
        clock.now += MINUTE
        deliver_batch(make_mailing(2, now=clock.now, prefix="voisin").pk, clock=clock)
        assert len(mail_server.received) == 2
        first.refresh_from_db()
        assert (first.faults, first.retry_at, first.reason) == (0, None, "")

    def test_all_of_them_down_pauses_the_mailing(
        self, mail_server: MailServer, clock: Clock, settings: Settings
    ) -> None:
        settings.EMAIL_PORT = dead_port()
        settings.MORE_RELAYS = more_relays(f"smtp://127.0.0.1:{dead_port()}?name=second")
        mailing = make_mailing(3, now=START)

        assert deliver_batch(mailing.pk, clock=clock) is True
        assert deliver_batch(mailing.pk, clock=clock) is False

        mailing.refresh_from_db()
        assert (mailing.state, mailing.retry_at) == (MailingState.PAUSED, START + MINUTE)
        assert counts(mailing) == {"queued": 3}
        assert choose_account(clock.now) is None
        assert opens_at(clock.now) == START + MINUTE


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_workers_at_once_never_pass_the_limit(settings: Settings) -> None:
    complete_council()
    settings.RELAY_LIMITS = [(25, "hour", "")]
    mailing, together, claimed = make_mailing(100), Barrier(4), Counter[str]()

    def claim() -> None:
        together.wait()
        try:
            for _turn in range(6):
                claimed.update(letter.address for letter in claim_letters(mailing, 3, timezone.now(), first_account()))
        finally:
            connection.close()

    threads = [Thread(target=claim) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert claimed.total() == len(claimed) == 25


class TestBackend:
    """Any mail backend of Django's."""

    def test_letter_arrives_whole_with_its_own_headers(
        self, mail_server: MailServer, mailing: Mailing, clock: Clock, settings: Settings
    ) -> None:
        deliver_batch(mailing.pk, Limits(letters=1), clock)
        settings.RELAY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        deliver_batch(mailing.pk, clock=clock)

        assert counts(mailing) == {"sent": 3}
        plain, ours = mail_server.received[0].message, mail_server.received[1].message
        kept = {"from", "subject", "list-id", "list-unsubscribe-post", "feedback-id", "precedence", "reply-to"}
        assert {name: str(plain[name]) for name in kept} == {name: str(ours[name]) for name in kept}
        assert ours["To"] == "voisine1@example.org"
        assert ours["List-Unsubscribe"] != plain["List-Unsubscribe"]
        assert ours["Message-ID"].partition(".")[0] == plain["Message-ID"].partition(".")[0]
        assert ours.get_body(("html",)).get_content().startswith("<!doctype html>")  # type: ignore[union-attr]
        assert mailing.deliveries.filter(smtp_reply="remise au service d’envoi").count() == 2

    def test_refusals_are_told_apart(self, mail_server: MailServer, settings: Settings) -> None:
        settings.RELAY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        mail_server.refused["absente@example.org"] = "550 5.1.1 no"
        mail_server.refused_content["pleine@example.org"] = "452 4.2.2 full"
        relay = connect_relay()
        message = b"From: a@example.org\r\nSubject: x\r\n\r\nx\r\n"
        with pytest.raises(LetterRefused) as refusal:
            relay.send("nous@conseil.example", "absente@example.org", message)
        assert (refusal.value.code, refusal.value.is_temporary) == (550, False)
        with pytest.raises(LetterRefused) as refusal:
            relay.send("nous@conseil.example", "pleine@example.org", message)
        assert (refusal.value.code, refusal.value.is_temporary) == (452, True)

    def test_no_server_behind_it(self, settings: Settings) -> None:
        settings.RELAY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.OUTBOX_DIR, settings.EMAIL_HOST, settings.EMAIL_PORT = None, "127.0.0.1", dead_port()
        with pytest.raises(RelayUnreachable):
            connect_relay()
