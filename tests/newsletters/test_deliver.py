"""Each letter is accounted for, whatever the mail server answers and whoever interferes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from newsletters.domain.deliver import Limits, deliver_batch
from newsletters.domain.rounds import make_rounds
from newsletters.domain.sending import pause_mailing, stop_mailing
from newsletters.enums import DeliveryState, MailingState, SubscriptionState
from newsletters.models import Delivery, Mailing, Subscriber, Subscription, Suppression
from tests.factories import UserFactory
from tests.factories.mailings import make_mailing
from tests.newsletters.posting import START, Clock, counts, letter_to
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


def test_everyone_receives_one_letter_and_has_one_row(mail_server: MailServer, mailing: Mailing, clock: Clock) -> None:
    assert deliver_batch(mailing.pk, clock=clock) is False

    assert sorted(mail_server.recipients) == ["voisine0@example.org", "voisine1@example.org", "voisine2@example.org"]
    row = letter_to("voisine1@example.org")
    assert (row.state, row.smtp_code, row.smtp_reply) == (DeliveryState.SENT, 250, "2.0.0 taken")
    assert (row.attempts, row.sent_at, row.lease_until) == (1, START, None)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.finished_at) == (MailingState.FINISHED, START)


def test_each_letter_bears_its_persons_own_links(mail_server: MailServer, mailing: Mailing, clock: Clock) -> None:
    deliver_batch(mailing.pk, clock=clock)

    letters = [received.message for received in mail_server.received]
    assert [letter["To"] for letter in letters] == mail_server.recipients
    links = {letter["List-Unsubscribe"] for letter in letters}
    assert len(links) == 3
    for link in links:
        assert len(link.strip("<>").removeprefix("http://testserver")) <= 55
    assert len({letter["Message-ID"] for letter in letters}) == 3


def test_second_run_sends_nothing_more(mail_server: MailServer, mailing: Mailing, clock: Clock) -> None:
    deliver_batch(mailing.pk, clock=clock)

    assert deliver_batch(mailing.pk, clock=clock) is False

    assert len(mail_server.received) == 3


def test_one_refused_address_bounces_and_the_others_go_on(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    mail_server.refused["voisine1@example.org"] = "550 5.1.1 no such person"

    deliver_batch(mailing.pk, clock=clock)

    row = letter_to("voisine1@example.org")
    assert (row.state, row.smtp_code, row.smtp_reply) == (DeliveryState.BOUNCED, 550, "5.1.1 no such person")
    assert row.sent_at is None
    assert counts(mailing) == {"sent": 2, "bounced": 1}
    assert Mailing.objects.get().state == MailingState.FINISHED


def test_address_that_cannot_be_written_bounces_with_the_reason(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    Delivery.objects.filter(email="voisine1@example.org").update(email="zoé@example.org")

    deliver_batch(mailing.pk, clock=clock)

    row = letter_to("zoé@example.org")
    assert (row.state, row.smtp_code) == (DeliveryState.BOUNCED, None)
    assert row.smtp_reply.startswith("On ne peut pas écrire à cette adresse")
    assert counts(mailing) == {"sent": 2, "bounced": 1}


def leave(person: Subscriber) -> None:
    Subscription.objects.filter(subscriber=person).update(state=SubscriptionState.LEFT)


def expire(person: Subscriber) -> None:
    Subscription.objects.filter(subscriber=person).update(expires_on=START.date() - timedelta(days=1))


def suppress(person: Subscriber) -> None:
    Suppression.objects.create(address_hash=person.address_hash, reason="left")


def erase(person: Subscriber) -> None:
    person.delete()


@pytest.mark.parametrize("go_away", [leave, expire, suppress, erase])
def test_whoever_left_since_the_freeze_is_not_written_to(
    mail_server: MailServer, mailing: Mailing, clock: Clock, go_away: Callable[[Subscriber], None]
) -> None:
    row = letter_to("voisine1@example.org")
    assert row.subscriber is not None
    go_away(row.subscriber)

    deliver_batch(mailing.pk, clock=clock)

    row.refresh_from_db()
    assert (row.state, row.attempts, row.lease_until) == (DeliveryState.SKIPPED, 0, None)
    assert sorted(mail_server.recipients) == ["voisine0@example.org", "voisine2@example.org"]
    assert Mailing.objects.get().state == MailingState.FINISHED


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (lambda mailing, user: pause_mailing(mailing, user), MailingState.PAUSED),
        (lambda mailing, user: stop_mailing(mailing, user, START), MailingState.STOPPED),
    ],
    ids=["pause", "stop"],
)
def test_pause_and_stop_hold_from_the_next_letter_on(
    mail_server: MailServer, clock: Clock, act: Callable[[Mailing, object], None], state: MailingState
) -> None:
    mailing, user = make_mailing(10, now=START), UserFactory()

    def interrupt() -> None:
        if len(mail_server.received) == 4:
            clock.on_read = lambda: None
            act(mailing, user)

    clock.on_read = interrupt

    assert deliver_batch(mailing.pk, clock=clock) is False

    assert len(mail_server.received) == 4
    assert counts(mailing) == {"sent": 4, "queued": 6}
    assert not mailing.deliveries.filter(lease_until__isnull=False).exists()
    assert Mailing.objects.get().state == state
    deliver_batch(mailing.pk, clock=clock)
    assert len(mail_server.received) == 4


def test_batch_stops_at_its_number_of_letters_and_asks_for_another(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    assert deliver_batch(mailing.pk, Limits(letters=2), clock) is True

    assert counts(mailing) == {"sent": 2, "queued": 1}
    assert not mailing.deliveries.filter(lease_until__isnull=False).exists()
    assert Mailing.objects.get().state == MailingState.SENDING


def test_batch_stops_at_its_time_in_the_middle_of_what_it_claimed(
    mail_server: MailServer, mailing: Mailing, clock: Clock
) -> None:
    def hurry() -> None:
        if len(mail_server.received) == 1:
            clock.now = START + timedelta(seconds=61)

    clock.on_read = hurry

    assert deliver_batch(mailing.pk, clock=clock) is True

    assert counts(mailing) == {"sent": 1, "queued": 2}
    assert not mailing.deliveries.filter(lease_until__isnull=False).exists()


def test_letters_go_to_the_outbox_where_there_is_no_server(outbox: Path, mailing: Mailing, clock: Clock) -> None:
    deliver_batch(mailing.pk, clock=clock)

    assert len(list((outbox / "new").iterdir())) == 3
    assert counts(mailing) == {"sent": 3}


@pytest.mark.parametrize("people", [1, 3])
def test_a_letter_costs_two_updates(
    mail_server: MailServer, clock: Clock, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    mailing = make_mailing(people, now=START)

    # Four a letter, of which two are the savepoint that stands for its transaction here; as many hold the mailing once,
    # while it is looked whether it ends.
    with django_assert_num_queries(17 + 4 * people):
        deliver_batch(mailing.pk, clock=clock)


def test_finished_means_nothing_open_is_left(mail_server: MailServer, mailing: Mailing) -> None:
    held = letter_to("voisine1@example.org")
    Delivery.objects.filter(pk=held.pk).update(
        state=DeliveryState.SENDING, lease_until=timezone.now() + timedelta(minutes=5)
    )

    deliver_batch(mailing.pk)

    assert Mailing.objects.get().state == MailingState.SENDING
    Delivery.objects.filter(pk=held.pk).update(state=DeliveryState.SENT, lease_until=None)
    make_rounds(timezone.now())
    assert Mailing.objects.get().state == MailingState.FINISHED
