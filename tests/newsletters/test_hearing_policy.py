"""One policy for what comes back: who is set aside, who is not, and what is ours (rules.md, section 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from newsletters.domain.consent import suppress
from newsletters.domain.deliver import deliver_batch
from newsletters.domain.hearing.answers import hear_answers
from newsletters.domain.hearing.forgetting import forget_old_reports
from newsletters.domain.hearing.return_paths import Post, return_path
from newsletters.domain.hearing.settling import ReportRefused, attach_report, dismiss_report, lift_bounce
from newsletters.domain.links import unsubscribe_url
from newsletters.domain.personal_data import erase_subscriber
from newsletters.enums import ConsentMethod, DeliveryState, MailingState, ReportOutcome, SuppressionReason
from newsletters.models import ConsentEvent, Delivery, MailReport, NoticeLetter, RegistrationLetter, Subscription
from newsletters.tasks import hear_answers_task, purge_post_room
from tests.factories import RegistrationFactory, UserFactory
from tests.factories.mailings import make_mailing
from tests.newsletters.corpus import RETURN_PATH, message
from tests.newsletters.hearing import about, hear_about, hear_raw, reason_of, sent_letter
from tests.newsletters.posting import START, Clock, counts, letter_to
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

FULL, GONE, SPAM = "postfix-full", "gmail-unknown", "yahoo-complaint"


@pytest.fixture(autouse=True)
def returns_are_read(settings: Settings) -> None:
    settings.RETURN_ADDRESS = RETURN_PATH


@pytest.fixture
def letter() -> Delivery:
    return sent_letter()


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


def full_every(days: int, letter: Delivery, times: int = 3) -> list[MailReport | None]:
    """The mailbox is full for so many mailings, one every so many days."""
    reports = []
    for number in range(times):
        when = START + timedelta(days=days * number)
        again = letter if number == 0 else sent_letter(letter.subscriber, now=when, prefix=f"autre{number}x")
        reports.append(hear_about(again, FULL, now=when + timedelta(hours=1)))
    return reports


def outcomes(reports: list[MailReport | None]) -> list[str]:
    return [report.outcome if report else "" for report in reports]


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


# --- what servers answer while letters leave ---------------------------------------------------


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


# --- what a person decides ---------------------------------------------------------------------


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
