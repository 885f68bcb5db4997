"""« Les cinq prochaines semaines »: a draft of what is new since the last edition, or none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from cms.pages.models import NewsIndexPage, NewsPage
from crm.accounts.policy import Role
from crm.assemblies.enums import AssemblyState, ItemKind, Outcome
from crm.assemblies.models import Decision, Sending
from crm.events.enums import EventStatus
from crm.events.models import Event
from crm.partners.models import Council
from newsletters.domain.assembling import assembled_blocks, preheader_of, read_what_is_new
from newsletters.domain.compose import compose_issue, freeze_issue
from newsletters.domain.preflight import inspect_issue
from newsletters.models import Mailing, NewsletterPage
from tests.factories import AgendaItemFactory, AssemblyFactory, EventFactory, add_page, adopted, someone_of
from tests.factories.assemblies import sent
from tests.factories.newsletters import newsletter, newsletter_index

NOW = datetime(2026, 5, 4, 16, tzinfo=UTC)
LEFT = NOW - timedelta(days=30)  # April 4, the last edition
BEGIN = "/admin/infolettres/nouvelle/"
AGENDA = {"title": "À l’agenda", "weeks": 12, "first_day": None, "last_day": None, "kinds": [], "most": 30}

pytestmark = pytest.mark.django_db


def news(title: str, published: datetime) -> NewsPage:
    index = NewsIndexPage.objects.first() or add_page(NewsIndexPage, "Nouvelles")
    page = add_page(NewsPage, title, index, summary="Il pousse.", dated_on=published.date())
    Page.objects.filter(pk=page.pk).update(first_published_at=published)
    return page


def last_edition(body: list[Any] | None = None) -> NewsletterPage:
    """One that left on April 4."""
    page = newsletter(title="Avril", body=body or [("text", "<p>Bonjour.</p>")])
    Page.objects.filter(pk=page.pk).update(first_published_at=LEFT)
    freeze_issue(NewsletterPage.objects.get(pk=page.pk), LEFT)
    Mailing.objects.create(page=page, subject="Avril", created_at=LEFT)
    return page


def kinds(now: datetime = NOW) -> list[str]:
    return [kind for kind, _value in assembled_blocks(read_what_is_new(now))]


def test_draft_tells_what_is_coming_and_what_is_new_since_the_last_edition(council: Council) -> None:
    last_edition()
    EventFactory(title="Fête", starts_at=NOW + timedelta(days=6))
    EventFactory(title="Plus tard", starts_at=NOW + timedelta(weeks=6))
    news("Avant", LEFT - timedelta(hours=1))
    after = news("Après", LEFT + timedelta(hours=1))
    old = adopted(date(2026, 4, 3), title="Ancienne")
    decided = adopted(date(2026, 4, 14), title="Récente")
    answered = sent(old, on=date(2026, 4, 5))
    Sending.objects.filter(pk=answered.pk).update(outcome=Outcome.FOLLOWED, closed_on=date(2026, 5, 1))
    digest = read_what_is_new(NOW)
    assert (digest.events, digest.new_events) == (1, 1)
    assert (digest.news, digest.decisions, digest.answered) == ((after,), (decided,), (old,))
    assert digest.title == "Du 4\u00a0mai au 8\u00a0juin"
    assert preheader_of(digest) == "1 date à l’agenda, 1 nouvelle, 1 décision, 1 réponse reçue."
    page = newsletter(title=digest.title, preheader=preheader_of(digest), body=assembled_blocks(digest))
    content = compose_issue(page, NOW)
    assert [part.kind for part in content.parts] == ["text", "events", "news", "decisions", "decisions"]
    assert content.parts[0].paragraphs[1].text == (  # type: ignore[union-attr]
        "Voici ce qui s’en vient d’ici le 8\u00a0juin, et ce qui est nouveau depuis notre infolettre "
        "du 4\u00a0avril 2026."
    )
    assert inspect_issue(page, NOW) == []


def test_nothing_new_makes_nothing(council: Council) -> None:
    assert read_what_is_new(NOW).is_nothing
    EventFactory(starts_at=NOW + timedelta(days=6))
    last_edition([("events", AGENDA)])
    digest = read_what_is_new(NOW)
    assert (digest.events, digest.new_events, digest.is_nothing) == (1, 0, True)


@pytest.mark.parametrize(
    ("change", "is_new"),
    [
        ({}, False),
        ({"status": EventStatus.CANCELLED}, True),
        ({"status": EventStatus.POSTPONED}, True),
        ({"summary": "Autrement dit."}, False),
    ],
)
def test_event_already_announced_is_new_again_when_it_is_off(
    council: Council, change: dict[str, Any], is_new: bool
) -> None:
    EventFactory(starts_at=NOW + timedelta(days=6))
    last_edition([("events", AGENDA)])
    Event.objects.update(**change) if change else None
    assert read_what_is_new(NOW).is_nothing != is_new


def test_next_assembly_comes_first_unless_it_is_off(council: Council) -> None:
    for weeks, status in ((1, EventStatus.CANCELLED), (2, EventStatus.PUBLISHED), (3, EventStatus.PUBLISHED)):
        start = NOW + timedelta(weeks=weeks)
        AssemblyFactory(event__starts_at=start, event__status=status, state=AssemblyState.CALLED)
    digest = read_what_is_new(NOW)
    assert digest.assembly
    assert digest.assembly.event.starts_at == NOW + timedelta(weeks=2)
    assert kinds()[:3] == ["text", "assembly", "events"]


def test_what_every_assembly_decides_about_itself_is_no_news_nor_is_what_nobody_may_read(council: Council) -> None:
    for kind in (ItemKind.AGENDA, ItemKind.MINUTES):
        adopted(date(2026, 4, 14), item=AgendaItemFactory(kind=kind))
    hidden = adopted(date(2026, 4, 14))
    Decision.objects.filter(pk=hidden.pk).update(is_closed_session=True)
    told = adopted(date(2026, 4, 14), item=AgendaItemFactory(kind=ItemKind.DECISION))
    assert read_what_is_new(NOW).decisions == (told,)


def test_decision_of_the_very_day_is_told_once(council: Council) -> None:
    told, untold = adopted(date(2026, 4, 4)), adopted(date(2026, 4, 4))
    last_edition([("decisions", {"title": "Décidé", "chosen": [told]})])
    assert read_what_is_new(NOW).decisions == (untold,)


def test_answer_of_the_very_day_is_told_once_and_silence_is_no_answer(council: Council) -> None:
    told, untold, silent = (sent(adopted(date(2026, 3, 2)), on=date(2026, 3, 3)) for _rank in range(3))
    closed = {"closed_on": date(2026, 4, 4), "outcome": Outcome.FOLLOWED}
    Sending.objects.exclude(pk=silent.pk).update(**closed)
    Sending.objects.filter(pk=silent.pk).update(closed_on=date(2026, 5, 1), outcome=Outcome.NO_ANSWER)
    last_edition([("decisions", {"title": "Décidé", "chosen": [told.decision]})])
    assert read_what_is_new(NOW).answered == (untold.decision,)


def test_edition_that_never_left_counts_from_its_publication(council: Council) -> None:
    page = newsletter()
    Page.objects.filter(pk=page.pk).update(first_published_at=NOW - timedelta(days=2))
    news("Avant", NOW - timedelta(days=3))
    assert read_what_is_new(NOW).is_nothing
    news("Après", NOW - timedelta(days=1))
    assert not read_what_is_new(NOW).is_nothing


def test_first_edition_looks_five_weeks_back(council: Council) -> None:
    news("Vieille", NOW - timedelta(weeks=6))
    recent = news("Récente", NOW - timedelta(weeks=4))
    digest = read_what_is_new(NOW)
    assert (digest.since, digest.news) == (None, (recent,))
    assert "depuis" not in assembled_blocks(digest)[0][1]


@pytest.mark.parametrize("number", [1, 3])
def test_reading_what_is_new_asks_as_much_for_three_as_for_one(
    council: Council, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    last_edition()
    for rank in range(number):
        EventFactory(starts_at=NOW + timedelta(days=6))
        news(f"Après {rank}", LEFT + timedelta(hours=1))
        adopted(date(2026, 4, 14))
    with django_assert_num_queries(8):
        read_what_is_new(NOW)


@pytest.fixture
def volunteer(client: Client, council: Council) -> Client:
    newsletter_index()
    client.force_login(someone_of(Role.COMMUNICATIONS))
    return client


def test_screen_says_what_the_draft_would_hold_and_makes_it(volunteer: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        EventFactory(title="Fête", starts_at=NOW + timedelta(days=6))
        html = volunteer.get(BEGIN).content.decode()
        assert "Un brouillon tout fait, à retoucher\u00a0: 1 date à l’agenda." in html
        assert 'value="Du 4\u00a0mai au 8\u00a0juin"' in html
        answer = volunteer.post(BEGIN, {"title": "Mai", "start": "assembled"})
        draft = NewsletterPage.objects.get(title="Mai")
        assert answer.headers["Location"] == f"/admin/pages/{draft.pk}/edit/"
        assert (draft.live, draft.preheader) == (False, "1 date à l’agenda.")
        assert [block.block_type for block in draft.body] == ["text", "events"]
        assert volunteer.get(answer.headers["Location"]).status_code == 200


def test_screen_says_that_there_is_nothing_new_and_makes_nothing(volunteer: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        assert "Il n’y a rien à annoncer." in volunteer.get(BEGIN).content.decode()
        last_edition()
        html = volunteer.get(BEGIN).content.decode()
        assert "Rien de nouveau depuis le 4\u00a0avril 2026" in html
        refused = volunteer.post(BEGIN, {"title": "Mai", "start": "assembled"})
        assert "choisissez de nouveau" in refused.content.decode()
        assert NewsletterPage.objects.count() == 1
