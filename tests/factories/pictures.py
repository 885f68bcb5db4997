"""Images drawn by code."""

import io
from typing import Any

import numpy as np
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


def photographed_image(size: tuple[int, int] = (2000, 1330), grain: float = 9) -> bytes:
    """A JPEG that weighs what a photograph does: shapes of every size, edges, and the grain of a film."""
    chance = np.random.default_rng(1921)
    seen = np.zeros((size[1], size[0]))
    for step in (4, 9, 20, 45, 100, 220, 480):
        rough = Image.fromarray(chance.integers(0, 255, (step * 2 // 3 + 1, step), dtype=np.uint8))
        seen += np.asarray(rough.resize(size, Image.Resampling.BICUBIC), dtype=float) * (4 / step) ** 0.4
    seen = 255 * (seen - seen.min()) / np.ptp(seen)
    seen = np.where(seen > 140, seen + 40, seen) + chance.normal(0, grain, seen.shape)
    file = io.BytesIO()
    Image.fromarray(seen.clip(0, 255).astype(np.uint8)).convert("RGB").save(file, "JPEG", quality=92)
    return file.getvalue()
