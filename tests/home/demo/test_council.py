"""What the demo council shows, whatever the day."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from wagtail.models import Page

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.domain.attendance import attendances
from crm.events.domain.uncounted import uncounted
from crm.events.enums import EventKind, EventPart, EventStatus
from crm.events.models import Event, EventOrganization, EventRepresentative, HeadCount, Venue
from crm.partners.domain.cadence import Standing
from crm.partners.domain.contacts import partners_by_attention
from crm.partners.domain.duplicates import MODELS, find_duplicates
from crm.partners.domain.funding_words import next_words
from crm.partners.enums import PartnershipStage, RecordKind, Visibility
from crm.partners.models import Council, Funding, Interaction, Organization, Partnership, Task
from home.demo.agenda import planned_events
from home.demo.doubles import share_out
from newsletters.domain.preflight import inspect_issue
from newsletters.models import IssueTemplate, Mailing, NewsletterPage, Subscriber, Subscription, Topic
from tests.factories import someone_of


@pytest.mark.django_db
def test_demo_council_has_a_complete_identity(demo: datetime) -> None:
    assert Council.load().missing_identity() == []


@pytest.mark.parametrize("month", range(1, 13))
def test_demo_agenda_has_a_coming_assembly_in_every_month(month: int) -> None:
    today = date(2027, month, 28)
    coming = [event for event in planned_events(today) if event.day > today]
    kinds = [event.plan.kind for event in coming]
    assert kinds.count(EventKind.ANNUAL_ASSEMBLY) == 1
    assert EventKind.BOARD_MEETING in kinds
    assert not any(event.day.month in {7, 8} for event in coming if event.plan.kind == EventKind.BOARD_MEETING)


@pytest.mark.django_db
def test_demo_agenda_shows_every_status_and_a_past(demo: datetime) -> None:
    assert set(Event.objects.values_list("status", flat=True)) == set(EventStatus.values)
    assert Event.objects.public().past(demo).count() == 23


@pytest.mark.django_db
def test_demo_counted_those_who_came_to_all_that_took_place_but_one(demo: datetime) -> None:
    past = Event.objects.public().happening().past(demo)
    counted = attendances(list(past.values_list("pk", flat=True)))
    assert [pk for pk, one in counted.items() if not 0 < one.total < 200] == [uncounted(demo).get().pk]
    assert not HeadCount.objects.exclude(event__in=past).exists()


@pytest.mark.django_db
def test_demo_readers_are_unreachable_and_mostly_confirmed(demo: datetime) -> None:
    assert not Subscriber.objects.exclude(email__endswith="@example.org").exists()
    assert Subscriber.objects.filter(confirmed_at=None).count() == 3
    mailable = Subscription.objects.mailable(demo.date())
    assert set(mailable.values_list("topic__slug", flat=True)) == set(Topic.objects.values_list("slug", flat=True))


@pytest.mark.django_db
def test_demo_pages_are_all_open_and_french(demo: datetime, client: Client) -> None:
    for page in Page.objects.live().filter(depth__gt=1):
        answer = client.get(page.url)
        assert answer.status_code == 200, page.url
        assert answer.cookies == {}, page.url
    assert NewsletterPage.objects.live().count() == 2
    assert all(inspect_issue(page, demo) == [] for page in NewsletterPage.objects.all())


@pytest.mark.django_db
def test_demo_has_a_newsletter_that_left_and_one_that_waits(demo: datetime) -> None:
    mailing = Mailing.objects.get()
    states = Counter(mailing.deliveries.values_list("state", flat=True))

    assert (mailing.state, mailing.candidates) == ("finished", mailing.prepared + mailing.exclusions.count())
    assert states == {"sent": mailing.prepared - 1, "bounced": 1}
    assert mailing.finished_at < demo
    assert NewsletterPage.objects.filter(mailings=None).count() == 1
    assert IssueTemplate.objects.get().name == "Le mois du quartier"


@pytest.mark.django_db
def test_demo_has_two_years_of_contacts_and_someone_to_call(demo: datetime) -> None:
    today = demo.date()
    days = Interaction.objects.values_list("happened_on", flat=True)
    assert 110 <= len(days) <= 135
    assert min(days) < today - timedelta(days=700)
    assert max(days) <= today
    standings = {one.standing for one in partners_by_attention(today)}
    assert standings == set(Standing)
    assert {bool(task.done_at) for task in Task.objects.all()} == {True, False}


@pytest.mark.django_db
def test_demo_logins_open_only_where_the_sign_in_page_shows_them(demo: datetime) -> None:
    assert not User.objects.exists()


@pytest.mark.django_db
def test_demo_partnerships_stand_at_every_stage_and_grants_fall_due(demo: datetime) -> None:
    assert (Partnership.objects.count(), Funding.objects.count()) == (8, 6)
    assert set(Partnership.objects.values_list("stage", flat=True)) == set(PartnershipStage.values)
    words = {next_words(one, demo.date()) for one in Funding.objects.all()}
    assert words >= {"rapport en retard de 3 jours", "à finir chez nous dans 5 jours", "attend la réponse"}
    for funding in Funding.objects.all():
        funding.full_clean()


@pytest.mark.django_db
def test_demo_has_a_few_records_written_twice(demo: datetime) -> None:
    found = {
        kind: [
            {str(MODELS[kind].objects.get(pk=pk)) for pk in (pair.low, pair.high)}
            for pair in find_duplicates(kind, {"public", "board"})
        ]
        for kind in RecordKind
    }

    assert {"Hyacinthe Belhumeur-Roy", "Hyacinthe Belhumeur Roy"} in found[RecordKind.PERSON]
    assert {"Café coopératif Le Perron", "Café coopératif du Perron"} in found[RecordKind.ORGANIZATION]
    assert {"CLSC de la Grande-Côte", "CLSC Grande Côte"} in found[RecordKind.ORGANIZATION]
    assert sum(map(len, found.values())) <= 5


@pytest.mark.django_db
def test_demo_board_members_follow_partners_where_accounts_are_open(demo: datetime) -> None:
    assert not Organization.objects.exclude(followed_by=None).exists()
    board, secretariat = someone_of(Role.BOARD), someone_of(Role.SECRETARIAT)

    share_out()

    assert set(Organization.objects.values_list("followed_by", flat=True)) == {None, board.pk, secretariat.pk}
    assert set(Partnership.objects.values_list("followed_by", flat=True)) == {None, board.pk, secretariat.pk}
    assert set(Funding.objects.values_list("followed_by", flat=True)) == {board.pk, secretariat.pk}


@pytest.mark.django_db
def test_demo_events_have_places_company_and_a_kind_of_their_own(demo: datetime) -> None:
    placed = Event.objects.filter(place__isnull=False)
    assert {event.place.name for event in placed.select_related("place")} == set(  # type: ignore[union-attr]
        Venue.objects.values_list("name", flat=True)
    )
    assert {event.kind_label for event in Event.objects.filter(own_kind__isnull=False)} == {"Café-jasette"}
    assert set(EventOrganization.objects.values_list("role", flat=True)) == set(EventPart.values)
    assert not EventRepresentative.objects.exclude(person__visibility=Visibility.PUBLIC).exists()
    assert not EventRepresentative.objects.filter(event__starts_at__gt=demo).exists()


@pytest.mark.django_db
def test_demo_directory_tells_what_is_public_alone(demo: datetime, client: Client) -> None:
    cafe = Organization.objects.get(name="Café coopératif Le Perron")

    page = client.get(f"/repertoire/{cafe.pk}-cafe-cooperatif-le-perron/").content.decode()

    assert [said for said in ("418 555-0121", "41, rue des Tailleurs", "418 555-0199") if said in page] == [
        "418 555-0121",
        "41, rue des Tailleurs",
    ]
    assert 'href="/repertoire/"' in client.get("/").content.decode()
