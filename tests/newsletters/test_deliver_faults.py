"""Whatever breaks on the way, nothing is lost and nothing leaves twice by itself."""

from __future__ import annotations

import socket
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from newsletters.domain import deliver
from newsletters.domain.deliver import Limits, deliver_batch
from newsletters.domain.outcomes import RETRY_DELAYS
from newsletters.domain.rounds import make_rounds, pause_for_fault, requeue_letters
from newsletters.enums import DeliveryState, MailingState
from newsletters.models import Delivery, Mailing
from tests.factories.mailings import make_mailing
from tests.newsletters.posting import START, Clock, counts, letter_to
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


def test_letter_put_off_is_tried_again_later_and_later(mail_server: MailServer, mailing: Mailing, clock: Clock) -> None:
    mail_server.refused["voisine1@example.org"] = "451 4.7.1 greylisted"
    deliver_batch(mailing.pk, clock=clock)
    row = letter_to("voisine1@example.org")
    assert (row.state, row.smtp_code, row.retry_at) == (DeliveryState.DEFERRED, 451, START + RETRY_DELAYS[0])
    assert Mailing.objects.get().state == MailingState.SENDING

    assert make_rounds(clock.now) == []
    clock.now = START + RETRY_DELAYS[0]
    assert make_rounds(clock.now) == [mailing.pk]
    deliver_batch(mailing.pk, clock=clock)
    row.refresh_from_db()
    assert (row.attempts, row.retry_at) == (2, clock.now + RETRY_DELAYS[1])

    mail_server.refused.clear()
    clock.now += RETRY_DELAYS[1]
    deliver_batch(mailing.pk, clock=clock)
    assert counts(mailing) == {"sent": 3}


def test_letter_put_off_for_days_is_given_up_with_the_servers_words(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    mail_server.refused["voisine1@example.org"] = "452 4.2.2 mailbox full"
    for _attempt in range(len(RETRY_DELAYS) + 1):
        deliver_batch(mailing.pk, clock=clock)
        clock.now += max(RETRY_DELAYS)

    row = letter_to("voisine1@example.org")
    assert (row.state, row.smtp_code, row.smtp_reply) == (DeliveryState.BOUNCED, 452, "4.2.2 mailbox full")
    assert row.attempts == len(RETRY_DELAYS) + 1
    assert Mailing.objects.get().state == MailingState.FINISHED


def test_relay_that_refuses_the_connection_pauses_the_mailing_which_resumes_by_itself(
    mail_server: MailServer, mailing: Mailing, clock: Clock, settings: Settings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        settings.EMAIL_PORT = nobody.getsockname()[1]
    deliver_batch(mailing.pk, clock=clock)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED
    assert mailing.pause_reason == "le serveur de courriel ne répond pas (Connection refused)."
    assert mailing.retry_at == START + timedelta(minutes=1)
    assert counts(mailing) == {"queued": 3}

    assert make_rounds(clock.now) == []
    clock.now += timedelta(minutes=1)
    assert make_rounds(clock.now) == [mailing.pk]
    deliver_batch(mailing.pk, clock=clock)
    mailing.refresh_from_db()
    assert mailing.retry_at == clock.now + timedelta(minutes=1)

    settings.EMAIL_PORT = mail_server.port
    clock.now += timedelta(minutes=1)
    assert make_rounds(clock.now) == [mailing.pk]
    deliver_batch(mailing.pk, clock=clock)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.faults, mailing.pause_reason) == (MailingState.FINISHED, 0, "")
    assert sorted(mail_server.recipients) == ["voisine0@example.org", "voisine1@example.org", "voisine2@example.org"]


@pytest.mark.parametrize(("outage", "most"), [(3, 1), (10, 2), (15, 3), (180, 5)])
def test_the_longer_an_outage_lasts_the_seldomer_the_relay_is_asked(
    mail_server: MailServer, mailing: Mailing, clock: Clock, settings: Settings, outage: int, most: int
) -> None:
    """In minutes: how long nobody answers, then how soon the letters leave at the latest."""
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        settings.EMAIL_PORT = nobody.getsockname()[1]
    minute = 0
    while counts(mailing) != {"sent": 3}:
        if minute == outage:
            settings.EMAIL_PORT = mail_server.port
        for due in make_rounds(clock.now):
            deliver_batch(due, clock=clock)
        clock.now += timedelta(minutes=1)
        minute += 1

    assert minute - 1 - outage <= most


def test_relay_that_refuses_the_sender_pauses_and_loses_nothing(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    mail_server.refuse_sender = "553 5.7.1 not yours"

    deliver_batch(mailing.pk, clock=clock)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED
    assert mailing.pause_reason == "le serveur de courriel nous refuse (553 5.7.1 not yours)."
    assert counts(mailing) == {"queued": 3}
    assert set(mailing.deliveries.values_list("attempts", "lease_until")) == {(0, None)}


@pytest.mark.parametrize("reply", ["554 5.7.1 relay access denied", "550 rejected", "451 4.3.0 later"])
def test_relay_that_refuses_everybody_pauses_and_bounces_nobody(
    mail_server: MailServer, clock: Clock, reply: str
) -> None:
    mailing = make_mailing(12, now=START)
    mail_server.refuse_everyone = reply

    deliver_batch(mailing.pk, clock=clock)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED
    assert mailing.pause_reason == f"le serveur de courriel refuse chaque lettre ({reply})."
    assert counts(mailing) == {"queued": 12}
    assert set(mailing.deliveries.values_list("attempts", flat=True)) == {0}

    mail_server.refuse_everyone = ""
    clock.now += timedelta(minutes=1)
    make_rounds(clock.now)
    deliver_batch(mailing.pk, clock=clock)
    assert counts(mailing) == {"sent": 12}
    assert set(Counter(mail_server.recipients).values()) == {1}


def test_what_another_worker_was_refused_just_before_is_nobodys_fault_either(
    mail_server: MailServer, clock: Clock
) -> None:
    mailing = make_mailing(12, now=START)
    deliver_batch(mailing.pk, Limits(letters=2), clock)
    mail_server.refuse_everyone = "554 5.7.1 relay access denied"
    clock.now += timedelta(seconds=1)
    deliver_batch(mailing.pk, Limits(letters=2), clock)  # ends before anyone may call it a rule
    assert counts(mailing) == {"sent": 2, "bounced": 2, "queued": 8}

    deliver_batch(mailing.pk, clock=clock)

    assert counts(mailing) == {"sent": 2, "queued": 10}
    assert Mailing.objects.get().state == MailingState.PAUSED


def test_worker_that_finds_the_mailing_paused_by_another_takes_back_its_own_refusals(
    mail_server: MailServer, clock: Clock
) -> None:
    mailing = make_mailing(12, now=START)
    mail_server.refuse_everyone = "554 5.7.1 relay access denied"

    def pause_meanwhile() -> None:
        if letter_to("voisine1@example.org").state == DeliveryState.SENDING:
            clock.on_read = lambda: None
            pause_for_fault(mailing.pk, "le serveur refuse tout", START)

    clock.on_read = pause_meanwhile

    deliver_batch(mailing.pk, clock=clock)

    assert counts(mailing) == {"queued": 12}
    assert set(mailing.deliveries.values_list("attempts", flat=True)) == {0}


def test_connection_lost_before_the_letter_sends_it_over_a_new_one(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    mail_server.cut_at_recipient.add("voisine1@example.org")

    deliver_batch(mailing.pk, clock=clock)

    assert Counter(mail_server.recipients) == Counter(
        ["voisine0@example.org", "voisine1@example.org", "voisine2@example.org"]
    )
    assert mail_server.connections == 2
    assert counts(mailing) == {"sent": 3}


def test_lost_answer_is_doubtful_and_never_leaves_again_by_itself(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    mail_server.cut_before_answer.add("voisine1@example.org")

    deliver_batch(mailing.pk, clock=clock)
    clock.now += timedelta(days=3)
    make_rounds(clock.now)
    deliver_batch(mailing.pk, clock=clock)

    assert letter_to("voisine1@example.org").state == DeliveryState.DOUBTFUL
    assert Counter(mail_server.recipients)["voisine1@example.org"] == 1
    assert counts(mailing) == {"sent": 2, "doubtful": 1}
    assert Mailing.objects.get().state == MailingState.FINISHED


def test_relay_that_keeps_hanging_up_pauses_the_mailing(mail_server: MailServer, clock: Clock) -> None:
    mailing = make_mailing(6, now=START)
    mail_server.cut_at_recipient.update(f"voisine{n}@example.org" for n in range(6))

    deliver_batch(mailing.pk, clock=clock)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED
    assert mailing.pause_reason.startswith("la connexion au serveur de courriel se rompt sans cesse")
    assert counts(mailing) == {"queued": 6}


def test_letter_whose_worker_died_becomes_doubtful_and_others_are_taken_up(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    dead, held, _free = mailing.deliveries.order_by("pk")
    Delivery.objects.filter(pk=dead.pk).update(state=DeliveryState.SENDING, lease_until=START + timedelta(minutes=5))
    Delivery.objects.filter(pk=held.pk).update(lease_until=START + timedelta(minutes=2))

    assert make_rounds(clock.now) == []  # somebody still holds them
    deliver_batch(mailing.pk, clock=clock)
    assert mail_server.recipients == ["voisine2@example.org"]

    clock.now += timedelta(minutes=6)
    assert make_rounds(clock.now) == [mailing.pk]
    deliver_batch(mailing.pk, clock=clock)
    assert mail_server.recipients == ["voisine2@example.org", "voisine1@example.org"]
    dead.refresh_from_db()
    assert (dead.state, dead.lease_until) == (DeliveryState.DOUBTFUL, None)
    assert dead.smtp_reply == "L’envoi a été interrompu avant la réponse du serveur."


def test_row_taken_over_by_another_worker_is_left_alone(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    def take_over() -> None:
        if len(mail_server.received) == 1:
            clock.on_read = lambda: None
            mailing.deliveries.filter(state=DeliveryState.QUEUED).update(lease_until=START + timedelta(minutes=9))

    clock.on_read = take_over

    deliver_batch(mailing.pk, clock=clock)

    assert len(mail_server.received) == 1
    assert counts(mailing) == {"sent": 1, "queued": 2}
    assert mailing.deliveries.filter(lease_until=START + timedelta(minutes=9)).count() == 2


def work_for(minutes: int, clock: Clock) -> None:
    """The rounds of so many minutes, and what the workers that they call do."""
    for _minute in range(minutes):
        for due in make_rounds(clock.now):
            deliver_batch(due, clock=clock)
        clock.now += timedelta(minutes=1)


def test_mailboxes_that_are_gone_bar_nobodys_way_however_many_in_a_row(mail_server: MailServer, clock: Clock) -> None:
    """An old list brings twelve together: the relay seems to refuse everyone, until it is asked about others."""
    mailing = make_mailing(17, now=START)
    for number in range(12):
        mail_server.refused[f"voisine{number}@example.org"] = "550 5.1.1 no such mailbox"

    work_for(10, clock)

    assert counts(mailing) == {"sent": 5, "bounced": 12}
    assert set(mailing.deliveries.values_list("attempts", flat=True)) == {1}
    assert Mailing.objects.get().state == MailingState.FINISHED


@pytest.mark.parametrize("reply", ["550 5.1.1 no such mailbox", "550 5.4.5 daily limit exceeded", "452 4.5.3 enough"])
def test_relay_that_takes_some_then_refuses_everybody_bounces_nobody(
    mail_server: MailServer, clock: Clock, reply: str
) -> None:
    mailing = make_mailing(30, now=START)
    deliver_batch(mailing.pk, Limits(letters=5), clock)
    mail_server.refuse_everyone = reply
    clock.now += timedelta(seconds=1)
    work_for(30, clock)
    assert counts(mailing) == {"sent": 5, "queued": 25}

    mail_server.refuse_everyone = ""
    work_for(10, clock)

    assert counts(mailing) == {"sent": 30}
    assert set(Counter(mail_server.recipients).values()) == {1}


def test_mailing_that_the_rounds_end_before_its_letters_wait_again_goes_on(
    mail_server: MailServer, mailing: Mailing, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end_first(*letters: Any) -> None:
        make_rounds(clock.now)
        requeue_letters(*letters)

    monkeypatch.setattr(deliver, "requeue_letters", end_first)
    mail_server.refuse_everyone = "554 5.7.1 relay access denied"
    deliver_batch(mailing.pk, clock=clock)
    assert counts(mailing) == {"queued": 3}

    mail_server.refuse_everyone = ""
    clock.now += timedelta(minutes=1)
    work_for(2, clock)

    assert counts(mailing) == {"sent": 3}
