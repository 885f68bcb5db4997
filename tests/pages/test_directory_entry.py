"""The public page of an organization: what it tells, at which addresses, and what it never tells."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cms.pages.domain.telephones import dialled
from crm.partners.domain.merging import merge, undo_merger
from crm.partners.enums import RecordKind
from crm.partners.models import (
    Council,
    Organization,
    OrganizationAddress,
    OrganizationContact,
    OrganizationName,
)
from tests.factories import complete_council, make_picture
from tests.factories.partners import MembershipFactory, PersonFactory, PostFactory
from tests.pages.listings import BOARD, LEAKS, PUBLIC, address, directory, full, listed, read, text

ENTRY_QUERIES = 19


@pytest.mark.django_db
def test_its_page_tells_all_that_is_public_and_nothing_else(client: Client, council: Council) -> None:
    directory()
    cafe = full()

    page = read(client, address(cafe, "cafe-du-tres-saint-sacrement"))

    facts = {text(fact.dt): text(fact.dd) for fact in page.select(".entry__facts > div")}
    assert facts == {
        "Courriel": "public@cafe.example",
        "Téléphone": "418 555-0166",
        "Adresse Web": "https://public.example/",
        "Réseau social": "https://social.example/public",
        "Adresse": "12, rue Public Québec G1S 1A1 Voir sur une carte",
        "Fondation": "mai 2011",
        "Fait partie de": "Table des Ormes",
        "Secteurs": "Alimentation",
    }
    assert [text(one) for one in page.select(".entry__list li")] == [
        "Comité de la terrasse",
        "Aimée Gallant-Fictive Siège de Aimée",
        "Siège de Fait-Discret",
        "Siège de Personne-Discrète",
        "Siège de Passée",
        "Siège de Douteuse",
    ]
    said = page.decode().replace("Siège de Fait-Discret", "").replace("Siège de Personne-Discrète", "")
    assert [leak for leak in LEAKS if leak in said] == []


@pytest.mark.django_db
def test_programs_read_it_in_the_words_of_schema(client: Client, council: Council) -> None:
    directory()
    cafe = full()
    path = address(cafe, "cafe-du-tres-saint-sacrement")

    told = json.loads(read(client, path).find("script", type="application/ld+json").string)  # type: ignore[union-attr, arg-type]

    url = f"http://testserver{path}"
    assert told == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "mainEntityOfPage": url,
        "name": "Café du Très-Saint-Sacrement",
        "alternateName": ["CTSS"],
        "description": "Un café géré par ses membres.",
        "url": "https://public.example/",
        "sameAs": ["https://social.example/public"],
        "email": ["public@cafe.example"],
        "telephone": ["418 555-0166"],
        "foundingDate": "2011-05",
        "location": [
            {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "12, rue Public",
                    "addressLocality": "Québec",
                    "addressRegion": "Québec",
                    "postalCode": "G1S 1A1",
                    "addressCountry": "CA",
                },
                "geo": {"@type": "GeoCoordinates", "latitude": "46.801234", "longitude": "-71.250000"},
            }
        ],
        "parentOrganization": {"@type": "Organization", "name": "Table des Ormes"},
    }


@pytest.mark.django_db
def test_the_logo_is_shown_and_told(client: Client, council: Council) -> None:
    directory()
    cafe = listed("Vélo-Ormes", logo=make_picture())

    page = read(client, address(cafe, "velo-ormes"))

    told = json.loads(page.find("script", type="application/ld+json").string)  # type: ignore[union-attr, arg-type]
    assert [image["alt"] for image in page.select("img.entry__logo")] == [""]
    assert told["logo"].startswith("http://testserver/media/")


@pytest.mark.django_db
def test_an_unlisted_organization_has_no_page(client: Client, council: Council) -> None:
    directory()
    cafe = listed("Vélo-Ormes")
    path = address(cafe, "velo-ormes")
    assert client.get(path).status_code == 200

    cafe.is_listed = False
    cafe.save()

    assert client.get(path).status_code == 404
    assert client.get("/repertoire/999999-personne/").status_code == 404
    assert client.get("/repertoire/999999999999999999999-personne/").status_code == 404
    assert client.get("/repertoire/velo-ormes/").status_code == 404


@pytest.mark.django_db
def test_an_older_name_leads_to_the_page(client: Client, council: Council) -> None:
    directory()
    cafe = listed("Vélo-Ormes")

    for older in (address(cafe, "velo"), f"/repertoire/{cafe.pk}/", f"/repertoire/0{cafe.pk}-velo-ormes/"):
        response = client.get(older)
        assert (response.status_code, response["Location"]) == (301, address(cafe, "velo-ormes"))


@pytest.mark.django_db
def test_a_merged_number_leads_to_the_kept_one(client: Client, council: Council) -> None:
    directory()
    kept, lost = listed("Vélo-Ormes"), listed("Velo Ormes")
    path = f"/repertoire/{lost.pk}-velo-ormes/"
    merger = merge(RecordKind.ORGANIZATION, kept.pk, lost.pk, {}, by=None, now=timezone.now())

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (301, address(kept, "velo-ormes"))
    assert response["Cache-Control"] == "no-cache"  # the merger may be undone
    Organization.objects.filter(pk=kept.pk).update(is_listed=False)
    assert client.get(path).status_code == 404
    undo_merger(merger, now=timezone.now())
    assert client.get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_much_it_says(
    client: Client, council: Council, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    directory()
    cafe = listed("Vélo-Ormes", *(f"Secteur {number}" for number in range(count)))
    for number in range(count):
        OrganizationName.objects.create(organization=cafe, name=f"V{number}")
        OrganizationContact.objects.create(organization=cafe, value=f"v{number}@velo.example", visibility=PUBLIC)
        OrganizationAddress.objects.create(organization=cafe, street_address=f"{number}, rue A", visibility=PUBLIC)
        listed(f"Comité {number}", parent=cafe)
        MembershipFactory.create(
            organization=cafe,
            visibility=PUBLIC,
            person=PersonFactory(visibility=PUBLIC),
            post=PostFactory(organization=cafe),
        )
    client.get(address(cafe, "velo-ormes"))

    with django_assert_num_queries(ENTRY_QUERIES):
        client.get(address(cafe, "velo-ormes"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_detail_made_private_is_gone_at_once(client: Client, settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    complete_council()
    directory()
    cafe = listed("Vélo-Ormes")
    detail = OrganizationContact.objects.create(organization=cafe, value="velo@ormes.example", visibility=PUBLIC)
    path = address(cafe, "velo-ormes")
    assert "velo@ormes.example" in client.get(path).content.decode()

    detail.visibility = BOARD
    detail.save()

    assert "velo@ormes.example" not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("418 555-0142", "+14185550142"),
        ("1 418 555-0142", "+14185550142"),
        ("418 555-0142, poste 12", "+14185550142;ext=12"),
        ("418 555-0142 p. 204", "+14185550142;ext=204"),
        ("418 555-0142 #7", "+14185550142;ext=7"),
    ],
)
def test_a_telephone_is_dialled_with_its_extension(written: str, expected: str) -> None:
    assert dialled(written) == expected
