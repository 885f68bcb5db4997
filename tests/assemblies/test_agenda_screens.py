"""The agenda on the assembly's page, its buttons and its form, and what the public reads of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection

from crm.accounts.groups import BOARD_FILES
from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.assemblies.enums import AssemblyState, ItemKind, ItemState
from crm.assemblies.models import AgendaItem, Assembly
from crm.events.enums import EventStatus
from tests.assemblies.desk import page_of, page_url, said, sign_in, words
from tests.events.moments import at
from tests.factories.assemblies import AgendaItemFactory, AssemblyFactory
from tests.factories.partners import MembershipFactory, OrganizationFactory, PersonFactory

pytestmark = pytest.mark.django_db

WRITTEN = {"title": "Ruelle verte", "kind": "decision", "minutes_planned": "15", "introduction": "Trois tracés."}


@pytest.fixture
def secretary(client: Client) -> User:
    return sign_in(client, Role.SECRETARIAT)


@pytest.fixture
def assembly() -> Assembly:
    return AssemblyFactory(event__starts_at=at("2026-04-14 19:00"), event__ends_at=at("2026-04-14 21:00"))


def act(client: Client, name: str, *args: object) -> str:
    response = client.post(reverse(f"assembly:{name}", args=args))
    assert response.status_code == 302
    return str(response["Location"])


def test_an_empty_agenda_begins_with_the_usual_items(client: Client, secretary: User, assembly: Assembly) -> None:
    part = page_of(client, page_url(assembly)).select_one("#agenda")
    assert [words(button) for button in part.select("button")] == [
        "Les points habituels d’une assemblée du conseil",
        "Les points habituels d’une assemblée annuelle",
    ]

    assert act(client, "begin_agenda", assembly.pk, "board") == f"{page_url(assembly)}#agenda"

    shown = page_of(client, page_url(assembly)).select("#agenda .agenda-item__title")
    assert len(shown) == 10
    assert words(shown[0]) == "1 Ouverture de l’assemblée et vérification du quorum"


def test_items_are_ordered_by_buttons_alone(client: Client, secretary: User, assembly: Assembly) -> None:
    first, second = (AgendaItemFactory(assembly=assembly, title=title) for title in ("Traverse", "Ruelle"))
    page = page_of(client, page_url(assembly))
    labels = [button["aria-label"] for button in page.select(".agenda-item__acts button")]
    assert labels == ["Descendre\u00a0: Traverse", "Monter\u00a0: Ruelle"]

    assert act(client, "item_down", assembly.pk, first.pk) == f"{page_url(assembly)}#item-{first.pk}"

    assert list(assembly.items.order_by("position")) == [second, first]
    act(client, "item_up", assembly.pk, first.pk)
    assert list(assembly.items.order_by("position")) == [first, second]


def test_one_form_writes_an_item_with_its_partner(client: Client, secretary: User, assembly: Assembly) -> None:
    garden = OrganizationFactory(name="Jardin fictif")

    response = client.post(reverse("assembly:add_item", args=[assembly.pk]), WRITTEN | {"partner": str(garden.pk)})

    item = AgendaItem.objects.get()
    assert response["Location"] == f"{page_url(assembly)}#item-{item.pk}"
    assert (item.title, item.kind, item.minutes_planned) == ("Ruelle verte", ItemKind.DECISION, 15)
    assert list(item.organizations.all()) == [garden]
    assert said(client, page_url(assembly)) == ["« Ruelle verte » est à l’ordre du jour."]


def test_a_partner_is_unticked_and_a_document_added(client: Client, secretary: User, assembly: Assembly) -> None:
    item = AgendaItemFactory(assembly=assembly)
    item.organizations.add(OrganizationFactory())
    plan = get_document_model().objects.create(title="Plan fictif", file="documents/plan.pdf")

    client.post(reverse("assembly:item", args=[assembly.pk, item.pk]), WRITTEN | {"paper": str(plan.pk)})

    item.refresh_from_db()
    assert (item.title, list(item.organizations.all()), list(item.documents.all())) == ("Ruelle verte", [], [plan])


def test_an_item_without_a_title_is_refused(client: Client, secretary: User, assembly: Assembly) -> None:
    response = client.post(reverse("assembly:add_item", args=[assembly.pk]), WRITTEN | {"title": ""})

    assert list(response.context["form"].errors) == ["title"]
    assert not assembly.items.exists()


def test_a_partner_prompts_who_sits_there_with_the_words(client: Client, secretary: User, assembly: Assembly) -> None:
    council, garden = OrganizationFactory(is_our_council=True), OrganizationFactory(name="Jardin fictif")
    item = AgendaItemFactory(assembly=assembly)
    item.organizations.add(garden)
    person = PersonFactory(given_name="Solène", family_name="Brisebois-Fictive")
    MembershipFactory(person=person, organization=council)
    MembershipFactory(person=person, organization=garden, role="trésorière")

    prompt = page_of(client, page_url(assembly)).select_one(".agenda-item__interest")

    assert words(prompt.select_one("summary")) == (
        "Solène Brisebois-Fictive y siège aussi (trésorière, Jardin fictif). Mots pour le procès-verbal"
    )
    assert words(prompt.select_one("p")) == (
        "Solène Brisebois-Fictive déclare un intérêt dans ce point (trésorière, Jardin fictif), se retire de la table "
        "et ne prend part ni aux délibérations ni au vote."
    )


def test_what_was_carried_over_is_proposed_then_brought(client: Client, secretary: User, assembly: Assembly) -> None:
    earlier = AssemblyFactory(event__starts_at=at("2026-03-10 19:00"), event__ends_at=None)
    AgendaItemFactory(assembly=earlier, title="Ruelle verte", number="26-03-04", state=ItemState.CARRIED_OVER)
    proposed = page_of(client, page_url(assembly)).select(".agenda-carried li")
    assert [words(line) for line in proposed] == ["Ruelle verte (26-03-04)"]

    act(client, "bring_items", assembly.pk)

    page = page_of(client, page_url(assembly))
    assert page.select(".agenda-carried") == []
    assert "Reporté du 26-03-04" in words(page.select_one(".agenda-item__facts"))


@pytest.mark.parametrize("role", [Role.BOARD, Role.COMMUNICATIONS, Role.READING])
def test_who_only_reads_has_no_button(client: Client, role: Role, assembly: Assembly) -> None:
    sign_in(client, role)
    item = AgendaItemFactory(assembly=assembly)

    assert page_of(client, page_url(assembly)).select("#agenda form") == []
    for name in ("item_down", "item_off"):
        client.post(reverse(f"assembly:{name}", args=[assembly.pk, item.pk]))
    client.post(reverse("assembly:add_item", args=[assembly.pk]), WRITTEN)
    assert list(assembly.items.values_list("title", flat=True)) == [item.title]


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.SECRETARIAT, "Plainte fictive"),
        (Role.BOARD, "Plainte fictive"),
        (Role.COMMUNICATIONS, "Huis clos"),
        (Role.READING, "Huis clos"),
    ],
)
def test_a_closed_session_shows_to_the_board_only(client: Client, role: Role, shown: str, assembly: Assembly) -> None:
    sign_in(client, role)
    AgendaItemFactory(assembly=assembly, title="Plainte fictive", is_closed_session=True)

    page = page_of(client, page_url(assembly))

    assert words(page.select_one(".agenda-item__title")) == f"1 {shown}"
    assert ("Plainte" in page.text) is (shown == "Plainte fictive")


def public_url(assembly: Assembly) -> str:
    return reverse("public_agenda", args=[assembly.held_on])


def called(assembly: Assembly) -> Assembly:
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.CALLED)
    type(assembly.event).objects.filter(pk=assembly.event_id).update(status=EventStatus.PUBLISHED)
    assembly.refresh_from_db()
    return assembly


def test_public_agenda_has_its_address_and_stands_on_the_page_of_the_event(client: Client, assembly: Assembly) -> None:
    AgendaItemFactory(assembly=assembly, title="Traverse", number="26-04-01", minutes_planned=20)
    assert client.get(public_url(assembly)).status_code == 404

    called(assembly)

    assert public_url(assembly) == "/assemblees/2026-04-14/ordre-du-jour/"
    for address in (public_url(assembly), assembly.event.get_absolute_url()):
        item = page_of(client, address).select_one(".business__item")
        assert words(item) == "26-04-01 Traverse 19 h · Décision · 20 minutes"


def test_public_agenda_follows_the_record_at_once(client: Client, assembly: Assembly) -> None:
    item = AgendaItemFactory(assembly=called(assembly), title="Traverse", number="26-04-01")
    page_of(client, public_url(assembly))

    item.title = "Traverse surélevée"
    item.save()

    assert words(page_of(client, public_url(assembly)).select_one(".business__name")) == "Traverse surélevée"


def test_nothing_of_a_closed_session_nor_of_the_board_files_leaks(client: Client, assembly: Assembly) -> None:
    board_files = Collection.objects.get(name=BOARD_FILES)
    secret = get_document_model().objects.create(title="Avis juridique", file="documents/a.pdf", collection=board_files)
    plan = get_document_model().objects.create(title="Plan des trottoirs", file="documents/b.pdf")
    closed = AgendaItemFactory(assembly=called(assembly), title="Plainte fictive", is_closed_session=True)
    AgendaItemFactory(assembly=assembly, title="Traverse", proposal="Demander une traverse").documents.set(
        [secret, plan]
    )
    closed.documents.set([plan])

    for address in (public_url(assembly), assembly.event.get_absolute_url()):
        page = page_of(client, address)
        assert [words(name) for name in page.select(".business__name")] == ["Huis clos", "Traverse"]
        assert [words(paper) for paper in page.select(".business__papers li")] == ["Plan des trottoirs"]
        for word in ("Plainte", "juridique", "Demander"):
            assert word not in page.text


@pytest.mark.parametrize("day", ["2026-04-13", "2026-13-45"])
def test_a_day_without_an_assembly_does_not_exist(client: Client, assembly: Assembly, day: str) -> None:
    AgendaItemFactory(assembly=called(assembly))

    assert client.get(f"/assemblees/{day}/ordre-du-jour/").status_code == 404
