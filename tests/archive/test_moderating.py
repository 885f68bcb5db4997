"""What is decided of a contribution: said to whoever gave it, done once, and undone as long as it may be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.archive.domain.agreements import withdraw_agreement
from cms.archive.domain.closing import restore, take_down
from cms.archive.domain.contributing import items_of, withdraw_contribution
from cms.archive.domain.forgetting_contributions import forget_contributions
from cms.archive.domain.moderating import (
    accept_contribution,
    ask_giver,
    read_again,
    refuse_contribution,
    tell_of_publications,
)
from cms.archive.enums import Kind
from cms.archive.errors import MemoryRefused
from cms.archive.models import Agreement, Contribution, Item, Master, Takedown, archive_storage
from cms.archive.tasks import tell_of_publications_task
from crm.accounts.models import User
from crm.partners.models import Council
from newsletters.models import ContributionLetter
from tests.archive.contributions import given
from tests.factories import PlaceFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def curator(council: Council) -> User:
    made: User = UserFactory()
    return made


def news() -> list[str]:
    return list(ContributionLetter.objects.values_list("news", flat=True))


def accepted(curator: User, files: int = 1, **said: str) -> tuple[Contribution, list[Item]]:
    contribution = given(files=files, **said)
    items = accept_contribution(contribution.pk, Kind.PHOTO, curator, NOW)
    contribution.refresh_from_db()
    return contribution, items


def test_accepting_makes_one_draft_with_the_words_the_files_and_the_agreement(
    curator: User, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    place = PlaceFactory(name="Avenue des Tailleurs")
    contribution = given(
        files=3,
        description="Au deuxième rang.",
        date_said="vers 1960",
        place_said="avenue des tailleurs",
        made_by="mon oncle",
        licence="cc-by-nc",
        wants_name=True,
    )
    kept = list(contribution.files.values_list("file", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        (item,) = accept_contribution(contribution.pk, Kind.PHOTO, curator, NOW)

    item = Item.objects.get(pk=item.pk)
    assert (item.title, item.description, item.date_said) == (
        "Ma classe devant l’école",
        "Au deuxième rang.",
        "vers 1960",
    )
    assert (item.live, item.copyright, item.donor, item.donor_is_public) == (False, "cc-by-nc", "Ondine", True)
    assert [(credit.role, credit.name) for credit in item.credits.all()] == [("creator", "mon oncle")]
    assert list(item.places.all()) == [place]
    assert [master.name for master in item.masters.all()] == ["photo0.jpg", "photo1.jpg", "photo2.jpg"]
    agreement = Agreement.objects.get()
    assert list(agreement.items.all()) == [item]
    assert (agreement.text, agreement.licence, agreement.channel) == (contribution.text, "cc-by-nc", "form")
    assert [archive_storage().exists(name) for name in kept] == [False] * 3
    assert all(archive_storage().exists(str(master.file)) for master in Master.objects.all())
    assert news() == ["received", "accepted"]


def test_accepting_may_make_one_draft_for_each_file(curator: User) -> None:
    contribution = given(files=2)

    items = accept_contribution(contribution.pk, Kind.POSTCARD, curator, NOW, item_each=True)

    assert [item.title for item in items] == ["Ma classe devant l’école (1)", "Ma classe devant l’école (2)"]
    assert [item.masters.count() for item in items] == [1, 1]
    assert set(Agreement.objects.get().items.all()) == set(items)


def test_a_date_is_read_and_one_that_means_nothing_is_a_note(curator: User) -> None:
    _known, (dated,) = accepted(curator, date_said="vers 1960")
    _unknown, (undated,) = accepted(curator, date_said="quand j’étais petite")

    assert (dated.date_edtf, dated.date_said) == ("1960~", "vers 1960")
    assert (undated.date_edtf, undated.date_said) == ("", "")
    assert undated.team_notes.endswith("quand j’étais petite")


def test_a_story_becomes_an_item_and_an_unknown_place_a_note(curator: User) -> None:
    contribution = given(files=0, description="Il neigeait.", place_said="derrière la tannerie")

    (item,) = accept_contribution(contribution.pk, Kind.STORY, curator, NOW)

    assert (item.masters.count(), item.kind) == (0, Kind.STORY)
    assert item.team_notes.endswith("derrière la tannerie")


@pytest.mark.parametrize("decide", ["accept", "refuse", "ask"])
def test_what_is_decided_is_not_decided_again(curator: User, decide: str) -> None:
    contribution, _items = accepted(curator)

    with pytest.raises(MemoryRefused):
        {
            "accept": lambda: accept_contribution(contribution.pk, Kind.PHOTO, curator, NOW),
            "refuse": lambda: refuse_contribution(contribution.pk, "Trop flou.", curator, NOW),
            "ask": lambda: ask_giver(contribution.pk, "Qui est-ce?", curator, NOW),
        }[decide]()

    assert Item.objects.count() == 1
    assert news() == ["received", "accepted"]


def test_a_question_may_be_asked_twice_and_each_leaves(curator: User) -> None:
    contribution = given()

    ask_giver(contribution.pk, "Qui est-ce?", curator, NOW)
    ask_giver(contribution.pk, "Et l’année?", curator, NOW + timedelta(minutes=1))

    contribution.refresh_from_db()
    assert contribution.state == "question"
    assert [message.words for message in contribution.messages.all()] == ["Qui est-ce?", "Et l’année?"]
    assert news() == ["received", "question", "question"]


def test_a_refusal_says_why_and_may_be_undone_until_it_is_destroyed(curator: User) -> None:
    contribution = given()
    with pytest.raises(MemoryRefused):
        refuse_contribution(contribution.pk, " ", curator, NOW)

    refuse_contribution(contribution.pk, "La photo est trop floue.", curator, NOW)
    assert news() == ["received", "refused"]

    read_again(contribution.pk, curator, NOW)
    read_again(contribution.pk, curator, NOW)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.reason) == ("received", "")
    assert forget_contributions(NOW + timedelta(days=60)) == 0


def test_publication_is_told_once_and_only_once_something_is_seen(curator: User) -> None:
    contribution, (item,) = accepted(curator)
    assert tell_of_publications(NOW) == 0

    item.save_revision(user=curator).publish()
    tell_of_publications_task()
    tell_of_publications_task()

    contribution.refresh_from_db()
    assert contribution.told_published_at is not None
    assert news() == ["received", "accepted", "published"]


def test_an_embargo_is_no_publication(curator: User) -> None:
    _contribution, (item,) = accepted(curator)
    item.embargo_until = timezone.localdate(NOW) + timedelta(days=2)
    item.save_revision(user=curator).publish()

    assert tell_of_publications(NOW) == 0
    assert tell_of_publications(NOW + timedelta(days=3)) == 1


def test_taking_it_back_closes_what_was_made_and_later_destroys_it(
    curator: User, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    contribution, (item,) = accepted(curator)
    item.save_revision(user=curator).publish()
    master = str(item.masters.get().file)

    withdraw_contribution(contribution.pk, NOW)

    assert not Item.objects.public().exists()
    contribution.refresh_from_db()
    assert (contribution.state, contribution.agreement.withdrawn_at) == ("withdrawn", NOW)
    assert archive_storage().exists(master)

    with django_capture_on_commit_callbacks(execute=True):
        forget_contributions(NOW + timedelta(days=30))
    assert not Item.objects.exists()
    assert not archive_storage().exists(master)
    # The proof that the person agreed, then took it back.
    assert Agreement.objects.get().withdrawn_at == NOW


def test_what_was_taken_down_before_it_was_taken_back_is_destroyed_as_promised(
    curator: User, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    contribution, (item,) = accepted(curator)
    master = str(item.masters.get().file)
    take_down(item, "Une voisine s’y reconnaît.", curator, NOW)
    withdraw_contribution(contribution.pk, NOW)

    with django_capture_on_commit_callbacks(execute=True):
        forget_contributions(NOW + timedelta(days=30))

    assert not Item.objects.exists()
    assert not archive_storage().exists(master)
    takedown = Takedown.objects.get()
    assert (takedown.reason, takedown.destroyed_by) == ("Une voisine s’y reconnaît.", None)
    assert takedown.destroyed_at == NOW + timedelta(days=30)


def test_what_stands_under_a_new_agreement_is_not_destroyed_with_the_former_one(curator: User) -> None:
    contribution, (item,) = accepted(curator)
    withdraw_contribution(contribution.pk, NOW)
    contribution.agreement.items.remove(item)
    restore(Takedown.objects.get(), curator, NOW)
    take_down(item, "On vérifie une date.", curator, NOW)

    forget_contributions(NOW + timedelta(days=30))

    assert Item.objects.get() == item


def test_an_agreement_that_ends_by_its_own_link_ends_the_contribution_too_and_says_so(curator: User) -> None:
    contribution, items = accepted(curator)

    withdraw_agreement(Agreement.objects.get(), NOW)
    withdraw_agreement(Agreement.objects.get(), NOW + timedelta(minutes=1))
    withdraw_contribution(contribution.pk, NOW + timedelta(minutes=2))

    contribution.refresh_from_db()
    assert (contribution.state, contribution.changed_at) == ("withdrawn", NOW)
    assert items_of(contribution) == items
    assert news() == ["received", "accepted", "withdrawn"]


def test_who_takes_it_back_is_told_once(curator: User) -> None:
    contribution, _items = accepted(curator)

    withdraw_contribution(contribution.pk, NOW)

    assert news() == ["received", "accepted", "withdrawn"]


def test_what_was_taken_back_before_anyone_decided_may_be_read_again(curator: User) -> None:
    contribution = given()
    withdraw_contribution(contribution.pk, NOW)

    read_again(contribution.pk, curator, NOW)
    read_again(contribution.pk, curator, NOW)

    contribution.refresh_from_db()
    assert contribution.state == "received"
    assert forget_contributions(NOW + timedelta(days=60)) == 0
    assert len(accept_contribution(contribution.pk, Kind.PHOTO, curator, NOW)) == 1


def test_what_was_accepted_then_taken_back_needs_a_new_agreement(curator: User) -> None:
    contribution, _items = accepted(curator)
    withdraw_contribution(contribution.pk, NOW)

    read_again(contribution.pk, curator, NOW)

    contribution.refresh_from_db()
    assert (contribution.state, contribution.may_be_read_again) == ("withdrawn", False)


def test_another_gift_is_untouched(curator: User) -> None:
    contribution, (item,) = accepted(curator)
    _other, (kept,) = accepted(curator, title="Une autre")
    for one in (item, kept):
        one.save_revision(user=curator).publish()

    withdraw_contribution(contribution.pk, NOW)
    forget_contributions(NOW + timedelta(days=30))

    assert list(Item.objects.public()) == [kept]
