"""The list, the board, the page and the form of the partnerships, as each role meets them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from crm.accounts.policy import Role
from crm.partners.enums import ExchangeKind, PartnershipStage, Side, Visibility
from crm.partners.models import Exchange, Partnership, StageChange
from tests.factories import OrganizationFactory, PartnershipFactory, UserFactory, board_document, someone_of

pytestmark = pytest.mark.django_db

LIST, BOARD = "/admin/partenariats/", "/admin/partenariats/tableau/"


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(someone_of(Role.BOARD))
    return client


def page(partnership: Partnership) -> str:
    return f"/admin/partenariats/inspect/{partnership.pk}/"


def move(client: Client, partnership: Partnership, **sent: str) -> Any:
    return client.post(f"/admin/partenariats/{partnership.pk}/etape/", sent, follow=True)


def form_data(partnership: Partnership, **changed: Any) -> dict[str, Any]:
    exchanges = {f"exchanges-{name}": number for name, number in (("INITIAL_FORMS", 0), ("TOTAL_FORMS", 0))}
    fields = {
        "organization": partnership.organization_id,
        "title": partnership.title,
        "stage": partnership.stage,
        "visibility": partnership.visibility,
        "starts_on": partnership.starts_on or "",
    }
    return {**exchanges, **fields, **changed}


def test_the_board_shows_each_card_in_its_column_with_what_each_side_gives(keeper: Client) -> None:
    partnership = PartnershipFactory(title="La fête du printemps", stage=PartnershipStage.ACTIVE)
    Exchange.objects.create(partnership=partnership, side=Side.US, kind=ExchangeKind.MONEY, amount="1250.50")

    columns = keeper.get(BOARD).context["columns"]

    assert [column["stage"] for column in columns if column["cards"]] == [PartnershipStage.ACTIVE]
    assert "1\u00a0250,50\u00a0$" in keeper.get(BOARD).content.decode()


def test_a_card_moves_once_however_often_it_is_sent(keeper: Client) -> None:
    partnership = PartnershipFactory(title="La fête du printemps")

    first = move(keeper, partnership, stage="agreed")
    second = move(keeper, partnership, stage="agreed")

    assert [(one.before, one.after) for one in StageChange.objects.all()] == [("contact", "agreed")]
    assert first.redirect_chain == [(f"{BOARD}#partnership-{partnership.pk}", 302)]
    assert "est passé de « Prise de contact » à « Entendu »" in first.content.decode().replace("\u00a0", " ")
    assert "rien n’a changé" in second.content.decode()


def test_the_message_of_a_move_takes_it_back(keeper: Client) -> None:
    partnership = PartnershipFactory()
    told = move(keeper, partnership, stage="agreed").content.decode()
    assert f'form="move-{partnership.pk}" name="undo" value="contact"' in told

    move(keeper, partnership, stage="agreed", undo="contact")

    partnership.refresh_from_db()
    assert partnership.stage == "contact"
    assert [(one.before, one.after) for one in StageChange.objects.all()] == [
        ("agreed", "contact"),
        ("contact", "agreed"),
    ]


@pytest.mark.parametrize("sent", [{"stage": "married"}, {}, {"stage": "agreed", "undo": "married"}])
def test_a_forged_stage_moves_nothing_and_says_so(keeper: Client, sent: dict[str, str]) -> None:
    partnership = PartnershipFactory(title="La fête du printemps")

    answer = move(keeper, partnership, **sent).content.decode()

    partnership.refresh_from_db()
    assert (partnership.stage, StageChange.objects.count()) == ("contact", 0)
    assert "n’a pas bougé" in answer


def test_looking_at_the_address_of_a_move_moves_nothing(keeper: Client) -> None:
    partnership = PartnershipFactory()
    assert keeper.get(f"/admin/partenariats/{partnership.pk}/etape/?stage=agreed").status_code == 405


def test_the_form_moves_the_stage_by_the_same_verb(keeper: Client) -> None:
    partnership = PartnershipFactory()

    answer = keeper.post(f"/admin/partenariats/edit/{partnership.pk}/", form_data(partnership, stage="active"))

    assert answer.headers["Location"] == page(partnership)
    assert [(one.before, one.after) for one in StageChange.objects.all()] == [("contact", "active")]
    assert [str(one) for one in keeper.get(page(partnership)).context["stage_changes"]] == [
        "Prise de contact → En cours"
    ]


def test_a_partnership_is_written_in_one_go(keeper: Client) -> None:
    partner, agreement = OrganizationFactory(), board_document()
    draft = Partnership(organization=partner, title="Le jardin de la gare", starts_on=date(2026, 5, 1))
    given = {"side": "them", "kind": "money", "description": "Terreau", "amount": "1 250,50 $", "id": "", "DELETE": ""}
    rows = {f"exchanges-0-{name}": value for name, value in given.items()}

    keeper.post(
        "/admin/partenariats/new/",
        form_data(draft, agreement=agreement.pk, **{"exchanges-TOTAL_FORMS": 1}, **rows),
    )

    written = Partnership.objects.get()
    assert (written.agreement, [str(one.amount) for one in written.exchanges.all()]) == (agreement, ["1250.50"])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "La fin précède le début"),
        ({"stage": "married"}, "Sélectionnez un choix valide"),
        ({"visibility": "private"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(keeper: Client, changed: dict[str, str], sentence: str) -> None:
    partnership = PartnershipFactory(title="La fête du printemps")

    answer = keeper.post(
        f"/admin/partenariats/edit/{partnership.pk}/", form_data(partnership, title="Autre chose", **changed)
    )

    partnership.refresh_from_db()
    assert (answer.status_code, partnership.title, partnership.stage) == (200, "La fête du printemps", "contact")
    assert sentence in answer.content.decode()


def test_what_is_private_exists_only_for_the_secretariat(client: Client) -> None:
    private = PartnershipFactory(title="Une affaire délicate", visibility=Visibility.PRIVATE)
    addresses = [LIST, BOARD, page(private), f"/admin/partenariats/edit/{private.pk}/", f"{LIST}?q=délicate"]

    shown = {}
    for role in (Role.BOARD, Role.READING, Role.SECRETARIAT):
        client.force_login(someone_of(role))
        shown[role] = ["Une affaire délicate" in client.get(address).content.decode() for address in addresses]

    # The last page says again what was searched for.
    assert shown[Role.SECRETARIAT] == [True] * 5
    assert shown[Role.BOARD][:4] == shown[Role.READING][:4] == [False] * 4


def test_what_is_private_is_neither_moved_nor_deleted_by_the_board(keeper: Client) -> None:
    private = PartnershipFactory(visibility=Visibility.PRIVATE)

    statuses = [
        move(keeper, private, stage="agreed").status_code,
        keeper.post(f"/admin/partenariats/delete/{private.pk}/").status_code,
    ]

    assert (statuses, Partnership.objects.get().stage) == ([404, 404], "contact")


def test_reading_sees_and_changes_nothing(client: Client) -> None:
    partnership = PartnershipFactory(title="La fête du printemps")
    client.force_login(someone_of(Role.READING))

    seen = [client.get(address).content.decode() for address in (LIST, BOARD, page(partnership))]
    move(client, partnership, stage="agreed")
    client.post(f"/admin/partenariats/edit/{partnership.pk}/", form_data(partnership, title="Autre chose"))
    client.post(f"/admin/partenariats/delete/{partnership.pk}/")

    assert ["La fête du printemps" in html for html in seen] == [True] * 3
    assert ['name="stage"' in html or "Modifier" in html for html in seen[1:]] == [False] * 2
    assert [(one.title, one.stage) for one in Partnership.objects.all()] == [("La fête du printemps", "contact")]


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ARCHIVES, None])
def test_others_see_none_of_it(client: Client, role: Role | None) -> None:
    partnership = PartnershipFactory(title="La fête du printemps")
    client.force_login(someone_of(role) if role else UserFactory())

    for address in (LIST, BOARD, page(partnership), f"/admin/partenariats/edit/{partnership.pk}/", f"{LIST}results/"):
        answer = client.get(address)
        assert answer.status_code in {302, 403, 404}
        assert "La fête du printemps" not in answer.content.decode()


def test_search_finds_the_partner_without_accents(keeper: Client) -> None:
    PartnershipFactory(organization=OrganizationFactory(name="Café du Très-Saint-Sacrement"), title="Les lundis")
    PartnershipFactory(title="Autre chose")

    found = keeper.get(f"{LIST}?q=cafe+saint-sacrement").context["object_list"]

    assert [one.title for one in found] == ["Les lundis"]


def test_filters_take_several_stages(keeper: Client) -> None:
    for stage in ("contact", "active", "ended"):
        PartnershipFactory(title=stage, stage=stage)

    found = keeper.get(f"{LIST}?stage=active&stage=ended").context["object_list"]

    assert sorted(one.title for one in found) == ["active", "ended"]


@pytest.mark.parametrize(("address", "count"), [(LIST, 12), (BOARD, 11)])
@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_number_of_queries_does_not_grow(
    keeper: Client, django_assert_num_queries: Any, address: str, count: int, rows: int
) -> None:
    for partnership in PartnershipFactory.create_batch(rows, followed_by=UserFactory()):
        Exchange.objects.create(partnership=partnership, kind=ExchangeKind.SPACE)
    keeper.get(address)

    with django_assert_num_queries(count):
        keeper.get(address)


@pytest.mark.parametrize("moves", [1, 3, 50])
def test_the_page_of_one_reads_its_history_at_once(keeper: Client, django_assert_num_queries: Any, moves: int) -> None:
    partnership = PartnershipFactory(agreement=board_document(), followed_by=UserFactory())
    for _number in range(moves):
        StageChange.objects.create(partnership=partnership, before="contact", after="agreed", changed_by=UserFactory())
        Exchange.objects.create(partnership=partnership, kind=ExchangeKind.SPACE)
    keeper.get(page(partnership))

    with django_assert_num_queries(12):
        keeper.get(page(partnership))
