"""Letters to those registered through a real worker, killed as a power cut does it, then started again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from crm.events.models import RegistrationDesk
from newsletters.domain.registration_news import write_to_registered
from newsletters.enums import DeliveryState
from newsletters.models import RegistrationLetter
from newsletters.tasks import post_registration_letters_task
from tests.factories import DeskFactory, RegistrationFactory, complete_council
from tests.newsletters.smtp import MailServer, run_mail_server
from tests.newsletters.worker import run_worker, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PEOPLE = 250  # more than two batches: each calls the next


@pytest.fixture
def server() -> Iterator[MailServer]:
    with run_mail_server(pause_per_letter=0.005) as mail:
        yield mail


@pytest.fixture
def desk() -> RegistrationDesk:
    complete_council()
    made: RegistrationDesk = DeskFactory(capacity=None)
    for number in range(PEOPLE):
        RegistrationFactory(desk=made, name=f"Voisine {number}", email=f"voisine{number}@example.org")
    return made


def in_state(*states: DeliveryState) -> set[str]:
    return set(RegistrationLetter.objects.filter(state__in=states).values_list("registration__email", flat=True))


def is_settled() -> bool:
    return not in_state(DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEFERRED)


def let_leases_run_out() -> None:
    """The minutes after which a silent worker is taken for dead, without waiting for them."""
    RegistrationLetter.objects.update(due_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("tasks", [1, 2])
def test_a_worker_killed_while_letters_leave_loses_none_and_repeats_none(
    server: MailServer, desk: RegistrationDesk, tasks: int
) -> None:
    everyone = {f"voisine{number}@example.org" for number in range(PEOPLE)}
    write_to_registered(desk.event, "Apportez vos mitaines", "Il gèle.", ["registered"], by=None, now=timezone.now())
    assert in_state(DeliveryState.QUEUED) == everyone

    with run_worker(EMAIL_URL=server.url) as worker:
        for _beat in range(tasks):
            post_registration_letters_task.delay()
        wait_until(lambda: len(server.received) >= PEOPLE // 3, "a third has left")
        worker.kill()
    assert in_state(DeliveryState.QUEUED), "the kill came in the middle"

    let_leases_run_out()
    with run_worker(EMAIL_URL=server.url):
        post_registration_letters_task.delay()
        wait_until(is_settled, "every letter is settled")

    sent, doubtful = in_state(DeliveryState.SENT), in_state(DeliveryState.DOUBTFUL)
    received = Counter(server.recipients)
    assert sent | doubtful == everyone
    assert len(doubtful) <= tasks
    assert set(received.values()) == {1}
    assert sent <= set(received) <= sent | doubtful


def test_a_doubt_left_by_a_dead_worker_waits_for_a_person(server: MailServer, desk: RegistrationDesk) -> None:
    """The server is slower than the kill, so the letter is surely under way when the worker dies."""
    desk.registrations.exclude(email="voisine7@example.org").delete()
    server.pause_per_letter = 3.0
    write_to_registered(desk.event, "Apportez vos mitaines", "Il gèle.", ["registered"], by=None, now=timezone.now())

    with run_worker(EMAIL_URL=server.url) as worker:
        post_registration_letters_task.delay()
        wait_until(lambda: bool(in_state(DeliveryState.SENDING)), "the letter is leaving")
        worker.kill()
    server.pause_per_letter = 0.0
    let_leases_run_out()
    with run_worker(EMAIL_URL=server.url):
        for _beat in range(3):
            post_registration_letters_task.delay()
        wait_until(is_settled, "the letter is settled")

    assert in_state(DeliveryState.DOUBTFUL) == {"voisine7@example.org"}
    assert in_state(DeliveryState.SENT) == set()
    assert len(server.received) <= 1
