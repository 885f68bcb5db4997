"""Someone asks to be forgotten while the mail server is answering about their letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from newsletters.domain.deliver import deliver_batch
from newsletters.domain.personal_data import erase_subscriber
from newsletters.enums import ConsentMethod, DeliveryState, MailingState
from newsletters.models import Delivery, Mailing
from tests.newsletters.posting import START, Clock, counts, letter_to
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

ADDRESS = "voisine1@example.org"


@pytest.fixture
def row(mailing: Mailing) -> Delivery:
    return letter_to(ADDRESS)


@pytest.fixture
def erasing_clock(clock: Clock, row: Delivery) -> Clock:
    """Erases the person at the first reading after their letter has left, so before its answer is written."""

    def erase_once_left() -> None:
        row.refresh_from_db()
        if row.subscriber is not None and row.state == DeliveryState.SENDING:
            erase_subscriber(row.subscriber, method=ConsentMethod.PREFERENCE_PAGE, now=START)

    clock.on_read = erase_once_left
    return clock


def accept(server: MailServer) -> None:
    server.refused_content[ADDRESS] = f"250 2.0.0 queued for {ADDRESS}"


def refuse(server: MailServer) -> None:
    server.refused[ADDRESS] = f"550 5.1.1 <{ADDRESS}> no such person"


def put_off(server: MailServer) -> None:
    server.refused[ADDRESS] = f"450 4.2.1 <{ADDRESS}> try later"


def cut(server: MailServer) -> None:
    server.cut_at_recipient.add(ADDRESS)


def cut_after_taking(server: MailServer) -> None:
    server.cut_before_answer.add(ADDRESS)


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        (accept, DeliveryState.SENT, 250),
        (refuse, DeliveryState.BOUNCED, 550),
        (put_off, DeliveryState.SKIPPED, 450),
        (cut, DeliveryState.SKIPPED, None),
        (cut_after_taking, DeliveryState.DOUBTFUL, None),
    ],
)
def test_answer_about_someone_erased_meanwhile_brings_nothing_back(
    mail_server: MailServer,
    mailing: Mailing,
    row: Delivery,
    erasing_clock: Clock,
    answer: Callable[[MailServer], None],
    state: DeliveryState,
    code: int | None,
) -> None:
    answer(mail_server)

    deliver_batch(mailing.pk, clock=erasing_clock)

    row.refresh_from_db()
    assert (row.subscriber_id, row.email, row.smtp_reply) == (None, "", "")
    assert (row.state, row.smtp_code, row.retry_at, row.lease_until) == (state, code, None, None)
    assert counts(mailing) == ({"sent": 3} if state == DeliveryState.SENT else {"sent": 2, state.value: 1})
    assert Mailing.objects.get().state == MailingState.FINISHED
    assert ADDRESS not in _whole_table(Delivery._meta.db_table)


def test_answer_about_someone_who_stays_is_kept(
    mail_server: MailServer, mailing: Mailing, row: Delivery, erasing_clock: Clock
) -> None:
    mail_server.refused["voisine2@example.org"] = "450 4.2.1 <voisine2@example.org> try later"

    deliver_batch(mailing.pk, clock=erasing_clock)

    other = letter_to("voisine2@example.org")
    assert (other.state, other.smtp_reply) == (DeliveryState.DEFERRED, "4.2.1 <voisine2@example.org> try later")
    assert other.retry_at is not None


def test_reason_of_a_pause_names_nobody(mail_server: MailServer, mailing: Mailing, clock: Clock) -> None:
    refusal = "550 5.7.1 <{}> : mail from this host is not accepted"
    mail_server.refused = {f"voisine{n}@example.org": refusal.format(f"Voisine{n}@example.org") for n in range(3)}

    deliver_batch(mailing.pk, clock=clock)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED
    assert "550 5.7.1 <…>" in mailing.pause_reason
    assert "@example.org" not in mailing.pause_reason.lower()


def _whole_table(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
        return str(cursor.fetchall())
