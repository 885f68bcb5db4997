"""What a program understands of an item, read by a JSON-LD processor of another author (pyld)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pyld import jsonld

from cms.archive.domain.bag.kinds import OF_MODEL
from cms.archive.domain.bag.records import document, record_of, rows_of
from cms.archive.domain.closing import take_down
from cms.archive.enums import Kind
from cms.archive.models import Item
from crm.partners.models import Council
from tests.archive.described import SECRET, credited_item, item_dated, read
from tests.factories import ItemFactory, receive_picture

pytestmark = pytest.mark.django_db

SCHEMA, TERMS = "http://schema.org/", "http://purl.org/dc/terms/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# Of what https://schema.org answers, the lines that matter here, as it has them.
SCHEMA_CONTEXT = {
    "@vocab": SCHEMA,
    "schema": SCHEMA,
    **{
        name: {"@id": f"schema:{name}", "@type": "@id"}
        for name in ("license", "url", "image", "contentUrl", "contentLocation", "isPartOf", "holdingArchive")
    },
    "dateCreated": {"@id": "schema:dateCreated", "@type": "Date"},
}
Triples = set[tuple[str, str, str]]


def from_no_network(url: str, options: Any) -> dict[str, Any]:
    assert url == "https://schema.org", "nothing else is asked for"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": SCHEMA_CONTEXT}}


def triples_of(document: Any) -> Triples:
    rdf = jsonld.to_rdf(document, {"documentLoader": from_no_network})
    return {tuple(one[part]["value"] for part in ("subject", "predicate", "object")) for one in rdf["@default"]}


def of_page(client: Client, item: Item) -> Triples:
    script = read(client, item.get_absolute_url()).select_one('script[type="application/ld+json"]')
    return triples_of(json.loads(script.string))  # type: ignore[union-attr,arg-type]


def said(triples: Triples, subject: str, *predicates: str) -> set[str]:
    """What the triples say of something, along a path."""
    found = {subject}
    for predicate in predicates:
        found = {o for s, p, o in triples if s in found and p == predicate}
    return found


def test_a_processor_reads_what_the_item_is(client: Client, council: Council) -> None:
    item = credited_item(description="Des enfants.")
    receive_picture(item)

    triples = of_page(client, item)

    here = f"http://testserver/memoire/{item.number}/"
    assert said(triples, here, TYPE) == {f"{SCHEMA}ArchiveComponent", f"{SCHEMA}Photograph"}
    plain = {
        "name": {"L’école du rang"},
        "text": {"Hiver 1921"},
        "dateCreated": {"1921~"},
        "temporalCoverage": {"1919-01-01/1923-12-31"},
        "license": {"http://rightsstatements.org/vocab/NKC/1.0/"},
        "url": {f"http://testserver{item.get_absolute_url()}"},
        "itemLocation": set(),  # where the original is kept is for the team
    }
    assert {name: said(triples, here, SCHEMA + name) for name in plain} == plain
    named = {
        "holdingArchive": {council.name},
        "isPartOf": {"Portraits"},
        "creator": {"Studio Fictif"},
        "contributor": {"Alma Publique"},
        "publisher": {"Le Courrier du rang"},
        "mentions": {"La Coop fictive"},
        "contentLocation": {"Rue des Tanneurs"},
    }
    assert {name: said(triples, here, SCHEMA + name, f"{SCHEMA}name") for name in named} == named
    assert said(triples, here, f"{SCHEMA}holdingArchive", TYPE) == {f"{SCHEMA}ArchiveOrganization"}


@pytest.mark.parametrize(
    ("said_date", "coverage"),
    [("depuis 1950", {"1950-01-01/.."}), ("avant 1940", {"../1939-12-31"}), ("s.d.", set())],
)
def test_an_end_that_nobody_knows_is_open(client: Client, council: Council, said_date: str, coverage: set[str]) -> None:
    item = item_dated(said_date)

    triples = of_page(client, item)

    assert said(triples, f"http://testserver/memoire/{item.number}/", f"{SCHEMA}temporalCoverage") == coverage


def test_a_processor_reads_every_field_under_its_term(client: Client, council: Council) -> None:
    item = credited_item(description="Des enfants.")

    triples = of_page(client, item)

    here = f"http://testserver/memoire/{item.number}/"
    assert {p.removeprefix(TERMS): said(triples, here, p) for s, p, _o in triples if s == here and TERMS in p} == {
        "title": {"L’école du rang"},
        "description": {"Des enfants.", "Hiver 1921"},
        "type": {"StillImage", "Photographie"},
        "created": {"1921~", "vers 1921"},
        "creator": {"Studio Fictif"},
        "contributor": {"Alma Publique"},
        "publisher": {"Le Courrier du rang"},
        "subject": {"Hiver", "La Coop fictive"},
        "spatial": {"Rue des Tanneurs"},
        "isPartOf": {"Fonds Quintal", "Portraits", f"http://testserver{item.collection.get_absolute_url()}"},
        "language": {"en"},
        "source": {"Le Courrier du rang, p. 3"},
        "medium": {"Épreuve de 9 sur 13 cm"},
        "provenance": {"Donné par Odile Larrivée", "Trouvée dans un grenier."},
        "rightsHolder": {"Succession Quintal"},
        "identifier": {here, "Q-12"},
        "rights": {"http://rightsstatements.org/vocab/NKC/1.0/", "Aucun droit d’auteur connu"},
    }


def test_only_public_copies_have_an_address_and_what_is_withdrawn_has_none(client: Client, council: Council) -> None:
    item = ItemFactory(kind=Kind.PHOTO)
    master = receive_picture(item)

    media = said(of_page(client, item), f"http://testserver/memoire/{item.number}/", f"{SCHEMA}associatedMedia")
    triples = of_page(client, item)

    (address,) = {o for _s, p, o in triples if p == f"{SCHEMA}contentUrl"}
    assert len(media) == 1
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert str(master.file.name) not in json.dumps(sorted(triples))

    take_down(item, "On ne veut plus.", None, timezone.now())

    assert client.get(item.get_absolute_url()).status_code == 410
    assert b"contentUrl" not in client.get(item.get_absolute_url()).content
    assert client.get(address.removeprefix("http://testserver")).status_code != 200


def test_what_is_not_derived_yet_has_no_address(client: Client, council: Council) -> None:
    item = ItemFactory()
    receive_picture(item).derivatives.all().delete()

    assert [p for _s, p, _o in of_page(client, item) if p in (f"{SCHEMA}contentUrl", f"{SCHEMA}image")] == []


def test_a_processor_reads_the_same_terms_in_a_bag(council: Council) -> None:
    item = credited_item(description="Des enfants.")

    kind = OF_MODEL[Item]
    triples = triples_of(json.loads(b"".join(document(record_of(kind, row) for row in rows_of(kind)))))

    here = f"urn:x-parvis:memory:/item/{item.pk}"
    assert {p: said(triples, here, TERMS + p) for p in ("contributor", "publisher", "description", "created")} == {
        "contributor": {"Alma Publique"},
        "publisher": {"Le Courrier du rang"},
        "description": {"Des enfants.", "Hiver 1921"},
        "created": {"1921~"},
    }
    assert "La Coop fictive" in said(triples, here, f"{TERMS}subject")
    assert said(triples, here, "https://schema.org/itemLocation") == {SECRET}
