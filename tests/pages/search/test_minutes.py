"""Published minutes answer with what anyone may read of them, and with nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cms.pages.domain.search.answering import search
from cms.pages.domain.search.repairing import repair
from cms.pages.domain.search.shelving import shelve
from cms.pages.domain.search.writing import refresh
from cms.pages.models import SearchEntry
from cms.pages.search_records import MINUTES
from crm.assemblies.domain.minutes import correct_minutes, hide_citizens, publish_minutes, withdraw_minutes
from crm.assemblies.enums import MinutesState
from crm.assemblies.models import AgendaItem, Decision, Minutes
from crm.events.enums import EventStatus
from crm.events.models import Event
from tests.assemblies.tables import SEVEN, an_assembly, at
from tests.pages.search.corpus import titles
from tests.pages.test_public_minutes import PAGE, published

pytestmark = pytest.mark.django_db

TITLE = "Procès-verbal de l’assemblée du 14 avril 2026"


def answers(words: str) -> list[str]:
    return titles(words, sorte="proces-verbaux")


def test_published_minutes_answer_by_what_was_said_and_corrected_but_not_by_who_spoke() -> None:
    minutes = published()
    correct_minutes(minutes, "Lire « ruelle ».", SEVEN.date(), None)

    found = {words: answers(words) for words in ("merci", "fabulin", "26-04-01", "ruelle", "proces verbal avril 2026")}
    first = search("ruelle", {}).answers[0]

    assert found == {key: [TITLE] for key in found}
    assert (first.url, first.noun, first.day_in_words) == (PAGE, "Procès-verbal", "14\u00a0avril 2026")
    assert answers("inventée") == []
    hide_citizens(minutes, hides=False)
    assert answers("inventée") == [TITLE]


@pytest.mark.parametrize("is_shelved", [False, True])
def test_withdrawn_minutes_leave_at_once_and_come_back(is_shelved: bool) -> None:
    minutes = published()
    if is_shelved:
        shelve()
    before = answers("fabulin")

    withdraw_minutes(minutes, at(300))
    withdrawn, held = answers("fabulin"), SearchEntry.objects.filter(source="minutes").exists()
    publish_minutes(minutes, at(400))
    again = answers("fabulin")
    event = Event.objects.get()
    event.status = EventStatus.DRAFT
    event.save()

    assert (before, withdrawn, held, again, answers("fabulin")) == ([TITLE], [], False, [TITLE], [])


def test_minutes_that_nobody_published_are_never_found() -> None:
    published()
    SearchEntry.objects.all().delete()
    Minutes.objects.update(state=MinutesState.ADOPTED, published_at=None)

    Minutes.objects.get().save()
    repair(whole=True)

    assert (answers("fabulin"), answers("merci")) == ([], [])


@pytest.mark.parametrize("closed", [AgendaItem, Decision])
def test_what_is_closed_afterwards_takes_its_words_along(closed: type[AgendaItem] | type[Decision]) -> None:
    published()
    shelve()
    one = closed.objects.get()

    one.is_closed_session = True
    one.save()

    assert (answers("fabulin"), answers("merci")) == ([], [TITLE])


def test_minutes_hidden_in_bulk_are_not_shown_and_the_repair_takes_them_out() -> None:
    published()
    Minutes.objects.update(state=MinutesState.ADOPTED, published_at=None)

    assert answers("fabulin") == []
    assert repair() == 1
    assert not SearchEntry.objects.filter(source="minutes").exists()


def test_three_minutes_are_read_in_as_many_queries_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    minutes = published()
    keys = [minutes.pk]
    for days in (30, 60):
        later = Minutes.objects.create(assembly=an_assembly(SEVEN + timedelta(days=days)), drafted_at=SEVEN)
        later.sections.create(key="opening", heading="Ouverture", body="<p>Bonsoir.</p>")
        Minutes.objects.filter(pk=later.pk).update(state="published", adopted_on=SEVEN.date(), published_at=SEVEN)
        keys.append(later.pk)
    SearchEntry.objects.all().delete()

    # What it says, and nothing else to write twice: reading, the savepoint, the entries and the name of their kind.
    with django_assert_num_queries(QUERIES):
        refresh(MINUTES, keys[:1])
    SearchEntry.objects.all().delete()
    with django_assert_num_queries(QUERIES):
        refresh(MINUTES, keys)


QUERIES = 9
