"""The screen « Qui siège où ? »: who may open it, what it asks, what it shows, what it lets one take."""

from __future__ import annotations

import csv
import io
import json
import logging
import struct
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import networkx as nx
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from crm.accounts.policy import Role
from crm.partners.enums import Capacity, NameKind, OrganizationKind, Visibility
from crm.partners.models import Membership, Organization, OrganizationName
from crm.partners.questions import months_of
from tests.factories import UserFactory, edtf, someone_of
from tests.factories.partners import OrganizationFactory, PostFactory
from tests.partners.networks import our_council, person, shared, sits, someone_who_may
from tests.partners.popolo_schema import POPOLO

pytestmark = pytest.mark.django_db
SCREEN = "/admin/qui-siege-ou/"
FILE = "/admin/qui-siege-ou/fichier.{}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def council() -> Organization:
    return our_council()


@pytest.fixture
def table(council: Organization) -> Organization:
    table = OrganizationFactory.create(name="Table des Ormes")
    shared(council, table, 2)
    return table


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(someone_who_may("view_membership", "see_board_level"))
    return client


@pytest.fixture
def taker(client: Client) -> Client:
    client.force_login(someone_who_may("view_membership", "see_board_level", "export_partners"))
    return client


def page(client: Client, **query: Any) -> BeautifulSoup:
    answer = client.get(SCREEN, query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(found: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(node.get_text(" ").split()) for node in found.select(selector)]


def test_who_may_not_see_memberships_is_turned_away(client: Client, table: Organization) -> None:
    client.force_login(someone_who_may("view_organization", "export_partners"))
    for address in (SCREEN, FILE.format("csv")):
        assert client.get(address).status_code == 302
    client.force_login(UserFactory.create())
    assert "Table des Ormes" not in client.get(SCREEN).content.decode()
    assert "Qui siège où" not in client.get("/admin/", follow=True).content.decode()


def test_at_first_it_shows_our_council_today(reader: Client, table: Organization) -> None:
    found = page(reader)

    assert words(found, "h1") == ["Qui siège où?"]
    assert words(found, ".who-sits__sentence") == ["Aujourd’hui, nos 2 membres siègent aussi dans un autre organisme."]
    assert words(found, "tbody th") == ["Voisine 0 Fictif", "Voisine 1 Fictif"]
    assert (
        found.select("svg a[aria-label]")[0]["aria-label"]
        == "Conseil de quartier des Trois-Ormes, 2 personnes, notre conseil"
    )
    assert found.select(".seats-files a") == []


def test_no_line_is_read_through_a_name_and_places_follow_the_alphabet(reader: Client, table: Organization) -> None:
    for name in ("Vélo-Ormes", "École du Boisé"):
        someone = person(f"Voisine de {name}")
        sits(someone, OrganizationFactory(name=name))
        sits(someone, Organization.objects.get(is_our_council=True))

    found = page(reader)

    places = [link["aria-label"].split(",")[0] for link in found.select("svg a:has(.network__place)")]
    assert places == ["Conseil de quartier des Trois-Ormes", "École du Boisé", "Table des Ormes", "Vélo-Ormes"]
    for one in found.select("svg .network__person"):
        ground, disc, lines = one.select_one("rect"), one.select_one("circle"), one.select("text")[1:]
        top = float(ground["y"])
        assert float(disc["cy"]) + float(disc["r"]) <= top
        assert all(top < float(line["y"]) <= top + float(ground["height"]) for line in lines)


def test_who_reads_only_what_is_public_sees_nothing_of_the_board(client: Client, table: Organization) -> None:
    hidden = person("Cachée", visibility=Visibility.BOARD)
    for place in Organization.objects.all():
        sits(hidden, place)
    client.force_login(someone_who_may("view_membership"))

    assert "Cachée" not in client.get(SCREEN, {"scope": "whole", "when": "ever"}).content.decode()


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_number_of_queries_is_known(
    reader: Client,
    council: Organization,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    shared(council, OrganizationFactory.create(name="Table des Ormes"), count)
    reader.get(SCREEN)
    with django_assert_num_queries(QUERIES):
        reader.get(SCREEN)


# The organizations, the ties, the memberships of the table, the people of the picture, the first month: five; and what
# signing in and the frame of the administration ask: eight.
QUERIES = 13


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"scope": "between"}, "Choisissez deux organismes."),
        ({"when": "period", "first": "2020", "last": "2019"}, "La période finit avant de commencer."),
        ({"when": "period", "first": "05/06/2019"}, "Cette date n’est pas comprise."),
        ({"scope": "around", "organization": "999999"}, "Aucun organisme ne répond à ces mots."),
    ],
)
def test_half_a_question_is_refused_in_words(
    reader: Client, table: Organization, query: dict[str, str], error: str
) -> None:
    found = page(reader, **query)

    assert error in " ".join(words(found, ".seats-form__error"))
    assert found.select(".who-sits") == []


def test_an_organization_is_asked_by_its_words_and_its_number(reader: Client, table: Organization) -> None:
    OrganizationName.objects.create(organization=table, name="La Tablée")
    table.index_for_search()
    sentence = words(page(reader, organization=table.pk), ".who-sits__sentence")

    for asked in ("table des ormes", "TABLE ORMES", "tablee"):
        assert words(page(reader, organization=asked), ".who-sits__sentence") == sentence
    shown = page(reader, organization=table.pk).select_one("input[name=organization]")
    assert (shown["value"], shown["list"]) == ("Table des Ormes", "known-organizations")
    assert {option["value"] for option in page(reader).select("#known-organizations option")} == {
        "Table des Ormes",
        "Conseil de quartier des Trois-Ormes",
    }


def test_where_several_organizations_answer_one_is_chosen_without_a_script(reader: Client, table: Organization) -> None:
    OrganizationFactory.create(name="Table des Saules")

    found = page(reader, organization="table")

    offered = {radio["value"]: words(radio.parent, "span") for radio in found.select("[type=radio][name=organization]")}
    assert offered[str(table.pk)] == ["(Organisme communautaire)"]
    assert len(offered) == 2
    answer = reader.get(f"{SCREEN}?organization=table&organization={table.pk}")
    assert b"who-sits__sentence" in answer.content


def test_the_slider_is_a_plain_form(reader: Client, council: Organization) -> None:
    anne, place = person("Anne"), OrganizationFactory.create()
    sits(anne, council, "2018-04", "2019-06-30")
    sits(anne, place, "2018-05")

    slider = page(reader).select_one("form.months input[type=range]")
    assert slider is not None
    assert slider["min"] == str(2018 * 12 + 3)
    may_2019 = page(reader, month=months_of(date(2019, 5, 20)))

    assert words(may_2019, ".who-sits__sentence")[0].startswith("Le 1er mai 2019, notre unique membre siégeait")
    this_month = page(reader, month=months_of(timezone.localdate()))
    assert words(this_month, ".who-sits__sentence")[0].startswith("Aujourd’hui")


def take(client: Client, extension: str, **query: Any) -> bytes:
    answer = client.get(FILE.format(extension), query)
    assert (answer.status_code, answer["Content-Disposition"].split(";")[0]) == (200, "attachment")
    return answer.content


def test_files_are_for_those_who_may_take_them(reader: Client, table: Organization) -> None:
    for extension in ("csv", "svg", "png", "graphml", "json"):
        assert reader.get(FILE.format(extension)).status_code == 302


def test_an_unknown_kind_of_file_is_not_found(taker: Client, table: Organization) -> None:
    assert taker.get(FILE.format("exe")).status_code == 404


def test_csv_is_neutralised(taker: Client, council: Organization) -> None:
    place = OrganizationFactory.create(name="=cmd()")
    anne = person("+Anne")
    sits(anne, council, role="@présidente")
    sits(anne, place, source="-2")

    lines = list(csv.reader(io.StringIO(take(taker, "csv").decode("utf-8-sig")), delimiter=";"))

    assert lines[0][:3] == ["Personne", "Organisme", "Rôle"]
    assert lines[1] == ["'+Anne Fictif", council.name, "'@présidente", "2024", "dure encore", "",
                        "'=cmd()", "membre", "2024", "dure encore", "'-2", "Certain"]  # fmt: skip


def test_svg_stands_alone(taker: Client, table: Organization) -> None:
    picture = ET.fromstring(take(taker, "svg"))  # noqa: S314

    assert picture.tag == f"{SVG}svg"
    assert picture.find(f"{SVG}title").text.startswith("Aujourd’hui, nos 2 membres")
    assert picture.findall(f".//{SVG}a") == []
    assert "prefers-color-scheme: dark" in picture.find(f"{SVG}style").text


def test_png_has_text_without_the_fonts_of_the_machine(taker: Client, table: Organization) -> None:
    with_name = take(taker, "png")
    Organization.objects.filter(pk=table.pk).update(name="Table des Œufs")

    assert with_name.startswith(b"\x89PNG")
    assert struct.unpack(">II", with_name[16:24])[0] > 300
    assert take(taker, "png") != with_name


def test_graphml_opens_in_networkx_with_names_kinds_and_dates(taker: Client, council: Organization) -> None:
    anne, place = person("Anne"), OrganizationFactory.create(name="Fête & « Œufs »", kind=OrganizationKind.SCHOOL)
    first = sits(anne, council, "2019-05", role="Présidence", source="https://conseil.example/pv")
    again = sits(anne, place, "2020", on_behalf_of=council, capacity=Capacity.DELEGATE)

    graph = nx.read_graphml(io.BytesIO(take(taker, "graphml")), force_multigraph=True)

    nodes = {data["label"]: (data["kind"], data.get("classification")) for _node, data in graph.nodes(data=True)}
    assert nodes == {
        "Anne Fictif": ("person", None),
        council.name: ("organization", council.get_kind_display()),
        "Fête & « Œufs »": ("organization", "École ou service de garde"),
    }
    edges = {key: data for _one, _other, key, data in graph.edges(keys=True, data=True)}
    assert edges == {
        f"membership-{first.pk}": {
            "role": "Présidence",
            "start": "2019-05",
            "end": "",
            "capacity": "own_name",
            "on_behalf_of": "",
            "source": "https://conseil.example/pv",
        },
        f"membership-{again.pk}": {
            "role": "",
            "start": "2020",
            "end": "",
            "capacity": "delegate",
            "on_behalf_of": council.name,
            "source": "",
        },
    }


def popolo(taker: Client) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(take(taker, "json"))
    jsonschema.validate(document, POPOLO, format_checker=jsonschema.FormatChecker())
    return document


def test_popolo_follows_its_specification(taker: Client, council: Organization) -> None:
    anne, place = person("Anne"), OrganizationFactory.create(name="Table des Ormes", parent=council)
    OrganizationName.objects.create(organization=place, name="TO", kind=NameKind.ACRONYM, starts_on=edtf("1998"))
    sits(anne, council, "2019-05", source="https://conseil.example/pv")
    sits(anne, place, "2020", role="Présidente", post=PostFactory(organization=place, title="Siège 1"))
    sits(person("Basile"), place)

    document = popolo(taker)

    assert [one["name"] for one in document["persons"]] == ["Anne Fictif"]
    assert [one.get("start_date") for one in document["memberships"]] == ["2019-05", "2020"]
    assert document["posts"][0]["organization_id"] == document["memberships"][1]["organization_id"]
    ours, table = document["organizations"]
    assert (table["parent_id"], "parent_id" in ours) == (ours["id"], False)
    assert table["other_names"] == [{"name": "TO", "note": "Sigle", "start_date": "1998"}]


def test_popolo_names_in_whose_name_one_sits_even_where_nobody_is_listed_there(
    taker: Client, table: Organization
) -> None:
    sender = OrganizationFactory.create(name="Caserne du Coteau")
    Membership.objects.filter(organization=table).update(on_behalf_of=sender)

    document = popolo(taker)

    (told,) = [one for one in document["organizations"] if one["name"] == "Caserne du Coteau"]
    assert {one.get("on_behalf_of_id") for one in document["memberships"]} == {None, told["id"]}


def test_every_word_of_the_popolo_file_has_a_meaning_in_its_context(taker: Client, table: Organization) -> None:
    OrganizationName.objects.create(organization=table, name="TO", kind=NameKind.FORMER, ends_on=edtf("2001-02-03"))
    Membership.objects.update(source="https://conseil.example/pv")

    document = popolo(taker)

    context = document.pop("@context")
    assert document.keys() <= context.keys()
    for records in document.values():
        for record in records:
            words = context[record["@type"]]["@context"]
            assert record.keys() - {"@type", "id"} <= words.keys()
            for name in record.get("other_names", []):
                assert name.keys() <= {*words["other_names"]["@context"], "note"}
            for source in record.get("sources", []):
                assert source.keys() <= context.keys()


def test_nothing_to_draw_leads_back(taker: Client, council: Organization) -> None:
    answer = taker.get(FILE.format("png"), {"scope": "whole"})

    assert (answer.status_code, answer["Location"]) == (302, f"{SCREEN}?scope=whole")


def test_each_taking_is_written_down_with_numbers_only(
    taker: Client, table: Organization, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="parvis.partners"):
        take(taker, "csv")

    entry = ModelLogEntry.objects.get(action="partners.export_network")
    assert entry.data["format"] == "csv"
    assert len(entry.data["people"]) == 2
    assert [record.getMessage() for record in caplog.records] == ["network exported"]


def test_the_menu_of_the_partners_leads_there(client: Client, table: Organization) -> None:
    client.force_login(someone_of(Role.READING))

    assert client.get(SCREEN).status_code == 200
    assert client.get(FILE.format("csv")).status_code == 302
    assert "/admin/ou-siegeons-nous/" in client.get("/admin/").content.decode()
