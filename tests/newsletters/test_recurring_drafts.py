"""A draft is prepared each month on its day, once, told of, and never sent; nothing new makes none."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from crm.accounts.models import User
from crm.accounts.policy import Role
from home.to_do import things_to_do
from newsletters.domain.recurring import day_of, prepare_monthly_draft, stop_path
from newsletters.enums import MonthWeek, Weekday
from newsletters.models import Mailing, MonthlyDraft, MonthlyDraftRule, NewsletterPage
from newsletters.tasks import prepare_monthly_draft_task
from tests.events.moments import at
from tests.factories import EventFactory, someone_of
from tests.factories.newsletters import newsletter_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

MONDAY = at("2026-05-04 09:00")  # the first of May 2026


@pytest.fixture
def rule() -> MonthlyDraftRule:
    newsletter_index()
    rule: MonthlyDraftRule = MonthlyDraftRule.load()
    rule.is_on = True
    rule.save()
    return rule


@pytest.fixture
def event() -> None:
    EventFactory(starts_at=MONDAY + timedelta(days=9), title="Fête des voisins")


@pytest.mark.parametrize(
    ("week", "weekday", "month", "day"),
    [
        (MonthWeek.FIRST, Weekday.MONDAY, date(2026, 5, 20), date(2026, 5, 4)),
        (MonthWeek.FIRST, Weekday.FRIDAY, date(2026, 5, 1), date(2026, 5, 1)),
        (MonthWeek.THIRD, Weekday.SUNDAY, date(2026, 2, 1), date(2026, 2, 15)),
        (MonthWeek.LAST, Weekday.MONDAY, date(2026, 8, 1), date(2026, 8, 31)),
        (MonthWeek.LAST, Weekday.SATURDAY, date(2028, 2, 29), date(2028, 2, 26)),
    ],
)
def test_the_day_of_the_month(week: MonthWeek, weekday: Weekday, month: date, day: date) -> None:
    assert day_of(MonthlyDraftRule(week=week, weekday=weekday), month) == day


def test_last_day_of_a_month_is_caught_up_with_in_the_next_one(rule: MonthlyDraftRule, event: None) -> None:
    rule.week, rule.weekday = MonthWeek.LAST, Weekday.SUNDAY  # 31 May 2026
    rule.save()

    made = prepare_monthly_draft(at("2026-06-01 09:00"))

    assert made is not None
    assert made.month == "2026-05"
    assert prepare_monthly_draft(at("2026-06-02 09:00")) is None
    assert prepare_monthly_draft(at("2026-06-28 09:00")) is not None


def test_made_on_its_day_once_and_not_before(rule: MonthlyDraftRule, event: None) -> None:
    assert prepare_monthly_draft(at("2026-05-03 23:00")) is None
    assert prepare_monthly_draft(at("2026-05-04 05:59")) is None

    made = prepare_monthly_draft(MONDAY)
    again = [prepare_monthly_draft(MONDAY + timedelta(days=days)) for days in (0, 1, 5)]

    draft = NewsletterPage.objects.get()
    assert (made and made.page == draft, again) == (True, [None, None, None])
    assert (draft.title, draft.live) == ("Du 4\u00a0mai au 8\u00a0juin", False)
    assert [block.block_type for block in draft.get_latest_revision_as_object().body] == ["text", "events"]
    assert not Mailing.objects.exists()


def test_next_month_makes_the_next_one(rule: MonthlyDraftRule, event: None) -> None:
    prepare_monthly_draft(MONDAY)
    EventFactory(starts_at=at("2026-06-20 14:00"))

    prepare_monthly_draft(at("2026-06-01 09:00"))

    assert list(MonthlyDraft.objects.values_list("month", flat=True)) == ["2026-06", "2026-05"]
    assert NewsletterPage.objects.count() == 2


def test_a_machine_that_was_down_catches_up_within_the_week_only(rule: MonthlyDraftRule, event: None) -> None:
    assert prepare_monthly_draft(at("2026-05-11 09:00")) is None
    assert prepare_monthly_draft(at("2026-05-10 05:00")) is not None


def test_a_draft_thrown_away_is_not_made_again(rule: MonthlyDraftRule, event: None) -> None:
    prepare_monthly_draft(MONDAY)
    NewsletterPage.objects.get().delete()

    assert prepare_monthly_draft(MONDAY) is None
    assert MonthlyDraft.objects.get().page is None


def test_nothing_new_makes_none_and_says_so(rule: MonthlyDraftRule) -> None:
    sender = someone_of(Role.COMMUNICATIONS)

    made = prepare_monthly_draft(MONDAY)

    assert made is not None
    assert (made.nothing_new, NewsletterPage.objects.exists()) == (True, False)
    assert any("rien de nouveau" in thing.sentence for thing in things_to_do(sender, MONDAY + timedelta(days=1)))
    assert not any("rien de nouveau" in thing.sentence for thing in things_to_do(sender, MONDAY + timedelta(days=9)))


def test_those_who_send_see_it_on_the_first_screen(rule: MonthlyDraftRule, event: None) -> None:
    sender = someone_of(Role.COMMUNICATIONS)
    prepare_monthly_draft(MONDAY)

    said = [thing.sentence for thing in things_to_do(User.objects.get(pk=sender.pk), MONDAY)]

    assert any("a été préparée pour vous" in sentence for sentence in said)


def test_switched_off_makes_none(event: None) -> None:
    newsletter_index()

    assert prepare_monthly_draft(MONDAY) is None
    assert not MonthlyDraft.objects.exists()


def test_task_run_twice_makes_one(rule: MonthlyDraftRule, monkeypatch: pytest.MonkeyPatch, event: None) -> None:
    monkeypatch.setattr("newsletters.tasks.timezone.now", lambda: MONDAY)

    prepare_monthly_draft_task()
    prepare_monthly_draft_task()

    assert (MonthlyDraft.objects.count(), NewsletterPage.objects.count()) == (1, 1)


def test_who_sends_chooses_the_day_and_stops_it(client: Client, rule: MonthlyDraftRule) -> None:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    url = client.get(stop_path(), follow=True).request["PATH_INFO"]

    client.post(url, {"week": MonthWeek.LAST, "weekday": Weekday.FRIDAY})

    rule.refresh_from_db()
    assert (rule.is_on, rule.week, rule.weekday) == (False, MonthWeek.LAST, Weekday.FRIDAY)
    client.force_login(someone_of(Role.READING))
    assert client.get(stop_path(), follow=True).request["PATH_INFO"] != url


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_make_one(rule: MonthlyDraftRule, event: None) -> None:
    start, made = Barrier(4), []

    def beat() -> None:
        try:
            start.wait()
            made.append(prepare_monthly_draft(MONDAY))
        finally:
            connection.close()

    threads = [Thread(target=beat) for _beat in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), sum(draft is not None for draft in made)) == (4, 1)
    assert (MonthlyDraft.objects.count(), NewsletterPage.objects.count()) == (1, 1)
