"""Public pages are kept for a while, and a change is seen at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cms.pages.models import StandardPage
from crm.events.models import Event
from crm.partners.models import Council
from tests.factories import EventFactory, SignedInClient, UserFactory, add_page, complete_council, front_page, stream

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def kept(settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60


@pytest.fixture
def page() -> StandardPage:
    complete_council()
    return add_page(StandardPage, "Le conseil", body=stream(("text", "<p>Onze personnes.</p>")))


def queries(client: Client, path: str, **headers: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, **headers).status_code == 200
    return len(captured)


def redis() -> Any:
    """The server behind the cache, to look at what Django's interface does not show."""
    return caches["pages"]._cache.get_client()


def kept_keys() -> list[bytes]:
    return list(redis().keys(f"{caches['pages'].key_prefix}:*:page:*"))


def body(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_second_reader_costs_no_query(client: Client, page: StandardPage) -> None:
    first = client.get(page.url)

    with CaptureQueriesContext(connection) as captured:
        second = Client().get(page.url)

    assert len(captured) == 0
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)


def test_a_published_change_is_seen_at_once(client: Client, page: StandardPage) -> None:
    assert "Onze" in body(client, page.url)
    page.body = stream(("text", "<p>Douze personnes.</p>"))

    page.save_revision().publish()

    assert "Douze" in body(client, page.url)


def test_an_event_that_changes_is_seen_at_once(client: Client, page: StandardPage) -> None:
    event = EventFactory(title="Corvée de mai")
    assert "Corvée de mai" in body(client, "/")

    event.title = "Corvée de juin"
    event.save()

    assert "Corvée de juin" in body(client, "/")
    assert "Corvée de mai" not in body(client, "/")


def test_an_event_that_is_deleted_is_gone_at_once(client: Client, page: StandardPage) -> None:
    EventFactory(title="Corvée de mai")
    assert "Corvée de mai" in body(client, "/")

    Event.objects.all().delete()

    assert "Corvée de mai" not in body(client, "/")


def test_a_new_telephone_number_is_in_the_foot_at_once(client: Client, page: StandardPage) -> None:
    assert "418 555-0142" in body(client, page.url)
    council = Council.load()
    council.telephone = "418 555-0199"

    council.save()

    assert "418 555-0199" in body(client, page.url)


def test_a_page_that_moves_leaves_its_address_at_once(client: Client, page: StandardPage) -> None:
    shelf = add_page(StandardPage, "À propos")
    assert client.get("/le-conseil/").status_code == 200

    page.move(shelf, pos="last-child")

    assert client.get("/le-conseil/").status_code != 200


def test_what_is_not_committed_forgets_nothing(client: Client, page: StandardPage) -> None:
    client.get(page.url)

    with transaction.atomic():
        Council.load().save()
        transaction.set_rollback(True)

    assert queries(client, page.url) == 0


def test_someone_signed_in_is_never_served_from_it_nor_kept(page: StandardPage) -> None:
    volunteer = SignedInClient()
    volunteer.force_login(UserFactory(is_superuser=True))

    seen = volunteer.get(page.url)

    assert "staff-line" in seen.content.decode()
    assert seen["Cache-Control"] == "private, no-cache"
    assert "staff-line" not in body(Client(), page.url)
    assert "staff-line" in body(volunteer, page.url)


@pytest.mark.parametrize("path", ["/infolettre/abonnement/", "/d/jeton", "/compte/connexion/", "/introuvable/"])
def test_what_must_not_be_kept_is_not(client: Client, page: StandardPage, path: str) -> None:
    client.get(path)

    assert kept_keys() == []


def test_a_made_up_query_is_answered_and_not_kept(client: Client, page: StandardPage) -> None:
    response = client.get(page.url, {"x": "1"})

    assert response.status_code == 200
    assert "s-maxage" not in response["Cache-Control"]
    assert queries(client, f"{page.url}?x=1") > 0


def test_each_page_of_a_list_is_kept_apart(client: Client, page: StandardPage) -> None:
    assert body(client, f"{page.url}?page=2") != body(client, page.url)


def test_a_reader_who_has_it_already_gets_304(client: Client, page: StandardPage) -> None:
    etag = client.get(page.url)["ETag"]

    again = client.get(page.url, headers={"if-none-match": etag})
    front_page().save()
    page.body = stream(("text", "<p>Douze.</p>"))
    page.save()
    changed = client.get(page.url, headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_what_is_kept_carries_no_nonce_and_no_cookie(client: Client, page: StandardPage) -> None:
    for _ in range(2):
        response = client.get("/")

        assert "nonce" not in response.content.decode()
        assert "nonce-" not in response["Content-Security-Policy"]
        assert response.cookies.output() == ""
        assert "Cookie" not in response.get("Vary", "")


def test_a_proxy_may_keep_it_for_less_than_a_minute(client: Client, page: StandardPage) -> None:
    assert client.get(page.url)["Cache-Control"] == "public, max-age=0, s-maxage=30"


def test_an_event_that_is_over_leaves_within_the_minute(client: Client, page: StandardPage) -> None:
    now = timezone.now()
    EventFactory(title="Corvée de mai", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    body(client, "/")

    assert [0 < redis().ttl(key) <= 60 for key in kept_keys()] == [True]
