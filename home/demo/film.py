"""Draws the demo's film: the last run of a tramway that never was, some seconds without a sound."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, ImageOps

from home.demo.film_file import write_film
from home.demo.memory_pictures import draw_street

SIZE = (320, 240)
A_SECOND = 6
CARD, RUN, AFTER = 12, 42, 6  # pictures
DARK, LIGHT, GREY = "#16181A", "#E4E2DC", "#8C8A86"
CAR = (112, 52)
RAIL = 204  # pixels from the top
# What stands under it: from when to when, in milliseconds, and what is seen.
CAPTIONS = (
    (0, 1_900, "Film muet. Un carton : « Terminus, 26 mai »."),
    (2_000, 4_900, "La voiture 7 entre par la gauche, sa lanterne allumée."),
    (5_000, 8_900, "Personne ne monte. La voiture s’en va, la rue reste."),
    (9_000, 11_900, "Un carton : « Fin »."),
)


def film_last_run(seed: int) -> tuple[bytes, bytes]:
    """The film, an MP4, and the picture that stands for it, a PNG; the same seed makes the same."""
    pictures = list(_pictures(seed))
    still = BytesIO()
    pictures[CARD + RUN // 2].save(still, "PNG")
    return write_film(pictures, A_SECOND), still.getvalue()


def _pictures(seed: int) -> Iterator[Image.Image]:
    street = ImageOps.colorize(draw_street(seed).resize(SIZE), DARK, LIGHT)
    pen = ImageDraw.Draw(street)
    for rail in (RAIL, RAIL + 8):
        pen.line([(0, rail), (SIZE[0], rail)], fill=DARK, width=2)
    yield from [_card("Terminus", "26 mai")] * CARD
    for step in range(RUN):
        yield _with_car(street, round(-CAR[0] + (SIZE[0] + CAR[0] + 8) * step / (RUN - 1)))
    yield from [street] * AFTER
    yield from [_card("Fin", "")] * CARD


def _with_car(street: Image.Image, left: int) -> Image.Image:
    picture = street.copy()
    pen = ImageDraw.Draw(picture)
    width, height = CAR
    top = RAIL - height - 4
    right = left + width
    pen.line([(left + 40, top - 8), (left + 12, top - 34)], fill=DARK, width=2)
    pen.rectangle((left + 4, top - 8, right - 4, top), fill=DARK)
    pen.rectangle((left, top, right, top + height), fill=GREY, outline=DARK)
    pen.rectangle((left, top + 30, right, top + 34), fill=DARK)
    for window in range(5):
        pen.rectangle((left + 8 + window * 20, top + 6, left + 22 + window * 20, top + 24), fill=LIGHT, outline=DARK)
    pen.text((left + 52, top + 36), "7", fill=LIGHT, font=ImageFont.load_default(14))
    pen.ellipse((right - 8, top + 34, right + 2, top + 44), fill=LIGHT, outline=DARK)
    for wheel in (left + 22, right - 34):
        pen.ellipse((wheel, RAIL - 8, wheel + 14, RAIL + 6), fill=DARK)
    return picture


def _card(title: str, below: str) -> Image.Image:
    picture = Image.new("RGB", SIZE, DARK)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((12, 12, SIZE[0] - 13, SIZE[1] - 13), outline=LIGHT)
    middle = (SIZE[0] // 2, SIZE[1] // 2)
    pen.text(middle, title, fill=LIGHT, font=ImageFont.load_default(30), anchor="mm", align="center")
    pen.text((middle[0], SIZE[1] - 44), below, fill=LIGHT, font=ImageFont.load_default(16), anchor="mm")
    return picture
