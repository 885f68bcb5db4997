"""The demo council loads once, whatever the day."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page

from crm.accounts.models import User
from crm.events.domain.attendance import attendances
from crm.events.enums import EventKind, EventPart, EventStatus
from crm.events.models import Event, EventOrganization, EventRepresentative, HeadCount, Venue
from crm.partners.domain.cadence import Standing
from crm.partners.domain.contacts import partners_by_attention
from crm.partners.domain.funding_words import next_words
from crm.partners.enums import PartnershipStage, Visibility
from crm.partners.models import Council, Funding, Interaction, Organization, Partnership, Picture, Task
from home.demo.agenda import planned_events
from home.demo.load import load_demo
from newsletters.domain.preflight import inspect_issue
from newsletters.models import Mailing, NewsletterPage, Subscriber, Subscription, Topic

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.mark.django_db
def test_demo_council_has_a_complete_identity() -> None:
    load_demo(NOON)
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
def test_demo_agenda_shows_every_status_and_a_past() -> None:
    load_demo(NOON)
    assert set(Event.objects.values_list("status", flat=True)) == set(EventStatus.values)
    assert Event.objects.public().past(NOON).count() == 23


@pytest.mark.django_db
def test_demo_counted_those_who_came_to_all_that_took_place() -> None:
    load_demo(NOON)
    past = Event.objects.public().happening().past(NOON)
    counted = attendances(list(past.values_list("pk", flat=True)))
    assert all(0 < one.total < 200 for one in counted.values())
    assert not HeadCount.objects.exclude(event__in=past).exists()


@pytest.mark.django_db
def test_demo_readers_are_unreachable_and_mostly_confirmed() -> None:
    load_demo(NOON)
    assert not Subscriber.objects.exclude(email__endswith="@example.org").exists()
    assert Subscriber.objects.filter(confirmed_at=None).count() == 3
    mailable = Subscription.objects.mailable(NOON.date())
    assert set(mailable.values_list("topic__slug", flat=True)) == set(Topic.objects.values_list("slug", flat=True))


@pytest.mark.django_db
def test_command_loads_the_demo_once_and_logs_nothing_of_it(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    call_command("load_demo")
    counts = (Event.objects.count(), Picture.objects.count(), Subscriber.objects.count())
    call_command("load_demo")
    assert (Event.objects.count(), Picture.objects.count(), Subscriber.objects.count()) == counts
    assert capsys.readouterr().out.splitlines() == [
        "La démonstration est chargée : le conseil fictif des Trois-Ormes.",
        "Un conseil est déjà installé ici : rien n’a été chargé.",
    ]
    assert caplog.records == []


@pytest.mark.django_db
def test_command_leaves_a_real_council_alone() -> None:
    council = Council.load()
    council.name = "Conseil de quartier du Vieux-Moulin"
    council.save()
    call_command("load_demo")
    assert Council.objects.get().name == "Conseil de quartier du Vieux-Moulin"
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_demo_pages_are_all_open_and_french(client: Client) -> None:
    load_demo(NOON)
    for page in Page.objects.live().filter(depth__gt=1):
        answer = client.get(page.url)
        assert answer.status_code == 200, page.url
        assert answer.cookies == {}, page.url
    assert NewsletterPage.objects.live().count() == 2
    assert all(inspect_issue(page, NOON) == [] for page in NewsletterPage.objects.all())


@pytest.mark.django_db
def test_demo_has_a_newsletter_that_left_and_one_that_waits() -> None:
    load_demo(NOON)

    mailing = Mailing.objects.get()
    states = Counter(mailing.deliveries.values_list("state", flat=True))

    assert (mailing.state, mailing.candidates) == ("finished", mailing.prepared + mailing.exclusions.count())
    assert states == {"sent": mailing.prepared - 1, "bounced": 1}
    assert mailing.finished_at < NOON
    assert NewsletterPage.objects.filter(mailings=None).count() == 1


@pytest.mark.django_db
def test_demo_has_two_years_of_contacts_and_someone_to_call() -> None:
    load_demo(NOON)
    today = NOON.date()
    days = Interaction.objects.values_list("happened_on", flat=True)
    assert 110 <= len(days) <= 135
    assert min(days) < today - timedelta(days=700)
    assert max(days) <= today
    standings = {one.standing for one in partners_by_attention(today)}
    assert standings == set(Standing)
    assert {bool(task.done_at) for task in Task.objects.all()} == {True, False}


@pytest.mark.django_db
def test_demo_logins_open_only_where_the_sign_in_page_shows_them() -> None:
    load_demo(NOON)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_demo_logins_have_their_role(settings: Settings) -> None:
    settings.SHOW_DEMO_LOGINS = True
    settings.DEMO_PASSWORD = "une phrase pour la démonstration"
    settings.DEMO_LOGINS = [("Communications", "communications@conseil.example")]
    load_demo(NOON)
    user = User.objects.get()
    assert (user.email, user.is_superuser) == ("communications@conseil.example", False)
    assert [group.name for group in user.groups.all()] == ["Communications"]
    assert user.check_password(settings.DEMO_PASSWORD)


@pytest.mark.django_db
def test_demo_partnerships_stand_at_every_stage_and_grants_fall_due() -> None:
    load_demo(NOON)

    assert (Partnership.objects.count(), Funding.objects.count()) == (8, 6)
    assert set(Partnership.objects.values_list("stage", flat=True)) == set(PartnershipStage.values)
    words = {next_words(one, NOON.date()) for one in Funding.objects.all()}
    assert words >= {"rapport en retard de 3 jours", "à finir chez nous dans 5 jours", "attend la réponse"}
    for funding in Funding.objects.all():
        funding.full_clean()


@pytest.mark.django_db
def test_demo_events_have_places_company_and_a_kind_of_their_own() -> None:
    load_demo(NOON)
    placed = Event.objects.filter(place__isnull=False)
    assert {event.place.name for event in placed.select_related("place")} == set(  # type: ignore[union-attr]
        Venue.objects.values_list("name", flat=True)
    )
    assert {event.kind_label for event in Event.objects.filter(own_kind__isnull=False)} == {"Café-jasette"}
    assert set(EventOrganization.objects.values_list("role", flat=True)) == set(EventPart.values)
    assert not EventRepresentative.objects.exclude(person__visibility=Visibility.PUBLIC).exists()
    assert not EventRepresentative.objects.filter(event__starts_at__gt=NOON).exists()


@pytest.mark.django_db
def test_demo_directory_tells_what_is_public_alone(client: Client) -> None:
    load_demo(NOON)
    cafe = Organization.objects.get(name="Café coopératif Le Perron")

    page = client.get(f"/repertoire/{cafe.pk}-cafe-cooperatif-le-perron/").content.decode()

    assert [said for said in ("418 555-0121", "41, rue des Tailleurs", "418 555-0199") if said in page] == [
        "418 555-0121",
        "41, rue des Tailleurs",
    ]
    assert 'href="/repertoire/"' in client.get("/").content.decode()
