"""Several letters leave together, one a connection, and each is accounted for as if it had left alone."""

from __future__ import annotations

import socket
from collections import Counter
from contextlib import closing

import pytest
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from newsletters.domain.deliver import Limits, deliver_batch
from newsletters.domain.sending import pause_mailing
from newsletters.enums import DeliveryState, MailingState
from newsletters.models import Mailing, Suppression
from newsletters.relay import AnswerLost, ConnectionLost, LetterRefused, RelayUnreachable
from newsletters.relay.accounts import first_account
from newsletters.relay.fleet import Fleet
from tests.factories import UserFactory
from tests.factories.mailings import make_mailing
from tests.newsletters.posting import START, Clock, counts, letter_to
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

ABREAST = Limits(connections=4)


@pytest.fixture(params=[False, True], ids=["step by step", "pipelining"])
def mail_server(mail_server: MailServer, request: pytest.FixtureRequest) -> MailServer:
    mail_server.pipelining = request.param
    return mail_server


def test_letters_leave_together_and_each_row_says_so(mail_server: MailServer, clock: Clock) -> None:
    mailing = make_mailing(10, now=START)

    assert deliver_batch(mailing.pk, ABREAST, clock) is False

    assert mail_server.connections == 4
    assert Counter(mail_server.recipients) == Counter(f"voisine{n}@example.org" for n in range(10))
    assert [letter.message["To"] for letter in mail_server.received] == mail_server.recipients
    rows = set(mailing.deliveries.values_list("state", "smtp_code", "smtp_reply", "attempts", "sent_at", "lease_until"))
    assert rows == {("sent", 250, "2.0.0 taken", 1, START, None)}
    assert Mailing.objects.get().state == MailingState.FINISHED


def test_each_row_keeps_the_answer_to_its_own_letter(mail_server: MailServer, clock: Clock) -> None:
    mailing = make_mailing(4, now=START)
    mail_server.refused["voisine0@example.org"] = "550 5.1.1 no such person"
    mail_server.refused_content["voisine2@example.org"] = "451 4.7.1 later"
    mail_server.answers["voisine3@example.org"] = "250 2.0.0 queued as 77"

    deliver_batch(mailing.pk, ABREAST, clock)

    said = [(row.state, row.smtp_code, row.smtp_reply) for row in mailing.deliveries.order_by("pk")]
    assert said == [
        ("bounced", 550, "5.1.1 no such person"),
        ("sent", 250, "2.0.0 taken"),
        ("deferred", 451, "4.7.1 later"),
        ("sent", 250, "2.0.0 queued as 77"),
    ]


def test_whoever_left_meanwhile_is_skipped_in_the_middle_of_a_round(mail_server: MailServer, clock: Clock) -> None:
    mailing = make_mailing(4, now=START)
    gone = letter_to("voisine2@example.org").subscriber
    assert gone is not None
    Suppression.objects.create(address_hash=gone.address_hash, reason="left")

    deliver_batch(mailing.pk, ABREAST, clock)

    assert "voisine2@example.org" not in mail_server.recipients
    assert counts(mailing) == {"sent": 3, "skipped": 1}


def test_pause_holds_from_the_next_round_on(mail_server: MailServer, clock: Clock) -> None:
    mailing, user = make_mailing(10, now=START), UserFactory()

    def interrupt() -> None:
        if len(mail_server.received) == 4:
            clock.on_read = lambda: None
            pause_mailing(mailing, user)

    clock.on_read = interrupt

    assert deliver_batch(mailing.pk, ABREAST, clock) is False

    assert counts(mailing) == {"sent": 4, "queued": 6}
    assert not mailing.deliveries.filter(lease_until__isnull=False).exists()


def test_one_connection_cut_before_the_letter_and_one_after_it(mail_server: MailServer, clock: Clock) -> None:
    mailing = make_mailing(6, now=START)
    mail_server.cut_at_recipient.add("voisine0@example.org")
    mail_server.cut_before_answer.add("voisine1@example.org")

    deliver_batch(mailing.pk, ABREAST, clock)

    assert counts(mailing) == {"sent": 5, "doubtful": 1}
    assert letter_to("voisine1@example.org").state == DeliveryState.DOUBTFUL
    assert set(Counter(mail_server.recipients).values()) == {1}
    assert len(mail_server.received) == 6
    assert Mailing.objects.get().state == MailingState.FINISHED


def test_relay_that_ends_every_connection_at_once_has_failed_once_and_not_four_times(
    mail_server: MailServer, clock: Clock
) -> None:
    mailing = make_mailing(8, now=START)
    mail_server.cut_at_recipient.update(f"voisine{n}@example.org" for n in range(4))

    deliver_batch(mailing.pk, ABREAST, clock)

    assert counts(mailing) == {"sent": 8}
    assert Mailing.objects.get().state == MailingState.FINISHED


def test_relay_that_wants_fewer_connections_gets_fewer(mail_server: MailServer, clock: Clock) -> None:
    mailing = make_mailing(7, now=START)
    mail_server.most_connections = 2

    deliver_batch(mailing.pk, ABREAST, clock)

    assert counts(mailing) == {"sent": 7}
    assert Mailing.objects.get().state == MailingState.FINISHED


def test_batch_of_fewer_letters_than_connections_stops_at_its_number(mail_server: MailServer, clock: Clock) -> None:
    mailing = make_mailing(6, now=START)

    assert deliver_batch(mailing.pk, Limits(letters=3, connections=4), clock) is True

    assert counts(mailing) == {"sent": 3, "queued": 3}
    assert not mailing.deliveries.filter(lease_until__isnull=False).exists()


def test_person_erased_while_the_server_answers_leaves_none_of_its_words(mail_server: MailServer, clock: Clock) -> None:
    mailing = make_mailing(2, now=START)

    def erase() -> None:
        if len(mail_server.received) == 2:
            clock.on_read = lambda: None
            mailing.deliveries.filter(email="voisine0@example.org").update(subscriber=None, email="")

    clock.on_read = erase

    deliver_batch(mailing.pk, ABREAST, clock)

    said = {(row.email, row.state, row.smtp_reply) for row in mailing.deliveries.all()}
    assert said == {("", "sent", ""), ("voisine1@example.org", "sent", "2.0.0 taken")}


@pytest.mark.parametrize("people", [1, 3, 8])
def test_a_round_costs_two_statements_whatever_its_size(
    mail_server: MailServer, clock: Clock, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    mailing = make_mailing(people, now=START)

    # As for one letter alone: two statements, and the savepoint that stands for their transaction here; as many
    # hold the mailing once, while it is looked whether it ends.
    with django_assert_num_queries(17 + 4):
        deliver_batch(mailing.pk, Limits(connections=8), clock)


class TestFleet:
    """The connections themselves."""

    def test_server_that_hangs_costs_the_others_nothing(self, settings: Settings, mail_server: MailServer) -> None:
        settings.EMAIL_TIMEOUT = 1
        mail_server.hang_at.add("muette@example.org")
        with closing(Fleet(first_account(), 3)) as fleet:
            assert fleet.gather(3) == 3
            letters = [
                (name, b"Subject: x\r\n\r\nx\r\n") for name in ("a@example.org", "muette@example.org", "b@example.org")
            ]
            first, hung, last = fleet.send([("nous@conseil.example", *letter) for letter in letters])
            assert (getattr(first, "code", None), getattr(last, "code", None)) == (250, 250)
            assert isinstance(hung, ConnectionLost)
            assert fleet.gather(3) == 3

    def test_each_loss_is_told_apart(self, mail_server: MailServer) -> None:
        mail_server.cut_at_recipient.add("avant@example.org")
        mail_server.cut_before_answer.add("apres@example.org")
        mail_server.refused["absente@example.org"] = "550 5.1.1 no"
        with closing(Fleet(first_account(), 3)) as fleet:
            fleet.gather(3)
            letters = [(f"{name}@example.org", b"Subject: x\r\n\r\nx\r\n") for name in ("avant", "apres", "absente")]
            ends = fleet.send([("nous@conseil.example", *letter) for letter in letters])
        assert [type(end) for end in ends] == [ConnectionLost, AnswerLost, LetterRefused]

    def test_not_one_connection_says_so(self, settings: Settings) -> None:
        settings.OUTBOX_DIR = None
        with socket.create_server(("127.0.0.1", 0)) as nobody:
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", nobody.getsockname()[1]
        with closing(Fleet(first_account(), 3)) as fleet, pytest.raises(RelayUnreachable):
            fleet.gather(3)
