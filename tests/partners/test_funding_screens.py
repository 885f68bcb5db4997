"""The list, the totals, the page, the form and the calendar of the grants, as each role meets them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.funding import next_deadline
from crm.partners.domain.funding_calendar import key_of, open_address
from crm.partners.domain.funding_words import next_words
from crm.partners.enums import FundingStatus, Visibility
from crm.partners.models import CalendarAddress, Funding
from tests.factories import FundingFactory, UserFactory, board_document, someone_of

pytestmark = pytest.mark.django_db

LIST, CALENDAR = "/admin/subventions/", "/admin/subventions/calendrier/"
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("America/Toronto"))


@pytest.fixture(autouse=True)
def a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(someone_of(Role.BOARD))
    return client


def day(distance: int) -> date:
    return TODAY + timedelta(days=distance)


def page(funding: Funding) -> str:
    return f"/admin/subventions/inspect/{funding.pk}/"


def form_data(funding: Funding, **changed: Any) -> dict[str, Any]:
    files = {f"files-{name}": 0 for name in ("INITIAL_FORMS", "TOTAL_FORMS")}
    fields = {
        "funder": funding.funder_id,
        "programme": funding.programme,
        "status": funding.status,
        "visibility": funding.visibility,
    }
    return {**files, **fields, **changed}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"call_closes_on": day(12)}, "ferme dans 12 jours"),
        ({"call_closes_on": day(1)}, "ferme dans 1 jour"),
        ({"call_closes_on": day(0)}, "ferme aujourd’hui"),
        ({"call_closes_on": day(-2)}, "fermé depuis 2 jours"),
        ({"call_closes_on": day(12), "internal_deadline_on": day(5)}, "à finir chez nous dans 5 jours"),
        ({"call_closes_on": day(12), "internal_deadline_on": day(-1)}, "ferme dans 12 jours"),
        ({"status": "granted", "report_due_on": day(-3)}, "rapport en retard de 3 jours"),
        ({"status": "granted", "report_due_on": day(3), "report_sent_on": day(0)}, ""),
        ({"status": "submitted", "call_closes_on": day(-3)}, "attend la réponse"),
        ({"status": "refused", "call_closes_on": day(-3)}, ""),
    ],
)
def test_what_comes_next_is_said(facts: dict[str, Any], words: str) -> None:
    assert next_words(FundingFactory(**facts), TODAY) == words


def test_the_list_begins_with_what_comes_next(keeper: Client) -> None:
    FundingFactory(programme="refusé", status="refused", call_closes_on=day(-9))
    FundingFactory(programme="bientôt", call_closes_on=day(12))
    FundingFactory(programme="en retard", status="granted", report_due_on=day(-3), call_closes_on=day(-300))
    FundingFactory(programme="chez nous", call_closes_on=day(30), internal_deadline_on=day(5))

    listed = keeper.get(LIST).context["object_list"]

    assert [one.programme for one in listed] == ["en retard", "chez nous", "bientôt", "refusé"]
    assert "rapport en retard de 3 jours" in keeper.get(LIST).content.decode()


DAYS = st.none() | st.integers(-40, 40).map(day)


class SameOrderTests(TestCase):
    @given(st.sampled_from(FundingStatus.values), DAYS, DAYS, DAYS, DAYS)
    def test_the_database_orders_by_the_day_that_is_said(
        self, status: str, internal: date | None, call: date | None, due: date | None, sent: date | None
    ) -> None:
        if internal and call and internal > call:
            internal, call = call, internal
        one = FundingFactory(
            status=status, internal_deadline_on=internal, call_closes_on=call, report_due_on=due, report_sent_on=sent
        )
        said = next_deadline(one, TODAY)
        ordered = Funding.objects.soonest_first(TODAY).values_list("next_on", flat=True).get(pk=one.pk)
        assert ordered == (said.on if said else None)


def test_the_totals_are_those_of_the_year(keeper: Client) -> None:
    FundingFactory(
        status="closed", call_closes_on=day(-30), amount_asked=5000, amount_granted=4000, amount_received="3999.50"
    )
    FundingFactory(status="submitted", call_closes_on=day(-1), amount_asked="1250.50")
    FundingFactory(status="writing", call_closes_on=day(5), amount_asked=900)
    FundingFactory(status="granted", call_closes_on=date(2025, 3, 1), amount_asked=700, amount_granted=700)
    FundingFactory(status="closed", call_closes_on=day(-30), amount_asked=10, visibility=Visibility.PRIVATE)

    def totals(address: str) -> list[str]:
        return [words.replace("\u00a0", " ") for _label, words in keeper.get(address).context["totals"]]

    assert totals(LIST) == ["6 250,50 $", "4 000 $", "3 999,50 $"]
    assert totals(f"{LIST}?year=2025") == ["700 $", "700 $", "0 $"]
    assert totals(f"{LIST}?year=demain") == totals(f"{LIST}?year=99999") == totals(LIST)


def test_filters_take_several_states_and_a_year(keeper: Client) -> None:
    for status, closes in (("writing", day(3)), ("granted", day(-400)), ("refused", day(-3))):
        FundingFactory(programme=status, status=status, call_closes_on=closes)

    def found(query: str) -> list[str]:
        return sorted(one.programme for one in keeper.get(f"{LIST}?{query}").context["object_list"])

    assert found("status=writing&status=granted") == ["granted", "writing"]
    assert found("year=2026") == ["refused", "writing"]
    assert found("q=grant") == ["granted"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount_granted": "100", "amount_received": "100,01"}, "On aurait reçu plus que ce qui est accordé."),
        ({"call_closes_on": "2026-12-01", "internal_deadline_on": "2026-12-02"}, "L’appel serait déjà fermé."),
        ({"amount_asked": "mille"}, "Saisissez un nombre"),
        ({"amount_asked": "-5"}, "supérieure ou égale à 0"),
        ({"status": "won"}, "Sélectionnez un choix valide"),
        ({"visibility": "private"}, "Sélectionnez un choix valide"),
        ({"call_url": "javascript:alert(1)"}, "URL valide"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(keeper: Client, changed: dict[str, str], sentence: str) -> None:
    funding = FundingFactory(programme="Quartiers verts")

    answer = keeper.post(f"/admin/subventions/edit/{funding.pk}/", form_data(funding, programme="Autre", **changed))

    assert (answer.status_code, Funding.objects.get().programme) == (200, "Quartiers verts")
    assert sentence in answer.content.decode()


def test_an_application_is_written_in_one_go(keeper: Client) -> None:
    draft, document = FundingFactory.build(funder=FundingFactory().funder, programme="Jardins"), board_document()
    rows = {"files-TOTAL_FORMS": 1, "files-0-document": document.pk, "files-0-id": ""}

    keeper.post("/admin/subventions/new/", form_data(draft, amount_asked="1 250,50 $", **rows))

    written = Funding.objects.get(programme="Jardins")
    assert (str(written.amount_asked), [one.document for one in written.files.all()]) == ("1250.50", [document])
    assert "1\u00a0250,50\u00a0$" in keeper.get(page(written)).content.decode()


def test_the_calendar_says_month_by_month_what_falls_due(keeper: Client) -> None:
    FundingFactory(programme="A", call_closes_on=date(2026, 12, 15), internal_deadline_on=date(2026, 11, 30))
    FundingFactory(programme="B", status="granted", report_due_on=day(-3))

    context = keeper.get(CALENDAR).context

    assert [line["words"] for line in context["late"]] == ["rapport en retard de 3 jours"]
    assert [(str(month), [line["what"] for line in lines]) for month, lines in context["months"]] == [
        ("2026-11-01", ["Prêt chez nous"]),
        ("2026-12-01", ["L’appel ferme"]),
    ]


def test_what_is_private_exists_only_for_the_secretariat(client: Client) -> None:
    private = FundingFactory(programme="Un don discret", visibility=Visibility.PRIVATE, call_closes_on=day(3))
    addresses = [LIST, CALENDAR, page(private), f"/admin/subventions/edit/{private.pk}/"]

    shown = {}
    for role in (Role.BOARD, Role.READING, Role.SECRETARIAT):
        client.force_login(someone_of(role))
        shown[role] = ["Un don discret" in client.get(address).content.decode() for address in addresses]

    assert shown == {Role.BOARD: [False] * 4, Role.READING: [False] * 4, Role.SECRETARIAT: [True] * 4}


def test_reading_sees_and_changes_nothing(client: Client) -> None:
    funding = FundingFactory(programme="Quartiers verts", call_closes_on=day(3))
    client.force_login(someone_of(Role.READING))

    seen = [client.get(address).content.decode() for address in (LIST, CALENDAR, page(funding))]
    client.post(f"/admin/subventions/edit/{funding.pk}/", form_data(funding, programme="Autre"))
    client.post(f"/admin/subventions/delete/{funding.pk}/")

    assert ["Quartiers verts" in html for html in seen] == [True] * 3
    assert [one.programme for one in Funding.objects.all()] == ["Quartiers verts"]


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ARCHIVES, None])
def test_others_see_none_of_it(client: Client, role: Role | None) -> None:
    funding = FundingFactory(programme="Quartiers verts", call_closes_on=day(3))
    client.force_login(someone_of(role) if role else UserFactory())

    for address in (LIST, CALENDAR, page(funding), f"/admin/subventions/edit/{funding.pk}/", f"{LIST}results/"):
        answer = client.get(address)
        assert answer.status_code in {302, 403, 404}
        assert "Quartiers verts" not in answer.content.decode()
    client.post(f"{CALENDAR}adresse/")
    assert not CalendarAddress.objects.exists()


def feed_of(user: User) -> str:
    return f"/calendrier/subventions/{key_of(open_address(user, NOW))}.ics"


def test_a_telephone_follows_the_calendar_without_signing_in(council: Any, settings: Any) -> None:
    settings.BASE_URL = "https://conseil.example"  # two councils in one calendar never give the same identifier
    closing = FundingFactory(programme="A", call_closes_on=day(12))
    FundingFactory(programme="Un don discret", visibility=Visibility.PRIVATE, call_closes_on=day(3))
    answer = Client().get(feed_of(someone_of(Role.SECRETARIAT)))

    entries = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")

    assert [(str(one["uid"]), one.decoded("dtstart"), str(one["summary"])) for one in entries] == [
        (f"funding-{closing.pk}-call@conseil.example", day(12), "L’appel ferme\u00a0: A")
    ]
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert not answer.cookies
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_an_address_is_made_once_and_closed_for_good(keeper: Client) -> None:
    keeper.post(f"{CALENDAR}adresse/")
    keeper.post(f"{CALENDAR}adresse/")
    first = keeper.get(CALENDAR).context["address"]
    assert (CalendarAddress.objects.count(), Client().get(first).status_code) == (1, 200)

    keeper.post(f"{CALENDAR}adresse/fermer/")
    keeper.post(f"{CALENDAR}adresse/fermer/")
    assert (CalendarAddress.objects.count(), Client().get(first).status_code) == (0, 404)

    keeper.post(f"{CALENDAR}adresse/")
    assert keeper.get(CALENDAR).context["address"] != first
    assert Client().get(first).status_code == 404


def test_who_leaves_or_loses_the_role_reads_no_more() -> None:
    gone, moved = someone_of(Role.BOARD, is_active=True), someone_of(Role.BOARD)
    feeds = [feed_of(gone), feed_of(moved)]
    assert [Client().get(feed).status_code for feed in feeds] == [200, 200]

    gone.is_active = False
    gone.save()
    moved.groups.clear()

    assert [Client().get(feed).status_code for feed in feeds] == [404, 404]


@pytest.mark.parametrize("forged", ["1", "1:abc", "x:y:z", "é"])
def test_a_forged_address_is_not_found(forged: str) -> None:
    open_address(someone_of(Role.BOARD), NOW)
    assert Client().get(f"/calendrier/subventions/{forged}.ics").status_code == 404


def test_an_address_outlives_a_new_key(settings: Any) -> None:
    feed = feed_of(someone_of(Role.BOARD))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-for-the-spring"
    assert Client().get(feed).status_code == 200


@pytest.mark.parametrize(("address", "count"), [(LIST, 13), (CALENDAR, 11)])
@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_number_of_queries_does_not_grow(
    keeper: Client, django_assert_num_queries: Any, address: str, count: int, rows: int
) -> None:
    FundingFactory.create_batch(rows, followed_by=UserFactory(), call_closes_on=day(3), amount_asked=100)
    keeper.get(address)

    with django_assert_num_queries(count):
        keeper.get(address)


@pytest.mark.parametrize("files", [1, 3, 50])
def test_the_page_of_one_reads_its_files_at_once(keeper: Client, django_assert_num_queries: Any, files: int) -> None:
    funding = FundingFactory()
    for _number in range(files):
        funding.files.create(document=board_document())
    keeper.get(page(funding))

    with django_assert_num_queries(11):
        keeper.get(page(funding))


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_feed_reads_all_at_once(django_assert_num_queries: Any, rows: int) -> None:
    FundingFactory.create_batch(rows, call_closes_on=day(3))
    feed = feed_of(someone_of(Role.BOARD))
    Client().get(feed)

    with django_assert_num_queries(5):
        Client().get(feed)
