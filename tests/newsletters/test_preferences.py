"""People change what they receive, see what we hold about them, take it and erase it (T10, T14, T26)."""

import csv
import io
import json
from datetime import date

import pytest
from django.utils import timezone

from crm.partners.domain.cells import neutralise_cell
from newsletters.domain.consent import current_topics, request_subscription
from newsletters.domain.links import confirm_url, preferences_url
from newsletters.domain.wording import preferences_wording, sign_up_wording
from newsletters.enums import ConsentBasis, DeliveryState, SuppressionReason
from newsletters.models import ConsentEvent, Delivery, Mailing, SignUp, Subscriber, Suppression
from tests.factories import SubscriberFactory, SubscriptionFactory, complete_council

pytestmark = pytest.mark.django_db


def path_of(subscriber: Subscriber) -> str:
    return preferences_url(subscriber.pk).removeprefix("http://testserver")


@pytest.fixture
def jeanne(council, topics) -> Subscriber:
    """Subscribed to the first two topics, by the form; one letter sent and one that waits."""
    email = "jeanne@example.org"
    subscriber = request_subscription(email, topics[:2], wording=sign_up_wording(council), now=timezone.now())
    subscriber.subscriptions.update(state="active")
    Subscriber.objects.update(confirmed_at=timezone.now())
    for number, state in enumerate([DeliveryState.SENT, DeliveryState.QUEUED], start=1):
        mailing = Mailing.objects.create(subject=f"Infolettre {number}")
        reply = "250 2.1.5 <jeanne@example.org> ok"
        Delivery.objects.create(mailing=mailing, subscriber=subscriber, email=email, state=state, smtp_reply=reply)
    subscriber.refresh_from_db()
    return subscriber


@pytest.fixture
def paul(jeanne, topics) -> Subscriber:
    """Somebody else, whose data could leak."""
    other = SubscriptionFactory(topic=topics[0], subscriber__email="paul@example.org").subscriber
    Delivery.objects.create(mailing=Mailing.objects.first(), subscriber=other, email=other.email)
    return other


def names(subscriber: Subscriber) -> list[str]:
    return [topic.slug for topic in current_topics(subscriber, timezone.localdate())]


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(strict_client, jeanne, method) -> None:
    before = ConsentEvent.objects.count()
    response = getattr(strict_client, method)(path_of(jeanne))
    assert response.status_code == 200
    assert not response.cookies
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert (names(jeanne), ConsentEvent.objects.count()) == (["assemblees", "activites"], before)


def test_page_ticks_what_one_receives_and_nothing_else(client, jeanne) -> None:
    page = client.get(path_of(jeanne)).content.decode()
    assert page.count("checked") == 2
    assert page.count('type="checkbox"') == 3


def test_saving_adds_and_leaves_with_proof(strict_client, jeanne, topics, council) -> None:
    response = strict_client.post(path_of(jeanne), {"topics": [topics[1].pk, topics[2].pk]})
    assert response.status_code == 200
    assert not response.cookies
    assert names(jeanne) == ["activites", "verdissement"]
    added, left = ConsentEvent.objects.order_by("-pk")[1], ConsentEvent.objects.order_by("-pk")[0]
    assert (added.kind, added.topic_slug, added.wording_version, added.page) == (
        "confirmed",
        "verdissement",
        preferences_wording(council).version,
        "/infolettre/preferences/…/",
    )
    assert (left.kind, left.topic_slug) == ("withdrawn", "assemblees")


def test_words_agreed_to_are_those_of_the_page(client, jeanne, council) -> None:
    page = client.get(path_of(jeanne)).content.decode().replace("&#x27;", "'")
    assert preferences_wording(council).statement in page
    assert preferences_wording(council).sender in page


def test_leaving_everything_takes_one_button_and_twice_does_no_more(strict_client, jeanne) -> None:
    for _ in range(2):
        assert strict_client.post(path_of(jeanne), {"leave": "everything"}).status_code == 200
    assert names(jeanne) == []
    assert Suppression.objects.get().reason == SuppressionReason.LEFT
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == 1


def test_topic_that_is_no_longer_offered_is_refused_but_may_be_left(strict_client, jeanne, topics) -> None:
    topics[2].is_open = False
    topics[2].save()
    response = strict_client.post(path_of(jeanne), {"topics": [topics[2].pk]})
    assert response.status_code == 200
    assert names(jeanne) == ["assemblees", "activites"]
    topics[0].is_open = False
    topics[0].save()
    strict_client.post(path_of(jeanne), {"topics": [topics[1].pk]})
    assert names(jeanne) == ["activites"]


def test_while_the_council_says_not_who_it_is_one_leaves_but_adds_nothing(strict_client, jeanne, topics) -> None:
    complete_council(street_address="")
    strict_client.post(path_of(jeanne), {"topics": [topic.pk for topic in topics]})
    assert names(jeanne) == ["assemblees", "activites"]
    strict_client.post(path_of(jeanne), {"topics": [topics[0].pk]})
    assert names(jeanne) == ["assemblees"]
    strict_client.post(path_of(jeanne), {"leave": "everything"})
    assert names(jeanne) == []


def test_consent_that_ends_is_offered_to_be_kept(strict_client, topics) -> None:
    subscription = SubscriptionFactory(
        topic=topics[0], basis=ConsentBasis.MEMBERSHIP, basis_date=date(2097, 1, 1), expires_on=date(2099, 1, 1)
    )
    path = path_of(subscription.subscriber)
    assert strict_client.get(path).content.decode().count('name="renewed"') == 1
    strict_client.post(path, {"topics": [topics[0].pk], "renewed": [topics[0].pk]})
    subscription.refresh_from_db()
    assert (subscription.basis, subscription.expires_on) == ("express", None)
    assert ConsentEvent.objects.get().basis == "express"
    assert strict_client.get(path).content.decode().count('name="renewed"') == 0


def test_one_sees_ones_own_data_and_nobody_elses(client, jeanne, paul) -> None:
    page = client.get(path_of(jeanne)).content.decode()
    assert "jeanne@example.org" in page
    assert "Infolettre 1" in page
    assert "paul" not in page


def test_export_in_json_is_complete_and_ones_own(client, jeanne, paul, council, topics) -> None:
    response = client.get(path_of(jeanne) + "donnees.json")
    data = json.loads(response.content)
    assert response["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    assert response["Referrer-Policy"] == "no-referrer"
    assert data["email"] == "jeanne@example.org"
    assert {line["topic"]: line["state"] for line in data["subscriptions"]} == {
        "Assemblées": "Abonnement actif",
        "Activités": "Abonnement actif",
    }
    assert [line["wording"] for line in data["history"]] == [
        sign_up_wording(council).for_topic(topic) for topic in topics[:2]
    ]
    assert {line["subject"] for line in data["letters"]} == {"Infolettre 1", "Infolettre 2"}
    assert "paul" not in response.content.decode()


def test_export_in_csv_says_the_same_in_french(client, jeanne, paul) -> None:
    response = client.get(path_of(jeanne) + "donnees.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Section", "Numéro", "Fait", "Valeur"]
    assert ["Personne", "1", "Courriel", "jeanne@example.org"] in rows
    assert ["Sujets", "1", "Sujet", "Assemblées"] in rows
    assert ["Lettres", "2", "Objet", "Infolettre 1"] in rows
    assert "paul" not in str(rows)


def test_export_tells_of_the_council_without_naming_who(client, jeanne) -> None:
    ConsentEvent.objects.create(
        kind="imported", address_hash=jeanne.address_hash, method="import", actor="user:42", evidence="Feuille 12"
    )
    history = json.loads(client.get(path_of(jeanne) + "donnees.json").content)["history"]
    assert history[-1]["by"] == "le conseil"
    assert "42" not in str(history[-1]["by"])


def test_export_is_neutralised(client, topics) -> None:
    subscriber = SubscriberFactory(email="=1+1@example.org")
    text = client.get(path_of(subscriber) + "donnees.csv").content.decode()
    assert ";'=1+1@example.org" in text


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@a", "\ta", "\ra"])
def test_cell_that_a_spreadsheet_would_run_is_neutralised(value) -> None:
    assert neutralise_cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["1", "a=1", "", -1, None])
def test_other_cells_are_left_alone(value) -> None:
    assert neutralise_cell(value) == value


def test_export_in_another_format_does_not_exist(client, jeanne) -> None:
    assert client.get(path_of(jeanne) + "donnees.exe").status_code == 404


def test_erasing_is_explained_before_it_is_done(strict_client, jeanne) -> None:
    page = strict_client.get(path_of(jeanne) + "effacer/").content.decode()
    assert "Ce qui reste, et pourquoi" in page
    assert "jeanne@example.org" in page
    assert Subscriber.objects.count() == 1


def test_erasing_leaves_the_address_nowhere(strict_client, jeanne, paul) -> None:
    SignUp.objects.create(email="Jeanne@example.org")
    address_hash = jeanne.address_hash
    assert strict_client.post(path_of(jeanne) + "effacer/").status_code == 200
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["paul@example.org"]
    assert SignUp.objects.count() == 0
    hers = Delivery.objects.filter(subscriber=None).order_by("pk")
    assert list(hers.values_list("state", "email", "smtp_reply")) == [("sent", "", ""), ("skipped", "", "")]
    assert "jeanne" not in str(list(ConsentEvent.objects.values())) + str(list(Delivery.objects.values()))
    assert Suppression.objects.get().address_hash == address_hash
    last = ConsentEvent.objects.order_by("pk").last()
    assert (last.kind, last.topic_slug, last.address_hash) == ("erased", "", address_hash)


def test_erasing_touches_nobody_else(strict_client, jeanne, paul) -> None:
    strict_client.post(path_of(jeanne) + "effacer/")
    assert Delivery.objects.get(subscriber=paul).email == "paul@example.org"
    assert paul.subscriptions.count() == 1


@pytest.mark.parametrize("path", ["", "effacer/", "donnees.json"])
def test_link_of_someone_erased_explains(strict_client, jeanne, path) -> None:
    strict_client.post(path_of(jeanne) + "effacer/")
    response = strict_client.get(path_of(jeanne) + path)
    assert response.status_code == 410
    assert "Nous ne connaissons plus cette adresse" in response.content.decode()


def test_person_erased_may_subscribe_again(strict_client, jeanne, council, topics) -> None:
    strict_client.post(path_of(jeanne) + "effacer/")
    again = request_subscription("jeanne@example.org", topics[:1], wording=sign_up_wording(council), now=timezone.now())
    assert again.pk != jeanne.pk
    strict_client.post(confirm_url(again.pk).removeprefix("http://testserver"))
    assert names(again) == ["assemblees"]
    assert ConsentEvent.objects.order_by("pk").last().evidence == "lifted: erased"
