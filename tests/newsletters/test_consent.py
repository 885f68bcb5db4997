"""Who hears about what, and the proof of it (T10, T11, T13)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from newsletters.domain.addresses import hash_address
from newsletters.domain.consent import (
    change_topics,
    confirm_subscription,
    current_topics,
    leave_topics,
    request_subscription,
)
from newsletters.domain.wording import confirmation_wording, preferences_wording, sign_up_wording
from newsletters.enums import ConsentBasis, ConsentKind, ConsentMethod, SubscriptionState, SuppressionReason
from newsletters.models import ConsentEvent, Subscriber, Subscription, Suppression
from tests.factories import SubscriberFactory, SubscriptionFactory, TopicFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=UTC)
TODAY = date(2026, 5, 14)
EMAIL = "jeanne@example.org"
PAGE = "/infolettre/abonnement/"


def ask(council, topics, email=EMAIL, now=NOW):
    return request_subscription(
        email, topics, wording=sign_up_wording(council), now=now, page="/infolettre/abonnement/"
    )


def ledger(*fields):
    return list(ConsentEvent.objects.order_by("pk").values_list(*fields))


def test_request_makes_nobody_mailable(council, topics) -> None:
    subscriber = ask(council, topics[:2])
    assert Subscription.objects.mailable(TODAY).count() == 0
    assert current_topics(subscriber, TODAY) == []
    assert set(subscriber.subscriptions.values_list("state", "basis")) == {("pending", "express")}


def test_request_is_written_with_the_exact_words_and_no_address(council, topics) -> None:
    ask(council, topics[:1])
    event = ConsentEvent.objects.get()
    wording = sign_up_wording(council)
    assert (event.kind, event.topic_slug, event.method, event.actor) == (
        "requested",
        "assemblees",
        "sign_up_form",
        "person",
    )
    assert event.wording == f"[x] Assemblées\n{wording.statement}\n{wording.sender}"
    assert event.wording_version == wording.version
    assert event.occurred_at == NOW
    assert event.page == PAGE
    assert event.address_hash == hash_address(EMAIL)
    assert EMAIL not in str(ConsentEvent.objects.values().get())


def test_words_name_the_council_its_address_and_a_contact(council) -> None:
    text = sign_up_wording(council).text
    for fact in (
        "Conseil de quartier des Trois-Ormes",
        "12, rue du Four-à-Chaux",
        "G0X 0X0",
        "bonjour@conseil.example",
    ):
        assert fact in text


def test_words_changed_have_another_version(council) -> None:
    before = sign_up_wording(council).version
    council.street_address = "14, rue du Four-à-Chaux"
    assert sign_up_wording(council).version != before


def test_confirmation_makes_what_waited_active(council, topics) -> None:
    subscriber = ask(council, topics[:2])
    assert confirm_subscription(subscriber, council, now=NOW) == topics[:2]
    assert current_topics(subscriber, TODAY) == topics[:2]
    subscriber.refresh_from_db()
    assert subscriber.confirmed_at == NOW
    confirmed = ConsentEvent.objects.filter(kind=ConsentKind.CONFIRMED)
    assert set(confirmed.values_list("topic_slug", "method", "basis")) == {
        ("assemblees", "confirm_page", "express"),
        ("activites", "confirm_page", "express"),
    }
    assert {event.wording_version for event in confirmed} == {confirmation_wording(council, topics[:2]).version}


def test_second_confirmation_changes_nothing(council, topics) -> None:
    subscriber = ask(council, topics[:1])
    confirm_subscription(subscriber, council, now=NOW)
    before = ledger("pk")
    assert confirm_subscription(subscriber, council, now=NOW + timedelta(days=1)) == []
    assert ledger("pk") == before


def test_old_confirmation_brings_nobody_back_who_left(council, topics) -> None:
    subscriber = ask(council, topics[:1])
    confirm_subscription(subscriber, council, now=NOW)
    leave_topics(subscriber, None, ConsentMethod.ONE_CLICK, NOW)
    assert confirm_subscription(subscriber, council, now=NOW) == []
    assert current_topics(subscriber, TODAY) == []


def test_same_person_in_another_case_has_one_file(council, topics) -> None:
    first = ask(council, topics[:1], "Jeanne@example.org")
    second = ask(council, topics[1:2], "jeanne@example.org")
    assert first == second
    assert Subscriber.objects.get().email == "jeanne@example.org"


def test_confirmed_address_keeps_its_spelling(council, topics) -> None:
    subscriber = ask(council, topics[:1], "Jeanne@example.org")
    confirm_subscription(subscriber, council, now=NOW)
    ask(council, topics[1:2], "JEANNE@example.org")
    assert Subscriber.objects.get().email == "Jeanne@example.org"


def test_request_of_a_stranger_takes_nothing_from_someone_active(council, topics) -> None:
    subscriber = ask(council, topics[:1])
    confirm_subscription(subscriber, council, now=NOW)
    ask(council, topics)
    assert current_topics(subscriber, TODAY) == topics[:1]
    assert subscriber.subscriptions.filter(state=SubscriptionState.PENDING).count() == 2


def test_leaving_one_topic_keeps_the_others(council, topics) -> None:
    subscriber = ask(council, topics)
    confirm_subscription(subscriber, council, now=NOW)
    assert leave_topics(subscriber, topics[:1], ConsentMethod.ONE_CLICK, NOW) == topics[:1]
    assert current_topics(subscriber, TODAY) == topics[1:]
    assert Suppression.objects.count() == 0
    assert ledger("kind", "topic_slug", "method")[-1] == ("withdrawn", "assemblees", "one_click")


def test_leaving_everything_covers_topics_made_later(council, topics) -> None:
    subscriber = ask(council, topics)
    confirm_subscription(subscriber, council, now=NOW)
    leave_topics(subscriber, None, ConsentMethod.PREFERENCE_PAGE, NOW)
    later = TopicFactory()
    SubscriptionFactory(subscriber=subscriber, topic=later)
    assert current_topics(subscriber, TODAY) == []
    assert Suppression.objects.get().reason == SuppressionReason.LEFT
    assert ledger("kind", "topic_slug")[-1] == ("withdrawn", "")


@pytest.mark.parametrize("everything", [True, False])
def test_leaving_twice_writes_one_line(council, topics, everything: bool) -> None:
    subscriber = ask(council, topics[:1])
    confirm_subscription(subscriber, council, now=NOW)
    chosen = None if everything else topics[:1]
    leave_topics(subscriber, chosen, ConsentMethod.ONE_CLICK, NOW)
    before = ledger("pk")
    assert leave_topics(subscriber, chosen, ConsentMethod.ONE_CLICK, NOW) == []
    assert ledger("pk") == before


def test_leaving_touches_nobody_else(council, topics) -> None:
    subscriber, other = ask(council, topics), ask(council, topics, "paul@example.org")
    for person in (subscriber, other):
        confirm_subscription(person, council, now=NOW)
    leave_topics(subscriber, None, ConsentMethod.ONE_CLICK, NOW)
    assert current_topics(other, TODAY) == topics


def test_new_double_opt_in_lifts_the_suppression_and_says_so(council, topics) -> None:
    subscriber = ask(council, topics[:1])
    confirm_subscription(subscriber, council, now=NOW)
    leave_topics(subscriber, None, ConsentMethod.ONE_CLICK, NOW)
    ask(council, topics[:1])
    assert current_topics(subscriber, TODAY) == []
    assert Suppression.objects.count() == 1
    confirm_subscription(subscriber, council, now=NOW)
    assert current_topics(subscriber, TODAY) == topics[:1]
    assert Suppression.objects.count() == 0
    assert ledger("kind", "evidence")[-1] == ("confirmed", "lifted: left")


def test_bounced_address_waits_for_its_confirmation_again(council, topics) -> None:
    subscriber = ask(council, topics[:1])
    confirm_subscription(subscriber, council, now=NOW)
    Suppression.objects.create(address_hash=subscriber.address_hash, reason=SuppressionReason.BOUNCED)
    ask(council, topics[:1])
    assert confirm_subscription(subscriber, council, now=NOW) == topics[:1]
    assert current_topics(subscriber, TODAY) == topics[:1]


def test_preferences_add_with_proof_and_leave(council, topics) -> None:
    subscriber = ask(council, topics[:2])
    confirm_subscription(subscriber, council, now=NOW)
    change_topics(subscriber, topics[1:], wording=preferences_wording(council), now=NOW)
    assert current_topics(subscriber, TODAY) == topics[1:]
    assert ledger("kind", "topic_slug", "method", "wording_version")[-2:] == [
        ("confirmed", "verdissement", "preference_page", preferences_wording(council).version),
        ("withdrawn", "assemblees", "preference_page", ""),
    ]


def test_preferences_saved_twice_write_nothing_more(council, topics) -> None:
    subscriber = ask(council, topics[:2])
    change_topics(subscriber, topics[:1], wording=preferences_wording(council), now=NOW)
    before = ledger("pk")
    change_topics(subscriber, topics[:1], wording=preferences_wording(council), now=NOW)
    assert ledger("pk") == before


def test_implied_consent_kept_keeps_its_end_and_renewed_loses_it(council, topics) -> None:
    subscriber = SubscriberFactory()
    for topic in topics[:2]:
        SubscriptionFactory(
            subscriber=subscriber,
            topic=topic,
            basis=ConsentBasis.MEMBERSHIP,
            basis_date=date(2025, 1, 1),
            expires_on=date(2027, 1, 1),
        )
    change_topics(subscriber, topics[:2], renewed=topics[1:2], wording=preferences_wording(council), now=NOW)
    kept, renewed = (subscriber.subscriptions.get(topic=topic) for topic in topics[:2])
    assert (kept.basis, kept.expires_on) == ("membership", date(2027, 1, 1))
    assert (renewed.basis, renewed.expires_on) == ("express", None)
