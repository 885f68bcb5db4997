"""Images drawn by code."""

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from crm.partners.models import Picture


def drawn_image(kind: str = "JPEG", size: tuple[int, int] = (640, 400), **options: Any) -> bytes:
    """The bytes of a brick-coloured rectangle."""
    file = io.BytesIO()
    Image.new("RGB", size, "#a23b22").save(file, kind, **options)
    return file.getvalue()


def make_picture(**fields: Any) -> Picture:
    """A picture in the library."""
    return Picture.objects.create(
        **{"title": "La rue des Tanneurs", "file": ContentFile(drawn_image(), name="rue.jpg"), **fields}
    )
