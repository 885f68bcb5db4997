"""What nobody may read any more is found no more, in the very transaction that hid it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.pages.domain.search.shelving import shelve
from cms.pages.domain.withdrawal import withdraw_pages
from cms.pages.models import DirectoryPage, SearchEntry, SearchGone, SearchWord, StandardPage
from crm.assemblies.models import Decision
from crm.events.enums import EventStatus
from crm.events.models import Event
from crm.partners.models import Organization, OrganizationAddress
from tests.factories import add_page
from tests.factories.assemblies import DecisionFactory, adopted
from tests.factories.events import EventFactory
from tests.factories.pages import front_page
from tests.factories.partners import OrganizationFactory
from tests.pages.search.corpus import page, titles

pytestmark = pytest.mark.usefixtures("council")


@pytest.fixture(params=[False, True], ids=["fresh", "shelved"])
def settle(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Lets a minute pass, or not."""
    return shelve if request.param else lambda: None  # type: ignore[return-value]


def test_page_unpublished(settle: Callable[[], None]) -> None:
    shown = page("Le vieux moulin")
    settle()
    before = titles("moulin")

    shown.unpublish()

    assert (before, titles("moulin")) == (["Le vieux moulin"], [])
    assert not SearchEntry.objects.filter(title="Le vieux moulin").exists()


def test_page_withdrawn_then_published_again(settle: Callable[[], None]) -> None:
    shown = page("Le vieux moulin")
    settle()
    withdraw_pages([shown], "À la demande de la famille", None, timezone.now())
    withdrawn = titles("moulin")

    shown.save_revision().publish()

    assert (withdrawn, titles("moulin")) == ([], ["Le vieux moulin"])


def test_page_deleted(settle: Callable[[], None]) -> None:
    shown = page("Le vieux moulin")
    settle()

    shown.delete()

    assert titles("moulin") == []


def test_draft_is_not_found_until_it_is_published(settle: Callable[[], None]) -> None:
    shown = page("Le vieux moulin")
    settle()
    shown.title = "La vieille forge"
    draft = shown.save_revision()
    while_a_draft = (titles("moulin"), titles("forge"))

    draft.publish()

    assert while_a_draft == (["Le vieux moulin"], [])
    assert (titles("moulin"), titles("forge")) == ([], ["La vieille forge"])


def test_restriction_closes_a_branch_and_opens_it_again(settle: Callable[[], None]) -> None:
    branch = page("Dossier des moulins")
    add_page(StandardPage, "Le vieux moulin", branch)
    settle()
    restriction = PageViewRestriction.objects.create(page=branch, restriction_type=PageViewRestriction.LOGIN)
    closed = titles("moulin")

    restriction.delete()

    assert (closed, sorted(titles("moulin"))) == ([], ["Dossier des moulins", "Le vieux moulin"])


def test_a_branch_that_is_deleted_leaves_with_what_was_restricted_in_it(settle: Callable[[], None]) -> None:
    branch = page("Dossier des moulins")
    closed = add_page(StandardPage, "Le vieux moulin", branch)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    settle()

    Page.objects.get(pk=branch.pk).delete()

    assert titles("moulins") == []


def test_addresses_follow_a_branch_that_is_renamed_or_moved(
    settle: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> None:
    branch, other = page("Dossier des moulins"), page("Ailleurs")
    shown = add_page(StandardPage, "La meunerie", branch)
    settle()
    branch.slug = "moulins"
    with django_capture_on_commit_callbacks(execute=True):
        branch.save_revision().publish()
    renamed = SearchEntry.objects.get(title="La meunerie").url

    StandardPage.objects.get(pk=shown.pk).move(StandardPage.objects.get(pk=other.pk), pos="last-child")

    assert (renamed, SearchEntry.objects.get(title="La meunerie").url) == (
        "/moulins/la-meunerie/",
        "/ailleurs/la-meunerie/",
    )


def test_front_page_is_no_answer() -> None:
    home = front_page()
    home.title = "Le vieux moulin"
    home.save()

    assert titles("moulin") == []


def test_event_taken_back_to_a_draft(settle: Callable[[], None]) -> None:
    event = EventFactory(title="Le bal du moulin")
    settle()
    before = titles("moulin")

    event.status = EventStatus.DRAFT
    event.save()

    assert (before, titles("moulin")) == (["Le bal du moulin"], [])


def test_cancelled_event_is_still_found() -> None:
    EventFactory(title="Le bal du moulin", status=EventStatus.CANCELLED)

    assert titles("moulin") == ["Le bal du moulin"]


def test_decision_of_a_closed_session_or_not_adopted_is_never_found(settle: Callable[[], None]) -> None:
    adopted(date(2026, 4, 14), title="Le moulin, huis clos", is_closed_session=True)
    DecisionFactory(title="Le moulin, ébauche")
    adopted(date(2026, 4, 14), title="Le moulin, public")
    settle()

    assert titles("moulin") == ["Le moulin, public"]


def test_partner_is_found_while_it_is_listed_in_an_open_directory(settle: Callable[[], None]) -> None:
    partner = OrganizationFactory(name="Les amis du moulin", is_listed=True)
    without_directory = titles("moulin")
    directory = add_page(DirectoryPage, "Répertoire")
    settle()
    listed = titles("moulin")
    partner.is_listed = False
    partner.save()
    unlisted = titles("moulin")
    partner.is_listed = True
    partner.save()
    directory.unpublish()

    assert (without_directory, listed, unlisted, titles("moulin")) == ([], ["Les amis du moulin"], [], [])


def test_what_is_for_the_board_is_never_found() -> None:
    add_page(DirectoryPage, "Répertoire")
    partner = OrganizationFactory(name="Les amis du moulin", is_listed=True, board_notes="Dette secrète")
    for street, visibility in (
        ("12, rue Cachée", "board"),
        ("14, rue Fermée", "private"),
        ("16, rue Claire", "public"),
    ):
        OrganizationAddress.objects.create(organization=partner, street_address=street, visibility=visibility)

    found = {words: titles(words) for words in ("secrète", "cachée", "fermée", "claire")}

    assert found == {"secrète": [], "cachée": [], "fermée": [], "claire": ["Les amis du moulin"]}


@pytest.mark.parametrize("model", [Event, Decision, Organization])
def test_what_changed_without_a_word_is_not_shown_though_it_is_still_in_the_index(model: type) -> None:
    add_page(DirectoryPage, "Répertoire")
    EventFactory(title="Le bal du moulin")
    adopted(date(2026, 4, 14), title="Le bal du moulin")
    OrganizationFactory(name="Le bal du moulin", is_listed=True)
    hidden = {
        Event: {"status": EventStatus.DRAFT},
        Decision: {"is_closed_session": True},
        Organization: {"is_listed": False},
    }

    model.objects.update(**hidden[model])  # type: ignore[attr-defined]

    assert (len(titles("moulin")), SearchEntry.objects.filter(title="Le bal du moulin").count()) == (2, 3)


def test_words_leave_within_a_round_of_the_worker() -> None:
    shown = page("Ghyslain Quévillon-Fictif", "Un texte.")
    page("Autre chose", "Un texte.")
    shelve()
    shown.unpublish()
    waiting = SearchGone.objects.count()

    shelve()

    assert (waiting, SearchGone.objects.count()) == (1, 0)
    assert set(SearchWord.objects.values_list("word", "count")) == {
        ("autre", 1),
        ("chose", 1),
        ("un", 1),
        ("texte", 1),
    }
