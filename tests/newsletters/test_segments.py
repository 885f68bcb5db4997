"""A mailing is for the people of its topics of whom all that was asked is true, and everyone is accounted for."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from crm.accounts.policy import Role
from newsletters.domain.audience import Audience, count_audience
from newsletters.domain.links import preferences_url
from newsletters.domain.looking import look_at_audience
from newsletters.domain.sectors import read_sector
from newsletters.domain.segment_words import audience_words
from newsletters.domain.segments import Segment
from newsletters.domain.sending import start_mailing, stop_mailing
from newsletters.enums import DeliveryState, ExclusionReason, Language, MailingState, SubscriptionState
from newsletters.models import Delivery, Mailing, Subscriber, Topic
from tests.factories import SubscriptionFactory, someone_of
from tests.factories.newsletters import newsletter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


def follow(topic: Topic, **facts: str) -> Subscriber:
    return SubscriptionFactory(topic=topic, **{f"subscriber__{name}": fact for name, fact in facts.items()}).subscriber


def reached(topics: list[Topic], segment: Segment) -> Audience:
    return count_audience(None, topics, timezone.localdate(), segment=segment)


def test_sector_keeps_those_who_said_it(topics: list[Topic]) -> None:
    follow(topics[0], sector="G1S")
    follow(topics[0], sector="G1R")
    follow(topics[0])
    follow(topics[1], sector="G1S")
    assert reached(topics[:1], Segment(sector="G1S")) == Audience(1)


@pytest.mark.parametrize(
    ("state", "is_asked"),
    [
        (DeliveryState.SENT, False),
        (DeliveryState.DOUBTFUL, False),
        (DeliveryState.SENDING, False),
        (DeliveryState.BOUNCED, True),
        (DeliveryState.SKIPPED, True),
        (DeliveryState.QUEUED, True),
    ],
)
def test_those_who_did_not_receive_an_earlier_letter(topics: list[Topic], state: DeliveryState, is_asked: bool) -> None:
    person = follow(topics[0])
    earlier = Mailing.objects.create(subject="La fête", state=MailingState.FINISHED)
    Delivery.objects.create(mailing=earlier, subscriber=person, state=state)
    follow(topics[0])
    assert reached(topics[:1], Segment(missed=earlier)) == Audience(1 + is_asked)


def test_letter_for_one_language_leaves_the_others_out_with_that_reason(topics: list[Topic]) -> None:
    follow(topics[0], language="en")
    follow(topics[0], language="en")
    follow(topics[0])
    assert reached(topics[:1], Segment(language=Language.ENGLISH)) == Audience(2, {ExclusionReason.LANGUAGE: 1})
    assert reached(topics[:1], Segment()) == Audience(3)


def test_conditions_hold_together(topics: list[Topic]) -> None:
    earlier = Mailing.objects.create(subject="La fête", state=MailingState.FINISHED)
    asked = follow(topics[0], sector="G1S")
    had_it = follow(topics[0], sector="G1S")
    Delivery.objects.create(mailing=earlier, subscriber=had_it, state=DeliveryState.SENT)
    follow(topics[0], sector="G1R")
    SubscriptionFactory(topic=topics[0], subscriber__sector="G1S", state=SubscriptionState.PENDING)
    segment = Segment(sector="G1S", missed=earlier)

    mailing = start_mailing(newsletter(), topics[:1], None, timezone.now(), segment=segment)

    assert list(mailing.deliveries.values_list("subscriber", flat=True)) == [asked.pk]
    assert (mailing.candidates, mailing.prepared) == (2, 1)
    assert mailing.segment == {"sector": "G1S", "missed": earlier.pk}
    people, sector, missed = mailing.audience_words.split(" et ")
    assert (people, sector) == ("Les personnes du sujet Assemblées", "qui habitent le secteur postal G1S")
    assert missed.startswith("qui n’ont pas reçu «\u00a0La fête\u00a0» du ")
    json.dumps(mailing.segment)


def test_look_tells_the_figures_of_the_freeze_and_a_few_names_in_one_query(
    topics: list[Topic], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [follow(topics[0]) for _number in range(7)]
    waiting = SubscriptionFactory(topic=topics[0], state=SubscriptionState.PENDING).subscriber
    today = timezone.localdate()

    with django_assert_num_queries(1):
        look = look_at_audience(None, topics, today)

    assert look.audience == count_audience(None, topics, today) == Audience(7, {ExclusionReason.UNCONFIRMED: 1})
    assert len(look.samples[""]) == 5
    assert set(look.samples[""]) < {person.email for person in people}
    assert look.samples["unconfirmed"] == (waiting.email,)
    assert look == look_at_audience(None, topics, today)


def test_look_at_nobody(topics: list[Topic]) -> None:
    look = look_at_audience(None, topics, timezone.localdate())
    assert (look.audience, look.samples) == (Audience(), {})


def test_words_name_every_topic_and_the_language(topics: list[Topic]) -> None:
    said = audience_words(topics[:2], Segment(language=Language.ENGLISH))
    assert said == "Les personnes des sujets Assemblées ou Activités et qui préfèrent lire en anglais"


@pytest.mark.parametrize(
    ("typed", "sector"),
    [("G1S", "G1S"), ("g1s 4a2", "G1S"), (" G1S-4A2 ", "G1S"), ("", ""), ("  ", "")],
)
def test_postal_code_is_kept_as_its_sector(typed: str, sector: str) -> None:
    assert read_sector(typed) == sector


@pytest.mark.parametrize("typed", ["G1", "90210", "G1S4", "D1S", "G1D", "G1S 4A2 X", "GGG"])
def test_what_is_no_postal_code_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="une lettre, un chiffre et une lettre"):
        read_sector(typed)


def test_person_says_language_and_sector_among_their_choices(strict_client: Client, topics: list[Topic]) -> None:
    person = follow(topics[0])
    path = preferences_url(person.pk).removeprefix("http://testserver")
    choices = {"topics": [topics[0].pk], "language": "en", "postal_code": "g1s 4a2"}

    strict_client.post(path, choices)

    person.refresh_from_db()
    assert (person.language, person.sector) == ("en", "G1S")
    assert 'value="G1S"' in strict_client.get(path).content.decode()
    strict_client.post(path, {**choices, "postal_code": "90210"})
    strict_client.post(path, {"topics": [topics[0].pk]})  # a page opened before these were asked
    person.refresh_from_db()
    assert (person.language, person.sector) == ("en", "G1S")
    data = json.loads(strict_client.get(path + "donnees.json").content)
    assert (data["language"], data["sector"], data["paused_until"]) == ("Anglais", "G1S", None)


@pytest.fixture
def volunteer(client: Client) -> Client:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    return client


def test_screen_says_whom_it_is_for_and_sends_to_them_alone(volunteer: Client, topics: list[Topic]) -> None:
    asked, other = follow(topics[0], sector="G1S"), follow(topics[0], sector="G1R")
    SubscriptionFactory(topic=topics[0], subscriber__sector="G1S", state=SubscriptionState.PENDING)
    page = newsletter()
    screen = reverse("newsletter_send", args=[page.pk])
    chosen = {"topics": topics[0].pk, "sector": "G1S", "missed": "", "language": ""}

    html = volunteer.get(screen, chosen).content.decode()
    assert "Les personnes du sujet Assemblées et qui habitent le secteur postal G1S." in html
    assert asked.email in html
    assert other.email not in html
    assert "Envoyer à 1 personne" in html
    assert "Aucune lettre ne peut demander" in html
    assert '<input type="hidden" name="sector" value="G1S">' in html

    volunteer.post(screen, chosen)
    assert list(Mailing.objects.get().deliveries.values_list("email", flat=True)) == [asked.email]


def test_letter_in_english_is_first_offered_to_those_who_prefer_it(volunteer: Client, topics: list[Topic]) -> None:
    html = volunteer.get(reverse("newsletter_send", args=[newsletter(language="en").pk])).content.decode()
    alone = html.split('name="language" value="en"')[1].split(">")[0]
    assert "checked" in alone
    html = volunteer.get(reverse("newsletter_send", args=[newsletter().pk])).content.decode()
    assert "checked" not in html.split('name="language" value="fr"')[1].split(">")[0]


def test_names_are_not_shown_to_who_may_not_see_the_subscribers(volunteer: Client, topics: list[Topic]) -> None:
    person = follow(topics[0])
    user = someone_of(Role.COMMUNICATIONS)
    user.groups.clear()
    user.user_permissions.set(Permission.objects.filter(codename__in=["send_mailing", "access_admin"]))
    volunteer.force_login(user)
    html = volunteer.get(reverse("newsletter_send", args=[newsletter().pk]), {"topics": topics[0].pk}).content.decode()
    assert "Envoyer à 1 personne" in html
    assert person.email not in html


def test_missed_mailing_that_is_no_longer_offered_is_refused(volunteer: Client, topics: list[Topic]) -> None:
    follow(topics[0])
    html = volunteer.get(
        reverse("newsletter_send", args=[newsletter().pk]), {"topics": topics[0].pk, "missed": "987654"}
    ).content.decode()
    assert "Envoyer à" not in html


def test_second_letter_to_those_who_missed_the_first(volunteer: Client, topics: list[Topic]) -> None:
    follow(topics[0])
    page, user = newsletter(), someone_of(Role.SECRETARIAT)
    first = start_mailing(page, topics[:1], user, timezone.now())
    first.deliveries.update(state=DeliveryState.SENT)
    stop_mailing(first, user, timezone.now())
    late = follow(topics[0])
    screen = reverse("newsletter_send", args=[newsletter().pk])
    volunteer.post(screen, {"topics": topics[0].pk, "missed": first.pk})
    assert list(Mailing.objects.latest("pk").deliveries.values_list("subscriber", flat=True)) == [late.pk]
