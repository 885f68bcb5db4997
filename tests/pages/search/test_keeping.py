"""The shelves hold what is fresh within a minute; whatever happened to the index, it is mended."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.pages.domain.search import repairing
from cms.pages.domain.search.packing import ON_A_SHELF, places_of
from cms.pages.domain.search.repairing import repair
from cms.pages.domain.search.shelving import shelve
from cms.pages.domain.search.sources import SOURCES
from cms.pages.domain.search.writing import all_at_once, refresh
from cms.pages.models import (
    SearchEntry,
    SearchFacetValue,
    SearchGone,
    SearchKeeper,
    SearchPosting,
    SearchShelf,
    SearchWord,
    StandardPage,
)
from cms.pages.tasks import read_search_again, repair_search, shelve_search
from crm.events.models import Event
from tests.factories.events import EventFactory
from tests.pages.search.corpus import page, titles

pytestmark = pytest.mark.usefixtures("council")


def test_shelving_twice_is_shelving_once() -> None:
    page("Le vieux moulin", "Le moulin tourne.")
    shelve_search()
    first = everything_kept()

    shelve_search()

    assert everything_kept() == first
    assert SearchEntry.objects.get().number == 0
    assert SearchWord.objects.get(word="moulin").count == 1


def test_same_words_written_again_stay_on_their_shelf() -> None:
    shown = page("Le vieux moulin")
    shelve()

    shown.save()

    assert (SearchEntry.objects.get().number, SearchGone.objects.count()) == (0, 0)


def test_other_words_take_another_number_and_the_old_one_answers_no_more() -> None:
    shown = page("Le vieux moulin")
    page("Le vieux pont")
    shelve()
    shown.title = "La vieille forge"
    shown.save()
    before = {words: titles(words) for words in ("moulin", "forge", "vieux")}

    shelve()

    after = {words: titles(words) for words in before}
    assert before == after == {"moulin": [], "forge": ["La vieille forge"], "vieux": ["Le vieux pont"]}
    assert not SearchPosting.objects.filter(term="moulin").exists()


def test_shelf_that_nothing_stands_on_is_taken_away(django_capture_on_commit_callbacks: Any) -> None:
    shown = page("Le vieux moulin")
    shelve()
    with django_capture_on_commit_callbacks(execute=True):
        shown.delete()

    shelve()

    assert [model.objects.count() for model in (SearchShelf, SearchPosting, SearchWord, SearchGone)] == [0, 0, 0, 0]


def test_repair_writes_what_was_made_in_bulk_and_takes_out_what_was_hidden_so() -> None:
    hidden = EventFactory(title="Le bal du moulin")
    made = EventFactory.build(title="La fête du moulin", slug="fete-du-moulin")
    Event.objects.bulk_create([made])
    Event.objects.filter(pk=hidden.pk).update(status="draft")
    repair(whole=True)

    assert titles("moulin") == ["La fête du moulin"]
    assert repair() == 0


def test_repair_finds_words_that_changed_without_a_word_at_night_alone() -> None:
    EventFactory(title="Le bal du moulin")
    repair(whole=True)
    Event.objects.update(title="Le bal de la forge")
    repair_search()
    by_day = titles("forge")

    read_search_again()

    assert (by_day, titles("forge")) == ([], ["Le bal de la forge"])


def test_other_rules_have_everything_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    EventFactory(title="Le bal du moulin")
    repair()
    Event.objects.update(title="Le bal de la forge")
    monkeypatch.setattr(repairing, "RULES", 99)

    assert (repair(), repair(), SearchKeeper.objects.get().rules) == (1, 0, 99)


def test_source_that_no_room_offers_any_more_is_forgotten() -> None:
    EventFactory(title="Le bal du moulin")
    SearchEntry.objects.update(source="disparue")
    found = titles("moulin")

    repair()

    assert (found, titles("moulin")) == ([], ["Le bal du moulin"])
    assert list(SearchEntry.objects.values_list("source", flat=True)) == ["event"]


def test_sparse_shelf_is_left_for_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    page("Le vieux moulin")
    shelve()
    SearchKeeper.objects.update(next_number=ON_A_SHELF)
    page("Le vieux pont")
    shelve()
    numbers = sorted(SearchEntry.objects.values_list("number", flat=True))

    repair(whole=True)
    while_fresh = sorted(titles("vieux"))
    shelve()

    assert numbers == [0, ON_A_SHELF]
    assert sorted(SearchEntry.objects.values_list("number", flat=True)) == [ON_A_SHELF, ON_A_SHELF + 1]
    assert while_fresh == sorted(titles("vieux")) == ["Le vieux moulin", "Le vieux pont"]
    assert list(SearchShelf.objects.values_list("number", flat=True)) == [1]


def test_name_of_a_way_to_narrow_that_nothing_has_is_forgotten() -> None:
    SearchFacetValue.objects.create(facet="personne", slug="x", label="Ghyslain Quévillon-Fictif")

    repair(whole=True)

    assert not SearchFacetValue.objects.filter(slug="x").exists()


def test_command_makes_it_all_again(capsys: pytest.CaptureFixture[str]) -> None:
    EventFactory(title="Le bal du moulin")
    for model in (SearchEntry, SearchPosting, SearchShelf, SearchWord):
        model.objects.all().delete()

    call_command("reindex")

    assert titles("moulin") == ["Le bal du moulin"]
    assert SearchEntry.objects.get().number is not None
    assert "1" in capsys.readouterr().out


def test_what_is_made_all_at_once_is_told_by_the_repair_alone() -> None:
    with all_at_once():
        page("Le bal du moulin")
        before = titles("moulin")

    repair(whole=True)
    page("Le pont du moulin")

    assert before == []
    assert sorted(titles("moulin")) == ["Le bal du moulin", "Le pont du moulin"]


def everything_kept() -> list[list[tuple[object, ...]]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (SearchPosting, SearchShelf, SearchWord)]


class RandomChanges(TestCase):
    """Whatever was written and shelved in whatever order, the index answers as if all of it were new."""

    @settings(max_examples=15)
    @given(
        st.lists(
            st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "moulin", "pont", "moulin pont"]), st.booleans())
        )
    )
    def test_history_does_not_show(self, changes: list[tuple[str, str, bool]]) -> None:
        pages = {name: page(f"Page {name}", live=False, slug=f"essai-{name}") for name in "abcd"}
        for name, words, is_shelved in changes:
            shown = StandardPage.objects.get(pk=pages[name].pk)
            shown.introduction, shown.live = words, bool(words)
            shown.save()
            if is_shelved:
                shelve()
        wanted = {
            words: sorted(one.title for one in StandardPage.objects.live() if words in one.introduction.split())
            for words in ("moulin", "pont")
        }

        before = {words: sorted(titles(words)) for words in wanted}
        shelve()
        after = {words: sorted(titles(words)) for words in wanted}

        assert before == after == wanted


@given(st.lists(st.lists(st.sampled_from(["le", "moulin", "pont"]), max_size=6), min_size=4, max_size=4))
def test_places_say_thing_part_and_rank(parts: list[list[str]]) -> None:
    found = places_of("\n".join(" ".join(part) for part in parts), 7)
    places = sorted((place, term) for term, some in found.items() for place in some)

    assert [term for _place, term in places] == [word for part in parts for word in part]
    assert [place >> 20 for place, _term in places] == [7] * len(places)
    assert [place >> 18 & 3 for place, _term in places] == [at for at, part in enumerate(parts) for _word in part]


def test_every_source_reads_its_things_again_without_a_change() -> None:
    EventFactory(title="Le bal du moulin")
    changed = {
        name: refresh(source, list(source.public().values_list("pk", flat=True))) for name, source in SOURCES.items()
    }

    assert set(changed.values()) == {0}
