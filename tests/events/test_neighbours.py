"""Partners' calendars: read again and again without doubles, kept when they fail, shown once a person accepted them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.domain.neighbours import (
    EVERY,
    LONGEST_WAIT,
    accept_calendar,
    hide_date,
    read_again,
    read_partner_calendar,
    stop_showing,
)
from crm.events.enums import EventStatus, FeedProblem
from crm.events.fetching import Fetched, FetchRefused
from crm.events.models import NeighbourEvent, PartnerCalendar
from crm.events.tasks import read_calendar_task, read_due_calendars
from tests.events.moments import at
from tests.events.test_reading_calendars import YOGA, calendar
from tests.factories import EventFactory, OrganizationFactory, UserFactory, someone_of

pytestmark = pytest.mark.django_db

NOW = at("2026-01-05 09:00")
FETE = "UID:fete\nDTSTART:20260207T150000Z\nDTEND:20260207T170000Z\nSUMMARY:Fête des glaçons\nURL:https://glace.example/fete"


@pytest.fixture
def partner(db: None) -> PartnerCalendar:
    return PartnerCalendar.objects.create(
        organization=OrganizationFactory(name="Les Glaçons"), url="https://glace.example/agenda.ics", next_read_at=NOW
    )


def read(partner: PartnerCalendar, *events: str, now: datetime = NOW) -> FeedProblem | None:
    return read_partner_calendar(partner.pk, now, lambda url, etag: Fetched(calendar(*events), '"2"'))


def fail(partner: PartnerCalendar, reason: FeedProblem = FeedProblem.SILENT, now: datetime = NOW) -> FeedProblem | None:
    def refuse(url: str, etag: str) -> Fetched:
        raise FetchRefused(reason)

    return read_partner_calendar(partner.pk, now, refuse)


def titles() -> list[str]:
    return list(NeighbourEvent.objects.values_list("title", flat=True))


def test_reading_twice_keeps_one_of_each_and_its_choice(partner: PartnerCalendar):
    read(partner, YOGA, FETE)
    hide_date(NeighbourEvent.objects.get(title="Fête des glaçons"), hidden=True)

    read(partner, YOGA, FETE.replace("150000Z", "160000Z"), now=NOW + EVERY)

    assert titles() == ["Yoga", "Yoga", "Yoga", "Fête des glaçons"]
    moved = NeighbourEvent.objects.get(title="Fête des glaçons")
    assert (moved.starts_at, moved.is_hidden) == (at("2026-02-07 11:00"), True)
    partner.refresh_from_db()
    assert (partner.etag, partner.read_at, partner.next_read_at) == ('"2"', NOW + EVERY, NOW + EVERY + EVERY)


def test_what_is_no_longer_announced_goes_and_what_is_over_stays(partner: PartnerCalendar):
    read(partner, YOGA, FETE)

    read(partner, now=at("2026-01-10 09:00"))

    assert titles() == ["Yoga"]


def test_a_calendar_that_has_not_changed_keeps_everything(partner: PartnerCalendar):
    read(partner, FETE)

    read_partner_calendar(partner.pk, NOW + EVERY, lambda url, etag: Fetched(None, etag))

    assert titles() == ["Fête des glaçons"]


def test_a_failure_keeps_what_was_known_and_waits_longer_each_time(partner: PartnerCalendar):
    read(partner, FETE)

    waits = []
    for _time in range(6):
        assert fail(partner) == FeedProblem.SILENT
        partner.refresh_from_db()
        waits.append(partner.next_read_at - NOW)

    assert waits == [EVERY, EVERY * 2, EVERY * 4, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT]
    assert (titles(), partner.failures) == (["Fête des glaçons"], 6)
    read(partner, FETE)
    partner.refresh_from_db()
    assert (partner.problem, partner.failures) == ("", 0)


def test_what_is_no_calendar_is_said_and_breaks_nothing(partner: PartnerCalendar):
    problem = read_partner_calendar(partner.pk, NOW, lambda url, etag: Fetched(b"<html>", ""))

    partner.refresh_from_db()
    assert (problem, partner.get_problem_display()) == (
        FeedProblem.UNREADABLE,
        "Ce qui se trouve à cette adresse n’est pas un calendrier.",
    )


def test_nothing_is_shown_before_a_person_accepts_and_after_they_stop(partner: PartnerCalendar):
    read(partner, FETE)
    assert NeighbourEvent.objects.shown().count() == 0

    assert accept_calendar(partner, UserFactory(), NOW) is True
    assert accept_calendar(partner, UserFactory(), NOW) is False
    assert NeighbourEvent.objects.shown().count() == 1

    assert (stop_showing(partner), stop_showing(partner)) == (True, False)
    assert NeighbourEvent.objects.shown().count() == 0


def test_another_address_must_be_accepted_anew(partner: PartnerCalendar):
    read(partner, FETE)
    accept_calendar(partner, UserFactory(), NOW)

    read_again(partner, NOW)

    partner.refresh_from_db()
    assert (partner.is_accepted, partner.etag, titles()) == (False, "", [])


@pytest.mark.parametrize(
    ("title", "start", "folded"),
    [
        ("La fete des glacons", "2026-02-07 10:30", True),
        ("Fête des glaçons au parc", "2026-02-07 10:00", True),
        ("Fête des glaçons", "2026-02-07 13:00", False),
        ("Fête des glaçons", "2026-02-08 10:00", False),
        ("Assemblée du conseil", "2026-02-07 10:00", False),
    ],
)
def test_what_our_agenda_already_says_is_folded(partner: PartnerCalendar, title: str, start: str, folded: bool):
    ours = EventFactory(title=title, starts_at=at(start))
    read(partner, FETE)
    accept_calendar(partner, UserFactory(), NOW)

    assert NeighbourEvent.objects.get().same_as == (ours if folded else None)
    assert NeighbourEvent.objects.shown().count() == (0 if folded else 1)


def test_our_own_feed_read_by_a_partner_is_folded_by_its_uid_but_a_draft_is_not_told(partner: PartnerCalendar):
    ours = EventFactory(title="Autre titre", starts_at=at("2026-03-01 10:00"))
    draft = EventFactory(title="Secret", starts_at=at("2026-03-01 10:00"), status=EventStatus.DRAFT)
    lines = "DTSTART:20260301T150000Z\nSUMMARY:Copie"

    read(partner, f"UID:{ours.uid}@parvis\n{lines}", f"UID:{draft.uid}@parvis\n{lines}")

    assert list(NeighbourEvent.objects.order_by("pk").values_list("same_as", flat=True)) == [ours.pk, None]


def test_the_task_reads_what_is_due_and_only_once(partner: PartnerCalendar):
    PartnerCalendar.objects.filter(pk=partner.pk).update(url="https://127.0.0.1/agenda.ics")

    read_calendar_task(partner.pk)
    read_calendar_task(partner.pk)

    partner.refresh_from_db()
    assert (partner.problem, partner.failures) == (FeedProblem.PRIVATE, 1)


def test_beat_asks_for_each_calendar_that_is_due(partner: PartnerCalendar, monkeypatch: pytest.MonkeyPatch):
    later = timezone.now() + timedelta(hours=1)
    PartnerCalendar.objects.create(organization=partner.organization, url="https://b.example/", next_read_at=later)
    asked: list[int] = []
    monkeypatch.setattr(read_calendar_task, "delay", asked.append)

    read_due_calendars()

    assert asked == [partner.pk]


# --- the screens


def page(partner: PartnerCalendar, name: str = "inspect") -> str:
    return f"/admin/calendriers-voisins/{name}/{partner.pk}/"


def test_a_volunteer_looks_then_accepts_hides_and_stops(client: Client, volunteer: User, partner: PartnerCalendar):
    read(partner, FETE)
    PartnerCalendar.objects.update(read_at=timezone.now())
    NeighbourEvent.objects.update(starts_at=timezone.now() + timedelta(days=3), ends_at=None)
    assert "Accepter ce calendrier" in client.get(page(partner)).content.decode()

    client.post(page(partner, "accept"))
    event = NeighbourEvent.objects.get()
    client.post(f"/admin/calendriers-voisins/hide/{event.pk}/", {"hidden": "1"})

    partner.refresh_from_db()
    assert (partner.accepted_by, NeighbourEvent.objects.get().is_hidden) == (volunteer, True)
    assert "Ne plus le montrer" in client.get(page(partner)).content.decode()
    client.post(page(partner, "stop"))
    partner.refresh_from_db()
    assert partner.is_accepted is False


def test_an_address_is_added_and_read_at_once(client: Client, volunteer: User, django_capture_on_commit_callbacks):
    organization = OrganizationFactory()
    with django_capture_on_commit_callbacks() as callbacks:
        response = client.post(
            "/admin/calendriers-voisins/new/", {"organization": organization.pk, "url": "webcal://glace.example/a.ics"}
        )

    added = PartnerCalendar.objects.get()
    assert response["Location"] == page(added)
    assert (added.url, added.is_accepted, len(callbacks) >= 1) == ("webcal://glace.example/a.ics", False, True)


@pytest.mark.parametrize("name", ["read", "accept", "stop"])
def test_reading_alone_gives_no_right_to_change_a_calendar(client: Client, partner: PartnerCalendar, name: str):
    client.force_login(someone_of(Role.READING))

    assert client.post(page(partner, name)).status_code in {302, 403}
    partner.refresh_from_db()
    assert (partner.accepted_at, partner.next_read_at) == (None, NOW)


@pytest.mark.parametrize("name", ["read", "accept", "stop"])
def test_looking_at_an_address_changes_nothing(client: Client, volunteer: User, partner: PartnerCalendar, name: str):
    assert client.get(page(partner, name)).status_code == 405


def test_a_calendar_that_fails_is_on_the_first_screen(client: Client, volunteer: User, partner: PartnerCalendar):
    accept_calendar(partner, volunteer, NOW)
    for _time in range(3):
        fail(partner)

    assert "Le calendrier de Les Glaçons" in client.get("/admin/").content.decode()
