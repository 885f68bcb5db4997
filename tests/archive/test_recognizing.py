"""A photo a week, and names that two neighbours and the curator agree on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms.archive.domain.naming import named_credits
from cms.archive.domain.recognizing import (
    accept_name,
    forget_who_answered,
    hear_again,
    line_up,
    opinions_of,
    photo_of_the_week,
    photos_to_decide,
    set_aside,
    show_this_week,
    turn_week,
)
from cms.archive.errors import MemoryRefused
from cms.archive.models import Credit, Item, RecognitionAnswer, RecognitionPhoto
from cms.archive.tasks import turn_week_task
from crm.accounts.models import User
from crm.partners.models import PersonName
from tests.archive.recognition import answered, photo_shown, pictured
from tests.events.moments import at
from tests.factories import ItemFactory, PersonFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

MONDAY = at("2026-11-23 00:30")


@pytest.fixture
def curator() -> User:
    made: User = UserFactory()
    return made


def folded(photo: RecognitionPhoto) -> list[tuple[str, int, str]]:
    return [(opinion.folded_name, opinion.count, opinion.state) for opinion in opinions_of(photo)]


def test_only_what_anyone_may_look_at_is_put_in_line() -> None:
    for item in (ItemFactory(), pictured(live=False)):
        with pytest.raises(MemoryRefused):
            line_up(item, "Qui est-ce?", MONDAY)

    assert not RecognitionPhoto.objects.exists()


def test_an_item_is_in_line_once_with_its_last_question() -> None:
    item = pictured()
    line_up(item, "Qui est-ce?", MONDAY)
    line_up(item, "Qui sont-elles?", MONDAY)

    assert list(RecognitionPhoto.objects.values_list("question", flat=True)) == ["Qui sont-elles?"]


def test_each_week_shows_the_next_in_line_and_keeps_it_when_the_line_is_empty() -> None:
    first, second = (line_up(pictured(), "Qui est-ce?", MONDAY) for _turn in range(2))
    week = timedelta(days=7)

    assert turn_week(MONDAY) == first
    assert turn_week(MONDAY + timedelta(days=6)) is None
    assert turn_week(MONDAY + week) == second
    assert turn_week(MONDAY + 2 * week) is None
    assert photo_of_the_week((MONDAY + 5 * week).date()) == second


@pytest.mark.parametrize(
    ("moment", "week"),
    [("2026-11-22 23:30", "2026-11-16"), ("2026-11-23 00:30", "2026-11-23"), ("2026-11-29 23:59", "2026-11-23")],
)
def test_a_week_begins_on_monday_in_the_time_of_the_council(moment: str, week: str) -> None:
    line_up(pictured(), "Qui est-ce?", MONDAY)

    shown = turn_week(at(moment))

    assert shown is not None
    assert f"{shown.week}" == week


def test_what_was_taken_down_is_passed_over() -> None:
    hidden = line_up(pictured(), "Qui est-ce?", MONDAY)
    following = line_up(pictured(), "Et elle?", MONDAY)
    Item.objects.filter(pk=hidden.item_id).update(closed_for="taken_down")

    assert turn_week(MONDAY) == following
    Item.objects.update(closed_for="taken_down")
    assert photo_of_the_week(MONDAY.date()) is None


def test_the_curator_may_give_this_week_to_another() -> None:
    first, second = (line_up(pictured(), "Qui est-ce?", MONDAY) for _turn in range(2))
    turn_week(MONDAY)

    show_this_week(second, MONDAY)

    assert photo_of_the_week(MONDAY.date()) == second
    assert turn_week(MONDAY + timedelta(days=7)) == first


def test_the_task_twice_turns_once() -> None:
    for _turn in range(2):
        line_up(pictured(), "Qui est-ce?", timezone.now())

    turn_week_task()
    turn_week_task()

    assert RecognitionPhoto.objects.exclude(week=None).count() == 1


def test_the_same_name_is_the_same_whatever_its_accents_and_case() -> None:
    photo = photo_shown()
    answered(photo, "Rosaire Fictif", "rosaire  FICTIF", "Zénobie", "Zenobie", "Alba")

    assert [(count, state) for _name, count, state in folded(photo)] == [(2, "waiting"), (2, "waiting"), (1, "waiting")]
    assert photos_to_decide() == 1


def test_one_alone_is_not_enough(curator: User) -> None:
    photo = photo_shown()
    (answer,) = answered(photo, "Rosaire Fictif")

    assert photos_to_decide() == 0
    with pytest.raises(MemoryRefused):
        accept_name(photo, answer.folded_name, "Rosaire Fictif", curator, MONDAY)
    assert not Credit.objects.exists()


@pytest.mark.parametrize("words", [{"answered_by": "Ondine Fictive"}, {"source": "C’est mon grand-père."}])
def test_who_answers_twice_is_one_neighbour(curator: User, words: dict[str, str]) -> None:
    photo = photo_shown()
    answered(photo, "Rosaire Fictif", "Rosaire Fictif", **words)

    with pytest.raises(MemoryRefused):
        accept_name(photo, "rosaire fictif", "Rosaire Fictif", curator, timezone.now())

    assert [opinion.is_enough for opinion in opinions_of(photo)] == [False]


def test_who_signs_only_one_of_two_answers_is_one_neighbour() -> None:
    photo = photo_shown()
    answered(photo, "Rosaire Fictif", source="C’est mon oncle.")
    answered(photo, "Rosaire Fictif", source="c’est mon ONCLE.", answered_by="Ondine Fictive")
    assert [opinion.count for opinion in opinions_of(photo)] == [1]

    answered(photo, "Rosaire Fictif", source="C’est mon oncle.", answered_by="Basile Fictif")
    assert [opinion.count for opinion in opinions_of(photo)] == [2]

    answered(photo, "Rosaire Fictif", source="C’est mon voisin.")
    assert [opinion.count for opinion in opinions_of(photo)] == [3]


@pytest.mark.parametrize(
    "credit",
    [
        {"name": "ROSAIRE  Fictif"},
        {"person": {"given_name": "Rosaire", "family_name": "Fictif", "visibility": "public"}},
    ],
)
def test_a_name_that_stands_there_is_not_written_twice(curator: User, credit: dict[str, Any]) -> None:
    photo = photo_shown()
    facts = {**credit, "person": PersonFactory(**credit["person"])} if "person" in credit else credit
    Credit.objects.create(item=photo.item, **facts)
    answered(photo, "Rosaire Fictif", "Rosaire Fictif")

    accept_name(photo, "rosaire fictif", "Rosaire Fictif", curator, MONDAY)

    item = Item.objects.get()
    assert item.credits.count() == 1
    assert "Je l’ai su par 1." in item.team_notes
    assert photos_to_decide() == 0


def test_two_more_who_say_a_name_accepted_before_add_how_it_is_known_alone(curator: User) -> None:
    photo = photo_shown()
    photo.item.title = "Après"
    photo.item.save_revision(user=curator)
    for _turn in range(2):
        answered(photo, "Rosaire Fictif", "Rosaire Fictif")
        accept_name(photo, "rosaire fictif", "Rosaire Fictif", curator, MONDAY)

    item = Item.objects.get()
    draft = item.get_latest_revision_as_object()
    assert [one.credits.count() for one in (item, draft)] == [1, 1]
    assert [len(one.team_notes.splitlines()) for one in (item, draft)] == [2, 2]


def test_a_name_of_a_record_that_is_not_public_is_written_once_accepted(curator: User) -> None:
    photo = photo_shown()
    person = PersonFactory(given_name="Rosaire", family_name="Fictif", visibility="private")
    Credit.objects.create(item=photo.item, person=person)
    Credit.objects.create(item=photo.item, name="Rosaire Fictif", role="creator")
    answered(photo, "Rosaire Fictif", "Rosaire Fictif")

    accept_name(photo, "rosaire fictif", "Rosaire Fictif", curator, MONDAY, even_if_hidden=True)

    named = named_credits([photo.item]).filter(role="shown")
    assert [one.shown for one in named] == ["Rosaire Fictif"]


@pytest.mark.parametrize("name", ["Rosaire Fictif", "M. Rosaire-Alphonse FICTIF", "Rosaire Tanguay"])
@pytest.mark.parametrize(
    ("visibility", "credit"), [("private", {}), ("board", {"role": "creator", "name": "Un voisin"})]
)
def test_a_name_of_a_record_that_is_not_public_is_written_only_where_it_is_meant(
    curator: User, name: str, visibility: str, credit: dict[str, str]
) -> None:
    photo = photo_shown()
    person = PersonFactory(given_name="Rosaire", family_name="Fictif", visibility=visibility)
    PersonName.objects.create(person=person, name="Rosaire Tanguay")
    Credit.objects.create(item=photo.item, person=person, **credit)
    answered(photo, "Rosaire Fictif", "Rosaire Fictif")
    before = list(Item.objects.values()), list(Credit.objects.values()), list(RecognitionAnswer.objects.values())

    with pytest.raises(MemoryRefused):
        accept_name(photo, "rosaire fictif", name, curator, MONDAY)

    after = list(Item.objects.values()), list(Credit.objects.values()), list(RecognitionAnswer.objects.values())
    assert after == before
    accept_name(photo, "rosaire fictif", name, curator, MONDAY, even_if_hidden=True)
    assert name in [one.shown for one in named_credits([photo.item])]


def test_a_record_that_a_draft_alone_credits_is_not_told_either(curator: User) -> None:
    photo = photo_shown()
    photo.item.credits.add(Credit(person=PersonFactory(given_name="Rosaire", family_name="Fictif", visibility="board")))
    photo.item.save_revision(user=curator)
    answered(photo, "Rosaire Fictif", "Rosaire Fictif")

    with pytest.raises(MemoryRefused):
        accept_name(photo, "rosaire fictif", "Rosaire Fictif", curator, MONDAY)

    assert not Credit.objects.exists()


def test_a_name_that_tells_of_no_hidden_record_is_written_at_once(curator: User) -> None:
    photo, other = photo_shown(), pictured()
    for item, names, visibility in (
        (photo.item, ("Alba", "Fictif"), "private"),
        (photo.item, ("Rosaire", "Fictif"), "public"),
        (other, ("Rosaire", "Fictif"), "private"),
    ):
        person = PersonFactory(given_name=names[0], family_name=names[1], visibility=visibility)
        Credit.objects.create(item=item, person=person, role="creator")
    answered(photo, "Rosaire Fictif", "Rosaire Fictif")

    accept_name(photo, "rosaire fictif", "Rosaire Fictif", curator, MONDAY)

    assert photo.item.credits.filter(role="shown").get().name == "Rosaire Fictif"


def test_two_and_the_curator_make_it_so_on_the_site_at_once(curator: User) -> None:
    photo = photo_shown()
    answer, _other = answered(photo, "Rosaire Fictif", "rosaire fictif", where="au centre")

    accept_name(photo, answer.folded_name, "Rosaire Fictif", curator, MONDAY)

    item = Item.objects.get()
    assert [(credit.role, credit.name, credit.detail) for credit in item.credits.all()] == [
        ("shown", "Rosaire Fictif", "au centre")
    ]
    assert (item.live, item.has_unpublished_changes) == (True, False)
    assert item.team_notes.startswith("23\u00a0novembre 2026, reconnu")
    assert "Rosaire Fictif (C’est certain, Je l’ai su par 0.; C’est certain, Je l’ai su par 1.)" in item.team_notes
    assert {(one.state, one.decided_by) for one in RecognitionAnswer.objects.all()} == {("accepted", curator)}
    with pytest.raises(MemoryRefused):
        accept_name(photo, answer.folded_name, "Rosaire Fictif", curator, MONDAY)
    assert Credit.objects.count() == 1


def test_a_draft_that_waits_gets_the_name_and_is_not_published_by_it(curator: User) -> None:
    photo = photo_shown(title="Avant")
    item = photo.item
    item.title = "Après"
    item.save_revision(user=curator)
    answer, _other = answered(photo, "Rosaire Fictif", "Rosaire Fictif")

    accept_name(photo, answer.folded_name, "Rosaire Fictif", curator, MONDAY)

    item = Item.objects.get()
    assert (item.title, [str(credit) for credit in item.credits.all()]) == ("Avant", ["Rosaire Fictif"])
    item.get_latest_revision().publish()
    item = Item.objects.get()
    assert (item.title, [str(credit) for credit in item.credits.all()]) == ("Après", ["Rosaire Fictif"])


def test_a_name_set_aside_may_be_heard_again(curator: User) -> None:
    photo = photo_shown()
    answer, _other = answered(photo, "Rosaire", "Rosaire")

    assert set_aside(photo, answer.folded_name, curator, MONDAY) == 2
    assert photos_to_decide() == 0
    with pytest.raises(MemoryRefused):
        accept_name(photo, answer.folded_name, "Rosaire", curator, MONDAY)

    assert hear_again(photo, answer.folded_name) == 2
    assert photos_to_decide() == 1


@pytest.mark.parametrize(("days", "kept"), [(364, "Ondine"), (365, "")])
def test_the_name_of_whoever_answered_is_erased_after_a_year(days: int, kept: str) -> None:
    photo = photo_shown()
    answered(photo, "Rosaire", answered_by="Ondine", source="C’est mon grand-père.")
    now: datetime = RecognitionAnswer.objects.get().answered_at + timedelta(days=days)

    forget_who_answered(now)

    answer = RecognitionAnswer.objects.get()
    assert (answer.answered_by, answer.source) == (kept, "C’est mon grand-père.")
