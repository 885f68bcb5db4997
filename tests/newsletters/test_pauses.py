"""Someone rests from our letters until a day, and they come again by themselves."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newsletters.domain.audience import count_audience
from newsletters.domain.consent import current_topics
from newsletters.domain.deliver import deliver_batch
from newsletters.domain.freeze import freeze_mailing
from newsletters.domain.links import preferences_url
from newsletters.domain.pauses import last_day_of_summer, pause_letters, resume_letters
from newsletters.enums import DeliveryState, ExclusionReason, Standing
from newsletters.models import ConsentEvent, Subscriber, Topic
from tests.factories import SubscriptionFactory
from tests.factories.mailings import Words
from tests.factories.newsletters import newsletter
from tests.newsletters.posting import START, Clock, counts, letter_to
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

LAST_DAY = date(2026, 8, 31)


@pytest.fixture
def jeanne(topics: list[Topic]) -> Subscriber:
    return SubscriptionFactory(topic=topics[0], subscriber__email="jeanne@example.org").subscriber


def path_of(subscriber: Subscriber) -> str:
    return preferences_url(subscriber.pk).removeprefix("http://testserver")


@pytest.mark.parametrize(("days", "is_paused"), [(-1, True), (0, True), (1, False)])
def test_pause_ends_by_itself_after_its_last_day(
    jeanne: Subscriber, topics: list[Topic], days: int, is_paused: bool
) -> None:
    Subscriber.objects.update(paused_until=LAST_DAY)
    day = LAST_DAY + timedelta(days=days)

    audience = count_audience(None, topics, day)

    assert audience.excluded == ({ExclusionReason.PAUSED: 1} if is_paused else {})
    assert audience.candidates == 1
    assert Subscriber.objects.with_standing(day).get().standing == (
        Standing.PAUSED if is_paused else Standing.REACHABLE
    )


def test_pause_withdraws_nothing_and_is_written_down(jeanne: Subscriber, topics: list[Topic]) -> None:
    assert pause_letters(jeanne, LAST_DAY, START, page="/infolettre/preferences/…/")
    assert not pause_letters(jeanne, LAST_DAY, START)

    assert current_topics(jeanne, LAST_DAY) == topics[:1]
    event = ConsentEvent.objects.get()
    assert (event.kind, event.topic_slug, event.evidence, event.page) == (
        "paused",
        "",
        "until: 2026-08-31",
        "/infolettre/preferences/…/",
    )


def test_pause_may_be_ended_before_its_day_once(jeanne: Subscriber) -> None:
    pause_letters(jeanne, LAST_DAY, START)
    assert resume_letters(jeanne, START)
    assert not resume_letters(jeanne, START)
    assert Subscriber.objects.get().paused_until is None
    assert list(ConsentEvent.objects.order_by("pk").values_list("kind", flat=True)) == ["paused", "resumed"]


def test_pause_that_has_ended_by_itself_is_not_ended_again(jeanne: Subscriber) -> None:
    Subscriber.objects.update(paused_until=timezone.localdate(START) - timedelta(days=1))
    assert not resume_letters(jeanne, START)
    assert not ConsentEvent.objects.exists()


def test_letter_that_waits_does_not_leave_once_its_person_pauses(
    mail_server: MailServer, clock: Clock, jeanne: Subscriber, topics: list[Topic]
) -> None:
    SubscriptionFactory(topic=topics[0], subscriber__email="paul@example.org")
    mailing = freeze_mailing(newsletter(), topics[:1], Words(), by=None, now=START)
    pause_letters(jeanne, timezone.localdate(START), START)

    deliver_batch(mailing.pk, clock=clock)

    assert counts(mailing) == {"sent": 1, "skipped": 1}
    assert letter_to("jeanne@example.org").state == DeliveryState.SKIPPED


def test_someone_whose_consent_has_ended_is_not_said_to_pause(jeanne: Subscriber, topics: list[Topic]) -> None:
    Subscriber.objects.update(paused_until=LAST_DAY)
    jeanne.subscriptions.update(expires_on=LAST_DAY - timedelta(days=9))
    assert count_audience(None, topics, LAST_DAY).excluded == {ExclusionReason.EXPIRED: 1}


@pytest.mark.parametrize(
    ("on", "proposed"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), LAST_DAY),
        (date(2026, 8, 30), LAST_DAY),
        (date(2026, 8, 31), None),
        (date(2026, 10, 1), None),
    ],
)
def test_end_of_the_summer_is_proposed_when_it_is_near(on: date, proposed: date | None) -> None:
    assert last_day_of_summer(on) == proposed


def test_page_pauses_and_says_until_when(strict_client: Client, jeanne: Subscriber) -> None:
    until = timezone.localdate() + timedelta(days=40)
    page = strict_client.post(path_of(jeanne), {"pause": "until", "until": until.isoformat()}).content.decode()
    assert "Vous ne recevez rien jusqu’au" in page
    assert "Recevoir de nouveau les lettres" in page
    assert Subscriber.objects.get().paused_until == until
    page = strict_client.post(path_of(jeanne), {"resume": "now"}).content.decode()
    assert "Vous ne recevez rien jusqu’au" not in page
    assert Subscriber.objects.get().paused_until is None


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("", "Choisissez le dernier jour de la pause."),
        ("demain", "Écrivez le jour comme 2024-08-31."),
        ("2020-01-01", "Ce jour est passé"),
        ("2999-01-01", "Une pause dure un an au plus."),
    ],
)
def test_day_that_cannot_be_is_explained_and_nothing_is_kept(
    strict_client: Client, jeanne: Subscriber, until: str, sentence: str
) -> None:
    page = strict_client.post(path_of(jeanne), {"pause": "until", "until": until}).content.decode()
    assert sentence in page
    assert Subscriber.objects.get().paused_until is None
    assert not ConsentEvent.objects.exists()


def test_opening_the_page_pauses_nothing(strict_client: Client, jeanne: Subscriber) -> None:
    strict_client.get(path_of(jeanne), {"pause": "until", "until": "2026-08-31"})
    assert Subscriber.objects.get().paused_until is None
