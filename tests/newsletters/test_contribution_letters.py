"""Letters to those who gave something: one for each news, by a durable row, that says what is true when it leaves."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from wagtail.models import ModelLogEntry

from cms.archive.domain.contributing import withdraw_contribution
from cms.archive.domain.contribution_links import contribution_url
from cms.archive.domain.moderating import accept_contribution, ask_giver, refuse_contribution, tell_of_publications
from cms.archive.enums import Kind
from cms.archive.models import Contribution
from crm.accounts.policy import Role
from crm.partners.domain.folding import fold
from home.to_do import things_to_do
from newsletters.domain.automatic_letters import change_words, switch
from newsletters.domain.contribution_letters import post_contribution_letters
from newsletters.domain.hearing.marking import mark_single_letter
from newsletters.domain.hearing.reports import Report
from newsletters.domain.hearing.return_paths import Post, Returned, find_return_tokens, first_true
from newsletters.domain.letter_texts import LetterText
from newsletters.domain.unreached import unreached_letters
from newsletters.enums import ReportKind, ReportOutcome
from newsletters.models import ContributionLetter
from newsletters.tasks import post_contribution_letters_task
from tests.archive.contributions import given
from tests.factories import UserFactory, someone_of
from tests.newsletters.corpus import RETURN_PATH
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

UNREACHED = "/admin/lettres-a-renvoyer/"


def sent(mail_server: MailServer) -> list[EmailMessage]:
    """What has left since last asked."""
    post_contribution_letters()
    letters = [received.message for received in mail_server.received]
    mail_server.received.clear()
    return letters


def words(letter: EmailMessage, kind: str = "plain") -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\u00a0", " ")


def states() -> list[tuple[str, str]]:
    return list(ContributionLetter.objects.values_list("news", "state"))


def test_the_receipt_carries_the_link_and_none_of_what_was_typed_but_the_name(mail_server: MailServer) -> None:
    contribution = given(title="Achetez ici", description="https://ailleurs.example", files=3)

    (letter,) = sent(mail_server)

    assert letter["To"] == "ondine@example.org"
    assert str(letter["Subject"]).strip().startswith("Votre don est reçu | ")
    for kind in ("plain", "html"):
        said = words(letter, kind)
        assert "Merci, Ondine." in said
        assert "Nous avons reçu vos 3 fichiers." in said
        assert contribution_url(contribution.pk) in said
        assert "Achetez" not in said
        assert "ailleurs" not in said
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] is None


def test_a_story_is_received_as_a_story(mail_server: MailServer) -> None:
    given(files=0, description="Il neigeait.")

    (letter,) = sent(mail_server)

    assert "Nous avons reçu votre histoire." in words(letter)


def test_a_news_that_is_no_longer_true_does_not_leave(mail_server: MailServer) -> None:
    contribution = given()
    withdraw_contribution(contribution.pk, timezone.now())

    letters = sent(mail_server)

    assert [str(letter["Subject"]).split(" | ")[0].strip() for letter in letters] == ["Votre don est retiré"]
    assert states() == [("received", "skipped"), ("withdrawn", "sent")]


def test_the_task_twice_sends_each_letter_once(mail_server: MailServer) -> None:
    given()

    post_contribution_letters_task()
    post_contribution_letters_task()

    assert mail_server.recipients == ["ondine@example.org"]


def test_a_server_that_does_not_answer_loses_no_letter(settings: Settings, mail_server: MailServer) -> None:
    given()
    good, settings.EMAIL_PORT = settings.EMAIL_PORT, 9

    assert post_contribution_letters() == 0
    assert states() == [("received", "queued")]

    settings.EMAIL_PORT = good
    assert len(sent(mail_server)) == 1


def test_it_comes_back_under_its_own_signed_address(settings: Settings, mail_server: MailServer) -> None:
    settings.RETURN_ADDRESS = RETURN_PATH
    given()
    post_contribution_letters()

    tokens = find_return_tokens(mail_server.received[0].sender)

    assert first_true(tokens) == Returned(Post.CONTRIBUTION, ContributionLetter.objects.get().pk)


def test_each_decision_is_told_in_its_own_words(mail_server: MailServer) -> None:
    curator, now = UserFactory(), timezone.now()
    asked, refused, accepted = (given(title=title) for title in ("La cour", "La rue", "La classe"))
    sent(mail_server)

    ask_giver(asked.pk, "Quelle école?", curator, now)
    refuse_contribution(refused.pk, "La photo est trop floue.", curator, now)
    (item,) = accept_contribution(accepted.pk, Kind.PHOTO, curator, now)
    question, refusal, acceptance = (words(letter) for letter in sent(mail_server))
    assert "« La cour »" in question
    assert "Quelle école?" in question
    assert "365 jours" in question
    assert "La photo est trop floue." in refusal
    assert "30 jours" in refusal
    assert "« La classe »" in acceptance

    item.save_revision(user=curator).publish()
    tell_of_publications(now)
    (told,) = sent(mail_server)
    for kind in ("plain", "html"):
        assert f"{django_settings.BASE_URL}{item.get_absolute_url()}" in words(told, kind)
        assert contribution_url(accepted.pk) in words(told, kind)


def test_the_council_has_them_say_its_own_words_and_what_was_asked_stays(mail_server: MailServer) -> None:
    text = LetterText("{titre} : un mot", "Bonjour {nom}!\n\n{details}\n\nÀ bientôt.")
    change_words("gift_question", text, None, timezone.now())
    contribution = given(title="La {nom} cour")
    sent(mail_server)

    ask_giver(contribution.pk, "Quelle école?", UserFactory(), timezone.now())

    (letter,) = sent(mail_server)
    assert str(letter["Subject"]).strip().startswith("La {nom} cour : un mot | ")
    for kind in ("plain", "html"):
        said = words(letter, kind)
        places = [said.index(part) for part in ("Bonjour Ondine!", "Quelle école?", "365 jours", "À bientôt.")]
        assert places == sorted(places)
        assert contribution_url(contribution.pk) in said


def test_switched_off_nothing_is_written_and_what_waits_does_not_leave(mail_server: MailServer) -> None:
    waiting, later = given(), given()
    sent(mail_server)
    accept_contribution(waiting.pk, Kind.PHOTO, UserFactory(), timezone.now())
    switch("gift_accepted", None, timezone.now(), off=True)

    accept_contribution(later.pk, Kind.PHOTO, UserFactory(), timezone.now())

    assert sent(mail_server) == []
    assert states() == [("received", "sent"), ("received", "sent"), ("accepted", "skipped")]


def test_what_did_not_arrive_waits_for_the_curator_who_sends_it_again(client: Client, mail_server: MailServer) -> None:
    for name in ("Ondine", "Basile", "Zénobie"):
        given(name=name, email=f"{fold(name)}@example.org", title=f"De {name}")
    withdraw_contribution(Contribution.objects.get(person_name="Zénobie").pk, timezone.now())
    failed = {"state": "bounced", "smtp_code": 550, "smtp_reply": "5.1.1 no such user"}
    ContributionLetter.objects.filter(news="received").update(**failed)
    ContributionLetter.objects.filter(news="withdrawn").delete()

    secretary = someone_of(Role.COMMUNICATIONS)
    client.force_login(secretary)
    assert unreached_letters(secretary, timezone.now()) == []
    assert "Ondine" not in client.get(UNREACHED).content.decode()

    curator = someone_of(Role.ARCHIVES)
    client.force_login(curator)
    assert [one.sentence for one in things_to_do(curator, timezone.now()) if one.url == UNREACHED] == [
        "2 lettres à des personnes qui ont donné à la mémoire n’ont pas atteint leurs destinataires."
    ]
    page = client.get(UNREACHED).content.decode()
    assert "Cette boîte n’existe pas" in page
    assert "ondine@example.org" in page
    assert "De Ondine. Don à la mémoire\u00a0: accusé de réception" in page
    assert "Zénobie" not in page
    first, second = (line.key for line in unreached_letters(curator, timezone.now()))

    client.post(UNREACHED, {"letters": [first], "sure": "1"})
    client.post(UNREACHED, {"letters": [first], "sure": "1"})
    client.post(UNREACHED, {"handled": second})

    assert [letter["To"] for letter in sent(mail_server)] == ["ondine@example.org"]
    assert unreached_letters(curator, timezone.now()) == []
    acts = ModelLogEntry.objects.filter(action="archive.contribution_letter").order_by("pk")
    assert [act.data["what"] for act in acts] == ["letter", "letter handled"]
    assert all(act.label.startswith("#") for act in acts)


def test_a_report_that_comes_back_later_puts_it_among_them(settings: Settings, mail_server: MailServer) -> None:
    given()
    sent(mail_server)
    letter = ContributionLetter.objects.get()
    report = Report(ReportKind.REFUSED, status="5.1.1", words="no such user")

    outcome = mark_single_letter(Returned(Post.CONTRIBUTION, letter.pk), report, timezone.now())

    assert outcome == ReportOutcome.TOLD
    curator = someone_of(Role.ARCHIVES)
    assert [line.address for line in unreached_letters(curator, timezone.now())] == ["ondine@example.org"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_no_more_for_many(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _turn in range(number):
        given()
    ContributionLetter.objects.update(state="bounced")
    curator = someone_of(Role.ARCHIVES)
    curator.has_perm("archive.change_contribution")

    with django_assert_num_queries(2):
        assert len(unreached_letters(curator, timezone.now())) == number
