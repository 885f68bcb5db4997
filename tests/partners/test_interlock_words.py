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


def said(*asked: Organization, scope: Scope = Scope.BETWEEN, on: date = TODAY) -> str:
    return told(scope, *asked, period=Period.on(on)).sentence.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("both", "only_ours", "ours", "theirs"),
    [
        (3, 1, "3 de nos 4 membres siègent aussi", "les 3 membres de « Table des Ormes » siègent aussi"),
        (1, 10, "un de nos 11 membres siège aussi", "l’unique membre de « Table des Ormes » siège aussi"),
        (2, 0, "nos 2 membres siègent aussi", "les 2 membres de « Table des Ormes » siègent aussi"),
        (1, 0, "notre unique membre siège aussi", "l’unique membre de « Table des Ormes » siège aussi"),
    ],
)
def test_how_many_of_how_many_is_said_in_good_french(
    council: Organization, table: Organization, both: int, only_ours: int, ours: str, theirs: str
) -> None:
    shared(council, table, both)
    for number in range(only_ours):
        sits(person(f"Basile {number}"), council)

    assert said(council, table) == f"Aujourd’hui, {ours} à « Table des Ormes »."
    assert said(table, council) == f"Aujourd’hui, {theirs} à « Conseil de quartier des Trois-Ormes »."


def test_one_of_the_others_is_one_of_them(council: Organization, table: Organization) -> None:
    shared(council, table, 1)
    sits(person("Basile"), table)
    sits(person("Cloé"), table)

    assert said(table, council) == (
        "Aujourd’hui, un des 3 membres de « Table des Ormes » siège aussi à « Conseil de quartier des Trois-Ormes »."
    )
    assert said(council, scope=Scope.AROUND) == "Aujourd’hui, notre unique membre siège aussi dans un autre organisme."


def test_the_uncertain_is_said_apart(council: Organization, table: Organization) -> None:
    shared(council, table, 1)
    for name, others in (("Basile", "une autre personne"), ("Cloé", "2 autres personnes")):
        someone = person(name)
        sits(someone, council)
        sits(someone, table, end_is_unknown=True)
        assert said(council, table) == (
            f"Aujourd’hui, un de nos {2 if name == 'Basile' else 3} membres siège aussi à « Table des Ormes », "
            f"et peut-être {others}."
        )


def test_who_may_no_longer_be_a_member_is_not_counted_among_them(council: Organization, table: Organization) -> None:
    shared(council, table, 1)
    someone = person("Basile")
    sits(someone, council, end_is_unknown=True)
    sits(someone, table)

    assert said(council, table) == (
        "Aujourd’hui, un de nos membres siège aussi à « Table des Ormes », et peut-être une autre personne."
    )


@pytest.mark.parametrize(
    ("doubtful", "others", "words"),
    [
        (1, 0, "notre unique membre siège peut-être aussi"),
        (1, 3, "un de nos 4 membres siège peut-être aussi"),
        (2, 3, "2 de nos 5 membres siègent peut-être aussi"),
    ],
)
def test_only_doubts_are_no_certainty(
    council: Organization, table: Organization, doubtful: int, others: int, words: str
) -> None:
    for number in range(doubtful + others):
        someone = person(f"Basile {number}")
        sits(someone, council)
        if number < doubtful:
            sits(someone, table, end_is_unknown=True)

    found = told(Scope.AROUND, council)

    assert found.sentence.replace("\u00a0", " ") == (
        f"Aujourd’hui, {words} dans un autre organisme : les dates connues ne permettent pas de l’affirmer."
    )
    assert {row.certainty for row in found.rows} == {"À vérifier"}
    assert found.drawing is not None
    assert found.drawing.has_doubts


def test_nobody(council: Organization, table: Organization) -> None:
    assert said(council, scope=Scope.AROUND) == (
        "Aujourd’hui, on ne connaît personne qui siège à « Conseil de quartier des Trois-Ormes »."
    )
    sits(person("Anne"), council)
    assert said(council, table) == "Aujourd’hui, notre unique membre ne siège pas à « Table des Ormes »."
    sits(person("Basile"), council)
    found = told(Scope.BETWEEN, council, table)
    assert said(council, table) == "Aujourd’hui, aucun de nos 2 membres ne siège aussi à « Table des Ormes »."
    assert (found.rows, found.drawing) == ((), None)
    assert said(scope=Scope.WHOLE) == "Aujourd’hui, on ne connaît personne qui siège dans deux organismes à la fois."


def test_the_whole_network(council: Organization, table: Organization) -> None:
    shared(council, table, 1)
    assert said(scope=Scope.WHOLE) == ("Aujourd’hui, une personne siège dans plusieurs organismes et en relie 2.")
    shared(council, table, 2)
    assert said(scope=Scope.WHOLE) == ("Aujourd’hui, 3 personnes siègent dans plusieurs organismes et en relient 2.")


def test_it_appears_and_disappears_by_date(council: Organization, table: Organization) -> None:
    anne = person("Anne")
    sits(anne, council, "2018-04-19", "2021-04-30")
    sits(anne, table, "2019-05-10")
    sits(person("Basile"), council, "2021-05-01")

    assert said(council, table, on=date(2019, 5, 1)) == (
        "Le 1er mai 2019, notre unique membre ne siégeait pas en même temps à « Table des Ormes »."
    )
    assert said(council, table, on=date(2019, 5, 14)) == (
        "Le 14 mai 2019, notre unique membre siégeait en même temps à « Table des Ormes »."
    )
    assert said(council, table) == "Aujourd’hui, notre unique membre ne siège pas à « Table des Ormes »."


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
    assert drawing.left_out.replace("\u00a0", " ") == (
        "Pour rester lisible, l’image laisse de côté 3 personnes : le tableau les nomme."
    )


def test_a_label_is_cut_at_spaces_and_hyphens() -> None:
    assert wrap("Comité de bon voisinage de la carrière", 20) == ["Comité de bon", "voisinage de la", "carrière"]
    assert wrap("Jacinthe Portelance-Amyot", 16) == ["Jacinthe", "Portelance-Amyot"]
    assert wrap("Un nom vraiment beaucoup trop long pour une case", 12, most=2) == ["Un nom", "vraiment…"]
