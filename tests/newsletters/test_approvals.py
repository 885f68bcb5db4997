"""A letter leaves once someone other than who wrote it has approved these very words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.assemblies.domain.notices import call_assembly
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Assembly, Notice
from crm.events.enums import EventStatus
from crm.events.models import Event
from home.letters_to_do import approvals_to_do
from home.to_do import things_to_do
from newsletters.domain.approvals import (
    approve_letter,
    ask_approval,
    fingerprint_of,
    is_approved,
    latest_reading,
    latest_words,
    send_letter_back,
    withdraw_request,
)
from newsletters.domain.errors import MailingRefused
from newsletters.domain.notices import draft_of
from newsletters.domain.planning import plan_mailing, take_up_plans
from newsletters.domain.segments import EVERYONE
from newsletters.domain.sending import start_mailing
from newsletters.enums import PlanState
from newsletters.models import ApprovalRules, LetterReading, Mailing, MailingPlan, NewsletterPage, NoticeDraft, Topic
from tests.factories import AgendaItemFactory, AssemblyFactory, EventFactory, TopicFactory, UserFactory, someone_of
from tests.factories.mailings import subscribe_many
from tests.factories.newsletters import newsletter, newsletter_index
from tests.newsletters.posting import START
from tests.newsletters.test_mailing_command import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

MORNING = START + timedelta(days=1)


@pytest.fixture
def rules() -> ApprovalRules:
    rules: ApprovalRules = ApprovalRules.load()
    rules.newsletters = True
    rules.save()
    return rules


@pytest.fixture
def topic() -> Topic:
    topic: Topic = TopicFactory(name="Activités", slug="activites")
    subscribe_many(topic, 2)
    return topic


@pytest.fixture
def writer() -> User:
    return someone_of(Role.COMMUNICATIONS, first_name="Alba", last_name="Fictive")


@pytest.fixture
def reader() -> User:
    return someone_of(Role.BOARD, first_name="Basile", last_name="Fictif")


@pytest.fixture
def assembly() -> Assembly:
    topic = TopicFactory(name="Assemblées", slug="assemblees")
    subscribe_many(topic, 2)
    newsletter_index()
    starts_at = timezone.now() + timedelta(days=10)
    made: Assembly = AssemblyFactory(
        event__title="Assemblée de mai",
        event__starts_at=starts_at,
        event__ends_at=starts_at + timedelta(hours=2),
        event__status=EventStatus.PUBLISHED,
    )
    AgendaItemFactory(assembly=made, title="Traverse fictive")
    return made


def approve(subject: NewsletterPage | NoticeDraft, asker: User, reader: User) -> LetterReading:
    reading = ask_approval(subject, asker)
    approve_letter(reading, reader, fingerprint_of(latest_words(reading.subject), START), START)
    return reading


def refusal_of(act: Callable[[], object]) -> str:
    with pytest.raises((MailingRefused, AssemblyRefused)) as refusal:
        act()
    return str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")


def test_a_notice_waits_for_it_and_a_newsletter_does_not_unless_the_council_wants_it(topic: Topic) -> None:
    rules = ApprovalRules.load()

    assert (rules.notices, rules.newsletters) == (True, False)
    assert start_mailing(newsletter(), [topic], None, START).prepared == 2


def test_nothing_is_sent_nor_planned_before(rules: ApprovalRules, topic: Topic, writer: User, reader: User) -> None:
    page = newsletter(slug="mai")
    unasked = "Elle doit être approuvée par une deuxième personne : demandez l’approbation."

    assert refusal_of(lambda: start_mailing(page, [topic], writer, START)) == f"Rien n’a été envoyé. {unasked}"
    planned = refusal_of(lambda: plan_mailing(page, [topic], EVERYONE, MORNING, writer, START))
    assert planned == f"Rien n’est prévu. {unasked}"
    _printed, said, status = run("start", "mai", "--topic", "activites")
    assert (said.replace("\N{NO-BREAK SPACE}", " "), status) == (f"Rien n’a été envoyé. {unasked}\n", 1)

    ask_approval(page, writer)

    waiting = refusal_of(lambda: start_mailing(page, [topic], writer, START))
    assert waiting == "Rien n’a été envoyé. Elle attend l’approbation de : Basile Fictif."
    assert not Mailing.objects.exists()


def test_once_approved_it_leaves_when_who_may_publish_has_published_it(
    rules: ApprovalRules, topic: Topic, writer: User, reader: User
) -> None:
    page = newsletter(title="Avant")
    page.title = "Après"
    page.save_revision(user=writer)

    approve(page, writer, reader)

    words = refusal_of(lambda: start_mailing(page, [topic], writer, START))
    assert words == "Rien n’a été envoyé. Elle est approuvée : publiez-la, et elle peut partir."
    assert NewsletterPage.objects.get().title == "Avant"
    page.get_latest_revision().publish(user=writer)
    mailing = start_mailing(page, [topic], writer, START)
    assert mailing.subject == "Après"
    assert is_approved(NewsletterPage.objects.get(), latest_reading(page)) is True  # for those who come later


def test_a_change_after_asks_again(rules: ApprovalRules, topic: Topic, writer: User, reader: User) -> None:
    page = newsletter()
    approve(page, writer, reader)
    page = NewsletterPage.objects.get()
    page.body = [("text", "<p>Autre chose.</p>")]
    page.save_revision(user=writer).publish()

    words = refusal_of(lambda: start_mailing(page, [topic], writer, START))

    assert words == (
        "Rien n’a été envoyé. Elle a été modifiée après l’approbation de Basile Fictif : "
        "demandez de nouveau l’approbation."
    )
    approve(NewsletterPage.objects.get(), writer, reader)
    assert start_mailing(page, [topic], writer, START).prepared == 2


def test_an_event_that_moves_after_asks_again_and_places_taken_do_not(
    rules: ApprovalRules, topic: Topic, writer: User, reader: User
) -> None:
    event: Event = EventFactory(starts_at=START + timedelta(days=3), title="Fête des voisins")
    page = newsletter(body=[("event", {"event": event, "with_picture": False})])
    approve(page, writer, reader)
    assert is_approved(NewsletterPage.objects.get(), latest_reading(page)) is True

    Event.objects.update(starts_at=START + timedelta(days=4), ends_at=None)

    assert is_approved(NewsletterPage.objects.get(), latest_reading(page)) is False


def test_a_plan_whose_words_changed_asks_at_its_hour(
    rules: ApprovalRules, topic: Topic, writer: User, reader: User
) -> None:
    page = newsletter()
    approve(page, writer, reader)
    plan_mailing(page, [topic], EVERYONE, MORNING, writer, START)
    page = NewsletterPage.objects.get()
    page.title = "Autre titre"
    page.save_revision(user=writer).publish()

    assert take_up_plans(MORNING) == []

    plan = MailingPlan.objects.get()
    assert plan.state == PlanState.ASKS
    assert "modifiée après l’approbation de Basile Fictif" in plan.reason


def test_who_asked_or_wrote_cannot_approve(rules: ApprovalRules, writer: User, reader: User) -> None:
    third = someone_of(Role.SECRETARIAT)
    page = newsletter()
    page.save_revision(user=third)
    reading = ask_approval(page, writer)
    seen = fingerprint_of(reading.subject.get_latest_revision_as_object(), START)

    for person in (writer, third, someone_of(Role.READING), UserFactory()):
        words = refusal_of(lambda person=person: approve_letter(reading, person, seen, START))  # type: ignore[misc]
        assert words.startswith("Rien n’a été changé : la personne qui a demandé")
    reading.refresh_from_db()
    assert reading.is_waiting


def test_words_that_changed_while_they_were_read_are_not_approved(
    rules: ApprovalRules, writer: User, reader: User
) -> None:
    page = newsletter()
    reading = ask_approval(page, writer)
    seen = fingerprint_of(page, START)
    page.title = "Glissé pendant la lecture"
    page.save_revision(user=writer)

    words = refusal_of(lambda: approve_letter(reading, reader, seen, START))

    assert words.startswith("Rien n’a été approuvé : la lettre a changé")


def test_sent_back_with_a_comment_then_asked_again(rules: ApprovalRules, writer: User, reader: User) -> None:
    page = newsletter()
    reading = ask_approval(page, writer)
    assert "Dites ce qui est à changer" in refusal_of(lambda: send_letter_back(reading, reader, " "))

    send_letter_back(reading, reader, "La salle est le gymnase.")

    words = refusal_of(lambda: start_mailing(page, [TopicFactory()], writer, START))
    assert "Basile Fictif la renvoie : « La salle est le gymnase. »" in words
    assert [thing.sentence for thing in things_to_do(writer, START) if "renvoyée" in thing.sentence]
    assert "déjà reçu une réponse" in refusal_of(lambda: send_letter_back(reading, reader, "Encore"))
    again = ask_approval(NewsletterPage.objects.get(), writer)
    assert (again.pk != reading.pk, again.is_waiting) == (True, True)


def test_asked_twice_is_asked_once_and_may_be_withdrawn(rules: ApprovalRules, writer: User, reader: User) -> None:
    page = newsletter()
    reading = ask_approval(page, writer)
    assert "Elle attend l’approbation" in refusal_of(lambda: ask_approval(page, writer))

    withdraw_request(reading, writer)

    assert LetterReading.objects.count() == 1
    assert ask_approval(page, writer).is_waiting


def test_a_council_of_one_is_told_how_to_switch_it_off(rules: ApprovalRules, topic: Topic, writer: User) -> None:
    page = newsletter()

    words = refusal_of(lambda: ask_approval(page, writer))

    assert words == (
        "Personne d’autre ne peut l’approuver : invitez une deuxième personne, ou demandez au secrétariat "
        "de désactiver l’approbation dans les réglages, sous « Approbation par une deuxième personne »."
    )
    assert not LetterReading.objects.exists()
    rules.newsletters = False
    rules.save()
    assert start_mailing(page, [topic], writer, START).prepared == 2


def test_the_notice_of_an_assembly_is_refused_then_leaves(assembly: Assembly, reader: User) -> None:
    secretary, now = someone_of(Role.SECRETARIAT), timezone.now()
    assert "deuxième personne" in refusal_of(lambda: call_assembly(assembly, secretary, now))
    draft = draft_of(assembly)
    draft.save()
    approve(draft, secretary, reader)

    Event.objects.update(venue="Ailleurs")
    assembly = Assembly.objects.get()
    assert "modifiée" in refusal_of(lambda: call_assembly(assembly, secretary, now))
    assert not Notice.objects.exists()
    approve(draft_of(assembly), secretary, reader)

    assert call_assembly(assembly, secretary, now).post.mailing.prepared == 2


def test_a_notice_given_otherwise_waits_for_nobody(assembly: Assembly) -> None:
    notice = call_assembly(assembly, None, timezone.now(), given_otherwise="Par la poste")

    assert notice.given_otherwise == "Par la poste"


def test_approving_calls_the_worker_and_wagtail_writes_nothing(
    rules: ApprovalRules,
    writer: User,
    reader: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    UserFactory(is_superuser=True, email="toute-puissante@conseil.example")
    with django_capture_on_commit_callbacks(execute=True) as calls:
        approve(newsletter(), writer, reader)

    assert len(calls) >= 2
    assert [letter for letter in mail.outbox if "http" not in letter.body] == []


def test_screens_from_asking_to_sending(
    client: Client, rules: ApprovalRules, topic: Topic, writer: User, reader: User
) -> None:
    page = newsletter()
    send = reverse("newsletter_send", args=[page.pk])
    client.force_login(writer)
    before = client.get(send, {"topics": topic.pk}).content.decode()
    assert "Demander l’approbation" in before
    assert "Envoyer à 2 personnes" not in before
    ask = reverse("newsletter_ask", args=[page.pk])
    assert f'action="{ask}?topics={topic.pk}"' in before
    asked = client.post(f"{ask}?topics={topic.pk}")
    assert asked.headers["Location"] == f"{send}?topics={topic.pk}"
    reading = LetterReading.objects.get()
    assert "Basile Fictif" in client.get(send).content.decode()
    own = client.get(reverse("letter_reading", args=[reading.pk])).content.decode()
    assert ("Retirer la demande" in own, "Approuver" in own.split("<h2>")[-1]) == (True, False)

    client.force_login(reader)
    assert any("attend votre approbation" in thing.sentence for thing in things_to_do(reader, START))
    answer = client.get(reverse("letter_reading", args=[reading.pk]))
    seen = answer.context["form"].initial
    client.post(reverse("letter_reading", args=[reading.pk]), {**seen, "comment": "Bravo!", "approve": "1"})

    reading.refresh_from_db()
    assert (reading.is_approved, reading.comment) == (True, "Bravo!")
    client.force_login(writer)
    assert "Envoyer à 2 personnes" in client.get(send, {"topics": topic.pk}).content.decode()
    client.post(send, {"topics": topic.pk})
    assert Mailing.objects.get().prepared == 2


def test_screen_of_a_notice_sent_back_from_a_telephone(client: Client, assembly: Assembly, reader: User) -> None:
    secretary = someone_of(Role.SECRETARIAT)
    client.force_login(secretary)
    call = reverse("assembly_call", args=[assembly.pk])
    assert "Demander l’approbation" in client.get(call).content.decode()
    client.post(reverse("notice_ask", args=[assembly.pk]))
    reading = LetterReading.objects.get()
    client.force_login(reader)
    url = reverse("letter_reading", args=[reading.pk])
    answer = client.get(url)
    assert "Traverse fictive" in answer.content.decode()
    seen = answer.context["form"].initial

    silent = client.post(url, {**seen, "back": "1"})
    client.post(url, {**seen, "back": "1", "comment": "C’est au gymnase."})

    assert "Dites ce qui est à changer" in silent.content.decode()
    client.force_login(secretary)
    assert "C’est au gymnase." in client.get(call).content.decode()
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/reports/workflow/").status_code in (200, 302)


def test_others_see_no_letter_to_be_approved(client: Client, rules: ApprovalRules, writer: User, reader: User) -> None:
    reading = ask_approval(newsletter(), writer)

    for role in (Role.ARCHIVES, Role.READING):
        client.force_login(someone_of(role))
        assert client.get(reverse("letter_reading", args=[reading.pk])).status_code in {302, 403}
        assert client.post(reverse("newsletter_ask", args=[reading.subject.pk])).status_code in {302, 403}


@pytest.mark.parametrize("number", [1, 3])
def test_the_first_screen_asks_as_much_for_three_as_for_one(
    number: int, writer: User, reader: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _turn in range(number):
        ask_approval(newsletter(), writer)
    person = User.objects.get(pk=reader.pk)
    person.has_perm("newsletters.approve_letter")

    with django_assert_num_queries(3):
        waiting = list(approvals_to_do(person))

    assert len(waiting) == number
