"""No function asks many people for a consent: to ask is already to write to them (LCAP, section 1(3))."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from newsletters.domain.audience import Audience, count_audience
from newsletters.domain.errors import MailingRefused
from newsletters.domain.segments import Segment
from newsletters.domain.sending import start_mailing
from newsletters.enums import ExclusionReason, Language, SubscriptionState
from newsletters.models import Delivery, Mailing, Suppression, Topic
from tests.factories import SubscriberFactory, SubscriptionFactory
from tests.factories.newsletters import newsletter

ROOMS = ("cms", "crm", "home", "newsletters")


def callers_of(name: str) -> set[str]:
    """The modules of the product that call a function or a method of that name."""
    return {
        str(path.relative_to(settings.BASE_DIR))
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and name in {getattr(node.func, "id", ""), getattr(node.func, "attr", "")}
    }


def _modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from (Path(settings.BASE_DIR) / room).rglob("*.py")


def test_letter_that_asks_for_a_confirmation_only_answers_a_form() -> None:
    assert callers_of("answer_letter") == {"newsletters/tasks.py"}
    assert callers_of("confirm_url") == {"newsletters/domain/service_letters.py"}
    assert callers_of("receive_sign_up") == {"newsletters/views/sign_up.py"}
    # The demo plays the part of its readers; nothing leaves there.
    assert callers_of("request_subscription") == {"newsletters/domain/sign_up.py", "home/demo/load.py"}


@pytest.mark.django_db
def test_no_mailing_reaches_anyone_without_a_consent_that_holds(council: object, topics: list[Topic]) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    topic = topics[0]
    SubscriptionFactory(topic=topic, expires_on=yesterday)
    SubscriptionFactory(topic=topic, state=SubscriptionState.PENDING)
    SubscriptionFactory(topic=topic, subscriber__confirmed_at=None)
    SubscriptionFactory(topic=topic, state=SubscriptionState.LEFT)
    gone = SubscriptionFactory(topic=topic).subscriber
    Suppression.objects.create(address_hash=gone.address_hash, reason="left")
    SubscriberFactory()
    earlier = Mailing.objects.create(subject="Une autre")

    for segment in (Segment(), Segment(missed=earlier), Segment(language=Language.FRENCH)):
        assert count_audience(None, [topic], timezone.localdate(), segment=segment) == Audience(
            0, {ExclusionReason.EXPIRED: 1, ExclusionReason.SUPPRESSED: 1, ExclusionReason.UNCONFIRMED: 2}
        )
        with pytest.raises(MailingRefused):
            start_mailing(newsletter(), [topic], None, timezone.now(), segment=segment)
    assert not Delivery.objects.exists()
