"""Public copies of pictures: upright, in screens' colours, without a place or a name; what cannot be read is said."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image, ImageCms

from cms.archive.derivatives import pictures
from cms.archive.derivatives.pictures import copy_picture
from cms.archive.errors import Unreadable
from tests.factories import drawn_image
from tests.factories.pictures import photographed_image

GPS = {1: "N", 2: (46.0, 48.0, 44.0), 3: "W", 4: (71.0, 12.0, 52.0)}


class Copies(list):
    """What was made of one picture."""

    def __call__(self, copies):
        self.extend(copies)

    def image(self, width: int, media_type: str = "image/jpeg", purpose: str = "image", page: int = 0) -> Image.Image:
        wanted = (width, media_type, purpose, page)
        found = [one for one in self if (one.width, one.media_type, one.purpose, one.page) == wanted]
        found[0].content.seek(0)
        return Image.open(io.BytesIO(found[0].content.read()))


@pytest.fixture
def copies() -> Copies:
    return Copies()


def made(copies, tmp_path, content: bytes):
    path = tmp_path / "master"
    path.write_bytes(content)
    return copy_picture(path, copies)


def test_nothing_of_who_took_it_and_where_stays_in_a_copy(copies, tmp_path):
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x0112] = "Telephone-12", "Zenobie Fictive", 6
    exif.get_ifd(0x8825).update(GPS)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = drawn_image(size=(700, 400), exif=exif, comment=b"chez Zenobie", icc_profile=profile, dpi=(300, 300))
    assert b"Zenobie" in content

    found = made(copies, tmp_path, content)

    assert (found.width, found.height) == (400, 700)
    for copy in copies:
        written = copy.content.read()
        assert [mark for mark in (b"Zenobie", b"Telephone", b"Exif", b"GPS", b"http:") if mark in written] == []
        image = Image.open(io.BytesIO(written))
        assert image.size == (copy.width, copy.height)
        assert (dict(image.getexif()), image.info.get("icc_profile")) == ({}, None)


@pytest.mark.parametrize(("most", "qualities"), [(10**6, 1), (40_000, 2), (1, 4)])
def test_what_a_telephone_sees_first_is_saved_again_until_it_fits(monkeypatch, most, qualities):
    monkeypatch.setattr(pictures, "FIRST_VIEW", most)
    sheet = Image.open(io.BytesIO(photographed_image((640, 960))))
    saved = [pictures._saved(sheet, "AVIF", quality=quality) for quality in pictures.FIRST_QUALITIES]

    assert pictures._first_view(sheet) == saved[qualities - 1]
    assert [len(one) for one in saved] == sorted((len(one) for one in saved), reverse=True)


def test_widths_are_those_of_screens_and_never_enlarged(copies, tmp_path):
    made(copies, tmp_path, drawn_image(size=(3000, 1000)))

    widths = {
        kind: [one.width for one in copies if one.media_type == kind]
        for kind in ("image/avif", "image/webp", "image/jpeg")
    }
    assert widths == {
        "image/avif": [320, 640, 1280, 2560],
        "image/webp": [320, 640, 1280],
        "image/jpeg": [320, 640, 1280, 2560],
    }
    copies.clear()
    made(copies, tmp_path, drawn_image(size=(200, 1000)))
    assert {(one.width, one.height) for one in copies} == {(200, 1000)}
    assert len(copies) == 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(copies, tmp_path, orientation):
    drawn = Image.new("RGB", (60, 40), "white")
    drawn.paste("red", (0, 0, 30, 20))  # the corner at the top left
    exif = Image.Exif()
    exif[0x0112] = orientation
    back = {2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}.get(orientation)
    turned = drawn.transpose(pictures.UPRIGHT[back]) if back else drawn
    file = io.BytesIO()
    turned.save(file, "PNG", exif=exif)

    made(copies, tmp_path, file.getvalue())

    upright = copies.image(60)
    assert upright.size == (60, 40)
    red, _green, blue = upright.getpixel((10, 8))
    assert red > 200 > 100 > blue
    assert min(upright.getpixel((50, 30))) > 200


@pytest.mark.parametrize(
    ("mode", "colour", "seen"),
    [
        ("L", 200, 200),
        ("1", 1, 255),
        ("I;16", 51_200, 200),
        ("RGBA", (0, 0, 0, 0), 255),
        ("LA", (10, 0), 255),
        ("P", 0, 0),
    ],
)
def test_scans_of_every_mode_become_what_a_screen_shows(copies, tmp_path, mode, colour, seen):
    file = io.BytesIO()
    Image.new(mode, (40, 30), colour).save(file, "PNG" if mode in ("RGBA", "LA", "P") else "TIFF")

    made(copies, tmp_path, file.getvalue())

    assert copies.image(40).mode == "RGB"
    assert abs(copies.image(40).getpixel((5, 5))[0] - seen) <= 3


def test_colours_for_printing_become_colours_for_screens(copies, tmp_path):
    file = io.BytesIO()
    Image.new("CMYK", (40, 30), (0, 255, 255, 0)).save(file, "TIFF")

    made(copies, tmp_path, file.getvalue())

    red, green, _blue = copies.image(40).getpixel((5, 5))
    assert red > 200 > 60 > green


def test_every_page_of_a_scan_of_several_can_be_read(copies, tmp_path):
    file = io.BytesIO()
    first, second = Image.new("RGB", (500, 700), "white"), Image.new("L", (400, 600), 90)
    first.save(file, "TIFF", save_all=True, append_images=[second], compression="tiff_lzw")

    found = made(copies, tmp_path, file.getvalue())

    assert (found.pages, found.width) == (2, 500)
    assert copies.image(500, purpose="page", page=1).size == (500, 700)
    assert copies.image(400, "image/webp", purpose="page", page=2).getpixel((9, 9))[0] in range(86, 95)


def tiff_bomb(side: int) -> bytes:
    """A few bytes that say they are a picture of ``side`` by ``side``."""
    whole = {256: side, 257: side, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: side, 279: 4}
    entries = [struct.pack("<HHII", tag, 4, 1, value) for tag, value in whole.items()]
    body = struct.pack("<H", len(entries)) + b"".join(entries)
    return b"II*\0" + struct.pack("<I", 8) + body + bytes(4)


@pytest.mark.parametrize("side", [10_100, 13_000, 20_000, 200_000])
def test_a_bomb_is_never_decoded(copies, tmp_path, side):
    with pytest.raises(Unreadable, match=r"100.millions"):
        made(copies, tmp_path, tiff_bomb(side))

    assert copies == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "HEIF", "AVIF"])
def test_a_truncated_picture_says_what_to_do(copies, tmp_path, kind):
    content = drawn_image(kind, size=(300, 300))

    with pytest.raises(Unreadable, match="Exportez-la en JPEG"):
        made(copies, tmp_path, content[: len(content) // 2])


def test_a_picture_of_a_telephone_is_copied(copies, tmp_path):
    found = made(copies, tmp_path, drawn_image("HEIF", size=(640, 480)))

    assert (found.width, found.height) == (640, 480)
    assert copies.image(320, "image/avif").size == (320, 240)


def test_a_kind_that_starts_a_program_is_not_opened(copies, tmp_path):
    drawn = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n%%EOF\n"

    with pytest.raises(Unreadable):
        made(copies, tmp_path, drawn)
