"""Files that come in: what they really are, and what is left of them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings
from wagtail.documents import get_document_model

from crm.partners.domain.uploads import LONGEST_SIDE, check_document, reencode_image
from crm.partners.models import Picture
from tests.factories import UserFactory, drawn_image

HTML = b"<!doctype html><script>alert(1)</script>"
ZIP_MARK = b"PK\x03\x04"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def archive(*members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for member in members:
            packed.writestr(member, "x")
    return file.getvalue()


def located_photo() -> bytes:
    """A picture lying on its side, that says where, when and with what it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x0110] = "Téléphone de Rosaire"
    exif.get_ifd(0x8825)[2] = (46.0, 48.0, 12.0)
    return drawn_image("JPEG", (300, 200), exif=exif, comment=b"chez Rosaire")


class TestReencoding:
    def test_what_a_photo_tells_is_gone_and_it_stands_upright(self) -> None:
        written = reencode_image(located_photo() + b"<script>hidden</script>")

        image = opened(written)
        assert dict(image.getexif()) == {}
        assert image.size == (200, 300)
        assert [word for word in (b"Rosaire", b"Exif", b"hidden") if word in written] == []

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
    def test_the_format_stays(self, kind: str) -> None:
        assert opened(reencode_image(drawn_image(kind))).format == kind

    def test_the_words_in_a_png_are_gone(self) -> None:
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_text("Author", "Rosaire")

        assert b"Rosaire" not in reencode_image(drawn_image("PNG", pnginfo=info))

    def test_what_is_transparent_stays_so(self) -> None:
        file = io.BytesIO()
        Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")

        assert opened(reencode_image(file.getvalue())).convert("RGBA").getpixel((5, 5))[3] == 0

    @pytest.mark.parametrize("kind", ["GIF", "WEBP"])
    def test_what_moves_still_moves(self, kind: str) -> None:
        file = io.BytesIO()
        frames = [Image.new("RGB", (20, 20), colour) for colour in ("#a23b22", "#2f5d3a", "#1f4e5f")]
        frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=200, loop=0)

        image = opened(reencode_image(file.getvalue()))

        assert image.n_frames == 3
        assert image.info["loop"] == 0

    def test_a_very_large_one_is_made_smaller(self) -> None:
        assert opened(reencode_image(drawn_image("PNG", (LONGEST_SIDE + 200, 100)))).width == LONGEST_SIDE

    def test_the_four_inks_of_a_printer_become_three_colours(self) -> None:
        file = io.BytesIO()
        Image.new("CMYK", (10, 10)).save(file, "JPEG")

        assert opened(reencode_image(file.getvalue())).mode == "RGB"

    @pytest.mark.parametrize("content", [HTML, b"", drawn_image()[:200], drawn_image("BMP")])
    def test_what_cannot_be_read_is_refused(self, content: bytes) -> None:
        with pytest.raises(ValidationError):
            reencode_image(content)


class TestDocuments:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("avis.pdf", b"%PDF-1.7\n"),
            ("plan.DOCX", archive("[Content_Types].xml")),
            ("budget.ods", archive("mimetype")),
            ("liste.csv", "nom;ville\nOdile;Québec".encode("cp1252")),
            ("plan.png", drawn_image("PNG")),
        ],
    )
    def test_one_that_is_what_its_name_says_is_kept(self, name: str, content: bytes) -> None:
        check_document(name, content)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("avis.pdf", HTML),
            ("plan.docx", archive("virus.exe")),
            ("plan.docx", ZIP_MARK + b"rien"),
            ("liste.txt", HTML),
            ("liste.csv", b"MZ\x00\x01"),
            ("photo.jpg", HTML),
            ("page.html", HTML),
            ("dessin.svg", b"<svg onload='x'/>"),
            ("programme.exe", b"MZ"),
            ("sans-extension", b"%PDF-"),
        ],
    )
    def test_one_that_is_not_is_refused(self, name: str, content: bytes) -> None:
        with pytest.raises(ValidationError):
            check_document(name, content)


@pytest.fixture
def volunteer(client: Client, db: None) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def send_image(client: Client, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return client.post("/admin/images/add/", {"title": "Rue", "file": file, "collection": 1})


def refusal(response: Any) -> str:
    return " ".join(response.context["form"].errors["file"])


def test_an_image_is_kept_without_its_place(volunteer: Client) -> None:
    response = send_image(volunteer, "rue.jpg", located_photo())

    assert response.status_code == 302
    picture = Picture.objects.get()
    with picture.file.open() as file:
        content = file.read()
    assert dict(opened(content).getexif()) == {}
    assert (picture.width, picture.height, picture.file_size) == (200, 300, len(content))


def test_a_page_renamed_as_an_image_is_refused_in_plain_french(volunteer: Client) -> None:
    response = send_image(volunteer, "rue.jpg", HTML)

    assert refusal(response) == "Ce fichier n’est pas une image, quoi qu’en dise son nom."
    assert not Picture.objects.exists()


def test_an_image_that_lies_about_its_format_is_refused(volunteer: Client) -> None:
    response = send_image(volunteer, "rue.jpg", drawn_image("PNG"))

    assert refusal(response) == (
        "Ce fichier n’est pas une image .jpeg, quoi qu’en dise son nom\u00a0: exportez-le de nouveau en JPEG ou en PNG."
    )
    assert not Picture.objects.exists()


def test_an_image_too_heavy_is_refused_with_its_weight(volunteer: Client, settings: Settings) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000

    response = send_image(volunteer, "rue.jpg", drawn_image("JPEG", (900, 900)))

    assert refusal(response).startswith("Cette image pèse")
    assert not Picture.objects.exists()


def test_an_image_with_too_many_pixels_is_refused(volunteer: Client, settings: Settings) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100

    assert "pixels" in refusal(send_image(volunteer, "rue.jpg", drawn_image()))


def test_a_drawing_that_could_run_is_refused(volunteer: Client) -> None:
    assert refusal(send_image(volunteer, "rue.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    assert not Picture.objects.exists()


def test_several_images_at_once_go_through_the_same_door(volunteer: Client) -> None:
    file = SimpleUploadedFile("rue.jpg", located_photo(), "image/jpeg")

    response = volunteer.post(
        "/admin/images/multiple/add/",
        {"files[]": file, "title": "Rue", "collection": 1},
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    assert response.json()["success"] is True
    with Picture.objects.get().file.open() as kept:
        assert dict(opened(kept.read()).getexif()) == {}


def send_document(client: Client, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/admin/documents/add/", {"title": "Avis", "file": file, "collection": 1})


def test_a_page_renamed_as_a_document_is_refused(volunteer: Client) -> None:
    response = send_document(volunteer, "avis.pdf", HTML)

    assert "n’est pas ce que dit son nom" in refusal(response)
    assert not get_document_model().objects.exists()


def test_a_document_too_heavy_is_refused(volunteer: Client, settings: Settings) -> None:
    settings.DOCUMENT_MAX_UPLOAD_SIZE = 10

    assert refusal(send_document(volunteer, "avis.pdf", b"%PDF-1.7 long")).startswith("Ce document pèse")


@pytest.mark.parametrize(
    ("name", "content", "disposition"),
    [("avis.pdf", b"%PDF-1.7\n", "inline"), ("notes.txt", b"Bonjour", "attachment")],
)
def test_a_document_is_served_so_that_nothing_in_it_runs(
    volunteer: Client, name: str, content: bytes, disposition: str
) -> None:
    send_document(volunteer, name, content)
    document = get_document_model().objects.get()

    response = Client().get(document.url)

    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith(disposition)
    assert response["Content-Security-Policy"] == "default-src 'none'"
