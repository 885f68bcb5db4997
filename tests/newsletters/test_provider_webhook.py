"""What a mail provider tells over the web follows the same policy; a stranger is not heard."""

from __future__ import annotations

import importlib
import json
from base64 import b64encode
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from newsletters import urls
from newsletters.domain.hearing.providers import ProviderEvent, hear_provider
from newsletters.models import Delivery, MailReport
from tests.newsletters.hearing import reason_of, sent_letter
from tests.newsletters.posting import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

URL = "/courriel/suivi/postmark/tracking/"
SECRET = "suivi:pour-les-essais-seulement"
BOUNCE = {
    "RecordType": "Bounce",
    "ID": 42,
    "Type": "HardBounce",
    "TypeCode": 1,
    "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
    "BouncedAt": "2024-05-14T16:33:54Z",
}
COMPLAINT = {**BOUNCE, "RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512, "ID": 43}


@pytest.fixture
def letter() -> Delivery:
    return sent_letter(now=timezone.now())


def tell(client: Client, event: dict[str, object], secret: str = SECRET) -> int:
    proof = {"Authorization": f"Basic {b64encode(secret.encode()).decode()}"} if secret else {}
    return client.post(URL, json.dumps(event), content_type="application/json", headers=proof).status_code


def test_bounce_told_by_a_provider_sets_the_address_aside_once(strict_client: Client, letter: Delivery) -> None:
    for _turn in range(2):
        assert tell(strict_client, {**BOUNCE, "Email": letter.email}) == 200

    report = MailReport.objects.get()
    assert (report.outcome, report.source, report.status) == ("set_aside", "provider", "5.1.1")
    assert reason_of(letter.subscriber) == "bounced"


def test_complaint_told_by_a_provider_leaves_everything(strict_client: Client, letter: Delivery) -> None:
    assert tell(strict_client, {**COMPLAINT, "Email": letter.email}) == 200

    assert reason_of(letter.subscriber) == "complaint"


@pytest.mark.parametrize("secret", ["", "suivi:faux", "autre:pour-les-essais-seulement"])
def test_stranger_is_not_heard(strict_client: Client, letter: Delivery, secret: str) -> None:
    assert tell(strict_client, {**BOUNCE, "Email": letter.email}, secret) == 400

    assert (MailReport.objects.count(), reason_of(letter.subscriber)) == (0, "")


def test_event_about_nobody_is_taken_and_changes_nothing(strict_client: Client, letter: Delivery) -> None:
    assert tell(strict_client, {**BOUNCE, "Email": "inconnue@example.org"}) == 200

    assert MailReport.objects.count() == 0


def test_without_a_secret_the_addresses_do_not_exist(settings: Settings) -> None:
    settings.MAIL_WEBHOOK_SECRET = ""
    try:
        importlib.reload(urls)
        assert [one for one in urls.urlpatterns if "suivi" in str(one.pattern)] == []
    finally:
        settings.MAIL_WEBHOOK_SECRET = SECRET
        importlib.reload(urls)


def event(letter: Delivery, **told: str) -> ProviderEvent:
    return ProviderEvent(**{"provider": "X", "kind": "bounced", "recipient": letter.email, **told})


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"reason": "invalid"}, "set_aside"),
        ({"reason": "bounced"}, "counted"),
        ({"reason": "timed_out"}, "counted"),
        ({"reason": "blocked"}, "ours"),
        ({"kind": "rejected", "reason": "spam"}, "ours"),
        ({"reason": "invalid", "answer": "552 5.2.2 mailbox full"}, "counted"),
        ({"kind": "deferred", "answer": "421 try again"}, "nothing"),
    ],
)
def test_word_of_a_provider_is_weighed_after_the_servers_own(
    letter: Delivery, told: dict[str, str], outcome: str
) -> None:
    report = hear_provider(event(letter, **told), timezone.now())

    assert report is not None
    assert report.outcome == outcome


@pytest.mark.parametrize("kind", ["delivered", "opened", "clicked", "sent", "queued", "autoresponded", ""])
def test_no_news_leaves_no_trace(letter: Delivery, kind: str) -> None:
    assert hear_provider(event(letter, kind=kind), timezone.now()) is None
    assert MailReport.objects.count() == 0


def test_number_of_the_letter_decides_and_must_be_that_persons(letter: Delivery) -> None:
    later = sent_letter(letter.subscriber, now=timezone.now(), prefix="autre")
    number = f"<20240514140000.{letter.mailing_id}.{letter.pk}@conseil.example>"
    other = letter.mailing.deliveries.exclude(pk=letter.pk)[0]

    forged = hear_provider(event(other, number=number), timezone.now())
    report = hear_provider(event(letter, number=number), timezone.now())

    assert forged is None
    assert report is not None
    assert (report.delivery, later.state) == (letter, "sent")


def test_old_letter_is_not_taken_for_todays() -> None:
    letter = sent_letter(now=START)

    assert hear_provider(event(letter), START + timedelta(days=15)) is None
