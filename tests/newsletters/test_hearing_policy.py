"""One policy for what comes back: who is set aside, who is not, and what is ours (rules.md, section 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from newsletters.domain.hearing.return_paths import Post, return_path
from newsletters.domain.links import unsubscribe_url
from newsletters.domain.personal_data import erase_subscriber
from newsletters.enums import ConsentMethod, DeliveryState, MailingState, ReportOutcome, SuppressionReason
from newsletters.models import (
    ConsentEvent,
    Delivery,
    MailReport,
    MonthlyDraft,
    NoticeLetter,
    RegistrationLetter,
    StaffLetter,
    Subscription,
    WelcomeLetter,
)
from tests.factories import RegistrationFactory, SubscriptionFactory, UserFactory
from tests.factories.mailings import make_mailing
from tests.newsletters.corpus import message
from tests.newsletters.hearing import about, full_every, hear_about, hear_raw, outcomes, reason_of, sent_letter
from tests.newsletters.posting import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council", "returns_are_read")]

FULL, GONE, SPAM = "postfix-full", "gmail-unknown", "yahoo-complaint"


@pytest.mark.parametrize("name", [GONE, "outlook-unknown", "qmail-unknown", "exim-plain-unknown", "yahoo-disabled"])
def test_address_that_does_not_exist_is_set_aside(letter: Delivery, name: str) -> None:
    report = hear_about(letter, name)

    assert report is not None
    assert (report.outcome, report.delivery, report.subscriber) == ("set_aside", letter, letter.subscriber)
    assert reason_of(letter.subscriber) == SuppressionReason.BOUNCED
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == (DeliveryState.BOUNCED, START)
    assert letter.smtp_reply.startswith(("5.1.", "5.2.1"))


def test_others_of_the_mailing_are_untouched(letter: Delivery) -> None:
    hear_about(letter, GONE)

    others = letter.mailing.deliveries.exclude(pk=letter.pk)
    assert set(others.values_list("state", flat=True)) == {"sent"}
    assert [reason_of(other.subscriber) for other in others] == ["", ""]


def test_message_heard_twice_changes_nothing_more(letter: Delivery) -> None:
    first = hear_about(letter, GONE)
    Delivery.objects.filter(pk=letter.pk).update(state=DeliveryState.QUEUED)

    second = hear_about(letter, GONE, now=START + timedelta(days=1))

    assert first == second
    assert MailReport.objects.count() == 1
    letter.refresh_from_db()
    assert letter.state == DeliveryState.QUEUED


@pytest.mark.parametrize("name", [FULL, "postfix-expired", "outlook-full", "postfix-no-host"])
def test_mailbox_that_is_full_once_is_only_counted(letter: Delivery, name: str) -> None:
    report = hear_about(letter, name)

    assert report is not None
    assert report.outcome == ReportOutcome.COUNTED
    assert reason_of(letter.subscriber) == ""


def test_three_mailings_in_a_row_over_more_than_fifteen_days_set_aside(letter: Delivery) -> None:
    assert outcomes(full_every(8, letter)) == ["counted", "counted", "set_aside"]
    assert reason_of(letter.subscriber) == SuppressionReason.BOUNCED


def test_three_mailings_in_fifteen_days_do_not(letter: Delivery) -> None:
    reports = full_every(7, letter)

    assert outcomes(reports) == ["counted"] * 3
    assert outcomes([hear_about(sent_letter(letter.subscriber, now=START + timedelta(days=16), prefix="z"), FULL)]) == [
        "set_aside"
    ]


def test_two_mailings_however_far_apart_do_not(letter: Delivery) -> None:
    assert outcomes(full_every(60, letter, times=2)) == ["counted"] * 2


def test_letter_taken_in_between_begins_the_count_anew(letter: Delivery) -> None:
    full_every(8, letter, times=2)
    sent_letter(letter.subscriber, now=START + timedelta(days=20), prefix="bien")

    later = sent_letter(letter.subscriber, now=START + timedelta(days=28), prefix="encore")

    assert outcomes([hear_about(later, FULL)]) == ["counted"]


@pytest.mark.parametrize("name", ["gmail-not-authenticated", "outlook-515"])
def test_distrust_never_sets_anybody_aside(letter: Delivery, name: str) -> None:
    report = hear_about(letter, name)

    assert report is not None
    assert report.outcome == ReportOutcome.OURS
    assert reason_of(letter.subscriber) == ""


def test_distrust_of_many_pauses_the_mailing_and_says_so() -> None:
    mailing = make_mailing(8, now=START)
    letters = list(mailing.deliveries.order_by("pk"))
    mailing.deliveries.filter(pk__in=[row.pk for row in letters[:6]]).update(state=DeliveryState.SENT, sent_at=START)
    for row in letters[:4]:
        hear_about(row, "outlook-515")
    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENDING

    hear_about(letters[4], "outlook-515")

    mailing.refresh_from_db()
    assert (mailing.state, mailing.retry_at) == (MailingState.PAUSED, None)
    assert mailing.pause_reason.startswith("5 lettres sont revenues parce que leurs serveurs se méfient de nous.")
    mailing.state = MailingState.SENDING
    mailing.save()
    hear_about(letters[5], "outlook-515")
    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENDING


def test_delay_changes_nothing_and_is_told(letter: Delivery) -> None:
    report = hear_about(letter, "gmail-delay")

    assert report is not None
    assert (report.outcome, report.subscriber) == (ReportOutcome.NOTHING, letter.subscriber)
    letter.refresh_from_db()
    assert letter.state == DeliveryState.SENT


@pytest.mark.parametrize("name", ["office-gmail", "office-outlook", "office-old", "read-receipt", "arf-not-spam"])
def test_automatic_answer_leaves_no_trace(letter: Delivery, name: str) -> None:
    assert hear_about(letter, name) is None
    assert MailReport.objects.count() == 0


@pytest.mark.parametrize("name", [SPAM, "ses-complaint", "microsoft-complaint"])
def test_complaint_leaves_everything_for_good(letter: Delivery, name: str) -> None:
    report = hear_about(letter, name)

    assert report is not None
    assert report.outcome == ReportOutcome.LEFT
    assert reason_of(letter.subscriber) == SuppressionReason.COMPLAINT
    assert set(Subscription.objects.filter(subscriber=letter.subscriber).values_list("state", flat=True)) == {"left"}
    event = ConsentEvent.objects.get()
    assert (event.kind, event.method, event.topic_slug, event.actor) == ("withdrawn", "complaint", "", "person")


def test_complaint_by_the_link_alone_leaves_everything(letter: Delivery) -> None:
    raw_report = hear_about(letter, "ses-complaint")
    assert raw_report is not None

    assert raw_report.subscriber == letter.subscriber


def test_link_alone_is_not_enough_for_a_refusal(letter: Delivery, settings: Settings) -> None:
    """Whoever was forwarded a letter holds its link, and must not have the address set aside as non-existent."""
    raw = message(GONE, "infolettre@conseil.example", unsubscribe=unsubscribe_url(letter.subscriber_id or 0))
    report = hear_raw(raw, "forged")

    assert report is not None
    assert (report.outcome, reason_of(letter.subscriber)) == (ReportOutcome.WAITING, "")


@pytest.mark.parametrize("name", [GONE, SPAM, FULL])
def test_forged_signature_is_noted_and_changes_nothing(letter: Delivery, name: str, settings: Settings) -> None:
    raw = about(letter, name)
    settings.SECRET_KEY = "another"
    report = hear_raw(raw, "forged")

    assert report is not None
    assert (report.outcome, report.content, report.delivery, report.subscriber) == ("forged", "", None, None)
    letter.refresh_from_db()
    assert (letter.state, reason_of(letter.subscriber)) == (DeliveryState.SENT, "")


def test_letter_whose_mailing_was_deleted_still_sets_its_address_aside(letter: Delivery) -> None:
    raw_person = letter.subscriber
    before = about(letter, GONE)
    letter.mailing.delete()
    report = hear_raw(before, "late")

    assert report is not None
    assert (report.outcome, reason_of(raw_person)) == ("set_aside", "bounced")


def test_doubtful_letter_that_comes_back_is_no_longer_doubtful(letter: Delivery) -> None:
    Delivery.objects.filter(pk=letter.pk).update(state=DeliveryState.DOUBTFUL, sent_at=None)

    hear_about(letter, FULL)

    letter.refresh_from_db()
    assert letter.state == DeliveryState.BOUNCED


def test_nothing_is_kept_of_someone_erased(letter: Delivery) -> None:
    person = letter.subscriber
    hear_about(letter, FULL)
    waiting = hear_about(letter, "somebody-answers")
    assert waiting is not None
    assert waiting.content

    erase_subscriber(person, method=ConsentMethod.ADMIN, now=START)
    hear_about(letter, GONE)

    assert set(MailReport.objects.values_list("subscriber", "content")) == {(None, "")}
    assert set(MailReport.objects.filter(kind="refused", outcome="counted").values_list("words", flat=True)) == {""}
    letter.refresh_from_db()
    assert letter.smtp_reply == ""


def test_letter_to_someone_registered_joins_those_to_send_again(settings: Settings) -> None:
    single = RegistrationLetter.objects.create(
        registration=RegistrationFactory(), kind="registered", mark="x", state=DeliveryState.SENT
    )
    raw = message(GONE, return_path("x@conseil.example", single.pk, post=Post.REGISTRATION))

    report = hear_raw(raw, "one")

    assert report is not None
    assert report.outcome == ReportOutcome.TOLD
    single.refresh_from_db()
    assert (single.state, single.smtp_code) == (DeliveryState.BOUNCED, 550)
    assert single.smtp_reply.startswith("5.1.1 ")
    assert NoticeLetter.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "outcome", "state", "reason"),
    [
        (GONE, ReportOutcome.SET_ASIDE, DeliveryState.BOUNCED, SuppressionReason.BOUNCED),
        (FULL, ReportOutcome.COUNTED, DeliveryState.BOUNCED, ""),
        (SPAM, ReportOutcome.LEFT, DeliveryState.SENT, SuppressionReason.COMPLAINT),
    ],
)
def test_a_welcome_says_of_a_subscriber_what_a_newsletter_would(
    name: str, outcome: ReportOutcome, state: DeliveryState, reason: str
) -> None:
    person, other = SubscriptionFactory().subscriber, SubscriptionFactory().subscriber
    welcome = WelcomeLetter.objects.create(subscriber=person, state=DeliveryState.SENT)
    path = return_path("x@conseil.example", welcome.pk, post=Post.WELCOME)

    report = hear_raw(message(name, path, recipient=person.email, unsubscribe=unsubscribe_url(person.pk)), "one")

    assert report is not None
    assert (report.outcome, report.subscriber) == (outcome, person)
    welcome.refresh_from_db()
    assert (welcome.state, reason_of(person), reason_of(other)) == (state, reason, "")


def test_a_welcome_to_an_address_that_the_person_has_left_sets_nobody_aside() -> None:
    person = SubscriptionFactory().subscriber
    welcome = WelcomeLetter.objects.create(subscriber=person, state=DeliveryState.SENT)
    path = return_path("x@conseil.example", welcome.pk, post=Post.WELCOME)

    hear_raw(message(GONE, path, recipient="ancienne@example.org"), "one")

    assert reason_of(person) == ""
    person.delete()
    report = hear_raw(message(GONE, path, recipient="ancienne@example.org"), "two")
    assert report is not None
    assert report.outcome == ReportOutcome.NOTHING


def test_a_letter_to_someone_who_works_here_waits_for_nobody() -> None:
    draft = MonthlyDraft.objects.create(month="2024-05", made_at=START)
    row = StaffLetter.objects.create(user=UserFactory(), draft=draft, state=DeliveryState.SENT)

    report = hear_raw(message(GONE, return_path("x@conseil.example", row.pk, post=Post.STAFF)), "one")

    assert report is not None
    assert report.outcome == ReportOutcome.NOTHING
    row.refresh_from_db()
    assert row.state == DeliveryState.BOUNCED
