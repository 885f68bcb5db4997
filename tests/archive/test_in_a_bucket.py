"""The files of the memory in a bucket: private, read only through the one address that asks each time."""

from __future__ import annotations

import copy
import io
import logging
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from cms.archive.derivatives.deriving import derive
from cms.archive.domain.closing import take_down
from cms.archive.domain.discarding import erase_discarded
from cms.archive.domain.fixity import check_master
from cms.archive.domain.masters import take_off
from cms.archive.domain.takeaways import ask_takeaway, make_next
from cms.archive.domain.uploads import finish
from cms.archive.enums import TakeawayState
from cms.archive.models import Derivative, Master, UploadPart
from cms.settings import services
from tests.archive.test_deposit_screens import SCREEN, signed_in
from tests.archive.test_uploads import NOW, announced, sent
from tests.factories import ItemFactory, UserFactory, drawn_image, receive_file, receive_picture
from tests.factories.recordings import film

server = pytest.importorskip("moto.server", reason="the S3 server of the tests is not installed")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

BUCKET = "memoire-des-ormes"


class Bucket:
    """A bucket of an S3-compatible server on this machine, and what was asked of it."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.ranges: list[str] = []

    @property
    def keys(self) -> list[str]:
        return [one["Key"] for one in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    def content(self, name: str) -> bytes:
        return self.client.get_object(Bucket=BUCKET, Key=f"archive/{name}")["Body"].read()

    def grants(self, name: str) -> list[tuple[str, str]]:
        told = self.client.get_object_acl(Bucket=BUCKET, Key=f"archive/{name}")["Grants"]
        return [(one["Grantee"]["Type"], one["Permission"]) for one in told]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    there = server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    there.start()
    host, port = there.get_host_and_port()
    yield f"http://{host}:{port}"
    there.stop()


@pytest.fixture
def bucket(endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """`MEDIA_STORAGE=s3://…`, but for the lock of the line: the server of this test has no certificate."""
    asked = services.storages(f"s3://cle:secret@127.0.0.1/{BUCKET}", "", settings.BASE_URL, manifest=False)
    asked = copy.deepcopy(asked)
    for one in ("default", "archive"):
        asked[one]["OPTIONS"].update(endpoint_url=endpoint, region_name="us-east-1")
    settings.STORAGES = asked
    kept = storages["archive"]
    for model in (Master, Derivative, UploadPart):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", kept)
    made = Bucket(kept.connection.meta.client)
    made.client.create_bucket(Bucket=BUCKET)
    made.client.meta.events.register(
        "before-send.s3.GetObject", lambda request, **_: made.ranges.append(_text(request.headers.get("Range")))
    )
    yield made
    for key in made.keys:
        made.client.delete_object(Bucket=BUCKET, Key=key)
    made.client.delete_bucket(Bucket=BUCKET)


def _text(header: Any) -> str:
    return header.decode() if isinstance(header, bytes) else header or ""


def test_a_master_is_kept_as_it_came_and_has_no_public_address(client: Client, bucket: Bucket) -> None:
    content = drawn_image("PNG")
    master = receive_file(content, "porte.png", ItemFactory())
    derive(master.pk, timezone.now())
    name = master.file.name or ""

    page = client.get(master.item.get_absolute_url()).content.decode()

    assert bucket.content(name) == content
    assert {key.split("/")[0] for key in bucket.keys} == {"archive"}
    assert bucket.grants(name) == [("CanonicalUser", "FULL_CONTROL")]
    for told in ("127.0.0.1", BUCKET, "/archive/", "Signature", name):
        assert told not in page
    assert f"/memoire/fichiers/{master.pk}/image-0-" in page
    # What its storage would call it leads nowhere either.
    assert [client.get(f"/media/{where}{name}").status_code for where in ("archive/", "")] == [404, 404]
    original = signed_in().get(f"{SCREEN}originaux/{master.pk}/")
    assert b"".join(original.streaming_content) == content
    assert client.get(f"{SCREEN}originaux/{master.pk}/").status_code == 302


def test_a_film_is_looked_at_from_anywhere_and_only_that_leaves_the_bucket(client: Client, bucket: Bucket) -> None:
    content = film()
    master = receive_file(content, "fete.mp4", ItemFactory())
    derive(master.pk, timezone.now())
    played = master.derivatives.get()
    bucket.ranges.clear()

    part = client.get(played.get_absolute_url(), headers={"Range": "bytes=8-23"})
    end = client.get(played.get_absolute_url(), headers={"Range": "bytes=-5"})
    beyond = client.get(played.get_absolute_url(), headers={"Range": f"bytes={len(content)}-"})

    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 8-23/{len(content)}")
    assert b"".join(part.streaming_content) == bucket.content(played.file.name or "")[8:24]
    assert b"".join(end.streaming_content) == bucket.content(played.file.name or "")[-5:]
    assert beyond.status_code == 416
    assert [one for one in bucket.ranges if one] == ["bytes=8-23", f"bytes={len(content) - 5}-{len(content) - 1}"]
    whole = client.get(played.get_absolute_url())
    assert (whole.status_code, len(b"".join(whole.streaming_content))) == (200, len(content))


def test_who_may_see_it_is_asked_each_time(client: Client, bucket: Bucket) -> None:
    master = receive_picture(ItemFactory())
    draft = receive_picture(ItemFactory(live=False))
    address = master.derivatives.filter(media_type="image/jpeg").first().get_absolute_url()  # type: ignore[union-attr]
    hidden = draft.derivatives.filter(media_type="image/jpeg").first().get_absolute_url()  # type: ignore[union-attr]
    before = [client.get(one).status_code for one in (address, hidden)]

    take_down(master.item, "À la demande de la famille.", None, timezone.now())

    assert (before, client.get(address).status_code) == ([200, 404], 410)


def test_what_the_bucket_lost_or_altered_is_seen_and_what_is_erased_leaves_it(bucket: Bucket) -> None:
    whole, altered, lost = (receive_file(drawn_image(size=(9, side)), item=ItemFactory()) for side in (5, 6, 7))
    bucket.client.put_object(Bucket=BUCKET, Key=f"archive/{altered.file.name}", Body=b"autre chose")
    bucket.client.delete_object(Bucket=BUCKET, Key=f"archive/{lost.file.name}")

    found = [check_master(one, timezone.now()) for one in (whole, altered, lost)]
    take_off(whole)
    erase_discarded()

    assert [bool(one) for one in found] == [False, True, True]
    assert bucket.keys == [f"archive/{altered.file.name}"]


def test_a_file_that_arrives_in_pieces_is_joined_in_the_bucket(bucket: Bucket) -> None:
    content = drawn_image(size=(60, 40))

    received = finish(sent(announced(content, ItemFactory()), content, piece=700), NOW)
    erase_discarded()

    assert bucket.content(received.master.file.name or "") == content
    assert bucket.keys == [f"archive/{received.master.file.name}"]


def test_the_same_name_is_never_written_over(bucket: Bucket) -> None:
    kept = storages["archive"]

    names = {kept.save("masters/un.jpg", ContentFile(content)) for content in (b"un", b"deux")}

    assert len(names) == 2
    assert bucket.content("masters/un.jpg") == b"un"


def test_a_bag_is_packed_here_and_sent_there_whole(bucket: Bucket) -> None:
    receive_picture(ItemFactory())
    asked = ask_takeaway(UserFactory(), timezone.now())

    assert make_next(timezone.now)

    asked.refresh_from_db()
    assert (asked.state, asked.size) == (TakeawayState.READY, len(bucket.content(asked.file)))
    assert zipfile.ZipFile(io.BytesIO(bucket.content(asked.file))).testzip() is None
