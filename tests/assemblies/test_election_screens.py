"""The screens of an election: from the seats to the officers, at the door, and who may open them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.assemblies.domain.elections import open_election, record_count
from crm.assemblies.domain.proclaiming import proclaim_results
from crm.assemblies.enums import CandidacyState, ElectionState
from crm.assemblies.models import Candidacy, Election, Elector
from crm.partners.models import Membership
from tests.factories.assemblies import AssemblyFactory
from tests.factories.elections import DAY, MAN, NOW, WOMAN, annual_election, seat, sits, stands, voters
from tests.factories.users import someone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client: Client) -> User:
    return sign_in(client, Role.SECRETARIAT)


def sign_in(client: Client, role: Role) -> User:
    user = someone_of(role)
    client.force_login(user)
    return user


def url(name: str, election: Election, *more: int) -> str:
    return reverse(f"assembly:{name}", args=[election.assembly_id, *more])


def page_of(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(node: object) -> str:
    return " ".join(node.get_text(" ").split())  # type: ignore[attr-defined]


def said(client: Client, address: str, written: dict[str, object] | None = None) -> list[str]:
    """What is said after a press."""
    response = client.post(address, written or {}, follow=True)
    assert response.status_code == 200
    return [str(message).replace("\u00a0", " ").strip() for message in response.context["messages"]]


def test_page_of_an_annual_assembly_leads_to_its_election(client: Client, secretary: User) -> None:
    seat()
    election = annual_election()
    assembly = election.assembly
    election.delete()
    inspect, prepare = reverse("assembly:inspect", args=[assembly.pk]), url("prepare_election", election)
    form = page_of(client, inspect).select_one(f"#election form[action='{prepare}']")
    assert words(form) == "Préparer l’élection"
    assert form.select_one("input[name='csrfmiddlewaretoken'][value]") is not None

    client.post(prepare)
    client.post(prepare)

    made = Election.objects.get()
    link = page_of(client, inspect).select_one(f"#election a[href='{url('election', made)}']")
    assert words(link) == "Aller à l’élection"


def test_a_board_meeting_elects_nobody(client: Client, secretary: User) -> None:
    assembly = AssemblyFactory()

    page = page_of(client, reverse("assembly:inspect", args=[assembly.pk]))
    client.post(reverse("assembly:prepare_election", args=[assembly.pk]))

    assert page.select_one("#election") is None
    assert not Election.objects.exists()


def test_seats_are_ticked_with_their_months(client: Client, secretary: User) -> None:
    first, second = seat(WOMAN), seat(MAN)
    sits(second, "2027-04-15", since="2025-04-15")
    election = annual_election()

    client.post(
        url("seats", election),
        {f"seat-{second.pk}": "on", f"months-{first.pk}": "24", f"months-{second.pk}": "12"},
    )

    assert [(one.post, one.term_months) for one in election.seats.all()] == [(second, 12)]


def test_a_candidacy_from_the_sheet_to_its_decision(client: Client, secretary: User) -> None:
    seat(WOMAN)
    election = annual_election()
    written = {"given_name": "Zoé", "family_name": "Fictive", "category": WOMAN}

    for _twice in range(2):
        received = client.post(url("stand", election), written)
    candidacy = Candidacy.objects.get()
    own = url("candidacy", election, candidacy.pk)
    assert received["Location"] == own
    assert said(client, url("validate", election, candidacy.pk)) == ["Il manque 2 appuis."]
    sheet = {"written": "Ondine Fictive, 4, rue du Four\nMédéric Fictif"}
    client.post(own, sheet)
    assert said(client, own, sheet) == ["Déjà là, comptés une fois : Ondine Fictive, Médéric Fictif."]
    assert said(client, url("validate", election, candidacy.pk)) == ["Cette candidature est valide."]

    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.supporters.count()) == (CandidacyState.VALID, 2)
    line = page_of(client, url("election", election)).select_one(".election__people li")
    assert words(line) == "Zoé Fictive Valide · 2 appuis sur 2"


def test_a_refusal_asks_why(client: Client, secretary: User) -> None:
    seat()
    candidacy = stands(annual_election())
    refuse = url("refuse", candidacy.election, candidacy.pk)

    assert said(client, refuse) == ["Écrivez pourquoi cette candidature est refusée."]
    said(client, refuse, {"reason": "Hors du quartier"})

    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.reason) == (CandidacyState.REFUSED, "Hors du quartier")


def test_door_gives_one_ballot_and_asks_about_a_namesake(client: Client, secretary: User) -> None:
    seat()
    election = open_election(annual_election(), NOW)
    door = url("door", election)
    ondine = {"name": "Ondine Fictive", "kind": "resident", "place": "4, rue du Four", "proof": "Bail"}

    assert said(client, door, ondine) == ["Ondine Fictive : remettez un bulletin."]
    assert "a déjà son bulletin" in said(client, door, ondine)[0]
    namesake = ondine | {"kind": "establishment", "place": "Boulangerie"}
    refused = client.post(door, namesake)
    assert refused.context["form"].non_field_errors() == [
        "Ondine Fictive est déjà sur la liste (4, rue du Four). On vote une seule fois, même à deux titres."
    ]
    assert Elector.objects.count() == 1
    assert b"is_someone_else" in refused.content
    client.post(door, namesake | {"is_someone_else": "on"})

    assert sorted(Elector.objects.values_list("kind", flat=True)) == ["establishment", "resident"]
    assert Elector.objects.filter(checked_by=secretary, ballot_given_at__isnull=False).count() == 2


def test_looking_at_names_is_written_down_by_number(client: Client, secretary: User) -> None:
    seat()
    election = annual_election()
    voters(election, 1)

    client.get(url("door", election))
    client.get(url("door", election), {"suivant": "1"})

    entry = ModelLogEntry.objects.get(action="assemblies.consult_electors")
    assert (entry.user, entry.label) == (secretary, f"#{election.pk}")


def test_ballot_names_candidates_in_order_and_nobody_else(client: Client, secretary: User) -> None:
    seat(WOMAN), seat(MAN)
    election = annual_election(order="alphabetical")
    for _n in range(2):
        stands(election, WOMAN)
    alone = stands(election, MAN)
    open_election(election, NOW)
    voters(election, 1)

    page = page_of(client, url("ballot", election))

    in_order = [str(one) for one in Candidacy.objects.filter(category=WOMAN).order_by("rank")]
    assert [words(one) for one in page.select(".category li")] == in_order
    assert words(page.select_one(".rule")) == "Votez pour au plus 1 personne"
    assert "Votante" not in page.text
    assert str(alone) not in page.text
    assert words(page.select_one(".fold")).startswith("Marquez d’une croix")


def test_a_sheet_where_no_vote_is_needed_asks_for_no_cross(client: Client, secretary: User) -> None:
    seat(WOMAN)
    election = annual_election()
    stands(election, WOMAN)
    open_election(election, NOW)

    page = page_of(client, url("ballot", election))

    assert "Aucun vote n’est nécessaire" in words(page.select_one(".rule"))
    assert page.select(".fold") == []


def test_votes_equals_and_proclamation_by_the_screens(client: Client, secretary: User) -> None:
    chair = seat(WOMAN)
    election = annual_election()
    one, two = stands(election, WOMAN), stands(election, WOMAN)
    assert said(client, url("open_election", election)) == [
        "L’élection est ouverte : les bulletins peuvent être imprimés et remis."
    ]
    voters(election, 4)
    count = url("count", election)
    refused = client.post(count, {"ballots": 5, "spoiled": 0, f"votes-{one.pk}": 2, f"votes-{two.pk}": 2})
    assert refused.context["form"].non_field_errors() == ["5 bulletins dans la boîte, mais 4 seulement ont été remis."]
    client.post(count, {"ballots": 4, "spoiled": 0, f"votes-{one.pk}": 2, f"votes-{two.pk}": 2})
    assert "égalité entre" in said(client, url("proclaim", election))[-1]
    tie = url("tie", election, election.seats.get().pk)
    client.post(tie, {"way": "draw", "winners": [two.pk], "words": "Tiré d’un chapeau."})
    assert client.get(tie).status_code == 404
    page = page_of(client, url("election", election))
    assert [words(item) for item in page.select("#proclaim-title + ul li")] == [
        f"{two} : {chair.title}, jusqu’au 14 avril 2028".replace("\u00a0", " ")
    ]

    client.post(url("proclaim", election))
    client.post(url("proclaim", election))

    assert [member.person for member in Membership.objects.all()] == [two.person]


def test_officers_are_named_by_the_board(client: Client) -> None:
    for _n in range(3):
        seat()
    election = annual_election()
    for _n in range(3):
        stands(election)
    proclaim_results(open_election(election, NOW), DAY, NOW)
    sign_in(client, Role.BOARD)
    inspect = reverse("assembly:inspect", args=[election.assembly_id])
    assert "à élire au plus tard le 14 mai 2026" in words(page_of(client, inspect).select_one("#election")).replace(
        "\u00a0", " "
    )
    members = list(Membership.objects.order_by("pk"))
    written = {"chair": members[0].pk, "secretary": members[1].pk, "treasurer": members[2].pk, "on": "2026-04-20"}

    client.post(url("officers", election), written | {"words": "Résolution fictive"})

    assert list(Membership.objects.order_by("pk").values_list("role", flat=True)) == [
        "Présidence",
        "Secrétariat",
        "Trésorerie",
    ]


@pytest.mark.parametrize(
    ("role", "keeps", "names"),
    [
        (Role.SECRETARIAT, True, True),
        (Role.BOARD, False, True),
        (Role.COMMUNICATIONS, False, False),
        (Role.READING, False, False),
        (Role.ARCHIVES, False, False),
    ],
)
def test_who_keeps_an_election_and_who_names_officers(client: Client, role: Role, keeps: bool, names: bool) -> None:
    seat()
    election = annual_election()
    candidacy = stands(election)
    open_election(election, NOW)
    (elector,) = voters(election, 1)
    sign_in(client, role)

    reading = [url(name, election) for name in ("election", "conduct", "seats", "stand", "door", "ballot", "count")]
    reading.append(url("candidacy", election, candidacy.pk))
    assert {client.get(address).status_code for address in reading} == {200 if keeps else 302}
    assert (client.get(url("officers", election)).status_code == 200) is names
    for address in (url("strike", election, elector.pk), url("withdraw", election, candidacy.pk)):
        client.post(address)
    client.post(url("proclaim", election))

    election.refresh_from_db()
    assert (election.state == ElectionState.PROCLAIMED) is keeps
    assert Elector.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_whatever_the_number(
    client: Client, secretary: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        sits(seat(WOMAN), "2026-04-16")
    election = annual_election()
    for _n in range(count):
        stands(election, WOMAN)
    open_election(election, NOW)
    voters(election, count)
    record_count(election, 0, 0, {}, NOW)
    for name in ("election", "door"):
        client.get(url(name, election), {"suivant": 1})

    with django_assert_num_queries(22):
        client.get(url("election", election))
    with django_assert_num_queries(14):
        client.get(url("door", election), {"suivant": 1})
