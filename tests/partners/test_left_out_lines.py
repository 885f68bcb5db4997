"""Any line of a list can be left out and taken back before anything is written; the others do what they said."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.accounts.policy import Role
from crm.partners.domain.imports import carrying
from crm.partners.domain.imports.batches import decide, left_out, settle_lines
from crm.partners.domain.imports.undoing import undo_import
from crm.partners.enums import ImportState, LineDecision
from crm.partners.models import Organization, PartnerImport, Person, PersonContact
from crm.partners.views import lists
from tests.factories import PersonFactory, someone_of
from tests.partners.admin_pages import read, text
from tests.partners.test_partner_imports import NOW, carried, csv_list, ground, outcomes, prepared

LISTS = "/admin/partenaires/listes/"
TAKE, LEAVE, SAME, NEW = LineDecision.TAKE, LineDecision.LEAVE, LineDecision.SAME, LineDecision.NEW


def leave(batch: PartnerImport, *numbers: int) -> None:
    decide(batch, dict.fromkeys(numbers, LEAVE))
    settle_lines(batch)


def people() -> list[str]:
    return sorted(person.name for person in Person.objects.all())


@pytest.mark.django_db
def test_each_line_may_be_left_out_and_taken_back() -> None:
    PersonContact.objects.create(person=PersonFactory(given_name="Bo", family_name="Deux"), value="bo@example.org")
    PersonFactory(given_name="Cy", family_name="Trois")
    raw = csv_list("Ana;Un", "Bo;Deux;;;bo@example.org;418 555-0101", "Cy;Trois;;;cy@example.org", "Di;Quatre")
    batch = prepared(raw)
    assert outcomes(batch) == ["new", "update", "doubtful", "new"]
    assert [line.number for line in left_out(batch)] == [4]

    decide(batch, {2: LEAVE, 3: LEAVE, 4: SAME, 5: LEAVE})
    assert [line.number for line in left_out(batch)] == [2, 3, 5]
    decide(batch, {4: LEAVE, 5: TAKE})
    before = ground()
    carried(batch)

    assert people() == ["Bo Deux", "Cy Trois", "Di Quatre"]
    assert PersonContact.objects.count() == 1
    undo_import(batch, now=NOW)
    assert ground() == before


@pytest.mark.django_db
def test_what_a_line_may_not_be_is_not_decided() -> None:
    batch = prepared(csv_list("Ana;Un", "Ana;Un", "Ed;Cinq;;;pas un courriel"))
    assert outcomes(batch) == ["new", "known", "refused"]

    assert decide(batch, {2: SAME, 3: LEAVE, 4: LEAVE}) is False
    assert decide(batch, {4: NEW}) is False
    assert left_out(batch).count() == 0


@pytest.mark.django_db
def test_who_leans_on_a_line_left_out_makes_the_record_once_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "A_HANDFUL", 1)
    batch = prepared(
        csv_list("Ana;Un;Comité des Tailleurs", "Bo;Deux;comité des tailleurs", "Cy;Trois;Comite  Tailleurs")
    )

    leave(batch, 2)
    carried(batch)

    committee = Organization.objects.get()
    assert (committee.name, committee.memberships.count(), people()) == (
        "comité des tailleurs",
        2,
        ["Bo Deux", "Cy Trois"],
    )


@pytest.mark.django_db
def test_what_was_a_repetition_is_new_once_its_first_line_is_left_out_and_again_when_taken_back() -> None:
    batch = prepared(csv_list("Ana;Un;TCR;;ana@example.org", "Ana;Un;TCR;;ana@example.org", "Ana;Un;;;;418 555-0101"))
    assert outcomes(batch) == ["new", "known", "update"]

    leave(batch, 2)
    assert outcomes(batch) == ["new", "new", "update"]
    leave(batch, 3)
    assert outcomes(batch) == ["new", "new", "new"]
    decide(batch, {2: TAKE})
    assert (settle_lines(batch), outcomes(batch)) == (2, ["new", "known", "update"])
    leave(batch, 2)
    carried(batch)

    (details,) = (list(person.contact_details.values_list("value", flat=True)) for person in Person.objects.all())
    assert details == ["418 555-0101"]


@pytest.mark.django_db
def test_a_doubt_about_a_line_left_out_is_answered_by_the_line_itself() -> None:
    batch = prepared(csv_list("Anna;Un;;;anna@example.org", "Ana;Un;;;ana@example.org", "Ana;Un;;;;418 555-0101"))
    assert outcomes(batch) == ["new", "doubtful", "doubtful"]

    decide(batch, {2: LEAVE, 3: SAME, 4: SAME})
    settle_lines(batch)
    carried(batch)

    assert people() == ["Ana Un"]
    assert PersonContact.objects.count() == 2


NAMES = st.sampled_from(["Ana;Undine", "Basile;Deuxrives", "Cyprienne;Troisponts", ";"])
PLACES = st.sampled_from(["Comité des Tailleurs", "Maison du Ruisseau", ""])
LINES = st.lists(
    st.tuples(NAMES, PLACES, st.booleans(), st.booleans(), st.booleans()).filter(lambda one: one[:2] != (";", "")),
    min_size=1,
    max_size=7,
)


def as_line(name: str, place: str, has_email: bool, has_phone: bool) -> str:
    who = (name.replace(";", "") or place.replace(" ", "")).casefold().encode("ascii", "ignore").decode()
    phone = f"418 555-{sum(map(ord, who)) % 10_000:04d}" if has_phone else ""
    return f"{name};{place};;{f'{who}@example.org' if has_email else ''};{phone}"


def brought() -> Any:
    """What the lists brought, in words, whatever its numbers."""
    return [
        sorted(
            (
                str(one),
                sorted(one.contact_details.values_list("value", flat=True)),
                sorted(
                    str(place) for place in one.memberships.values_list("organization__name", "person__family_name")
                ),
            )
            for one in model.objects.all()
        )
        for model in (Person, Organization)
    ]


class AnyLinesLeftOutTest(TestCase):
    """Whatever is left out, the list writes what it would write had those lines never been in it."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(LINES)
    def test_a_list_without_some_lines_is_as_a_list_that_never_had_them(self, lines: Any) -> None:
        texts = [as_line(*one[:4]) for one in lines]
        left = {number for number, one in enumerate(lines, start=2) if one[4]}
        kept = [line for number, line in enumerate(texts, start=2) if number not in left]
        expected: Any = [[], []]
        if kept:
            alone = carried(prepared(csv_list(*kept)))
            expected = brought()
            undo_import(alone, now=NOW)
        batch = prepared(csv_list(*texts))

        decide(batch, dict.fromkeys(left, LEAVE))
        while settle_lines(batch):
            decide(batch, dict.fromkeys(left, LEAVE))
        carried(batch)

        assert brought() == expected


@pytest.fixture
def batch(client: Client, db: None) -> PartnerImport:
    client.force_login(someone_of(Role.BOARD))
    raw = csv_list("Ana;Un;TCR;;ana@example.org", "Ana;Un;TCR;;ana@example.org", "Bo;Deux", "Ed;Cinq;;;non")
    client.post(LISTS, {"file": SimpleUploadedFile("liste.csv", raw)})
    batch = PartnerImport.objects.get()
    client.post(f"{LISTS}{batch.pk}/colonnes/", batch.mapping)
    return batch


def boxes(page: Any) -> dict[str, bool]:
    return {box["name"]: box.has_attr("checked") for box in page.select("input[type=checkbox]")}


def test_the_preview_lets_one_leave_out_a_line_and_says_how_many(client: Client, batch: PartnerImport) -> None:
    address = f"{LISTS}{batch.pk}/"
    page = read(client, address)
    assert boxes(page) == {"line-2": False, "line-4": False}
    assert "2 lignes seront écrites." in text(page)
    assert "laissée de côté" not in text(page.select_one(".tidy__lines"))

    client.post(address, {"act": "decide", "line-2": ["take", "leave"], "line-4": ["take", "leave"]})
    page = read(client, address)
    assert boxes(page) == {"line-2": True, "line-3": False, "line-4": True}
    assert "1 ligne sera écrite. 2 lignes sont laissées de côté." in text(page)
    assert "personne de la ligne 2, laissée de côté" in text(page)
    assert [text(row.td) for row in read(client, f"{address}?outcome=left").select(".tidy__lines tbody tr")] == [
        "2",
        "4",
    ]

    client.post(address, {"act": "import", "line-2": ["take"], "line-4": ["take", "leave"]})
    assert client.get(address).context["batch"].state == ImportState.PREPARED
    client.post(address, {"act": "import", "line-4": ["take", "leave"]})
    page = read(client, address)
    assert (people(), client.get(address).context["batch"].state) == (["Ana Un"], ImportState.IMPORTED)
    assert "1 ligne a été laissée de côté." in text(page)
    assert [text(row.select("td")[4]) for row in page.select(".tidy__lines tbody tr")][2] == "laissée de côté"


def test_what_another_decision_turns_into_something_else_is_seen_before_it_is_written(
    client: Client, batch: PartnerImport
) -> None:
    address = f"{LISTS}{batch.pk}/"

    answer = client.post(address, {"act": "import", "line-2": "leave"}, follow=True)

    assert "1 autre ligne fait maintenant autre chose" in text(read(client, address)) + answer.content.decode()
    assert (Person.objects.count(), answer.context["batch"].state) == (0, ImportState.PREPARED)
    client.post(address, {"act": "import", "line-2": "leave", "line-3": "take"})
    assert people() == ["Ana Un", "Bo Deux"]


def test_turning_the_page_keeps_what_is_chosen_on_it(
    client: Client, batch: PartnerImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LINES_A_PAGE", 2)
    address = f"{LISTS}{batch.pk}/"
    ways = read(client, address).select("button[value=turn]")
    assert [way["formaction"] for way in ways if "p=" in way["formaction"]] == ["?p=2"]

    answer = client.post(f"{address}?outcome=new&p=2&ask=forget", {"act": "turn", "line-2": ["take", "leave"]})

    assert answer["Location"] == f"{address}?outcome=new&p=2"
    assert [line.number for line in left_out(batch)] == [2]
    client.post(address, {"act": "turn", "line-2": "take"})
    assert left_out(batch).count() == 0
