"""Photographs and scans in the sizes of screens, upright, in the colours that screens know, pixels only."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from cms.archive.derivatives.copies import Copy, Found, Keep
from cms.archive.enums import Purpose
from cms.archive.errors import Unreadable

register_heif_opener()

# What is read; Pillow knows others, some of which start programs.
READ = ("JPEG", "PNG", "TIFF", "HEIF", "AVIF", "WEBP", "GIF", "JPEG2000")
# What a picture may measure once decoded: an A3 sheet at 600 dots an inch has 70 million, and 100 million take 300 MB.
MOST_PIXELS = 100_000_000
MOST_PAGES = 300
WIDTHS = (320, 640, 1280, 2560)
PAGE_WIDTH = 1600
TALLEST = 2  # times the width: a roll of paper is not made as wide as a screen
# Which formats, and up to which width: WebP is for browsers of a few years that have no large screens any more.
FORMATS = (("image/avif", "AVIF", 2560), ("image/webp", "WEBP", 1280), ("image/jpeg", "JPEG", 2560))
# A telephone opens the page of a picture with that width, and no more bytes than that: what else the page needs takes
# some 61 of its 100 KB. A picture of much grain, or a tall one, is saved again until it fits.
FIRST_WIDTH, FIRST_VIEW = 640, 36 * 1024
FIRST_QUALITIES = (50, 42, 34, 26)
SAVE_OPTIONS: dict[str, dict[str, object]] = {
    "AVIF": {"quality": 58, "speed": 8, "max_threads": 1},
    "WEBP": {"quality": 78, "method": 3},
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
}
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIXTEEN_BITS = ("I", "I;16", "I;16B", "I;16L")


def copy_picture(path: Path, keep: Keep) -> Found:
    """Every copy of a picture, and of its pages where a TIFF has several. Raises `Unreadable`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)
            with Image.open(path, formats=READ) as image:
                return _copy_frames(image, keep)
    except Image.DecompressionBombError as error:
        raise too_large() from error
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, EOFError, MemoryError) as error:
        raise Unreadable(
            _("This picture cannot be read: it is damaged, or of a kind that is not known here. Export it as JPEG or "
              "TIFF, then add that file too.")
        ) from error  # fmt: skip


def copy_sheet(sheet: Image.Image, keep: Keep) -> None:
    """Every copy of a picture that is decoded already, such as the cover of a document."""
    keep(_picture_copies(sheet))


def page_copies(sheet: Image.Image, page: int) -> Iterator[Copy]:
    """One page to be read on a screen, and as small as it stands among the others."""
    yield _copy(_fitted(sheet, WIDTHS[0]), Purpose.PAGE, "image/webp", "WEBP", page)
    sized = _fitted(sheet, PAGE_WIDTH)
    for media_type, format_name, _widest in FORMATS[1:]:
        yield _copy(sized, Purpose.PAGE, media_type, format_name, page)


def too_large() -> Unreadable:
    said = _(
        "This picture is kept, but it has more than %(most)s million pixels: no copy is made of it. Export a smaller "
        "one, then add that file too."
    )
    return Unreadable(said % {"most": MOST_PIXELS // 1_000_000})


def _copy_frames(image: Image.Image, keep: Keep) -> Found:
    pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    width, height = _upright_size(image)
    copy_sheet(_screen_sheet(image), keep)
    if pages > 1:
        for page in range(1, min(pages, MOST_PAGES) + 1):
            image.seek(page - 1)
            keep(page_copies(_screen_sheet(image), page))
    return Found(width=width, height=height, pages=pages if pages > 1 else None, remark=pages_remark(pages))


def pages_remark(pages: int) -> str:
    if pages <= MOST_PAGES:
        return ""
    return _("Only the first %(most)s pages are shown.") % {"most": MOST_PAGES}


def _upright_size(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    return (height, width) if image.getexif().get(ORIENTATION, 1) >= 5 else (width, height)


def _screen_sheet(image: Image.Image) -> Image.Image:
    """One frame, upright, in sRGB, no larger than the largest copy. Refuses a bomb before it is decoded."""
    if image.width * image.height > MOST_PIXELS:
        raise too_large()
    orientation = image.getexif().get(ORIENTATION, 1)
    profile = image.info.get("icc_profile")
    widest = WIDTHS[-1]
    image.draft("RGB", (widest, widest * TALLEST))
    sheet = _fitted(_plain(image), widest * (TALLEST if orientation >= 5 else 1))
    if orientation in UPRIGHT:
        sheet = sheet.transpose(UPRIGHT[orientation])
    sheet = _in_srgb(_fitted(sheet, widest), profile)
    sheet.info = {}
    return sheet


def _plain(image: Image.Image) -> Image.Image:
    """Eight bits a colour, and white where the picture lets something through."""
    if image.mode in SIXTEEN_BITS:
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        clear = image.convert("RGBA")
        sheet = Image.new("RGB", clear.size, "white")
        sheet.paste(clear, mask=clear.getchannel("A"))
        return sheet
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as they were meant; those of an unknown or broken profile are taken as they are."""
    if profile:
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            turned = None
        if turned is not None:
            return turned
    return image.convert("RGB")


def _fitted(image: Image.Image, width: int) -> Image.Image:
    """No wider than ``width`` and no taller than twice that; never enlarged."""
    ratio = min(width / image.width, width * TALLEST / image.height, 1)
    if ratio == 1:
        return image
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _picture_copies(sheet: Image.Image) -> Iterator[Copy]:
    """The smallest first, each from the sheet; the widest is the picture's own width where that is less."""
    widths = [*(width for width in WIDTHS if width < sheet.width), min(sheet.width, WIDTHS[-1])]
    for width in dict.fromkeys(widths):
        sized = sheet if width == sheet.width else _fitted(sheet, width)
        for media_type, format_name, widest in FORMATS:
            if width <= widest or sheet.width <= WIDTHS[0]:
                yield _copy(sized, Purpose.IMAGE, media_type, format_name)


def _copy(image: Image.Image, purpose: Purpose, media_type: str, format_name: str, page: int = 0) -> Copy:
    is_first_view = format_name == "AVIF" and image.width <= FIRST_WIDTH
    content = ContentFile(_first_view(image) if is_first_view else _saved(image, format_name))
    return Copy(purpose, media_type, content, image.width, image.height, page)


def _first_view(image: Image.Image) -> bytes:
    """The best of the qualities that fits, else the lightest."""
    saved = b""
    for quality in FIRST_QUALITIES:
        saved = _saved(image, "AVIF", quality=quality)
        if len(saved) <= FIRST_VIEW:
            break
    return saved


def _saved(image: Image.Image, format_name: str, **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, format_name, **{**SAVE_OPTIONS[format_name], **options})
    return written.getvalue()
