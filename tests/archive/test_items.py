"""What an item keeps, and who may see it."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Workflow

from cms.archive.domain.copyrights import STATEMENTS, Copyright, code_of
from cms.archive.domain.numbering import next_number, number_item
from cms.archive.enums import Basis, Level
from cms.archive.models import Credit, Fonds, Item
from cms.archive.models.reviewing import NAME
from crm.accounts.policy import Role
from tests.archive.described import item_dated
from tests.factories import FondsFactory, ItemFactory, UserFactory, someone_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


def test_a_number_is_given_once_and_never_again():
    first = number_item(Item(title="Une porte"))
    second = number_item(Item(title="Une cour"))
    number = second.number
    second.delete()

    assert (first.number, number_item(first).number) == (first.number, first.number)
    assert next_number() == number + 1


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        ({}, True),
        ({"live": False}, False),
        ({"embargo_until": TODAY}, True),
        ({"embargo_until": date(2026, 11, 27)}, False),
        ({"closed_for": Basis.TAKEN_DOWN}, False),
        ({"closed_for": Basis.CONSENT_WITHDRAWN}, False),
    ],
)
def test_the_public_sees_what_is_published_and_closed_by_nothing(facts, seen):
    item = ItemFactory(**facts)

    assert Item.objects.public(on=TODAY).filter(pk=item.pk).exists() is seen
    assert item.is_open(TODAY) is seen


@pytest.mark.parametrize(
    ("ordering", "found"),
    [
        ("known_from", ["1935", "avant 1940", "1945", "depuis 1950", "s.d."]),
        ("-known_from", ["s.d.", "depuis 1950", "1945", "avant 1940", "1935"]),
    ],
)
def test_the_team_puts_what_is_open_on_a_side_in_order_by_the_other(client, ordering, found):
    for said in ("s.d.", "depuis 1950", "1945", "avant 1940", "1935"):
        item_dated(said)
    client.force_login(someone_of(Role.ARCHIVES))

    page = BeautifulSoup(client.get(reverse("archive_items:list"), {"ordering": ordering}).content, "html.parser")

    assert [line.get_text(strip=True) for line in page.select("td.title .title-wrapper a")] == found


def test_publishing_an_old_draft_takes_back_neither_the_number_nor_the_closing():
    item = ItemFactory(title="Avant")
    item.title = "Après"
    revision = item.save_revision(user=UserFactory())
    Item.objects.filter(pk=item.pk).update(closed_for=Basis.TAKEN_DOWN)

    revision.publish()

    item.refresh_from_db()
    assert (item.title, item.closed_for) == ("Après", Basis.TAKEN_DOWN)
    assert item.number


def test_an_address_with_former_words_leads_to_that_of_today(client, council):
    item = ItemFactory(title="L’école du rang")
    former = item.get_absolute_url()
    Item.objects.filter(pk=item.pk).update(title="L’école Sainte-Fictive")

    answer = client.get(former)

    assert answer.status_code == 301
    assert answer["Location"] == f"/memoire/{item.number}/l-ecole-sainte-fictive/"
    assert client.get(f"/memoire/{item.number}/")["Location"] == answer["Location"]


@pytest.mark.parametrize("rest", ["", "former/", "former/gros-caracteres/"])
def test_it_leads_there_with_what_was_asked_and_is_asked_again_each_time(client, council, rest):
    item = ItemFactory()
    today = item.get_absolute_url() + ("gros-caracteres/" if "gros" in rest else "")

    answer = client.get(f"/memoire/{item.number}/{rest}?t=12&piste=2&q=%C3%A9glise")

    assert (answer.status_code, answer["Cache-Control"]) == (301, "no-cache")
    assert answer["Location"] == f"{today}?t=12&piste=2&q=%C3%A9glise"


def test_a_draft_has_no_address(client, council):
    item = ItemFactory(live=False)

    assert client.get(item.get_absolute_url()).status_code == 404
    assert client.get(f"/memoire/{item.number}/").status_code == 404


@pytest.mark.parametrize(
    ("level", "of", "fits"),
    [
        (Level.FONDS, None, True),
        (Level.SERIES, None, False),
        (Level.SERIES, Level.FONDS, True),
        (Level.FILE, Level.FONDS, True),
        (Level.FONDS, Level.FONDS, False),
        (Level.SERIES, Level.SERIES, False),
    ],
)
def test_a_collection_stands_under_something_wider(level, of, fits):
    parent = FondsFactory(level=of) if of else None
    collection = Fonds(title="Vues aériennes", level=level, parent=parent)

    if fits:
        collection.full_clean()
    else:
        with pytest.raises(ValidationError):
            collection.full_clean()


@pytest.mark.parametrize(
    ("level", "under", "fits"),
    [
        (Level.FONDS, None, True),
        (Level.SERIES, "other", False),  # as narrow as its part
        (Level.FILE, "other", False),
        (Level.FILE, "part", False),  # a circle
    ],
)
def test_a_collection_stays_wider_than_its_parts(level, under, fits):
    collection = FondsFactory()
    part = FondsFactory(title="Portraits", level=Level.SERIES, parent=collection)
    collection.level = level
    collection.parent = {None: None, "other": FondsFactory(), "part": part}[under]

    if fits:
        collection.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        collection.full_clean()

    assert refused.value.message_dict == {
        "level": ["«\u00a0Portraits\u00a0» en fait partie\u00a0: choisissez un niveau plus large que le sien."]
    }


def test_every_copyright_has_one_sentence_and_one_address():
    assert set(STATEMENTS) == set(Copyright)
    assert len({statement.uri for statement in STATEMENTS.values()}) == len(Copyright)
    for code, statement in STATEMENTS.items():
        assert code_of(statement.uri.replace("https", "http").removesuffix("deed.fr").rstrip("/")) == code
    assert code_of("https://ailleurs.example/") == ""


def test_every_copyright_is_named_and_told_in_french_in_one_sentence_of_its_own():
    names = {code: str(code.label) for code in Copyright}
    sentences = {code: str(STATEMENTS[code].sentence) for code in Copyright}
    with override("en"):
        english = {str(code.label) for code in Copyright} | {str(one.sentence) for one in STATEMENTS.values()}

    assert english.isdisjoint({*names.values(), *sentences.values()})
    for words in (names, sentences):
        assert len({said.strip().lower() for said in words.values()}) == len(Copyright)
        assert all(said.strip() for said in words.values())
    assert [said for said in sentences.values() if not said.endswith(".") or not said[0].isupper()] == []


def test_a_second_person_reads_a_draft_and_publishes_it(client, council):
    item = ItemFactory(live=False, title="La forge")
    said = {
        "title": "La forge",
        "kind": "photo",
        "date_said": "",
        "description": "",
        "copyright": "",
        **{f"credits-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")},
    }
    client.force_login(someone_of(Role.COMMUNICATIONS))
    client.post(f"/admin/memoire/edit/{item.pk}/", {**said, "action-submit": "1"})
    state = item.current_workflow_state
    assert state is not None
    waiting = state.current_task_state

    client.post(f"/admin/memoire/workflow/action/{item.pk}/approve/{waiting.pk}/")
    item.refresh_from_db()
    assert not item.live  # who asked does not answer
    client.force_login(someone_of(Role.ARCHIVES))
    client.post(f"/admin/memoire/workflow/action/{item.pk}/approve/{waiting.pk}/")

    item.refresh_from_db()
    assert item.live
    assert Workflow.objects.filter(name=NAME).count() == 1


def test_the_form_has_a_term_under_every_field_of_the_description(client, council):
    item = ItemFactory()
    Credit.objects.create(item=item, name="Studio Fictif")
    client.force_login(someone_of(Role.ARCHIVES))

    page = BeautifulSoup(client.get(reverse("archive_items:edit", args=[item.pk])).content, "html.parser")

    helps = {one["id"].removesuffix("-helptext").rpartition("-")[2]: one for one in page.select("[id$=-helptext]")}
    under = {name: [term.get_text() for term in one.select("code.term")] for name, one in helps.items()}
    assert {name: terms for name, terms in under.items() if terms} == {
        "title": ["dcterms:title"],
        "kind": ["dcterms:type"],
        "date_said": ["dcterms:created"],
        "description": ["dcterms:description"],
        "copyright": ["dcterms:rights"],
        "role": ["dcterms:creator", "dcterms:contributor", "dcterms:subject", "dcterms:publisher"],
        "subjects": ["dcterms:subject"],
        "places": ["dcterms:spatial"],
        "transcription": ["dcterms:description"],
        "language": ["dcterms:language"],
        "collection": ["dcterms:isPartOf"],
        "reference": ["dcterms:identifier"],
        "source": ["dcterms:source"],
        "original": ["dcterms:medium"],
        "original_kept_at": ["schema:itemLocation"],
        "donor": ["dcterms:provenance"],
        "provenance": ["dcterms:provenance"],
        "rights_holder": ["dcterms:rightsHolder"],
        "embargo_until": ["dcterms:available"],
        "embargo_reason": ["dcterms:accessRights"],
    }
    columns = {column.name for column in Item._meta.get_fields()}
    asked = {field["name"] for field in page.select("form [name]")} & columns
    assert {name for name in asked if not under.get(name)} == {"donor_is_public", "team_notes"}
