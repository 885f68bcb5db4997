"""The sentence and the lines of « Qui siège où ? », in the French of the council."""

from __future__ import annotations

from datetime import date

import pytest

from crm.partners.domain.drawing import MOST_NODES, Drawing, wrap
from crm.partners.domain.interlocks import EVER, Period
from crm.partners.domain.network import Question
from crm.partners.domain.partial_dates import EARLIEST, LATEST
from crm.partners.domain.who_sits import Told, load_organizations, tell
from crm.partners.enums import Scope
from crm.partners.models import Organization
from tests.factories.partners import OrganizationFactory
from tests.partners.networks import BOARD_LEVELS, TODAY, our_council, person, shared, sits

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Organization:
    return our_council()


@pytest.fixture
def table() -> Organization:
    return OrganizationFactory.create(name="Table des Ormes")


def told(
    scope: Scope, *asked: Organization, period: Period | None = None, levels: frozenset[str] = BOARD_LEVELS
) -> Told:
    pks = [one.pk for one in asked]
    question = Question(scope, *pks, *[None] * (2 - len(pks)), period=period or Period.on(TODAY))
    return tell(question, levels, load_organizations(), today=TODAY, address=lambda kind, pk: f"#{kind}-{pk}")


def test_two_organizations_today(council: Organization, table: Organization) -> None:
    shared(council, table, 3)
    sits(person("Basile"), council)

    assert (
        told(Scope.BETWEEN, council, table).sentence
        == "Aujourd’hui, 3 de nos 4 membres siègent aussi à « Table des Ormes »."
    )
    assert told(Scope.BETWEEN, table, council).sentence == (
        "Aujourd’hui, 3 des 3 membres de « Table des Ormes » siègent aussi à « Conseil de quartier des Trois-Ormes »."
    )


def test_one_person_is_singular_and_the_uncertain_is_said_apart(council: Organization, table: Organization) -> None:
    shared(council, table, 1)
    for name in ("Basile", "Cloé"):
        someone = person(name)
        sits(someone, council)
        sits(someone, table, end_is_unknown=True)
        expected = {
            "Basile": "Aujourd’hui, 1 de nos 2 membres siège aussi à « Table des Ormes », et peut-être 1 autre.",
            "Cloé": "Aujourd’hui, 1 de nos 3 membres siège aussi à « Table des Ormes », et peut-être 2 autres.",
        }[name]
        assert told(Scope.BETWEEN, council, table).sentence == expected


def test_only_doubts_are_no_certainty(council: Organization, table: Organization) -> None:
    someone = person("Basile")
    sits(someone, council)
    sits(someone, table, end_is_unknown=True)

    found = told(Scope.AROUND, council)

    assert found.sentence == (
        "Aujourd’hui, peut-être 1 de nos 1 membres siège aussi dans 1 autre organisme : "
        "les dates connues ne permettent pas de l’affirmer."
    )
    assert [row.certainty for row in found.rows] == ["À vérifier"]
    assert found.drawing is not None
    assert found.drawing.has_doubts


def test_nobody(council: Organization, table: Organization) -> None:
    assert told(Scope.AROUND, council).sentence == (
        "Aujourd’hui, on ne connaît personne qui siège à « Conseil de quartier des Trois-Ormes »."
    )
    for name in ("Anne", "Basile"):
        sits(person(name), council)
    found = told(Scope.BETWEEN, council, table)
    assert found.sentence == "Aujourd’hui, personne parmi nos 2 membres ne siège aussi à « Table des Ormes »."
    assert (found.rows, found.drawing) == ((), None)
    assert told(Scope.WHOLE).sentence == (
        "Aujourd’hui, on ne connaît personne qui siège dans deux organismes à la fois."
    )


def test_it_appears_and_disappears_by_date(council: Organization, table: Organization) -> None:
    anne = person("Anne")
    sits(anne, council, "2018-04-19", "2021-04-30")
    sits(anne, table, "2019-05-10")
    sits(person("Basile"), council, "2021-05-01")

    def on(day: date) -> str:
        return told(Scope.BETWEEN, council, table, period=Period.on(day)).sentence.replace("\u00a0", " ")

    assert on(date(2019, 5, 1)).startswith("Le 1er mai 2019, personne parmi nos membres ne siégeait")
    assert on(date(2019, 5, 14)) == "Le 14 mai 2019, 1 de nos 1 membres siégeait en même temps à « Table des Ormes »."
    assert on(TODAY) == "Aujourd’hui, personne parmi nos membres ne siège aussi à « Table des Ormes »."


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (EVER, "Toutes années confondues"),
        (Period(date(2019, 5, 1), date(2020, 4, 30)), "Entre le 1er mai 2019 et le 30 avril 2020"),
        (Period(EARLIEST, date(2020, 4, 30)), "Jusqu’au 30 avril 2020"),
        (Period(date(2019, 5, 1), LATEST), "Depuis le 1er mai 2019"),
    ],
)
def test_a_period_is_said_in_the_past(council: Organization, table: Organization, period: Period, words: str) -> None:
    shared(council, table, 2)
    for membership in council.memberships.all():
        membership.starts_on = None
        membership.save()

    sentence = told(Scope.WHOLE, period=period).sentence

    assert sentence.split(",")[0].replace("\u00a0", " ") == words


def test_a_line_says_the_dates_as_they_are_known(council: Organization, table: Organization) -> None:
    anne = person("Anne")
    sits(anne, council, "2019-05-14", role="Présidente", source="Procès-verbal du 14 mai")
    sits(anne, table, "2021", term_ends_on=None, end_is_unknown=True, source="https://table.example/membres")

    (row,) = told(Scope.AROUND, council).rows

    assert (row.here.role, row.here.since, row.here.until) == ("Présidente", "14\u00a0mai 2019", "dure encore")
    assert (row.there.role, row.there.since, row.there.until) == ("membre", "2021", "fin inconnue")
    assert (row.here.source, row.there.source_url) == ("Procès-verbal du 14 mai", "https://table.example/membres")
    (public,) = told(Scope.AROUND, council, levels=frozenset({"public"})).rows
    assert (public.here.source, public.there.source) == ("", "https://table.example/membres")


def boxes(drawing: Drawing) -> list[tuple[int, int, int, int]]:
    return [
        (node.left, node.top, node.left + node.width, node.top + node.height)
        for node in (*drawing.organizations, *drawing.people)
    ]


def test_no_label_covers_another_and_the_picture_stays_the_same(council: Organization) -> None:
    for number in range(12):
        shared(council, OrganizationFactory.create(name=f"Organisme communautaire numéro {number}"), 2)

    drawing = told(Scope.WHOLE).drawing

    assert drawing is not None
    placed = boxes(drawing)
    assert [
        (one, other)
        for i, one in enumerate(placed)
        for other in placed[i + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ] == []
    assert all(
        left >= 0 and right <= drawing.width and top >= 0 and bottom <= drawing.height
        for left, top, right, bottom in placed
    )
    assert told(Scope.WHOLE).drawing == drawing


def test_what_does_not_fit_is_said_in_words(council: Organization, table: Organization) -> None:
    shared(council, table, MOST_NODES + 1)

    drawing = told(Scope.WHOLE).drawing

    assert drawing is not None
    assert len(drawing.people) + len(drawing.organizations) == MOST_NODES
    assert drawing.left_out == (
        "Pour rester lisible, l’image laisse de côté 3 personnes et des organismes (0) : le tableau les nomme."
    )


def test_a_label_is_cut_at_spaces_and_hyphens() -> None:
    assert wrap("Comité de bon voisinage de la carrière", 20) == ["Comité de bon", "voisinage de la", "carrière"]
    assert wrap("Jacinthe Portelance-Amyot", 16) == ["Jacinthe", "Portelance-Amyot"]
    assert wrap("Un nom vraiment beaucoup trop long pour une case", 12, most=2) == ["Un nom", "vraiment…"]
