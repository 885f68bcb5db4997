"""The same policy for what servers answer while letters leave, and what a person decides about what came back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletters.domain.consent import suppress
from newsletters.domain.deliver import deliver_batch
from newsletters.domain.hearing.answers import hear_answers
from newsletters.domain.hearing.forgetting import forget_old_reports
from newsletters.domain.hearing.settling import ReportRefused, attach_report, dismiss_report, lift_bounce
from newsletters.enums import DeliveryState, MailingState, ReportOutcome, SuppressionReason
from newsletters.models import Delivery, MailReport
from newsletters.tasks import hear_answers_task, purge_post_room
from tests.factories import UserFactory
from tests.factories.mailings import make_mailing
from tests.newsletters.corpus import message
from tests.newsletters.hearing import full_every, hear_about, hear_raw, outcomes, reason_of, sent_letter
from tests.newsletters.posting import START, Clock, counts, letter_to
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council", "returns_are_read")]

FULL, GONE, SPAM = "postfix-full", "gmail-unknown", "yahoo-complaint"


def test_refusal_at_the_door_follows_the_same_policy(mail_server: MailServer, clock: Clock) -> None:
    mailing = make_mailing(4, now=START)
    mail_server.refused["voisine0@example.org"] = "550 5.1.1 no such person"
    mail_server.refused["voisine1@example.org"] = "550 5.7.1 we distrust you"
    mail_server.refused["voisine2@example.org"] = "552 5.2.2 mailbox full"
    deliver_batch(mailing.pk, clock=clock)

    assert (hear_answers(START), hear_answers(START)) == (3, 0)

    people = [letter_to(f"voisine{number}@example.org").subscriber for number in range(4)]
    assert [reason_of(person) for person in people] == ["bounced", "", "", ""]
    by_outcome = MailReport.objects.order_by("delivery").values_list("outcome", "status", "code")
    assert list(by_outcome) == [("set_aside", "5.1.1", 550), ("ours", "5.7.1", 550), ("counted", "5.2.2", 552)]


def test_refusal_is_heard_only_once_the_relay_has_taken_a_later_letter(mail_server: MailServer, clock: Clock) -> None:
    """Until then it may be everybody's: such letters wait again, and nobody may be set aside for them."""
    mailing = make_mailing(3, now=START)
    Delivery.objects.filter(email="voisine0@example.org").update(
        state=DeliveryState.BOUNCED, smtp_code=550, smtp_reply="5.1.1 no such person", changed_at=START
    )
    assert hear_answers(START) == 0

    mailing.deliveries.filter(email="voisine1@example.org").update(state=DeliveryState.SENT, sent_at=START)

    assert hear_answers(START) == 1


def test_relay_that_finds_nobody_sets_nobody_aside(mail_server: MailServer, clock: Clock) -> None:
    mailing = make_mailing(12, now=START)
    mail_server.refuse_everyone = "550 5.1.1 no such person"

    deliver_batch(mailing.pk, clock=clock)

    assert hear_answers(START) == 0
    assert counts(mailing) == {"queued": 12}


def test_letter_refused_again_is_heard_again(letter: Delivery) -> None:
    for day in (0, 1):
        Delivery.objects.filter(pk=letter.pk).update(
            state=DeliveryState.BOUNCED, smtp_code=552, smtp_reply="5.2.2 full", changed_at=START + timedelta(days=day)
        )
        letter.mailing.deliveries.exclude(pk=letter.pk).update(sent_at=START + timedelta(days=day))
        assert hear_answers(START + timedelta(days=day)) == 1


def test_message_without_signature_waits_and_is_attached_by_somebody(letter: Delivery) -> None:
    raw = message(GONE, "infolettre@conseil.example")
    row = hear_raw(raw, "unsigned")
    assert row is not None
    assert (row.outcome, "voisine" in row.content) == ("waiting", True)
    user = UserFactory()

    assert attach_report(row, letter, "gone", user, START) == ReportOutcome.SET_ASIDE

    row.refresh_from_db()
    assert (row.content, row.settled_by, row.subscriber) == ("", user, letter.subscriber)
    assert reason_of(letter.subscriber) == "bounced"
    with pytest.raises(ReportRefused):
        dismiss_report(row, user, START)


def test_answer_of_somebody_waits_with_whose_it_is_and_is_dismissed(letter: Delivery) -> None:
    row = hear_about(letter, "somebody-answers")
    assert row is not None
    assert (row.outcome, row.subscriber) == ("waiting", letter.subscriber)

    dismiss_report(row, UserFactory(), START)

    row.refresh_from_db()
    assert (row.outcome, row.content) == ("nothing", "")
    letter.refresh_from_db()
    assert letter.state == DeliveryState.SENT


def test_address_set_aside_by_a_bounce_is_written_to_again_with_a_reason(letter: Delivery) -> None:
    hear_about(letter, GONE)
    user = UserFactory()

    lift_bounce(letter.subscriber, "La boîte marche de nouveau, dit-elle au téléphone.", user, START)

    assert reason_of(letter.subscriber) == ""
    row = MailReport.objects.get(kind="lifted")
    assert (row.settled_by, row.words) == (user, "La boîte marche de nouveau, dit-elle au téléphone.")


def test_count_begins_anew_for_an_address_written_to_again(letter: Delivery) -> None:
    full_every(8, letter)
    lift_bounce(letter.subscriber, "Vidée.", UserFactory(), START + timedelta(days=17))

    later = sent_letter(letter.subscriber, now=START + timedelta(days=24), prefix="apres")

    assert outcomes([hear_about(later, FULL)]) == ["counted"]


@pytest.mark.parametrize("reason", [reason for reason in SuppressionReason if reason != SuppressionReason.BOUNCED])
def test_nothing_else_can_be_lifted(letter: Delivery, reason: SuppressionReason) -> None:
    suppress(letter.subscriber.address_hash, reason, START)

    with pytest.raises(ReportRefused):
        lift_bounce(letter.subscriber, "x", UserFactory(), START)

    assert reason_of(letter.subscriber) == reason


def test_complaint_after_a_bounce_can_no_longer_be_lifted(letter: Delivery) -> None:
    hear_about(letter, GONE)
    hear_about(letter, SPAM)

    assert reason_of(letter.subscriber) == SuppressionReason.COMPLAINT


def test_bounce_after_a_departure_stays_a_departure(letter: Delivery) -> None:
    suppress(letter.subscriber.address_hash, SuppressionReason.LEFT, START)
    hear_about(letter, GONE)

    assert reason_of(letter.subscriber) == SuppressionReason.LEFT


def test_old_reports_are_forgotten_those_that_wait_sooner(letter: Delivery) -> None:
    hear_about(letter, FULL, now=START)
    hear_about(letter, "somebody-answers", now=START)

    assert forget_old_reports(START + timedelta(days=89)) == 0
    assert forget_old_reports(START + timedelta(days=91)) == 1
    assert forget_old_reports(START + timedelta(days=401)) == 1
    assert forget_old_reports(START + timedelta(days=401)) == 0


def test_tasks_run_twice_hear_and_forget_once(letter: Delivery) -> None:
    Delivery.objects.filter(pk=letter.pk).update(
        state=DeliveryState.BOUNCED, smtp_code=550, smtp_reply="5.1.1 no", changed_at=START
    )
    letter.mailing.state, letter.mailing.finished_at = MailingState.FINISHED, timezone.now()
    letter.mailing.save()

    for _turn in range(2):
        hear_answers_task()
    assert MailReport.objects.get().outcome == ReportOutcome.SET_ASIDE

    for _turn in range(2):
        purge_post_room()
    assert MailReport.objects.count() == 0  # it is of 2024
