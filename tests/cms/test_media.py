"""Pictures are served, and nothing else from the media folder."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Iterator[None]:
    """A picture, a page of HTML and a private document in the media folder."""
    names = ["images/rue.jpg", "images/piege.html", "documents/liste-privee.pdf"]
    for name in names:
        default_storage.save(name, ContentFile(b"contents"))
    yield
    for name in names:
        default_storage.delete(name)


def test_media_serves_a_picture(client: Client, kept: None) -> None:
    response = client.get("/media/images/rue.jpg")

    assert b"".join(response.streaming_content) == b"contents"
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.cookies == {}


@pytest.mark.parametrize(
    "path",
    [
        "images/piege.html",
        "documents/liste-privee.pdf",
        "images/../documents/liste-privee.pdf",
        "images/%2e%2e/db.sqlite3",
        "images/absente.jpg",
        "images/",
        "",
    ],
)
def test_media_finds_nothing_else(client: Client, kept: None, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404
