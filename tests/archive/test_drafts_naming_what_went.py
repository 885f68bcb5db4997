"""A draft that names what was deleted since is opened, published and described all the same, and its loss is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db.models import Model
from django.urls import reverse

from cms.archive.domain.descriptions.bringing import (
    describe_selection,
    plan_descriptions,
    prepare_descriptions,
    start_descriptions,
    undo_descriptions,
    write_some,
)
from cms.archive.domain.descriptions.values import latest_words
from cms.archive.models import Credit, Item
from crm.accounts.policy import Role
from crm.partners.enums import ImportState, LineOutcome
from tests.factories import FondsFactory, ItemFactory, PlaceFactory, TermFactory, someone_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)
GONE = 987_654
TOLD = "Le brouillon nommait ce qui a été supprimé depuis"


def naming_what_went(**content: object) -> Item:
    """On the site; its draft names a collection, a place, a subject and a person of which nothing is left.

    It is written by hand: what deletes them today takes them out of drafts.
    """
    item: Item = ItemFactory(title="Le parvis")
    item.title = "Le parvis de l’église"
    item.save_revision()
    revision = Item.objects.get(pk=item.pk).latest_revision
    nobody = {"pk": None, "item": item.pk, "sort_order": 0, "role": "shown", "name": "", "detail": "", "person": GONE}
    lost = {"collection": GONE, "places": [GONE], "subjects": [GONE], "credits": [{**nobody, "organization": None}]}
    revision.content |= {**lost, "created_by": GONE, **content}
    revision.save(update_fields=["content"])
    return Item.objects.get(pk=item.pk)


def said_in(page: object) -> str:
    return page.content.decode().replace("\xa0", " ")  # type: ignore[attr-defined]


def kept(*things: Model) -> list[int]:
    return [thing.pk for thing in things]


def test_the_draft_is_read_without_what_is_gone():
    place, term, fonds = PlaceFactory(), TermFactory(), FondsFactory()
    bare = naming_what_went(places=[GONE, *kept(place)], subjects=[*kept(term), GONE])
    whole = naming_what_went(collection=fonds.pk, places=kept(place), subjects=kept(term), credits=[])

    draft, other = latest_words(bare), latest_words(whole)

    assert (draft.title, draft.collection_id, list(draft.credits.all())) == ("Le parvis de l’église", None, [])
    assert (list(draft.places.all()), list(draft.subjects.all())) == ([place], [term])
    assert draft.lost == ("collection", "credits", "subjects", "places")
    assert (other.collection, other.lost) == (fonds, ())


def test_a_credit_that_prints_a_name_keeps_it_without_its_record():
    named = {"pk": None, "sort_order": 0, "role": "shown", "name": "Un voisin", "detail": "", "organization": None}
    item = naming_what_went(collection=None, places=[], subjects=[], credits=[{**named, "person": GONE}])

    draft = latest_words(item)

    assert [(one.name, one.person_id) for one in draft.credits.all()] == [("Un voisin", None)]
    assert draft.lost == ()


def test_its_form_opens_says_what_is_left_empty_and_is_saved(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item = naming_what_went()
    address = reverse("archive_items:edit", args=[item.pk])

    page = said_in(client.get(address))

    assert (
        f"{TOLD} : sa collection, une personne ou un organisme, un sujet, un lieu. Rien n’est mis à la place." in page
    )
    latest_words(item).save_revision()
    assert TOLD not in said_in(client.get(address))


def test_a_form_that_lost_nothing_says_nothing(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item = ItemFactory(collection=FondsFactory())
    item.save_revision()

    assert TOLD not in said_in(client.get(reverse("archive_items:edit", args=[item.pk])))


@pytest.mark.parametrize("screen", ["history", "usage", "transcripts"])
def test_its_other_screens_open(client, council, screen):
    client.force_login(someone_of(Role.ARCHIVES))
    item = naming_what_went()

    assert client.get(reverse(f"archive_items:{screen}", args=[item.pk])).status_code == 200


def test_an_older_version_can_be_compared_and_taken_up_again(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item = naming_what_went()
    old = item.latest_revision
    latest_words(item).save_revision()

    revert = client.get(reverse("archive_items:revisions_revert", args=[item.pk, old.pk]))
    compare = client.get(reverse("archive_items:revisions_compare", args=[item.pk, old.pk, "latest"]))

    assert (revert.status_code, compare.status_code) == (200, 200)
    assert TOLD in said_in(revert)


def test_the_fast_form_opens_and_tells_it(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item = naming_what_went()

    assert TOLD in said_in(client.get(reverse("to_describe:item", args=[item.pk])))


def test_it_is_published_and_the_site_says_it_without_what_is_gone():
    item = naming_what_went()

    item.latest_revision.publish()

    item.refresh_from_db()
    assert (item.title, item.collection, Credit.objects.count()) == ("Le parvis de l’église", None, 0)


def test_published_with_others_what_it_lost_is_told_on_its_line(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item, whole = naming_what_went(), ItemFactory(live=False)
    address = reverse("wagtail_bulk_action", args=["archive", "item", "publish"])

    page = client.post(f"{address}?id={item.pk}&id={whole.pk}&next={reverse('archive_items:list')}", follow=True)

    assert said_in(page).count("Le brouillon nommait ce qui a été supprimé depuis") == 1
    assert list(Item.objects.filter(live=True, has_unpublished_changes=False)) == [whole, item]
    assert "nommait" not in said_in(
        client.post(f"{address}?id={whole.pk}&next={reverse('archive_items:list')}", follow=True)
    )


def test_a_spreadsheet_describes_it_and_is_undone():
    item = naming_what_went()
    batch = prepare_descriptions(
        "titres.csv", f"Numéro;Source\r\n{item.number};Bulletin\r\n".encode(), by=None, now=NOW
    )
    plan_descriptions(batch, batch.mapping)
    start_descriptions(batch)

    write_some(batch.pk, now=NOW)

    assert batch.lines.get().outcome == LineOutcome.UPDATE
    assert latest_words(Item.objects.get(pk=item.pk)).source == "Bulletin"
    batch.refresh_from_db()
    undo_descriptions(batch, now=NOW)
    assert latest_words(Item.objects.get(pk=item.pk)).source == ""


def test_the_same_values_are_given_to_it():
    item = naming_what_went()

    batch = describe_selection([item], {"rights_holder": "La ville"}, by=None, now=NOW, name="1 pièce")
    write_some(batch.pk, now=NOW)

    batch.refresh_from_db()
    assert batch.state == ImportState.IMPORTED
    assert latest_words(Item.objects.get(pk=item.pk)).rights_holder == "La ville"
