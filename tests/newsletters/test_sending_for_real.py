"""Two thousand letters through a real worker to a real mail server, undisturbed and disturbed."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone
from pytest_django.fixtures import Settings

from newsletters.domain.errors import MailingRefused
from newsletters.domain.sending import start_mailing
from newsletters.enums import DeliveryState, MailingState, SubscriptionState
from newsletters.models import Delivery, Mailing, Subscription, Topic
from newsletters.tasks import make_rounds_task, start_delivering
from tests.factories import TopicFactory, complete_council
from tests.factories.mailings import subscribe_many
from tests.factories.newsletters import newsletter
from tests.newsletters.smtp import MailServer, run_mail_server
from tests.newsletters.worker import Worker, run_worker, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

MANY, SOME = 2000, 500


@pytest.fixture
def topic() -> Topic:
    complete_council()
    return TopicFactory(slug="activites")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with run_mail_server(pipelining=True) as mail:
        yield mail


@pytest.fixture
def worker(server: MailServer) -> Iterator[Worker]:
    with run_worker(EMAIL_URL=server.url) as running:
        yield running
        running.kill()  # the test has seen all it wanted: an end with manners takes seconds


def start(topic: Topic) -> Mailing:
    """As on the command line: what is printed is the number, and only it."""
    page = newsletter()
    printed = StringIO()
    call_command("mailing", "start", page.slug, "--topic", topic.slug, stdout=printed)
    return Mailing.objects.get(pk=int(printed.getvalue()))


def is_in(mailing: Mailing, state: MailingState) -> bool:
    return Mailing.objects.filter(pk=mailing.pk, state=state).exists()


def wait_for_end(mailing: Mailing) -> None:
    wait_until(lambda: is_in(mailing, MailingState.FINISHED), "the mailing is finished")


def is_finished_or_hastened(mailing: Mailing) -> bool:
    """Whether it is finished; where the server paused it, beat's round comes without the minutes."""
    if Mailing.objects.filter(pk=mailing.pk, retry_at__isnull=False).update(retry_at=timezone.now()):
        make_rounds_task.delay()
    return is_in(mailing, MailingState.FINISHED)


def counts(mailing: Mailing) -> dict[str, int]:
    return {state: total for state, total in mailing.deliveries.count_by_state().items() if total}


@pytest.mark.usefixtures("worker")
def test_two_thousand_people_receive_one_letter_each(server: MailServer, topic: Topic) -> None:
    subscribe_many(topic, MANY)

    mailing = start(topic)
    wait_for_end(mailing)

    assert Counter(server.recipients) == Counter(f"voisine{n}@example.org" for n in range(MANY))
    assert counts(mailing) == {"sent": MANY}
    assert mailing.deliveries.values("subscriber").distinct().count() == MANY
    assert set(mailing.deliveries.values_list("smtp_code", "attempts", "lease_until")) == {(250, 1, None)}


@pytest.mark.usefixtures("worker")
def test_one_refused_address_costs_only_its_own_letter(server: MailServer, topic: Topic) -> None:
    subscribe_many(topic, SOME)
    server.refused["voisine277@example.org"] = "550 5.1.1 no such person here"

    mailing = start(topic)
    wait_for_end(mailing)

    assert counts(mailing) == {"sent": SOME - 1, "bounced": 1}
    refused = mailing.deliveries.get(state=DeliveryState.BOUNCED)
    assert (refused.email, refused.smtp_code) == ("voisine277@example.org", 550)
    assert refused.smtp_reply == "5.1.1 no such person here"
    assert len(server.received) == len(set(server.recipients)) == SOME - 1


@pytest.mark.parametrize(("workers", "abreast"), [(1, 1), (2, 1), (2, 4)])
def test_killed_worker_loses_nothing_and_repeats_nothing(
    server: MailServer, topic: Topic, settings: Settings, workers: int, abreast: int
) -> None:
    people, settings.MAILING_CONNECTIONS = 600, workers
    subscribe_many(topic, people)
    server.pause_per_letter = 0.002
    with run_worker(EMAIL_URL=server.url, RELAY_CONNECTIONS=str(abreast)) as worker:
        mailing = start(topic)
        wait_until(lambda: len(server.received) >= people // 3, "a third has left")
        worker.kill()
    assert is_in(mailing, MailingState.SENDING)

    let_leases_run_out(mailing)
    with run_worker(EMAIL_URL=server.url):
        make_rounds_task.delay()
        wait_for_end(mailing)

    tally, received = counts(mailing), Counter(server.recipients)
    doubtful = set(mailing.deliveries.filter(state=DeliveryState.DOUBTFUL).values_list("email", flat=True))
    sent = set(mailing.deliveries.filter(state=DeliveryState.SENT).values_list("email", flat=True))
    assert tally["sent"] + tally.get("doubtful", 0) == people
    assert tally.get("doubtful", 0) <= workers * abreast
    assert set(received.values()) == {1}
    assert sent <= set(received) <= sent | doubtful


def let_leases_run_out(mailing: Mailing) -> None:
    """The minutes after which a silent worker is taken for dead, without waiting for them."""
    mailing.deliveries.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_relay_that_refuses_the_connection_pauses_then_resumes(topic: Topic) -> None:
    subscribe_many(topic, 50)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with run_worker(EMAIL_URL=f"smtp://127.0.0.1:{port}"):
        mailing = start(topic)
        wait_until(lambda: is_in(mailing, MailingState.PAUSED), "the mailing pauses")
        mailing.refresh_from_db()
        assert mailing.pause_reason == "le serveur de courriel ne répond pas (Connection refused)."
        assert mailing.retry_at is not None
        assert counts(mailing) == {"queued": 50}

        with run_mail_server(port=port) as server:
            # A connection refused before the server was there may pause it once more: that minute is spared too.
            wait_until(lambda: is_finished_or_hastened(mailing), "the mailing is finished")

            assert sorted(server.recipients) == sorted(f"voisine{n}@example.org" for n in range(50))


@pytest.mark.usefixtures("worker")
def test_whoever_leaves_before_the_worker_comes_is_skipped(server: MailServer, topic: Topic) -> None:
    people = subscribe_many(topic, 20)
    mailing = start_mailing(newsletter(), [topic], by=None, now=timezone.now())
    Subscription.objects.filter(subscriber__in=people[:5]).update(state=SubscriptionState.LEFT)

    start_delivering(mailing.pk)
    wait_for_end(mailing)

    assert counts(mailing) == {"sent": 15, "skipped": 5}
    assert not {person.email for person in people[:5]} & set(server.recipients)


@pytest.mark.usefixtures("worker")
def test_two_starts_at_once_write_to_everyone_once(server: MailServer, topic: Topic) -> None:
    subscribe_many(topic, 100)
    page, together, ends = newsletter(), Barrier(2), Counter[str]()

    def press() -> None:
        together.wait()
        try:
            start_delivering(start_mailing(page, [topic], by=None, now=timezone.now()).pk)
            ends["started"] += 1
        except MailingRefused:
            ends["refused"] += 1
        finally:
            connection.close()

    presses = [Thread(target=press) for _person in range(2)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    wait_for_end(Mailing.objects.get())

    assert ends == {"started": 1, "refused": 1}
    assert Counter(server.recipients) == Counter(f"voisine{n}@example.org" for n in range(100))


@pytest.mark.usefixtures("worker")
def test_tasks_called_twice_deliver_once(server: MailServer, topic: Topic) -> None:
    subscribe_many(topic, 200)
    mailing = start(topic)
    for _time in range(3):
        start_delivering(mailing.pk)
        make_rounds_task.delay()
    wait_for_end(mailing)

    assert len(server.received) == len(set(server.recipients)) == 200
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
    assert not Mailing.objects.filter(candidates__lt=F("prepared")).exists()
