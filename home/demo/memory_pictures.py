"""Draws old pictures of a place that never was, and plays a voice in a few notes, for the demo's memory."""

from __future__ import annotations

import math
import random
import struct
import wave
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

WIDTH, HEIGHT = 1000, 750
RATE = 8000  # samples a second
# Until which year prints look like this: the dark and the light of the print.
TONES = ((1930, "#2B1A0E", "#EAD9B8"), (1962, "#16181A", "#E4E2DC"), (9999, "#2A2140", "#F3DDB5"))


class Plate:
    """A grey sheet in pixels; the ground is at two thirds of it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.image = Image.new("L", (WIDTH, HEIGHT), 205)
        self.pen = ImageDraw.Draw(self.image)
        self.ground = HEIGHT * 2 // 3

    def box(self, x: float, y: float, width: float, height: float, grey: int) -> None:
        self.pen.rectangle((x, y, x + width, y + height), fill=grey)

    def earth(self, grey: int) -> None:
        self.box(0, self.ground, WIDTH, HEIGHT, grey)

    def house(self, x: float, width: float, height: float, grey: int) -> None:
        top = self.ground - height
        self.box(x, top, width, height, grey)
        self.pen.polygon([(x - 12, top), (x + width / 2, top - height * 0.35), (x + width + 12, top)], fill=grey - 35)
        for column in range(3):
            for row in range(int(height // 90)):
                self.box(x + width * (0.14 + column * 0.28), top + 22 + row * 88, width * 0.15, 48, 235)

    def tree(self, x: float, height: float, grey: int = 70) -> None:
        self.box(x - 6, self.ground - height * 0.5, 12, height * 0.5 + 20, 40)
        for _leaf in range(9):
            dx, dy = self.random.uniform(-0.3, 0.3) * height, self.random.uniform(0.45, 0.95) * height
            radius = height * self.random.uniform(0.13, 0.22)
            middle = (x + dx, self.ground - dy)
            sides = (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius)
            self.pen.ellipse(sides, fill=grey + self.random.randint(-15, 25))

    def person(self, x: float, foot: float, height: float, grey: int) -> None:
        head = height * 0.11
        self.pen.ellipse((x - head, foot - height, x + head, foot - height + 2 * head), fill=175)
        top, half = foot - height * 0.76, height * 0.13
        self.pen.polygon([(x - half, top), (x + half, top), (x + half * 1.8, foot), (x - half * 1.8, foot)], fill=grey)

    def crowd(self, count: int, height: float) -> None:
        for place in range(count):
            x = WIDTH * (place + 0.6) / (count + 0.2) + self.random.uniform(-20, 20)
            self.person(x, HEIGHT * 0.9 + self.random.uniform(-25, 25), height, self.random.randint(35, 110))

    def dust(self) -> None:
        """What a century leaves on a print; it also makes each one unlike any other."""
        for _speck in range(60):
            x, y, size = self.random.randrange(WIDTH), self.random.randrange(HEIGHT), self.random.choice((1, 1, 2, 3))
            self.box(x, y, size, size, self.random.choice((60, 225, 245)))

    def lines(self, left: float, top: float, width: float, count: int, step: float) -> None:
        for row in range(count):
            length = width * self.random.uniform(0.72, 1)
            self.box(left, top + row * step, length, max(2, step * 0.16), 60)


def _houses(plate: Plate) -> None:
    plate.earth(150)
    for place in range(5):
        plate.house(20 + place * 200, 170, plate.random.choice((180, 270, 340)), plate.random.randint(90, 160))


def _green_lane(plate: Plate) -> None:
    """The houses that the same seed gives `_street`, behind trees."""
    _houses(plate)
    for x in (60, 290, 530, 760, 950):
        plate.tree(x, plate.random.randint(150, 260))
    plate.crowd(3, 150)


def _street(plate: Plate) -> None:
    _houses(plate)
    plate.crowd(plate.random.randint(2, 6), 150)


def _church(plate: Plate) -> None:
    plate.earth(140)
    plate.house(330, 340, 250, 130)
    plate.box(455, plate.ground - 390, 90, 300, 110)
    plate.pen.polygon([(440, plate.ground - 390), (500, plate.ground - 480), (560, plate.ground - 390)], fill=60)
    plate.tree(130, 260)
    plate.tree(880, 220)
    plate.crowd(4, 120)


def _works(plate: Plate) -> None:
    plate.earth(120)
    plate.house(120, 560, 250, 100)
    plate.box(760, plate.ground - 420, 70, 420, 80)
    for puff in range(5):
        x, y, size = 800 + puff * 28, plate.ground - 470 - puff * 34, 26 + puff * 9
        plate.pen.ellipse((x - size, y - size, x + size, y + size), fill=170 + puff * 6)
    plate.crowd(7, 140)


def _water(plate: Plate) -> None:
    plate.earth(110)
    plate.pen.polygon([(380, plate.ground), (620, plate.ground), (900, HEIGHT), (100, HEIGHT)], fill=190)
    for place in (90, 250, 760, 920):
        plate.tree(place, plate.random.randint(200, 330))
    plate.crowd(3, 110)


def _snow(plate: Plate) -> None:
    _street(plate)
    for x in range(-60, WIDTH, 130):
        height = plate.random.randint(60, 190)
        plate.pen.ellipse((x, plate.ground - height, x + 260, plate.ground + 240), fill=242)
    plate.crowd(3, 150)


def _portrait(plate: Plate) -> None:
    plate.earth(120)
    plate.box(650, 180, 70, 480, 225)
    plate.person(430, 720, 560, plate.random.randint(30, 90))


def _inside(plate: Plate) -> None:
    plate.earth(95)
    plate.box(90, 130, 150, 190, 240)
    plate.box(380, 430, 480, 24, 60)
    for leg in (400, 820):
        plate.box(leg, 450, 18, 190, 60)
    plate.crowd(5, 250)


def _map(plate: Plate) -> None:
    plate.image.paste(232, (0, 0, WIDTH, HEIGHT))
    for x in range(60, WIDTH, 118):
        for y in range(60, HEIGHT, 104):
            if plate.random.random() < 0.82:
                plate.box(x, y, 92, 78, plate.random.randint(170, 215))
    plate.pen.line([(0, 610), (260, 560), (520, 640), (WIDTH, 470)], fill=90, width=14)


def _page(plate: Plate) -> None:
    plate.image.paste(120, (0, 0, WIDTH, HEIGHT))
    plate.box(230, 30, 540, 690, 236)
    plate.lines(280, 90, 430, 19, 32)


def _clipping(plate: Plate) -> None:
    plate.image.paste(150, (0, 0, WIDTH, HEIGHT))
    plate.box(110, 50, 780, 650, 226)
    plate.lines(150, 95, 600, 2, 40)
    for column in range(3):
        plate.lines(150 + column * 245, 210, 215, 24, 19)


def _object(plate: Plate) -> None:
    plate.image.paste(216, (0, 0, WIDTH, HEIGHT))
    plate.pen.ellipse((300, 560, 720, 640), fill=180)
    sides = plate.random.randint(4, 8)
    turn = plate.random.random()
    points = [
        (
            510 + 190 * math.cos(turn + 2 * math.pi * side / sides),
            400 + 190 * math.sin(turn + 2 * math.pi * side / sides),
        )
        for side in range(sides)
    ]
    plate.pen.polygon(points, fill=70)
    plate.pen.ellipse((440, 330, 580, 470), fill=190)


SCENES = {
    **dict.fromkeys(("street", "square", "lane", "tram", "station", "parade"), _street),
    **dict.fromkeys(("church", "school"), _church),
    **dict.fromkeys(("works", "quarry"), _works),
    **dict.fromkeys(("stream", "garden", "trees"), _water),
    **dict.fromkeys(("snow", "rink"), _snow),
    "green lane": _green_lane,
    "portrait": _portrait,
    "kitchen": _inside,
    "map": _map,
    "page": _page,
    "clipping": _clipping,
    "object": _object,
    "postcard": _church,
}


def draw_old(scene: str, year: int, seed: int) -> bytes:
    """A JPEG of ``scene`` as a print of about ``year`` would look; the same seed draws the same."""
    plate = Plate(seed)
    SCENES[scene](plate)
    plate.dust()
    dark, light = next((dark, light) for until, dark, light in TONES if year < until)
    print_ = ImageOps.colorize(plate.image, dark, light)
    if scene not in ("map", "page", "clipping"):
        print_ = ImageOps.expand(print_, border=26, fill="#F6F0E2" if scene != "postcard" else "#FBF8F3")
    kept = BytesIO()
    print_.save(kept, "JPEG", quality=82)
    return kept.getvalue()


def draw_street(seed: int) -> Image.Image:
    """The street alone, in grey, for a film to pass in; the same seed draws the same."""
    plate = Plate(seed)
    _houses(plate)
    return plate.image


def play(seed: int, seconds: int = 12) -> bytes:
    """A WAV of slow notes, where a voice would be."""
    notes = random.Random(seed)  # noqa: S311
    samples = bytearray()
    for _beat in range(seconds * 2):
        pitch = 220 * 2 ** (notes.choice((0, 2, 4, 7, 9)) / 12)
        for step in range(RATE // 2):
            fade = math.sin(math.pi * step / (RATE // 2))
            samples += struct.pack("<h", int(9000 * fade * math.sin(2 * math.pi * pitch * step / RATE)))
    kept = BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(bytes(samples))
    return kept.getvalue()
