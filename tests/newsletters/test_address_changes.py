"""Someone moves to another address: both mailboxes say yes, consents go along, and every old link still works."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.address_changes import (
    Side,
    Standing,
    ask_change,
    cancel_change,
    confirm_change,
    forget_changes,
)
from newsletters.domain.address_letters import post_address_letters
from newsletters.domain.addresses import hash_address
from newsletters.domain.audience import count_audience
from newsletters.domain.bases import note_basis
from newsletters.domain.consent import current_topics, leave_topics
from newsletters.domain.freeze import freeze_mailing
from newsletters.domain.import_rows import LineProof
from newsletters.domain.ledger import Act, former_hashes
from newsletters.domain.links import address_url, preferences_url, unsubscribe_url
from newsletters.domain.personal_data import consent_history, erase_subscriber
from newsletters.domain.wording import confirmation_wording
from newsletters.enums import ConsentBasis, ConsentMethod, DeliveryState, SuppressionReason
from newsletters.models import (
    AddressChange,
    AddressLetter,
    ConsentDispute,
    ConsentEvent,
    Delivery,
    FormerFile,
    Subscriber,
    Suppression,
    Topic,
)
from newsletters.tasks import post_address_letters_task
from tests.factories import SubscriberFactory, SubscriptionFactory, complete_council
from tests.factories.mailings import Words
from tests.factories.newsletters import newsletter
from tests.journeys.letters import Outbox, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW, TODAY = datetime(2026, 5, 14, 15, 0, tzinfo=UTC), date(2026, 5, 14)
OLD, NEW = "jeanne@ancien.example", "jeanne@nouveau.example"


@pytest.fixture
def jeanne(topics: list[Topic]) -> Subscriber:
    """Subscribed to the first topic by express consent, to the second by a membership that ends."""
    person = SubscriptionFactory(topic=topics[0], subscriber=file_of(OLD)).subscriber
    ends = {"basis_date": date(2025, 1, 1), "expires_on": date(2027, 1, 1)}
    SubscriptionFactory(topic=topics[1], subscriber=person, basis=ConsentBasis.MEMBERSHIP, **ends)
    return person


def file_of(email: str) -> Subscriber:
    return SubscriberFactory(email=email, address_hash=hash_address(email))


def path(url: str) -> str:
    return url.removeprefix("http://testserver")


def move(person: Subscriber, council: Council, to: str = NEW, now: datetime = NOW) -> Standing:
    change = ask_change(person, to, now)
    confirm_change(change.pk, Side.OLD, council, now)
    return confirm_change(change.pk, Side.NEW, council, now)


@pytest.mark.parametrize("first", Side)
def test_nothing_changes_before_both_have_said_yes(jeanne: Subscriber, council: Council, first: Side) -> None:
    change, second = ask_change(jeanne, NEW, NOW), Side.NEW if first is Side.OLD else Side.OLD

    assert confirm_change(change.pk, first, council, NOW) == Standing.WAITING
    assert confirm_change(change.pk, first, council, NOW) == Standing.WAITING
    assert Subscriber.objects.get().email == OLD
    assert not ConsentEvent.objects.exists()

    assert confirm_change(change.pk, second, council, NOW) == Standing.DONE
    assert confirm_change(change.pk, second, council, NOW) == Standing.DONE
    assert Subscriber.objects.get().email == NEW


def test_consents_go_along_with_their_basis_and_their_end(
    jeanne: Subscriber, council: Council, topics: list[Topic]
) -> None:
    assert move(jeanne, council) == Standing.DONE
    jeanne.refresh_from_db()
    assert (jeanne.email, jeanne.address_hash, jeanne.confirmed_at) == (NEW, hash_address(NEW), NOW)
    assert current_topics(jeanne, TODAY) == topics[:2]
    assert list(jeanne.subscriptions.order_by("topic").values_list("basis", "expires_on")) == [
        ("express", None),
        ("membership", date(2027, 1, 1)),
    ]


def test_ledger_ties_both_addresses_without_naming_either(
    jeanne: Subscriber, council: Council, topics: list[Topic]
) -> None:
    ConsentEvent.objects.create(
        kind="confirmed", address_hash=jeanne.address_hash, method="confirm_page", actor="person"
    )
    move(jeanne, council)
    moved = ConsentEvent.objects.filter(kind="moved").order_by("pk")
    wording = confirmation_wording(council, topics[:2])
    assert list(moved.values_list("address_hash", "topic_slug", "basis", "evidence", "wording_version")) == [
        (hash_address(OLD), "", "", f"to: {hash_address(NEW)}", ""),
        (hash_address(NEW), "assemblees", "express", f"from: {hash_address(OLD)}", wording.version),
        (hash_address(NEW), "activites", "membership", f"from: {hash_address(OLD)}", wording.version),
    ]
    assert "example" not in str(list(moved.values("address_hash", "evidence", "page")))
    assert former_hashes(hash_address(NEW)) == [hash_address(NEW), hash_address(OLD)]
    assert len(consent_history(hash_address(NEW))) == 4


def test_former_address_comes_back_by_no_list_and_no_basis(
    jeanne: Subscriber, council: Council, topics: list[Topic]
) -> None:
    move(jeanne, council)
    assert Suppression.objects.get().reason == SuppressionReason.MOVED
    with pytest.raises(ValidationError, match="plus"):
        note_basis(OLD, topics, LineProof(ConsentBasis.EXPRESS, TODAY, "Feuille"), Act(ConsentMethod.ADMIN, NOW))
    assert count_audience(None, topics, TODAY).prepared == 1


def test_links_of_every_letter_work_afterwards(strict_client: Client, jeanne: Subscriber, council: Council) -> None:
    links = [path(preferences_url(jeanne.pk)), path(unsubscribe_url(jeanne.pk))]
    move(jeanne, council)
    assert NEW in strict_client.get(links[0]).content.decode()
    strict_client.post(links[1], {"List-Unsubscribe": "One-Click"})
    assert current_topics(Subscriber.objects.get(), TODAY) == []


def test_letters_that_wait_go_to_the_new_address(jeanne: Subscriber, council: Council, topics: list[Topic]) -> None:
    mailing = freeze_mailing(newsletter(), topics[:1], Words(), by=None, now=NOW)
    move(jeanne, council)
    assert mailing.deliveries.get().email == NEW


@pytest.fixture
def known(topics: list[Topic]) -> Subscriber:
    """The new address has a file already, which follows the last two topics."""
    person = SubscriptionFactory(topic=topics[1], subscriber=file_of(NEW)).subscriber
    SubscriptionFactory(topic=topics[2], subscriber=person)
    return person


def test_two_files_become_one_with_the_best_of_each(
    jeanne: Subscriber, known: Subscriber, council: Council, topics: list[Topic]
) -> None:
    assert move(jeanne, council) == Standing.DONE
    assert list(Subscriber.objects.all()) == [known]
    assert current_topics(known, TODAY) == topics
    assert set(known.subscriptions.values_list("basis", flat=True)) == {ConsentBasis.EXPRESS}


def test_links_of_both_files_open_the_one_that_stays(
    strict_client: Client, jeanne: Subscriber, known: Subscriber, council: Council
) -> None:
    number = jeanne.pk
    move(jeanne, council)
    for pk in (number, known.pk):
        assert NEW in strict_client.get(path(preferences_url(pk))).content.decode()
    strict_client.post(path(unsubscribe_url(number)), {"List-Unsubscribe": "One-Click"})
    assert current_topics(known, TODAY) == []


def test_file_that_was_joined_twice_is_still_found(
    strict_client: Client, jeanne: Subscriber, known: Subscriber, council: Council, topics: list[Topic]
) -> None:
    first = jeanne.pk
    move(jeanne, council)
    third = SubscriptionFactory(topic=topics[0], subscriber=file_of("jeanne@troisieme.example")).subscriber
    move(known, council, third.email, NOW + timedelta(days=1))
    assert "jeanne@troisieme.example" in strict_client.get(path(preferences_url(first))).content.decode()
    assert former_hashes(third.address_hash) == [hash_address(email) for email in (third.email, NEW, OLD)]


def test_letters_of_both_files_stay_accounted_for(
    jeanne: Subscriber, known: Subscriber, council: Council, topics: list[Topic]
) -> None:
    shared = freeze_mailing(newsletter(), topics[1:2], Words(), by=None, now=NOW)
    hers = freeze_mailing(newsletter(), topics[:1], Words(), by=None, now=NOW)
    hers.deliveries.update(state=DeliveryState.SENT)
    move(jeanne, council)
    assert set(shared.deliveries.values_list("subscriber", "email", "state")) == {
        (known.pk, NEW, "queued"),
        (None, "", "skipped"),
    }
    assert list(hers.deliveries.values_list("subscriber", "email", "state")) == [(known.pk, OLD, "sent")]


def test_erasing_afterwards_leaves_neither_address_nor_link(
    strict_client: Client, jeanne: Subscriber, known: Subscriber, council: Council, topics: list[Topic]
) -> None:
    number = jeanne.pk
    freeze_mailing(newsletter(), topics[1:2], Words(), by=None, now=NOW)
    move(jeanne, council)
    erase_subscriber(known, method=ConsentMethod.PREFERENCE_PAGE, now=NOW)
    assert not FormerFile.objects.exists()
    assert not AddressChange.objects.exists()
    assert "example" not in str(list(Delivery.objects.values("email", "smtp_reply")))
    assert strict_client.get(path(preferences_url(number))).status_code == 410


def test_suppression_of_the_new_address_is_lifted_by_its_holder(jeanne: Subscriber, council: Council) -> None:
    Suppression.objects.create(address_hash=hash_address(NEW), reason=SuppressionReason.LEFT)
    move(jeanne, council)
    assert current_topics(Subscriber.objects.get(), TODAY) != []
    assert "lifted: left" in ConsentEvent.objects.filter(address_hash=hash_address(NEW)).first().evidence


def test_someone_who_left_meanwhile_stays_gone(jeanne: Subscriber, council: Council) -> None:
    change = ask_change(jeanne, NEW, NOW)
    confirm_change(change.pk, Side.OLD, council, NOW)
    leave_topics(jeanne, None, ConsentMethod.ONE_CLICK, NOW)
    assert confirm_change(change.pk, Side.NEW, council, NOW) == Standing.GONE
    assert Subscriber.objects.get().email == OLD
    assert not AddressChange.objects.exists()


@pytest.mark.parametrize("side", Side)
def test_either_mailbox_says_no(jeanne: Subscriber, council: Council, side: Side) -> None:
    change = ask_change(jeanne, NEW, NOW)
    assert cancel_change(change.pk)
    assert not cancel_change(change.pk)
    assert confirm_change(change.pk, side, council, NOW) == Standing.GONE
    assert NEW not in str(list(AddressChange.objects.values()))


def test_second_wish_replaces_the_first(jeanne: Subscriber, council: Council) -> None:
    first = ask_change(jeanne, "faute@nouveau.example", NOW)
    second = ask_change(jeanne, NEW, NOW)
    assert confirm_change(first.pk, Side.NEW, council, NOW) == Standing.GONE
    assert list(AddressChange.objects.all()) == [second]


@pytest.mark.parametrize(("days", "standing"), [(6, Standing.WAITING), (7, Standing.GONE)])
def test_wish_without_answer_is_too_old_after_seven_days_and_forgotten(
    jeanne: Subscriber, council: Council, days: int, standing: Standing
) -> None:
    change = ask_change(jeanne, NEW, NOW)
    later = NOW + timedelta(days=days)
    assert confirm_change(change.pk, Side.OLD, council, later) == standing
    forget_changes(later)
    assert AddressChange.objects.exists() == (standing is Standing.WAITING)


def test_what_is_done_is_forgotten_after_a_month(jeanne: Subscriber, council: Council) -> None:
    move(jeanne, council)
    forget_changes(NOW + timedelta(days=29))
    assert AddressChange.objects.exists()
    forget_changes(NOW + timedelta(days=30))
    assert not AddressChange.objects.exists()


@pytest.mark.parametrize("same", [OLD, "Jeanne@Ancien.example"])
def test_same_address_is_no_change(jeanne: Subscriber, same: str) -> None:
    with pytest.raises(ValidationError, match="déjà"):
        ask_change(jeanne, same, NOW)


def test_who_receives_nothing_simply_subscribes(topics: list[Topic]) -> None:
    with pytest.raises(ValidationError, match="abonnez"):
        ask_change(file_of(OLD), NEW, NOW)


def test_one_letter_leaves_for_each_mailbox_and_only_one(outbox: Path, jeanne: Subscriber) -> None:
    change = ask_change(jeanne, NEW, timezone.now())
    post_address_letters_task()
    post_address_letters_task()
    box = Outbox(outbox)
    [old], [new] = box.letters_to(OLD), box.letters_to(NEW)
    assert path(address_url(jeanne.pk, change.pk, to_new=False)) in words_of(old)
    assert path(address_url(jeanne.pk, change.pk, to_new=True)) in words_of(new)
    assert NEW in words_of(old)
    assert OLD not in words_of(new) + words_of(new, "html")  # a stranger may hold that mailbox
    assert old["Auto-Submitted"] == "auto-generated"
    assert "Changez-vous d’adresse?" in old["Subject"]


def test_letter_of_a_wish_that_is_over_does_not_leave(outbox: Path, jeanne: Subscriber, council: Council) -> None:
    move(jeanne, council, now=timezone.now())
    post_address_letters()
    assert not outbox.exists() or Outbox(outbox).letters_to("example") == []
    assert set(AddressLetter.objects.values_list("state", flat=True)) == {DeliveryState.SKIPPED}


def test_who_never_asked_receives_no_such_letter(outbox: Path, jeanne: Subscriber) -> None:
    ConsentDispute.objects.create(address_hash=hash_address(NEW))
    ask_change(jeanne, NEW, timezone.now())
    post_address_letters()
    assert (len(Outbox(outbox).letters_to(OLD)), len(Outbox(outbox).letters_to(NEW))) == (1, 0)


def test_page_asks_and_says_the_same_for_a_known_and_an_unknown_address(
    strict_client: Client, jeanne: Subscriber, topics: list[Topic]
) -> None:
    SubscriptionFactory(topic=topics[0], subscriber=file_of("connue@example.org"))
    form = path(preferences_url(jeanne.pk)) + "adresse/"
    strict_client.post(form, {"email": "une-autre@example.org"})  # what a first request pays for
    answers = []
    for email in ("inconn@example.org", "connue@example.org"):
        with CaptureQueriesContext(connection) as queries:
            response = strict_client.post(form, {"email": email})
        answers.append((response.status_code, response.content.decode().replace(email, "…"), len(queries)))
    assert answers[0] == answers[1]
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"


def test_fourth_wish_of_a_day_waits(strict_client: Client, jeanne: Subscriber) -> None:
    form = path(preferences_url(jeanne.pk)) + "adresse/"
    answers = [strict_client.post(form, {"email": f"j{number}@example.org"}).status_code for number in range(4)]
    assert answers == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Écrivez votre adresse"),
        ("jeanne", "adresse de courriel complète"),
        (OLD, "C’est l’adresse que nous avons"),
    ],
)
def test_address_that_cannot_be_is_explained(
    strict_client: Client, jeanne: Subscriber, email: str, sentence: str
) -> None:
    page = strict_client.post(path(preferences_url(jeanne.pk)) + "adresse/", {"email": email}).content.decode()
    assert sentence in page
    assert not AddressChange.objects.exists()


@pytest.mark.parametrize("to_new", [True, False])
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_the_link_says_no_yes(strict_client: Client, jeanne: Subscriber, method: str, to_new: bool) -> None:
    change = ask_change(jeanne, NEW, timezone.now())
    response = getattr(strict_client, method)(path(address_url(jeanne.pk, change.pk, to_new=to_new)))
    assert response.status_code == 200
    change.refresh_from_db()
    assert (change.old_confirmed_at, change.new_confirmed_at) == (None, None)


def test_buttons_of_both_letters_change_the_address(strict_client: Client, jeanne: Subscriber) -> None:
    change = ask_change(jeanne, NEW, timezone.now())
    old, new = (path(address_url(jeanne.pk, change.pk, to_new=to_new)) for to_new in (False, True))
    assert OLD not in strict_client.get(new).content.decode()
    assert "Un oui est donné" in strict_client.post(new).content.decode()
    assert "Un oui est donné" in strict_client.get(new).content.decode()
    assert "Votre adresse est changée" in strict_client.post(old).content.decode()
    for link in (old, new):
        assert "Votre adresse est changée" in strict_client.get(link).content.decode()
        assert "Votre adresse est changée" in strict_client.post(link).content.decode()
    assert Subscriber.objects.get().email == NEW
    assert ConsentEvent.objects.filter(address_hash=hash_address(NEW)).first().page == "/infolettre/ancienne-adresse/…/"


def test_button_says_no(strict_client: Client, jeanne: Subscriber) -> None:
    change = ask_change(jeanne, NEW, timezone.now())
    link = path(address_url(jeanne.pk, change.pk, to_new=False))
    assert "Rien n’a changé" in strict_client.post(link, {"cancel": "yes"}).content.decode()
    assert not AddressChange.objects.exists()
    assert strict_client.get(link).status_code == 200


def test_link_of_one_mailbox_opens_no_other_door(strict_client: Client, jeanne: Subscriber) -> None:
    change = ask_change(jeanne, NEW, timezone.now())
    token = address_url(jeanne.pk, change.pk, to_new=True).rsplit("/", 2)[1]
    for page in ("ancienne-adresse", "preferences", "confirmer"):
        assert strict_client.post(f"/infolettre/{page}/{token}/").status_code == 404
    other = SubscriptionFactory(subscriber=file_of("paul@example.org")).subscriber
    theirs = ask_change(other, "paul@ailleurs.example", timezone.now())
    strict_client.post(path(address_url(jeanne.pk, change.pk, to_new=False)))
    theirs.refresh_from_db()
    assert theirs.old_confirmed_at is None


def test_it_waits_for_the_identity_of_the_council(strict_client: Client, jeanne: Subscriber) -> None:
    change = ask_change(jeanne, NEW, timezone.now())
    complete_council(email="")
    for link in (path(preferences_url(jeanne.pk)) + "adresse/", path(address_url(jeanne.pk, change.pk, to_new=True))):
        assert strict_client.post(link, {"email": NEW}).status_code == 503


def test_new_address_is_told_in_ones_own_data_while_it_waits(strict_client: Client, jeanne: Subscriber) -> None:
    ask_change(jeanne, NEW, NOW)
    data = strict_client.get(path(preferences_url(jeanne.pk)) + "donnees.json").json()
    assert data["moving_to"] == NEW
