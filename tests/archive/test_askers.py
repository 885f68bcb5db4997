"""Who asked that an item be taken down is in their file, leaves it with them, and is forgotten in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.domain.askers import forget_askers
from cms.archive.domain.closing import restore, take_down, tombstone_of
from cms.archive.domain.namesakes import possible_of
from cms.archive.domain.personal_traces import erase_traces, lines_of
from cms.archive.models import Takedown
from cms.archive.tasks import forget_contributions_task
from crm.accounts.policy import Role
from crm.partners.domain.personal_files import erase_person, plan_erasure
from crm.partners.models import Council, Person, PersonContact
from tests.events.moments import at
from tests.factories import ItemFactory, PersonFactory, SignedInClient, UserFactory, someone_of
from tests.partners.admin_pages import read, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = timezone.now()
REASON = "Une personne montrée ne veut plus l’être."


def ondine() -> Person:
    person: Person = PersonFactory(given_name="Ondine", family_name="Fictive")
    PersonContact.objects.create(person=person, value="Ondine@Example.org")
    PersonContact.objects.create(person=person, kind="voice", value="418 555-0100")
    return person


def taken(asked_by: str) -> Takedown:
    return take_down(ItemFactory(title="Le bal"), REASON, None, NOW, asked_by=asked_by)


@pytest.mark.parametrize(
    "asked_by",
    [
        "Ondine Fictive",
        "ondine FICTIVE, par téléphone",
        "Ondine Fictive (sa nièce est venue)",
        "par courriel : ondine@example.org.",
        "Madame Fictive, née Tanguay, ONDINE@example.org",
        "Madame Ondine Fictive, (418) 555-0100",
    ],
)
def test_who_asked_is_in_their_file_and_leaves_it_but_the_reason_stays(asked_by: str) -> None:
    person, takedown = ondine(), taken(asked_by)
    (line,) = lines_of(person)
    assert (line.label.endswith(f"{takedown.number}. Le bal"), line.value) == (True, f"{asked_by}. {REASON}")
    assert list(possible_of(person)) == []
    assert plan_erasure(person).goes_above == (
        "Le nom de qui a demandé le retrait d’une pièce; la raison du retrait reste.",
    )

    assert erase_person(person, NOW).erased_above == 1

    takedown.refresh_from_db()
    assert (takedown.asked_by, takedown.reason, takedown.title) == ("", REASON, "Le bal")
    assert tombstone_of(takedown.number) == takedown
    assert takedown.item is not None


@pytest.mark.parametrize(
    "asked_by",
    [
        "Ondine Fictive, autre@example.org",
        "Ondine Fictive, 418 555-0199",
        "Basile Fictif, le frère d’une autre, pour Ondine Fictive",
        "418-555-0100, un message sans nom",
    ],
)
def test_what_may_be_of_another_is_listed_to_be_made_sure_of_and_left_alone(asked_by: str) -> None:
    person, takedown = ondine(), taken(asked_by)

    assert list(lines_of(person)) == []
    assert [(one.key, one.line.value) for one in possible_of(person)] == [
        (f"takedown-{takedown.pk}", f"{asked_by}. {REASON}")
    ]
    assert erase_traces(person, NOW) == 0
    takedown.refresh_from_db()
    assert takedown.asked_by == asked_by


@pytest.mark.parametrize(
    "asked_by", ["Ondine Fictivet", "Une voisine, par courriel", "autre@example.org", "Basile Fictif, 418 555-0199"]
)
def test_what_another_asked_is_not_in_the_file(asked_by: str) -> None:
    person = ondine()
    taken(asked_by)

    assert [*lines_of(person), *possible_of(person)] == []


def test_two_of_one_address_have_each_their_own() -> None:
    person = ondine()
    other = PersonFactory(given_name="Basile", family_name="Fictif")
    PersonContact.objects.create(person=other, value="ondine@example.org")
    theirs, his = taken("Ondine Fictive, ondine@example.org"), taken("Basile Fictif, ondine@example.org")

    assert [line.value for line in lines_of(person)] == [f"{theirs.asked_by}. {REASON}"]
    assert [line.value for line in lines_of(other)] == [f"{his.asked_by}. {REASON}"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_long_journal_asks_no_more(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = ondine()
    for _turn in range(number):
        taken("Ondine Fictive")
        taken("Ondine Fictive, autre@example.org")
    person = Person.objects.get(pk=person.pk)

    with django_assert_num_queries(8):
        assert len(list(lines_of(person))) == number
    with django_assert_num_queries(12):
        assert len(list(possible_of(person))) == number


@pytest.mark.parametrize(
    ("years", "day", "kept"), [(2, "2028-11-26", True), (2, "2028-11-27", False), (3, "2028-11-27", True)]
)
def test_who_asked_is_forgotten_after_the_years_of_a_request(years: int, day: str, kept: bool) -> None:
    Council.objects.update(requests_named_for_years=years)
    standing = take_down(ItemFactory(), REASON, None, at("2026-11-26 23:30"), asked_by="Ondine Fictive")
    opened = take_down(ItemFactory(), REASON, None, at("2026-11-26 00:30"), asked_by="Ondine Fictive")
    restore(opened, UserFactory(), at("2028-11-01 12:00"))
    nameless = take_down(ItemFactory(), REASON, None, at("2020-01-01 12:00"))

    forgotten = [forget_askers(at(f"{day} 03:00")) for _turn in range(2)]

    assert forgotten == [0 if kept else 2, 0]
    told = {one.pk: (one.asked_by, one.reason) for one in Takedown.objects.all()}
    asked = "Ondine Fictive" if kept else ""
    assert told == {standing.pk: (asked, REASON), opened.pk: (asked, REASON), nameless.pk: ("", REASON)}
    assert tombstone_of(standing.number) == standing


def test_the_task_of_the_night_forgets_them_and_twice_finds_nothing() -> None:
    take_down(ItemFactory(), REASON, None, NOW - timedelta(days=3 * 366), asked_by="Ondine Fictive")
    recent = taken("Ondine Fictive")

    forget_contributions_task()
    forget_contributions_task()

    assert list(Takedown.objects.exclude(asked_by="")) == [recent]


def test_the_team_forgets_who_asked_from_the_journal(client: SignedInClient) -> None:
    named, nameless = taken("Ondine Fictive, autre@example.org"), taken("")
    screen = f"/admin/retraits/{named.pk}/oublier/"
    client.force_login(someone_of(Role.READING))
    assert client.post(screen).status_code == 302
    assert Takedown.objects.filter(asked_by="").get() == nameless
    client.force_login(someone_of(Role.ARCHIVES))
    journal = client.get("/admin/retraits/").content.decode()
    assert (screen in journal, f"/admin/retraits/{nameless.pk}/oublier/" in journal) == (True, False)
    assert "Le retrait et sa raison restent tels quels" in text(read(client, screen))
    assert Takedown.objects.exclude(asked_by="").get() == named

    client.post(screen)

    named.refresh_from_db()
    assert (named.asked_by, named.reason, named.restored_at) == ("", REASON, None)
    assert screen not in client.get("/admin/retraits/").content.decode()
