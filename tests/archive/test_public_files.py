"""The public copies at their only address: for whom, for how long, which bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from cms.archive.domain.closing import restore, take_down
from cms.archive.domain.showing import shown_picture
from cms.archive.enums import Basis
from cms.archive.models import Item, Master, archive_storage
from tests.factories import ItemFactory, UserFactory, receive_picture

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)


def copy_of(master: Master, media_type: str = "image/jpeg"):
    return master.derivatives.filter(media_type=media_type).first()


def test_a_copy_is_served_to_everyone_for_a_minute(client):
    copy = copy_of(receive_picture(), "image/avif")

    answer = client.get(copy.get_absolute_url())

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == archive_storage().open(copy.file.name).read()
    assert {name: answer[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")} == {
        "Content-Type": "image/avif",
        "Cache-Control": "public, max-age=60",
        "X-Content-Type-Options": "nosniff",
    }
    assert int(answer["Content-Length"]) == copy.size
    assert not answer.cookies


@pytest.mark.parametrize("master", ["0", "9223372036854775807", "9223372036854775808", "9" * 30])
def test_a_number_that_no_file_has_is_not_found(client, council, master):
    assert client.get(f"/memoire/fichiers/{master}/image-0-640.jpg").status_code == 404


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"live": False}, 404),
        ({"embargo_until": timezone.localdate() + timedelta(days=1)}, 404),
        ({"closed_for": Basis.EMBARGO}, 404),
        ({"embargo_until": date(2026, 1, 1)}, 200),
    ],
)
def test_no_copy_of_what_is_not_public_has_an_address(client, council, facts, status):
    master = receive_picture()
    Item.objects.filter(pk=master.item_id).update(**facts)

    answers = {client.get(copy.get_absolute_url()).status_code for copy in master.derivatives.all()}

    assert answers == {status}


def test_taken_down_it_is_gone_at_once_and_comes_back(client, council):
    master = receive_picture()
    address, user = copy_of(master).get_absolute_url(), UserFactory()
    etag = client.get(address)["ETag"]

    takedown = take_down(master.item, "À la demande de la famille.", user, NOW)

    assert client.get(address, headers={"if-none-match": etag}).status_code == 410
    restore(takedown, user, NOW)
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304


def test_masters_and_copies_have_no_other_address(client, council):
    master = receive_picture()
    names = [master.file.name, *(copy.file.name for copy in master.derivatives.all())]

    for name in names:
        assert archive_storage().exists(name)
        assert not default_storage.exists(name)
        for address in (f"/media/{name}", f"/media/archive/{name}", f"/documents/{name}", f"/.archive/{name}"):
            assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "image-0-700.tif",
        "image-0-700.html",
        "image-0-700.svg",
        "image-0-701.jpg",
        "page-0-700.jpg",
        "image-0-700.jpg.html",
        "image-99999-700.jpg",
        "..%2f..%2fmasters",
    ],
)
def test_no_other_name_is_served(client, council, name):
    master = receive_picture()

    assert client.get(f"/memoire/fichiers/{master.pk}/{name}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "which"),
    [
        ("bytes=0-99", 206, slice(0, 100)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-50", 206, slice(-50, None)),
        ("bytes=10-99999999", 206, slice(10, None)),
        ("bytes=5-2", 200, slice(None)),
        ("bytes=0-1,5-6", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_the_bytes_that_are_asked_for_are_sent(client, asked, status, which):
    copy = copy_of(receive_picture())
    whole = archive_storage().open(copy.file.name).read()

    answer = client.get(copy.get_absolute_url(), headers={"range": asked})

    sent = b"".join(answer.streaming_content)
    assert (answer.status_code, sent, int(answer["Content-Length"])) == (status, whole[which], len(whole[which]))


def test_bytes_beyond_the_end_are_refused_and_a_changed_copy_is_sent_whole(client):
    copy = copy_of(receive_picture())
    address = copy.get_absolute_url()

    assert client.get(address, headers={"range": f"bytes={copy.size}-"}).status_code == 416
    assert client.get(address, headers={"range": "bytes=0-9", "if-range": '"other"'}).status_code == 200
    assert (
        client.get(address, headers={"range": "bytes=0-9", "if-range": client.get(address)["ETag"]}).status_code == 206
    )


def test_a_copy_that_is_not_where_it_was_kept_is_not_found(client, council):
    copy = copy_of(receive_picture())
    archive_storage().delete(copy.file.name)

    assert client.get(copy.get_absolute_url()).status_code == 404
    assert Client().post(copy.get_absolute_url()).status_code == 405


def test_behind_a_proxy_the_site_says_yes_and_the_proxy_sends(client, settings):
    settings.ARCHIVE_SENT_BY_PROXY = True
    master = receive_picture()
    copy = copy_of(master)

    answer = client.get(copy.get_absolute_url())

    assert (answer["X-Accel-Redirect"], answer.content) == (f"/.archive/{copy.file.name}", b"")
    Item.objects.update(live=False)
    assert client.get(copy.get_absolute_url()).headers.get("X-Accel-Redirect") is None


def test_one_copy_costs_two_queries(client, django_assert_num_queries):
    address = copy_of(receive_picture()).get_absolute_url()

    with django_assert_num_queries(2):
        client.get(address)


def test_a_picture_offers_every_format_in_every_width(client):
    master = receive_picture(size=(1400, 700))
    Master.objects.filter(pk=master.pk).update(alt_text="Une cour & un <orme>")
    master.refresh_from_db()

    html = Template('{% load archive %}{% picture master sizes="50vw" css="sheet" %}').render(
        Context({"master": master})
    )

    at = f"/memoire/fichiers/{master.pk}/image-0"
    widths = (320, 640, 1280, 1400)
    assert html.count("<source") == 2
    assert f'type="image/avif" srcset="{", ".join(f"{at}-{width}.avif {width}w" for width in widths)}"' in html
    assert f'type="image/webp" srcset="{", ".join(f"{at}-{width}.webp {width}w" for width in widths[:3])}"' in html
    assert f'<img src="{at}-640.jpg" srcset="{", ".join(f"{at}-{width}.jpg {width}w" for width in widths)}"' in html
    assert 'width="640" height="320" alt="Une cour &amp; un &lt;orme&gt;" class="sheet" loading="lazy"' in html


def test_a_picture_without_copies_shows_nothing():
    master = Master(item=ItemFactory(), media_type="image/jpeg", size=1, sha256="0" * 64)
    master.save()

    assert shown_picture(master) is None
    assert Template("{% load archive %}{% picture master %}").render(Context({"master": master})).strip() == ""


@pytest.mark.parametrize("count", [1, 3])
def test_pictures_of_a_list_ask_nothing_more(count, django_assert_num_queries):
    for _number in range(count):
        receive_picture()

    with django_assert_num_queries(3):
        for item in Item.objects.public().prefetch_related("masters__derivatives"):
            for master in item.masters.all():
                assert shown_picture(master)


def test_the_private_files_stand_where_no_address_leads():
    options = settings.STORAGES["archive"]["OPTIONS"]

    assert options["location"] == f"{settings.STORAGES['default']['OPTIONS']['location']}/archive"
    assert "base_url" not in options
