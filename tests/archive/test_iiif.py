"""Manifests, collections and pictures for the viewers of other sites."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest
from PIL import Image

from cms.archive.derivatives.deriving import derive
from cms.archive.domain.closing import restore, take_down
from cms.archive.domain.copyrights import STATEMENTS, Copyright
from cms.archive.domain.iiif import rights_uri
from cms.archive.enums import CreditRole, Kind, Level, Purpose
from cms.archive.models import Credit, Derivative, Item, Master
from crm.partners.enums import Visibility
from tests.archive.iiif_schema import COLLECTION, INFORMATION, MANIFEST, RIGHTS
from tests.factories import (
    FondsFactory,
    ItemFactory,
    PersonFactory,
    UserFactory,
    receive_file,
    receive_picture,
    receive_sound,
)
from tests.factories.recordings import webm

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)
SITE = "http://testserver"


def read(client: Any, address: str, schema: dict[str, Any]) -> dict[str, Any]:
    response = client.get(address.removeprefix(SITE))
    assert response.status_code == 200, address
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"].startswith("application/ld+json;profile=")
    assert not response.cookies
    facts: dict[str, Any] = json.loads(response.content)
    jsonschema.validate(facts, schema, jsonschema.Draft202012Validator, format_checker=jsonschema.FormatChecker())
    assert facts["id"].removesuffix("/info.json") == SITE + address.removeprefix(SITE).removesuffix("/info.json")
    return facts


def receive_film(item: Item, seconds: float | None) -> Master:
    """A film that does not say its size."""
    master = receive_file(webm(), "course.webm", item)
    derive(master.pk, NOW)
    Master.objects.filter(pk=master.pk).update(seconds=seconds)
    return master


def test_a_manifest_leads_to_a_picture_of_the_size_it_says(client, council):
    fonds = FondsFactory(title="Fonds Tanguay")
    item = ItemFactory(title="La tannerie", collection=fonds, donor="Zénobie Cachée", team_notes="À vérifier")
    Credit.objects.create(item=item, role=CreditRole.CREATOR, name="Onésime Fictif")
    Credit.objects.create(item=item, person=PersonFactory(given_name="Rose", visibility=Visibility.BOARD))
    receive_picture(item)
    receive_picture(item, size=(300, 200))

    facts = read(client, f"/memoire/{item.number}/manifest.json", MANIFEST)

    assert facts["label"] == {"fr": ["La tannerie"]}
    assert {"fr": ["Onésime Fictif"]} in [pair["value"] for pair in facts["metadata"]]
    assert [word for word in ("Zénobie", "vérifier", "Rose") if word in json.dumps(facts, ensure_ascii=False)] == []
    assert len(facts["items"]) == 2
    body = facts["items"][0]["items"][0]["items"][0]["body"]
    picture = client.get(body["id"].removeprefix(SITE))
    assert picture["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(picture.getvalue())).size == (body["width"], body["height"])


def test_an_image_service_serves_the_sizes_it_lists_and_no_other(client, council):
    master = receive_picture(size=(700, 400))
    address = f"/memoire/iiif/{master.pk}"

    facts = read(client, f"{address}/info.json", INFORMATION)

    assert facts["sizes"] == [
        {"width": 320, "height": 183},
        {"width": 640, "height": 366},
        {"width": 700, "height": 400},
    ]
    for size in facts["sizes"]:
        asked = client.get(f"{address}/full/{size['width']},{size['height']}/0/default.jpg")
        assert Image.open(io.BytesIO(asked.getvalue())).size == (size["width"], size["height"])
        assert (asked["Access-Control-Allow-Origin"], asked["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")
        assert asked["Cache-Control"] == "public, max-age=60"
    assert client.get(f"{address}/full/320,/0/default.jpg").status_code == 200
    largest = client.get(f"{address}/full/max/0/default.jpg")
    assert Image.open(io.BytesIO(largest.getvalue())).size == (700, 400)
    led = client.get(address)
    assert (led.status_code, led["Location"]) == (303, f"{address}/info.json")
    for wrong in ("321,", "320,320", "9,", "full", ",320", "^max", "pct:50"):
        assert client.get(f"{address}/full/{wrong}/0/default.jpg").status_code == 404
    assert client.get(f"{address}/full/320,/90/default.jpg").status_code == 404


def test_what_is_taken_down_leaves_every_address_at_once(client, council):
    fonds = FondsFactory()
    ItemFactory(collection=fonds)  # without a picture: the collection stays
    item = ItemFactory(collection=fonds)
    master = receive_picture(item)
    addresses = [
        f"/memoire/{item.number}/manifest.json",
        f"/memoire/iiif/{master.pk}/info.json",
        f"/memoire/iiif/{master.pk}/full/320,/0/default.jpg",
    ]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]

    takedown = take_down(item, "On ne veut plus.", UserFactory(), NOW)

    gone = [client.get(address) for address in addresses]
    assert [(one.status_code, one["Cache-Control"]) for one in gone] == [(410, "no-cache")] * 3
    assert read(client, f"/memoire/fonds/{fonds.slug}/collection.json", COLLECTION)["items"] == []
    restore(takedown, UserFactory(), NOW)
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]


def test_a_draft_and_what_has_nothing_to_show_have_no_manifest(client, council):
    draft, bare = ItemFactory(live=False), ItemFactory()
    master = receive_picture(draft)

    for address in (
        f"/memoire/{draft.number}/manifest.json",
        f"/memoire/{bare.number}/manifest.json",
        f"/memoire/iiif/{master.pk}/info.json",
        f"/memoire/iiif/{master.pk}/full/max/0/default.jpg",
        "/memoire/iiif/rien/info.json",
        f"/memoire/iiif/{master.pk}-3/info.json",
        "/memoire/999999/manifest.json",
    ):
        assert client.get(address).status_code == 404, address


def test_a_collection_lists_its_parts_and_its_open_items(client, council):
    fonds = FondsFactory(description="Ce qui reste.")
    series = FondsFactory(parent=fonds, level=Level.SERIES)
    ItemFactory(collection=series)
    item = ItemFactory(collection=fonds)
    receive_picture(item)
    receive_picture(ItemFactory(collection=fonds, live=False))
    ItemFactory(collection=fonds)

    facts = read(client, f"/memoire/fonds/{fonds.slug}/collection.json", COLLECTION)
    part = read(client, facts["items"][0]["id"], COLLECTION)

    assert [one["type"] for one in facts["items"]] == ["Collection", "Manifest"]
    assert facts["items"][1]["id"] == f"{SITE}/memoire/{item.number}/manifest.json"
    assert (part["label"], part["partOf"][0]["id"]) == ({"fr": [series.title]}, facts["id"])


def test_pages_of_a_document_are_canvases_in_order(client, council):
    item = ItemFactory(kind=Kind.DOCUMENT)
    master = receive_picture(item)
    for page in (2, 1):
        for width in (1600, 800):
            Derivative.objects.create(
                master=master,
                purpose=Purpose.PAGE,
                page=page,
                width=width,
                height=900,
                media_type="image/jpeg",
                file="x",
            )

    facts = read(client, f"/memoire/{item.number}/manifest.json", MANIFEST)

    assert [canvas["label"] for canvas in facts["items"]] == [{"fr": ["Page 1"]}, {"fr": ["Page 2"]}]
    assert read(client, f"/memoire/iiif/{master.pk}-2/info.json", INFORMATION)["width"] == 1600


def test_a_recording_is_a_canvas_that_lasts(client, council):
    item = ItemFactory(kind=Kind.SOUND)
    master = receive_sound(item, said="", seconds=12)
    Derivative.objects.create(master=master, purpose=Purpose.SOUND, media_type="audio/ogg", file="y")

    facts = read(client, f"/memoire/{item.number}/manifest.json", MANIFEST)

    (canvas,) = facts["items"]
    assert (canvas["duration"], "annotations" in canvas, "width" in canvas) == (12, False, False)
    body = canvas["items"][0]["items"][0]["body"]
    assert body["type"] == "Choice"
    assert [(one["type"], one["duration"]) for one in body["items"]] == [("Sound", 12)] * 2


def test_viewers_of_other_sites_play_a_recording_and_read_its_captions(client, council):
    item = ItemFactory(kind=Kind.SOUND)
    receive_sound(item)

    (canvas,) = read(client, f"/memoire/{item.number}/manifest.json", MANIFEST)["items"]

    beside = canvas["annotations"][0]["items"][0]
    assert (beside["target"], beside["body"]["language"]) == (canvas["id"], "fr")
    assert beside["body"]["label"] == {"fr": ["Sous-titres\u00a0: français"]}
    body = canvas["items"][0]["items"][0]["body"]
    for one in (body, beside["body"]):
        file = client.get(one["id"].removeprefix(SITE))
        assert file["Content-Type"].partition(";")[0] == one["format"]
        assert (file["Access-Control-Allow-Origin"], file["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")


def test_a_film_has_the_shape_it_says_or_that_of_its_picture(client, council):
    item = ItemFactory(kind=Kind.FILM)
    said, shown, unknown = (receive_film(item, seconds=seconds) for seconds in (7.5, 8.5, 9.5))
    Master.objects.filter(pk=said.pk).update(width=640, height=480)
    poster = receive_picture(item, size=(160, 90))
    Master.objects.filter(pk=poster.pk).update(poster_of=shown)

    canvases = read(client, f"/memoire/{item.number}/manifest.json", MANIFEST)["items"]

    shapes = [(one["width"], one["height"], one["duration"]) for one in canvases]
    assert shapes == [(640, 480, 7.5), (160, 90, 8.5), (1280, 720, 9.5)]
    assert [one["items"][0]["items"][0]["body"]["type"] for one in canvases] == ["Video"] * 3
    assert unknown.derivatives.get().get_absolute_url() in canvases[2]["items"][0]["items"][0]["body"]["id"]


def test_a_collection_lists_all_that_has_a_manifest_and_nothing_else(client, council):
    fonds = FondsFactory()
    sound, film, unmeasured, stand_in, bare = ItemFactory.create_batch(5, collection=fonds)
    receive_sound(sound)
    receive_film(film, seconds=8.5)
    receive_film(unmeasured, seconds=None)
    picture = receive_picture(stand_in, size=(160, 90))
    Master.objects.filter(pk=picture.pk).update(poster_of=receive_film(stand_in, seconds=None))

    listed = read(client, f"/memoire/fonds/{fonds.slug}/collection.json", COLLECTION)["items"]

    items = {f"{SITE}/memoire/{item.number}/manifest.json": item for item in (sound, film, unmeasured, stand_in, bare)}
    assert [items[one["id"]] for one in listed] == [sound, film]
    assert [item for address, item in items.items() if client.get(address.removeprefix(SITE)).status_code == 200] == [
        sound,
        film,
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_manifest_asks_as_much_for_three_recordings_as_for_one(client, council, django_assert_num_queries, count):
    item = ItemFactory(kind=Kind.SOUND)
    for number in range(count):
        receive_sound(item, seconds=20 + number)

    with django_assert_num_queries(9):
        client.get(f"/memoire/{item.number}/manifest.json")


@pytest.mark.parametrize("copyright_code", list(Copyright))
def test_each_statement_of_rights_is_one_that_viewers_know(copyright_code):
    jsonschema.validate(rights_uri(STATEMENTS[copyright_code].uri), RIGHTS)


@pytest.mark.parametrize("count", [1, 3])
def test_a_collection_asks_as_much_for_three_items_as_for_one(client, council, django_assert_num_queries, count):
    fonds = FondsFactory()
    for _ in range(count):
        receive_picture(ItemFactory(collection=fonds), size=(40, 30))

    with django_assert_num_queries(5):
        client.get(f"/memoire/fonds/{fonds.slug}/collection.json")
