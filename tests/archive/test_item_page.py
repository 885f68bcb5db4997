"""The page of an item: what it says, under which terms, and what it never says."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from cms.archive.domain.copyrights import Copyright
from cms.archive.enums import CreditRole
from cms.archive.models import Credit, Item, Master
from cms.pages.models import DirectoryPage
from crm.partners.models import Council
from tests.archive.described import SECRET, credited_item, described_item, read, words
from tests.factories import (
    FondsFactory,
    ItemFactory,
    OrganizationFactory,
    PlaceFactory,
    TermFactory,
    add_page,
    receive_picture,
)
from tests.html import html_errors
from tests.pages.test_budget import squeezed, static_files

pytestmark = pytest.mark.django_db


def test_every_field_stands_under_its_term(client: Client, council: Council) -> None:
    item = credited_item()

    page = read(client, item.get_absolute_url())

    shown = [(one["data-term"], " ".join(one.get_text(" ").split())) for one in page.select(".facts dd")]
    assert shown == [
        ("dcterms:type", "Photographie"),
        ("dcterms:created", "vers 1921"),
        ("dcterms:creator", "Studio Fictif"),
        ("dcterms:contributor", "Alma Publique"),
        ("dcterms:publisher", "Le Courrier du rang"),
        ("dcterms:subject", "La Coop fictive (à gauche)"),
        ("dcterms:spatial", "Rue des Tanneurs"),
        ("dcterms:subject", "Hiver"),
        ("dcterms:isPartOf", "Fonds Quintal"),
        ("dcterms:isPartOf", "Portraits"),
        ("dcterms:language", "anglais"),
        ("dcterms:source", "Le Courrier du rang, p. 3"),
        ("dcterms:medium", "Épreuve de 9 sur 13 cm"),
        ("dcterms:provenance", "Donné par Odile Larrivée"),
        ("dcterms:provenance", "Trouvée dans un grenier."),
        ("dcterms:rightsHolder", "Succession Quintal"),
        ("dcterms:identifier", str(item.number)),
        ("dcterms:identifier", "Q-12"),
    ]
    assert [" ".join(row.get_text(" ").split()) for row in page.select(".terms > div")] == [
        "dcterms:title Titre L’école du rang",
        "dcterms:description Description Trois ouvriers devant la porte, la neige jusqu’aux genoux.",
        "dcterms:description Transcription Hiver 1921",
        "dcterms:type Nature StillImage",
        "dcterms:created Date 1921~",
        "dcterms:creator Créé par Studio Fictif",
        "dcterms:contributor Avec Alma Publique",
        "dcterms:publisher Publié par Le Courrier du rang",
        "dcterms:subject On y voit ou on y entend La Coop fictive",
        "dcterms:spatial Lieux Rue des Tanneurs",
        "dcterms:subject Sujets Hiver",
        "dcterms:isPartOf Fonds Fonds Quintal Portraits",
        "dcterms:language Langue en",
        "dcterms:source Source Le Courrier du rang, p. 3",
        "dcterms:medium Original Épreuve de 9 sur 13 cm",
        "dcterms:provenance D’où cela vient Donné par Odile Larrivée Trouvée dans un grenier.",
        "dcterms:rightsHolder Titulaire des droits Succession Quintal",
        f"dcterms:identifier Numéro {item.number}",
        "dcterms:identifier Cote de l’original Q-12",
        "dcterms:rights Droits http://rightsstatements.org/vocab/NKC/1.0/",
        f"dcterms:modified Modifiée le {localdate(item.changed_at).isoformat()}",
    ]


def test_what_is_for_the_team_stays_with_the_team(client: Client, council: Council) -> None:
    item = described_item(donor_is_public=False)

    for address in (item.get_absolute_url(), f"{item.get_absolute_url()}gros-caracteres/"):
        html = client.get(address).content.decode()
        assert SECRET not in html
        assert "Larrivée" not in html


def test_what_has_no_date_says_so(client: Client, council: Council) -> None:
    item = ItemFactory()

    assert words(read(client, item.get_absolute_url()), ".thing__date") == "s.d."


def test_the_citation_says_who_what_when_and_where(client: Client, council: Council) -> None:
    item = described_item()

    said = words(read(client, item.get_absolute_url()), ".thing__citation")

    assert re.sub(r"consulté le .*\)", "consulté)", said).replace("\u00a0", " ") == (
        "Studio Fictif, « L’école du rang », vers 1921. Portraits. "
        f"Mémoire — {council.name}, no {item.number}, http://testserver/memoire/{item.number}/ (consulté)."
    )


def test_before_and_after_stay_in_the_collection(client: Client, council: Council) -> None:
    fonds = FondsFactory()
    first = ItemFactory(title="Une", collection=fonds)
    ItemFactory(title="Ailleurs")
    ItemFactory(title="Brouillon", collection=fonds, live=False)
    middle = ItemFactory(title="Deux", collection=fonds)
    last = ItemFactory(title="Trois", collection=fonds)

    page = read(client, middle.get_absolute_url())

    assert [(one["rel"], one["href"]) for one in page.select(".thing__beside a")] == [
        (["prev"], first.get_absolute_url()),
        (["next"], last.get_absolute_url()),
    ]


def test_programs_read_an_archive_component(client: Client, council: Council) -> None:
    item = described_item(title="</script><b>")

    script = read(client, item.get_absolute_url()).select_one('script[type="application/ld+json"]')

    facts = json.loads(script.string)  # type: ignore[union-attr,arg-type]
    assert facts["@type"] == ["ArchiveComponent", "Photograph"]
    assert facts["@id"] == f"http://testserver/memoire/{item.number}/"
    assert facts["name"] == "</script><b>"
    assert facts["dateCreated"] == "1921~"
    assert facts["temporalCoverage"] == "1919-01-01/1923-12-31"
    assert facts["creator"] == [{"@type": "Thing", "name": "Studio Fictif"}]
    assert facts["isPartOf"]["name"] == "Portraits"
    assert facts["license"] == "http://rightsstatements.org/vocab/NKC/1.0/"
    assert facts["holdingArchive"]["name"] == council.name
    assert SECRET not in script.string  # type: ignore[union-attr,operator]


def test_the_page_announces_itself_to_those_who_share_it(client: Client, council: Council) -> None:
    page = read(client, described_item().get_absolute_url())

    assert page.select_one('meta[property="og:title"]')["content"] == "L’école du rang"  # type: ignore[index]
    assert page.select_one('meta[property="og:type"]')["content"] == "article"  # type: ignore[index]


def test_large_print_says_the_same(client: Client, council: Council) -> None:
    item = described_item()

    page = read(client, f"{item.get_absolute_url()}gros-caracteres/")

    assert "vers 1921" in words(page, ".large")
    assert page.select_one("link[rel=canonical]")["href"] == f"http://testserver{item.get_absolute_url()}"  # type: ignore[index]
    former = client.get(f"/memoire/{item.number}/ancien-titre/gros-caracteres/")
    assert former["Location"] == f"{item.get_absolute_url()}gros-caracteres/"


@pytest.mark.parametrize("many", [1, 3])
def test_an_item_asks_as_much_for_three_files_as_for_one(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    item = described_item()
    for number in range(many):
        receive_picture(item)
        Credit.objects.create(item=item, name=f"Odile {number}")
        item.places.add(PlaceFactory())
    item.save()
    client.get("/memoire/")

    with django_assert_num_queries(14):
        client.get(item.get_absolute_url())


@pytest.mark.parametrize("many", [1, 3])
def test_organizations_lead_to_the_directory_where_they_are_listed_there(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    item = described_item()
    listed = [OrganizationFactory(name=f"Studio {number}", is_listed=True) for number in range(many)]
    for organization in listed:
        Credit.objects.create(item=item, organization=organization, role=CreditRole.CREATOR)
    Credit.objects.create(item=item, organization=OrganizationFactory(is_listed=False), name="Atelier discret")
    client.get("/memoire/")
    assert read(client, item.get_absolute_url()).select(".facts a.meta") == []
    add_page(DirectoryPage, "Répertoire")

    with django_assert_num_queries(15):
        response = client.get(item.get_absolute_url(), {"encore": "1"})

    links = BeautifulSoup(response.content, "html.parser").select(".facts a.meta")
    assert [(one["href"], one.get_text()) for one in links] == [
        (f"/repertoire/{one.pk}-studio-{number}/", f"Au répertoire : Studio {number}")
        for number, one in enumerate(listed)
    ]
    assert html_errors(response.content.decode()) == []
    if many == 1:
        restriction = PageViewRestriction.LOGIN
        PageViewRestriction.objects.create(page=DirectoryPage.objects.get(), restriction_type=restriction)
        assert read(client, item.get_absolute_url(), ferme="1").select(".facts a.meta") == []


def test_the_html_is_valid(client: Client, council: Council) -> None:
    item = described_item()
    Master.objects.filter(pk=receive_picture(item).pk).update(caption="Au dos")
    receive_picture(item)

    for address in (item.get_absolute_url(), f"{item.get_absolute_url()}gros-caracteres/"):
        assert html_errors(client.get(address).content.decode()) == []


def test_saving_an_item_again_keeps_all_that_describes_it() -> None:
    item = ItemFactory()
    item.places.set([PlaceFactory()])
    item.subjects.set([TermFactory()])
    item.credits.add(Credit(name="Studio Fictif"))

    item.save()

    again = Item.objects.get(pk=item.pk)
    assert (again.places.count(), again.subjects.count(), again.credits.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("code", "may"),
    [(Copyright.PUBLIC_DOMAIN, True), (Copyright.IN_COPYRIGHT, False), (Copyright.ORPHAN, False), ("", False)],
)
def test_a_copy_is_taken_home_where_the_rights_allow_it(client: Client, council: Council, code: str, may: bool) -> None:
    item = ItemFactory(copyright=code)
    receive_picture(item)

    page = read(client, item.get_absolute_url())

    assert bool(page.select("a[download]")) is may
    assert len(page.select("a[data-closer]")) == 1


def test_sharing_shows_the_first_picture(client: Client, council: Council) -> None:
    item = ItemFactory(title="Une porte")
    copy = receive_picture(item).derivatives.filter(media_type="image/jpeg").order_by("-width").first()

    page = read(client, item.get_absolute_url())

    assert page.select_one('meta[property="og:image"]')["content"] == f"http://testserver{copy.get_absolute_url()}"  # type: ignore[index,union-attr]
    assert page.select_one('meta[property="og:image:alt"]')["content"] == "Une porte"  # type: ignore[index]


def test_the_page_of_an_item_weighs_less_than_100_kb_before_its_pictures(client: Client, council: Council) -> None:
    item = described_item(transcription="Ma chère Odile, il a neigé trois jours. " * 40)
    for _number in range(3):
        receive_picture(item)

    html = client.get(item.get_absolute_url()).content
    files = static_files(html.decode())
    weight = squeezed(html) + sum(
        len(content) if name.endswith(".woff2") else squeezed(content) for name, content in files.items()
    )

    assert "js/memory-item.js" in files
    assert not [name for name in files if "openseadragon" in name]
    assert 0 < weight <= 100 * 1024
