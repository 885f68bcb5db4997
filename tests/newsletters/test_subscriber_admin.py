"""What the council sees of its subscribers, does for them, and leaves a trace of (T14, T23, T26)."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from crm.accounts.policy import Role
from newsletters.domain.addresses import hash_address
from newsletters.domain.ledger import Act, record
from newsletters.enums import ConsentKind, ConsentMethod, SubscriptionState, SuppressionReason
from newsletters.models import ConsentEvent, Subscriber, Suppression
from tests.factories import SubscriberFactory, SubscriptionFactory, UserFactory, someone_of

pytestmark = pytest.mark.django_db

INDEX = "/admin/subscribers/"


@pytest.fixture
def people(topics) -> dict[str, Subscriber]:
    """One of each standing."""
    reachable = SubscriptionFactory(topic=topics[0], subscriber__email="jeanne@example.org").subscriber
    waiting = SubscriptionFactory(
        topic=topics[1],
        state=SubscriptionState.PENDING,
        subscriber__email="paul@example.org",
        subscriber__confirmed_at=None,
    ).subscriber
    suppressed = SubscriptionFactory(topic=topics[0], subscriber__email="rose@example.org").subscriber
    Suppression.objects.create(address_hash=suppressed.address_hash, reason=SuppressionReason.BOUNCED)
    silent = SubscriberFactory(email="yvan@example.org")
    return {"reachable": reachable, "waiting": waiting, "suppressed": suppressed, "silent": silent}


@pytest.fixture
def secretary(client):
    user = someone_of(Role.SECRETARIAT)
    client.force_login(user)
    return user


def emails_in(response) -> set[str]:
    page = response.content.decode()
    return {name for name in ("jeanne", "paul", "rose", "yvan") if f"{name}@example.org" in page}


def test_list_shows_everyone_and_where_they_stand(client, secretary, people) -> None:
    response = client.get(INDEX)
    assert response.status_code == 200
    assert emails_in(response) == {"jeanne", "paul", "rose", "yvan"}
    assert "Ne doit pas recevoir de lettres (L’adresse n’existe pas)" in response.content.decode()


@pytest.mark.parametrize(
    ("standing", "name"),
    [("reachable", "jeanne"), ("waiting", "paul"), ("suppressed", "rose"), ("silent", "yvan")],
)
def test_list_is_filtered_by_standing(client, secretary, people, standing, name) -> None:
    assert emails_in(client.get(INDEX + "results/", {"standing": standing})) == {name}


def test_list_is_filtered_by_topic_and_searched(client, secretary, people, topics) -> None:
    assert emails_in(client.get(INDEX + "results/", {"topic": topics[0].pk})) == {"jeanne"}
    assert emails_in(client.get(INDEX + "results/", {"q": "PAUL@"})) == {"paul"}


@pytest.mark.parametrize("count", [1, 12])
def test_list_costs_the_same_whatever_its_length(client, secretary, topics, count, django_assert_num_queries) -> None:
    for _ in range(count):
        SubscriptionFactory(topic=topics[0])
    client.get(INDEX)
    with django_assert_num_queries(13):
        client.get(INDEX)


@pytest.mark.parametrize("role", [Role.BOARD, Role.ARCHIVES, Role.READING, None])
@pytest.mark.parametrize("path", ["", "results/", "{pk}/", "?export=csv"])
def test_those_who_need_it_not_see_no_subscriber(client, people, role, path) -> None:
    client.force_login(someone_of(role) if role else UserFactory())
    response = client.get(INDEX + path.format(pk=people["reachable"].pk))
    assert response.status_code in {302, 403}
    assert emails_in(response) == set()


def test_forms_that_would_change_a_subscriber_do_not_exist(client, secretary, people) -> None:
    pk = people["reachable"].pk
    for path in ("new/", f"edit/{pk}/", f"delete/{pk}/", f"copy/{pk}/", f"history/{pk}/"):
        assert client.get(INDEX + path).status_code == 404


def test_page_tells_the_history_and_its_opening_is_noted_without_the_address(client, secretary, people) -> None:
    subscriber = people["reachable"]
    act = Act(ConsentMethod.IMPORT, subscriber.created_at, "user:1")
    record(ConsentKind.IMPORTED, subscriber.address_hash, [None], act)
    page = client.get(f"{INDEX}{subscriber.pk}/").content.decode()
    assert "Importé avec sa preuve" in page
    assert "Assemblées" in page
    entry = ModelLogEntry.objects.get(action="newsletters.consult_subscriber")
    assert (entry.user, entry.object_id, entry.label) == (secretary, str(subscriber.pk), f"#{subscriber.pk}")


@pytest.mark.parametrize(
    ("act", "reason"), [("withdraw", SuppressionReason.LEFT), ("set_aside", SuppressionReason.ADMIN)]
)
def test_council_unsubscribes_someone_who_called(client, secretary, people, act, reason) -> None:
    subscriber = people["reachable"]
    response = client.post(f"{INDEX}{subscriber.pk}/", {"act": act, "reason": "Par téléphone, le 14 mai."})
    assert response.status_code == 302
    assert set(subscriber.subscriptions.values_list("state", flat=True)) == {"left"}
    assert Suppression.objects.get(address_hash=subscriber.address_hash).reason == reason
    event = ConsentEvent.objects.get()
    assert (event.kind, event.method, event.actor, event.evidence) == (
        "withdrawn",
        "admin",
        f"user:{secretary.pk}",
        "Par téléphone, le 14 mai.",
    )


def test_council_erases_someone_who_asked(client, secretary, people) -> None:
    subscriber = people["reachable"]
    client.get(f"{INDEX}{subscriber.pk}/")
    response = client.post(f"{INDEX}{subscriber.pk}/", {"act": "erase", "reason": "Par lettre."})
    assert (response.status_code, response["Location"]) == (302, INDEX)
    assert not Subscriber.objects.filter(pk=subscriber.pk).exists()
    assert "jeanne" not in str(list(ModelLogEntry.objects.values()))
    assert Suppression.objects.filter(address_hash=hash_address("jeanne@example.org")).exists()


def test_act_without_its_reason_is_refused_and_changes_nothing(client, secretary, people) -> None:
    subscriber = people["reachable"]
    response = client.post(f"{INDEX}{subscriber.pk}/", {"act": "withdraw", "reason": " "})
    assert response.status_code == 200
    assert "le registre doit pouvoir le prouver" in response.content.decode()
    assert ConsentEvent.objects.count() == 0


def test_someone_who_only_sees_may_not_act(client, people) -> None:
    user = UserFactory(is_staff=True)
    grant(user, "wagtailadmin.access_admin", "newsletters.view_subscriber")
    client.force_login(user)
    path = f"{INDEX}{people['reachable'].pk}/"
    assert "Agir au nom" not in client.get(path).content.decode()
    for act in ("withdraw", "set_aside", "erase"):
        assert client.post(path, {"act": act, "reason": "x"}).status_code == 302
    assert Subscriber.objects.filter(email="jeanne@example.org").exists()
    assert ConsentEvent.objects.count() == 0


def test_export_needs_its_own_permission(client, people) -> None:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    assert "export=csv" not in client.get(INDEX).content.decode()
    for kind in ("csv", "xlsx"):
        response = client.get(INDEX, {"export": kind})
        assert response.status_code == 403
        assert emails_in(response) == set()
    assert not ModelLogEntry.objects.filter(action="newsletters.export_subscribers").exists()


def test_export_is_neutralised_and_noted_with_numbers(client, secretary, people) -> None:
    SubscriberFactory(email="=cmd@example.org")
    response = client.get(INDEX, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert {row[0] for row in rows[1:]} == {
        "jeanne@example.org",
        "paul@example.org",
        "rose@example.org",
        "yvan@example.org",
        "'=cmd@example.org",
    }
    entry = ModelLogEntry.objects.get(action="newsletters.export_subscribers")
    assert set(entry.data["subscribers"]) == set(Subscriber.objects.values_list("pk", flat=True))
    assert "example.org" not in str(ModelLogEntry.objects.filter(pk=entry.pk).values())


def test_workbook_is_neutralised_too(client, secretary, topics) -> None:
    SubscriberFactory(email="+cmd@example.org")
    response = client.get(INDEX, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet["A2"].value == "'+cmd@example.org"


def test_ledger_is_looked_up_by_address_and_cannot_be_changed(client, secretary, people) -> None:
    for person in (people["reachable"], people["waiting"]):
        record(ConsentKind.REQUESTED, person.address_hash, [None], Act(ConsentMethod.SIGN_UP_FORM, person.created_at))
    found = client.get("/admin/consent-ledger/results/", {"q": " Jeanne@EXAMPLE.org"}).content.decode()
    assert people["reachable"].address_hash[:8] in found
    assert people["waiting"].address_hash[:8] not in found
    event = ConsentEvent.objects.first()
    for path in ("new/", f"edit/{event.pk}/", f"delete/{event.pk}/"):
        assert client.get(f"/admin/consent-ledger/{path}").status_code == 404


def test_topics_are_kept_by_those_who_may(client, topics) -> None:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    fields = {"name": "Culture", "slug": "culture", "description": "", "is_open": "on", "position": "9"}
    assert client.post(reverse("topics:add"), fields).status_code == 302
    assert client.get(reverse("topics:index")).status_code == 200
    client.force_login(someone_of(Role.READING))
    assert client.get(reverse("topics:index")).status_code == 302


def grant(user, *permissions: str) -> None:
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_whatever_the_person_follows(
    client, secretary, topics, count, django_assert_num_queries
) -> None:
    person = SubscriberFactory()
    for topic in topics[:count]:
        SubscriptionFactory(subscriber=person, topic=topic)
    client.get(f"{INDEX}{person.pk}/")
    with django_assert_num_queries(23):
        client.get(f"{INDEX}{person.pk}/")


@pytest.mark.parametrize("act", ["withdraw", "set_aside"])
def test_act_sent_twice_is_in_the_ledger_once(client, secretary, people, act) -> None:
    path = f"{INDEX}{people['reachable'].pk}/"
    for _ in range(2):
        client.post(path, {"act": act, "reason": "Par téléphone."})
    assert ConsentEvent.objects.count() == Suppression.objects.exclude(reason=SuppressionReason.BOUNCED).count() == 1


def test_erasing_sent_twice_finds_nobody_the_second_time(client, secretary, people) -> None:
    path = f"{INDEX}{people['reachable'].pk}/"
    answers = [client.post(path, {"act": "erase", "reason": "Par lettre."}).status_code for _ in range(2)]
    assert answers == [302, 404]
    assert list(ConsentEvent.objects.values_list("kind", flat=True)) == ["erased"]


@pytest.mark.parametrize("act", ["confirm", "", "delete"])
def test_act_that_does_not_exist_changes_nothing(client, secretary, people, act) -> None:
    assert client.post(f"{INDEX}{people['reachable'].pk}/", {"act": act, "reason": "x"}).status_code == 200
    assert client.post(f"{INDEX}987654/", {"act": "withdraw", "reason": "x"}).status_code == 404
    assert (ConsentEvent.objects.count(), Subscriber.objects.count()) == (0, 4)
