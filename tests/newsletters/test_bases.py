"""Someone who did not subscribe is written to only on a basis that is written down, and until it ends (T10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.accounts.policy import Role
from crm.partners.enums import ContactKind, Visibility
from crm.partners.models import Interaction, PersonContact
from newsletters.domain.addresses import hash_address
from newsletters.domain.audience import Audience, count_audience
from newsletters.domain.bases import note_basis
from newsletters.domain.basis_facts import facts_of
from newsletters.domain.deliver import deliver_batch
from newsletters.domain.freeze import freeze_mailing
from newsletters.domain.import_rows import LineProof
from newsletters.domain.ledger import Act
from newsletters.domain.links import unsubscribe_url
from newsletters.enums import ConsentBasis, ConsentMethod, DeliveryState, ExclusionReason, SubscriptionState
from newsletters.models import ConsentEvent, Subscriber, Subscription, Suppression, Topic
from tests.factories import MembershipFactory, PersonFactory, SubscriptionFactory, edtf, someone_of
from tests.factories.elections import our_council
from tests.factories.mailings import Words
from tests.factories.newsletters import newsletter
from tests.newsletters.posting import Clock, letter_to
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=UTC)
TODAY = date(2026, 5, 14)
ACT = Act(ConsentMethod.ADMIN, NOW, "user:7")
EMAIL = "direction@ecole.example"
LEVELS = [Visibility.PUBLIC, Visibility.BOARD]


def proof(basis: ConsentBasis = ConsentBasis.MEMBERSHIP, day: date = TODAY, evidence: str = "Registre") -> LineProof:
    return LineProof(basis, day, evidence)


def test_basis_lets_us_write_and_the_ledger_proves_it(topics: list[Topic]) -> None:
    subscriber = note_basis(EMAIL, topics[:1], proof(), ACT)

    assert count_audience(None, topics, TODAY) == Audience(1)
    held = subscriber.subscriptions.get()
    assert (held.basis, held.basis_date, held.expires_on) == ("membership", TODAY, date(2028, 5, 14))
    event = ConsentEvent.objects.get()
    assert (event.kind, event.topic_slug, event.method, event.actor, event.basis, event.basis_date) == (
        "imported",
        "assemblees",
        "admin",
        "user:7",
        "membership",
        TODAY,
    )
    assert event.evidence == "Registre"
    assert EMAIL not in str(ConsentEvent.objects.values().get())


@pytest.mark.parametrize(
    ("basis", "last"),
    [(ConsentBasis.MEMBERSHIP, date(2028, 5, 14)), (ConsentBasis.INQUIRY, date(2026, 11, 14))],
)
@pytest.mark.parametrize(("days", "expected"), [(-1, Audience(1)), (0, Audience(1)), (1, None)])
def test_implied_basis_leaves_the_audience_by_itself(
    topics: list[Topic], basis: ConsentBasis, last: date, days: int, expected: Audience | None
) -> None:
    note_basis(EMAIL, topics[:1], proof(basis), ACT)
    expected = expected or Audience(0, {ExclusionReason.EXPIRED: 1})
    assert count_audience(None, topics, last + timedelta(days=days)) == expected


@pytest.mark.parametrize("basis", [ConsentBasis.PUBLISHED, ConsentBasis.EXPRESS])
def test_published_address_and_express_consent_have_no_end_of_their_own(
    topics: list[Topic], basis: ConsentBasis
) -> None:
    note_basis(EMAIL, topics[:1], proof(basis), ACT)
    assert count_audience(None, topics, date(2046, 1, 1)) == Audience(1)


@pytest.mark.parametrize(
    ("basis", "day", "sentence"),
    [
        (ConsentBasis.EXPRESS, TODAY + timedelta(days=1), "avenir"),
        (ConsentBasis.MEMBERSHIP, date(2024, 5, 13), "2026-05-13"),
        (ConsentBasis.INQUIRY, date(2025, 11, 13), "2026-05-13"),
    ],
)
def test_basis_to_come_or_ended_is_refused(topics: list[Topic], basis: ConsentBasis, day: date, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        note_basis(EMAIL, topics[:1], proof(basis, day), ACT)
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("day", [date(2024, 5, 14), TODAY])
def test_membership_counts_on_its_last_day(topics: list[Topic], day: date) -> None:
    note_basis(EMAIL, topics[:1], proof(day=day), ACT)
    assert count_audience(None, topics, TODAY) == Audience(1)


def test_suppression_beats_a_basis(topics: list[Topic]) -> None:
    Suppression.objects.create(address_hash=hash_address("Direction@ECOLE.example"), reason="erased")
    with pytest.raises(ValidationError, match="plus"):
        note_basis(EMAIL, topics[:1], proof(), ACT)
    assert (Subscriber.objects.count(), ConsentEvent.objects.count()) == (0, 0)


def test_topic_that_was_left_comes_back_by_the_person_alone(topics: list[Topic]) -> None:
    person = SubscriptionFactory(topic=topics[0], state=SubscriptionState.LEFT).subscriber
    with pytest.raises(ValidationError, match="Assemblées"):
        note_basis(person.email, topics[:2], proof(), ACT)
    assert Subscription.objects.get().state == SubscriptionState.LEFT


def test_consent_that_holds_is_never_weakened(topics: list[Topic]) -> None:
    person = SubscriptionFactory(topic=topics[0], basis=ConsentBasis.EXPRESS).subscriber
    with pytest.raises(ValidationError, match="rien n’a changé"):
        note_basis(person.email, topics[:1], proof(), ACT)
    assert Subscription.objects.get().basis == ConsentBasis.EXPRESS
    note_basis(person.email, topics[:2], proof(), ACT)
    assert list(ConsentEvent.objects.values_list("topic_slug", flat=True)) == ["activites"]


def test_person_leaves_at_one_click_as_anyone(strict_client: Client, topics: list[Topic]) -> None:
    person = note_basis(EMAIL, topics[:1], proof(), ACT)
    path = unsubscribe_url(person.pk, [topics[0].pk]).removeprefix("http://testserver")
    assert strict_client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert count_audience(None, topics, TODAY) == Audience()
    with pytest.raises(ValidationError, match="Assemblées"):
        note_basis(EMAIL, topics[:1], proof(), ACT)


def test_records_help_without_deciding() -> None:
    person = PersonFactory(given_name="Oriane", family_name="Fictive")
    MembershipFactory(person=person, organization=our_council(), role="secrétaire", starts_on=edtf("2024-04-16"))
    PersonContact.objects.create(person=person, kind=ContactKind.EMAIL, value=EMAIL, visibility=Visibility.PUBLIC)
    PersonContact.objects.create(
        person=person, kind=ContactKind.EMAIL, value="maison@example.org", visibility="private"
    )
    contact = Interaction.objects.create(happened_on=date(2026, 5, 1), summary="Demande le plan de la rue")
    contact.people.add(person)

    facts = facts_of(person, LEVELS, TODAY)

    assert (facts.name, facts.email) == ("Oriane Fictive", EMAIL)
    assert facts.sentences[0] == "Dans notre registre\u00a0: secrétaire, depuis le 16\u00a0avril 2024."
    assert "Demande le plan de la rue" in facts.sentences[1]
    assert facts.initial["basis"] == ConsentBasis.MEMBERSHIP
    assert facts_of(person, [Visibility.PUBLIC], TODAY).initial == {}


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(someone_of(Role.SECRETARIAT))
    return client


def said(about: list[Topic], **more: object) -> dict[str, object]:
    return {
        "email": EMAIL,
        "topics": [about[0].pk],
        "basis": "membership",
        "basis_date": timezone.localdate().isoformat(),
        "evidence": "Registre des membres, page 3",
        "source": "",
        "relevance": "",
        **more,
    }


def test_screen_begins_with_what_is_known_and_notes_it(secretary: Client, topics: list[Topic]) -> None:
    person = PersonFactory()
    PersonContact.objects.create(person=person, kind=ContactKind.EMAIL, value=EMAIL)
    screen = f"{reverse('subscribers:add')}?person={person.pk}&topics={topics[0].pk}"
    html = secretary.get(screen).content.decode()
    assert EMAIL in html
    assert person.name in html

    response = secretary.post(screen, said(topics))

    subscriber = Subscriber.objects.get()
    assert response.headers["Location"] == reverse("subscribers:inspect", args=[subscriber.pk])
    assert count_audience(None, topics, timezone.localdate()) == Audience(1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"evidence": ""}, "Dites ce qui le prouve"),
        ({"basis": "published"}, "Dites où l’adresse est publiée."),
        ({"basis": "published", "source": "https://ecole.example"}, "Dites pourquoi nos lettres touchent"),
        ({"basis": ""}, "Choisissez pourquoi on peut écrire."),
        ({"basis_date": ""}, "Écrivez la date."),
        ({"basis_date": "2999-01-01"}, "avenir"),
        ({"basis_date": "2020-01-01"}, "2022-01-01"),
        ({"email": "direction"}, "adresse de courriel complète"),
        ({"topics": []}, "Cochez au moins un sujet."),
    ],
)
def test_without_its_papers_a_basis_is_refused_and_nobody_is_mailable(
    secretary: Client, topics: list[Topic], change: dict[str, object], sentence: str
) -> None:
    html = secretary.post(reverse("subscribers:add"), said(topics, **change)).content.decode()
    assert sentence in html
    assert (Subscriber.objects.count(), ConsentEvent.objects.count()) == (0, 0)


def test_published_address_is_noted_with_its_source_and_relevance(secretary: Client, topics: list[Topic]) -> None:
    papers = {"basis": "published", "source": "https://ecole.example", "relevance": "Dirige l’école", "evidence": ""}
    secretary.post(reverse("subscribers:add"), said(topics, **papers))
    assert ConsentEvent.objects.get().evidence == "https://ecole.example; Dirige l’école"


@pytest.mark.parametrize("role", [Role.BOARD, Role.ARCHIVES, Role.READING])
def test_others_may_note_nothing(client: Client, topics: list[Topic], role: Role) -> None:
    client.force_login(someone_of(role))
    client.post(reverse("subscribers:add"), said(topics))
    assert not Subscriber.objects.exists()


def test_records_above_the_reader_s_level_tell_nothing(client: Client, topics: list[Topic]) -> None:
    person = PersonFactory()
    PersonContact.objects.create(person=person, kind=ContactKind.EMAIL, value=EMAIL)
    client.force_login(someone_of(Role.COMMUNICATIONS))
    html = client.get(f"{reverse('subscribers:add')}?person={person.pk}").content.decode()
    assert EMAIL not in html
    assert person.name not in html


def test_basis_that_ends_before_the_letter_leaves_keeps_it_from_leaving(
    mail_server: MailServer, clock: Clock, topics: list[Topic]
) -> None:
    """Whoever is prepared on the last day is asked again on the day when the letter leaves."""
    note_basis(EMAIL, topics[:1], proof(day=date(2024, 5, 14)), ACT)
    note_basis("autre@ecole.example", topics[:1], proof(day=date(2024, 5, 15)), ACT)
    mailing = freeze_mailing(newsletter(), topics[:1], Words(), by=None, now=NOW)
    assert mailing.prepared == 2
    clock.now = NOW + timedelta(days=1)

    deliver_batch(mailing.pk, clock=clock)

    assert letter_to(EMAIL).state == DeliveryState.SKIPPED
    assert letter_to("autre@ecole.example").state == DeliveryState.SENT
