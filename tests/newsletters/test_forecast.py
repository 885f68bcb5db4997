"""The end that is promised: from the speed of the last letters, and from what the relay still takes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from newsletters.domain.deliver import deliver_batch
from newsletters.domain.forecast import describe_end, forecast_end
from newsletters.domain.progress import measure_mailing
from newsletters.enums import DeliveryState, MailingState
from newsletters.models import Mailing
from tests.factories.mailings import make_mailing
from tests.newsletters.posting import START, Clock
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


def said(mailing: Mailing, now: datetime) -> str:
    """With plain spaces."""
    return describe_end(mailing, measure_mailing(mailing), now).replace("\N{NO-BREAK SPACE}", " ")


def sent_lately(mailing: Mailing, letters: int, seconds: float) -> None:
    """So many of its letters have left, evenly, until now."""
    rows = list(mailing.deliveries.order_by("pk")[:letters])
    for place, row in enumerate(rows):
        row.state, row.sent_at = DeliveryState.SENT, START - timedelta(seconds=seconds * (letters - place) / letters)
    mailing.deliveries.bulk_update(rows, ["state", "sent_at"])


def test_speed_of_the_last_letters_tells_the_end() -> None:
    mailing = make_mailing(90, now=START)
    sent_lately(mailing, 30, 300)
    end = forecast_end(mailing, 60, START)
    assert end is not None
    assert timedelta(minutes=9) < end - START < timedelta(minutes=11)
    assert said(mailing, START) == "Fini vers 10 h 10."


def test_nobody_can_say_after_a_few_letters() -> None:
    mailing = make_mailing(40, now=START)
    sent_lately(mailing, 5, 10)
    assert said(mailing, START) == ""


def test_short_end_and_no_end() -> None:
    mailing = make_mailing(40, now=START)
    sent_lately(mailing, 39, 60)
    assert said(mailing, START) == "Fini d’ici cinq minutes."
    Mailing.objects.update(state=MailingState.FINISHED)
    mailing.refresh_from_db()
    assert said(mailing, START) == ""


def test_relay_at_its_limit_says_when_letters_go_on(mail_server: MailServer, clock: Clock, settings: Settings) -> None:
    settings.RELAY_LIMITS = [(30, "hour", "")]
    mailing = make_mailing(40, now=START)
    deliver_batch(mailing.pk, clock=clock)

    words = said(mailing, START + timedelta(minutes=20))
    assert words == (
        "Le serveur de courriel n’en prend plus pour l’instant, comme convenu avec lui : "
        "les lettres repartent à 11 h 1. Fini vers 11 h 5."
    )


def test_end_of_another_day_names_it(settings: Settings) -> None:
    settings.RELAY_LIMITS = [(25, "day", "")]
    mailing = make_mailing(40, now=START)
    assert said(mailing, START) == "Fini le mercredi 15 mai 2024 vers 10 h 25."
