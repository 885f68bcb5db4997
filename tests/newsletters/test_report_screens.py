"""What a volunteer sees of the letters that came back, settles, and takes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from crm.accounts.models import User
from crm.accounts.policy import Role
from newsletters.domain.exports import personal_data_as_csv, personal_data_as_json
from newsletters.domain.hearing.collecting import hear_message
from newsletters.domain.hearing.history import letter_story
from newsletters.domain.hearing.settling import lift_bounce
from newsletters.domain.personal_data import personal_data
from newsletters.enums import ReportOutcome, SuppressionReason
from newsletters.models import Delivery, MailReport, ReturnMailbox, Suppression
from tests.factories import UserFactory, someone_of
from tests.newsletters.corpus import message
from tests.newsletters.hearing import about, hear_about, hear_raw, reason_of, sent_letter
from tests.newsletters.posting import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council", "returns_are_read")]

INDEX = "/admin/returns/"


def page_of(client: Client, path: str) -> str:
    return client.get(path).content.decode().replace("\xa0", " ")


def waiting_about(letter: Delivery, name: str = "gmail-unknown") -> MailReport:
    """A refusal without our signature, as from before the return mailbox was there."""
    row = hear_message(message(name, "infolettre@conseil.example", recipient=letter.email), START)
    assert row is not None
    assert row.outcome == ReportOutcome.WAITING
    return row


def test_list_says_what_came_back_from_whom_and_what_was_done(
    client: Client, volunteer: User, letter: Delivery
) -> None:
    hear_about(letter, "gmail-unknown")
    ReturnMailbox.objects.create(read_at=START)

    page = page_of(client, INDEX)

    assert "La lettre « L’infolettre de mai » est revenue : cette boîte n’existe pas." in page
    assert "L’adresse est mise de côté" in page
    assert letter.email in page
    assert "La boîte de retour a été lue la dernière fois le 14 mai 2024" in page
    assert "regardez" not in page


def test_list_says_that_a_message_waits_and_that_the_mailbox_is_silent(
    client: Client, volunteer: User, letter: Delivery
) -> None:
    waiting_about(letter)
    ReturnMailbox.objects.create(read_at=START, failed_at=START, problem="refused")

    page = page_of(client, INDEX)

    assert "1 message n’a pu être lu : regardez-le." in page
    assert "La boîte de retour ne répond plus depuis le 14 mai 2024" in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_whatever_its_length(
    client: Client, volunteer: User, letter: Delivery, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ["gmail-unknown", "qmail-full", "gmail-delay"][:count]:
        hear_about(letter, name)
    client.get(INDEX)
    with django_assert_num_queries(13):
        client.get(INDEX)


def test_message_that_waits_is_shown_as_text_and_its_opening_is_noted(
    client: Client, volunteer: User, letter: Delivery
) -> None:
    row = hear_about(letter, "somebody-answers")
    assert row is not None
    MailReport.objects.filter(pk=row.pk).update(content=row.content.replace("Bonjour,", "<script>alert(1)</script>"))

    page = page_of(client, f"{INDEX}{row.pk}/")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    entry = ModelLogEntry.objects.get(action="newsletters.consult_report")
    assert (entry.user, entry.label) == (volunteer, f"#{row.pk}")


def test_message_nested_without_end_is_shown_all_the_same(client: Client, volunteer: User, letter: Delivery) -> None:
    row = hear_raw(b"Content-Type: message/rfc822\r\n\r\n" * 2000, "nested")
    assert row is not None

    assert "message/rfc822" in page_of(client, f"{INDEX}{row.pk}/")


def test_letter_is_proposed_by_the_address_in_the_message(client: Client, volunteer: User, letter: Delivery) -> None:
    row = waiting_about(letter)

    page = page_of(client, f"{INDEX}{row.pk}/")
    answer = client.post(f"{INDEX}{row.pk}/", {"attach": "1", "letter": letter.pk, "meaning": "gone"})

    assert f'value="{letter.pk}"' in page
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.outcome, row.content, row.settled_by) == ("set_aside", "", volunteer)
    assert reason_of(letter.subscriber) == SuppressionReason.BOUNCED


def test_letter_of_someone_else_is_found_by_their_address(client: Client, volunteer: User, letter: Delivery) -> None:
    row = waiting_about(letter)
    other = letter.mailing.deliveries.exclude(pk=letter.pk)[0]

    path = f"{INDEX}{row.pk}/?address={other.email.upper()}"
    assert f'value="{other.pk}"' in page_of(client, path)
    client.post(path, {"attach": "1", "letter": other.pk, "meaning": "complaint"})

    assert (reason_of(other.subscriber), reason_of(letter.subscriber)) == ("complaint", "")


def test_letter_that_was_not_offered_is_refused(client: Client, volunteer: User, letter: Delivery) -> None:
    row = waiting_about(letter)
    other = letter.mailing.deliveries.exclude(pk=letter.pk)[0]

    answer = client.post(f"{INDEX}{row.pk}/", {"attach": "1", "letter": other.pk, "meaning": "gone"})

    assert answer.status_code == 200
    assert reason_of(other.subscriber) == ""
    row.refresh_from_db()
    assert row.outcome == ReportOutcome.WAITING


def test_message_is_dismissed_once(client: Client, volunteer: User, letter: Delivery) -> None:
    row = waiting_about(letter)

    for _turn in range(2):
        assert client.post(f"{INDEX}{row.pk}/", {"dismiss": "1"}).status_code == 302

    row.refresh_from_db()
    assert (row.outcome, row.content) == ("nothing", "")
    assert "Le message" not in page_of(client, f"{INDEX}{row.pk}/")


@pytest.mark.parametrize("role", [Role.BOARD, Role.ARCHIVES, Role.READING, None])
def test_those_who_need_it_not_see_nothing(client: Client, letter: Delivery, role: Role | None) -> None:
    row = waiting_about(letter)
    client.force_login(someone_of(role) if role else UserFactory())

    for path in (INDEX, f"{INDEX}results/", f"{INDEX}{row.pk}/", f"/admin/subscribers/{letter.subscriber_id}/"):
        answer = client.get(path)
        assert answer.status_code in {302, 403}
        assert letter.email not in answer.content.decode()
    client.post(f"{INDEX}{row.pk}/", {"dismiss": "1"})
    row.refresh_from_db()
    assert row.outcome == ReportOutcome.WAITING


def test_page_of_the_person_tells_the_whole_story(client: Client, volunteer: User, letter: Delivery) -> None:
    hear_about(letter, "gmail-delay", now=START + timedelta(hours=20))
    hear_about(letter, "qmail-unknown", now=START + timedelta(days=2))

    page = page_of(client, f"/admin/subscribers/{letter.subscriber_id}/")

    told = [
        "La lettre « L’infolettre de mai » est revenue : cette boîte n’existe pas. L’adresse est mise de côté.",
        "La lettre « L’infolettre de mai » attend au serveur de la personne, qui essaie encore.",
        "La lettre « L’infolettre de mai » est partie.",
    ]
    places = [page.index(sentence) for sentence in told]
    assert places == sorted(places)
    assert "Sorry, no mailbox here by that name." in page
    assert "Elle marche de nouveau" in page


def test_page_of_the_person_tells_a_complaint_that_nobody_takes_back(
    client: Client, volunteer: User, letter: Delivery
) -> None:
    hear_about(letter, "yahoo-complaint")

    page = page_of(client, f"/admin/subscribers/{letter.subscriber_id}/")
    client.post(f"/admin/subscribers/{letter.subscriber_id}/ecrire-de-nouveau/", {"reason": "x"})

    assert "a été signalée comme pourriel. La personne ne reçoit plus rien." in page
    assert "Elle marche de nouveau" not in page
    assert reason_of(letter.subscriber) == SuppressionReason.COMPLAINT


def test_address_that_works_again_is_written_to_again(client: Client, volunteer: User, letter: Delivery) -> None:
    hear_about(letter, "gmail-unknown")
    path = f"/admin/subscribers/{letter.subscriber_id}/ecrire-de-nouveau/"

    assert "Écrivez comment vous savez" in client.post(path, {"reason": " "}).content.decode()
    assert Suppression.objects.exists()
    assert client.post(path, {"reason": "Dit au téléphone."}).status_code == 302

    assert not Suppression.objects.exists()
    assert f"décision de {volunteer} : Dit au téléphone." in page_of(
        client, f"/admin/subscribers/{letter.subscriber_id}/"
    )
    entry = ModelLogEntry.objects.get(action="newsletters.change_subscriber")
    assert (entry.user, entry.data["what"]) == (volunteer, "lift_bounce")


@pytest.mark.parametrize("count", [1, 3])
def test_story_costs_the_same_whatever_its_length(
    letter: Delivery, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:

    for number in range(count):
        again = sent_letter(letter.subscriber, now=START + timedelta(days=number + 1), prefix=f"n{number}x")
        hear_about(again, "gmail-delay")
    with django_assert_num_queries(3):
        letter_story(letter.subscriber)


def test_raw_message_of_a_report_is_given_to_nobody_once_settled(client: Client, volunteer: User) -> None:
    letter = sent_letter(prefix="une")
    hear_message(about(letter, "gmail-unknown"), START)

    assert MailReport.objects.get().content == ""


def test_person_takes_away_what_came_back_and_nobody_elses_name(volunteer: User, letter: Delivery) -> None:
    hear_about(letter, "postfix-full")
    lifted = hear_about(letter, "gmail-unknown", now=START + timedelta(days=1))
    assert lifted is not None
    lift_bounce(letter.subscriber, "Dit au téléphone.", volunteer, START + timedelta(days=2))
    other = letter.mailing.deliveries.exclude(pk=letter.pk)[0]
    hear_about(other, "gmail-delay")

    data = personal_data(letter.subscriber)
    csv = personal_data_as_csv(data)

    assert [line.words[:17] for line in data.returns] == ["Dit au téléphone.", "550 5.1.1 The ema", "552 5.2.2 Mailbox"]
    assert "la boîte est pleine" in csv
    assert str(volunteer) not in csv + personal_data_as_json(data)
    assert other.email not in csv
