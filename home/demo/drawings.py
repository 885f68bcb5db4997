"""Draws the demo council's pictures, so that no photograph of a real place or person is needed.

Each drawing is a flat print in the colours of the gazette: sky, ground, then what stands on it. Lengths
are in pixels of the finished picture; everything is drawn twice as large and reduced, for smooth edges.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1000
SCALE = 2

PAPER, STONE, INK = "#FBF8F3", "#EFE8DC", "#22201C"
SLATE, BRICK, SPRUCE, OCHRE = "#1F4E5F", "#A23B22", "#2F5D3A", "#C98A1B"
SNOW, DUSK, MORNING, MEADOW = "#F4F1EA", "#3B5A6B", "#DCE6E4", "#B9C7A0"
ROSE, SAND, NIGHT, MOSS = "#C9705A", "#D9C7A3", "#1B2F3A", "#5F7F56"

Point = tuple[float, float]


class Print:
    """A sheet to draw on, measured in the pixels of the finished picture."""

    def __init__(self, sky: str, seed: int) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), sky)
        self.pen = ImageDraw.Draw(self.image)
        self.random = random.Random(seed)  # noqa: S311

    def shape(self, points: Sequence[Point], fill: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self.pen.rectangle((x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE), fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        self.pen.ellipse([side * SCALE for side in (x - radius, y - radius, x + radius, y + radius)], fill=fill)

    def ring(self, x: float, y: float, radius: float, line: str, width: float) -> None:
        sides = [side * SCALE for side in (x - radius, y - radius, x + radius, y + radius)]
        self.pen.ellipse(sides, outline=line, width=int(width * SCALE))

    def line(self, points: Sequence[Point], fill: str, width: float) -> None:
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=fill, width=int(width * SCALE), joint="curve")

    def finished(self) -> Image.Image:
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def hills(sheet: Print, y: float, fill: str, swell: float = 40) -> None:
    """A ground whose edge rises and falls by ``swell``."""
    edge = [(x, y + swell * ((x / 400) % 2 - 1) ** 2) for x in range(-20, WIDTH + 60, 20)]
    sheet.shape([*edge, (WIDTH, HEIGHT), (0, HEIGHT)], fill)


def spruce(sheet: Print, x: float, foot: float, height: float, fill: str = SPRUCE) -> None:
    sheet.box(x - height * 0.03, foot - height * 0.1, height * 0.06, height * 0.1, INK)
    for tier in range(4):
        top = foot - height + tier * height * 0.2
        half = height * (0.13 + tier * 0.055)
        sheet.shape([(x, top), (x - half, top + height * 0.32), (x + half, top + height * 0.32)], fill)


def maple(sheet: Print, x: float, foot: float, height: float, fill: str = MOSS) -> None:
    sheet.shape([(x - 9, foot), (x + 9, foot), (x + 5, foot - height * 0.6), (x - 5, foot - height * 0.6)], INK)
    for dx, dy, size in (
        (0, 0.74, 0.26),
        (-0.19, 0.6, 0.19),
        (0.19, 0.6, 0.19),
        (-0.07, 0.55, 0.2),
        (0.08, 0.88, 0.14),
    ):
        sheet.disc(x + dx * height, foot - dy * height, size * height, fill)


def bare_tree(sheet: Print, x: float, foot: float, height: float) -> None:
    sheet.line([(x, foot), (x, foot - height * 0.55)], INK, 12)
    for side in (-1, 1):
        for rise, reach in ((0.3, 0.24), (0.45, 0.2), (0.55, 0.1)):
            start = (x, foot - height * rise)
            sheet.line([start, (x + side * height * reach, foot - height * (rise + 0.32))], INK, 6)


def window(sheet: Print, x: float, y: float, width: float, height: float, pane: str) -> None:
    sheet.box(x - 5, y - 5, width + 10, height + 10, PAPER)
    sheet.box(x, y, width, height, pane)
    sheet.box(x + width / 2 - 2, y, 4, height, PAPER)
    sheet.box(x, y + height * 0.4, width, 4, PAPER)


def house(sheet: Print, x: float, foot: float, width: float, storeys: int, wall: str, panes: list[str]) -> None:
    """A flat-roofed house of the city with its cornice and its outside stair."""
    tall = 150 * storeys
    top = foot - tall
    sheet.box(x, top, width, tall, wall)
    sheet.box(x - 8, top - 22, width + 16, 26, INK)
    sheet.box(x - 8, top - 32, width + 16, 10, SNOW)
    step = width / 3
    for storey in range(storeys):
        for column in range(3):
            pane = sheet.random.choice(panes)
            if storey == storeys - 1 and column == 0:
                sheet.box(x + step * 0.25, foot - 120, step * 0.5, 120, INK)
                sheet.box(x + step * 0.32, foot - 108, step * 0.36, 40, pane)
            else:
                window(sheet, x + column * step + step * 0.25, top + 40 + storey * 150, step * 0.5, 78, pane)
    landing = foot - 150
    sheet.box(x + width * 0.36, landing, width * 0.3, 8, INK)
    sheet.line([(x + width * 0.66, landing), (x + width * 0.9, foot)], INK, 8)
    sheet.line([(x + width * 0.66, landing - 40), (x + width * 0.9, foot - 40)], INK, 4)


def person(sheet: Print, x: float, foot: float, height: float, coat: str) -> None:
    sheet.disc(x, foot - height * 0.87, height * 0.12, "#8C5A3C" if sheet.random.random() < 0.4 else "#E2B899")
    sheet.shape(
        [(x - height * 0.1, foot - height * 0.76), (x + height * 0.1, foot - height * 0.76),
         (x + height * 0.2, foot - height * 0.28), (x - height * 0.2, foot - height * 0.28)],
        coat,
    )  # fmt: skip
    for side in (-0.08, 0.03):
        sheet.box(x + side * height, foot - height * 0.3, height * 0.06, height * 0.3, INK)


def bicycle(sheet: Print, x: float, foot: float, size: float, frame: str) -> None:
    left, right, axle = x - size * 0.55, x + size * 0.55, foot - size * 0.38
    for wheel in (left, right):
        sheet.ring(wheel, axle, size * 0.38, INK, 6)
    saddle, bar, crank = (x - size * 0.2, foot - size * 0.95), (x + size * 0.4, foot - size), (x - size * 0.05, axle)
    sheet.line([(left, axle), saddle, crank, (left, axle)], frame, 8)
    sheet.line([saddle, (x + size * 0.38, foot - size * 0.85), crank], frame, 8)
    sheet.line([bar, (right, axle)], frame, 8)
    sheet.line([(saddle[0] - 24, saddle[1]), (saddle[0] + 24, saddle[1])], INK, 10)
    sheet.line([bar, (bar[0] - 34, bar[1] - 14)], INK, 8)


def steeple(sheet: Print, x: float, foot: float) -> None:
    """A stone church with its bell tower and the open place before it."""
    sheet.shape([(x - 230, foot), (x - 230, foot - 300), (x, foot - 470), (x + 230, foot - 300), (x + 230, foot)], SAND)
    sheet.shape([(x - 246, foot - 292), (x, foot - 486), (x + 246, foot - 292), (x, foot - 455)], SLATE)
    sheet.box(x - 62, foot - 560, 124, 250, SAND)
    sheet.shape([(x - 76, foot - 560), (x, foot - 715), (x + 76, foot - 560)], SLATE)
    sheet.box(x - 3, foot - 760, 6, 50, INK)
    sheet.box(x - 16, foot - 745, 32, 6, INK)
    for dx in (-150, 0, 150):
        wide, tall = (92, 170) if dx == 0 else (64, 130)
        sheet.box(x + dx - wide / 2, foot - tall, wide, tall, BRICK)
        sheet.disc(x + dx, foot - tall, wide / 2, BRICK)
    sheet.disc(x, foot - 330, 46, SLATE)
    sheet.ring(x, foot - 330, 50, PAPER, 7)
    sheet.box(x - 22, foot - 500, 44, 70, NIGHT)
    sheet.disc(x, foot - 500, 22, NIGHT)


def winter_street() -> Print:
    """A street of outside stairs at dusk, the windows lit."""
    sheet = Print(DUSK, 3)
    sheet.disc(1290, 210, 74, "#F2E3C2")
    hills(sheet, 560, "#56727F", 60)
    x = -40.0
    for width, storeys, wall in (
        (300, 3, BRICK),
        (260, 2, SAND),
        (320, 3, ROSE),
        (250, 3, STONE),
        (300, 2, BRICK),
        (280, 3, "#7C8F86"),
    ):
        house(sheet, x, 800, width, storeys, wall, ["#F0C96B", "#F0C96B", NIGHT])
        x += width + 8
    hills(sheet, 790, SNOW, 14)
    sheet.shape([(0, 930), (WIDTH, 870), (WIDTH, 950), (0, 1000)], "#D8D9D6")
    for tree in (240, 880, 1410):
        bare_tree(sheet, tree, 880, 330)
    for where, coat in ((520, OCHRE), (585, SLATE), (1140, SPRUCE)):
        person(sheet, where, 915, 130, coat)
    for _ in range(170):
        sheet.disc(sheet.random.uniform(0, WIDTH), sheet.random.uniform(0, 900), sheet.random.uniform(2, 5), PAPER)
    return sheet


def church_square() -> Print:
    """The open place in front of the church on a market morning."""
    sheet = Print(MORNING, 5)
    hills(sheet, 620, "#A9BDB4", 50)
    for tree, tall in ((90, 330), (250, 260), (1350, 300), (1510, 360)):
        spruce(sheet, tree, 780, tall)
    steeple(sheet, 800, 790)
    sheet.shape([(0, 780), (WIDTH, 780), (WIDTH, HEIGHT), (0, HEIGHT)], STONE)
    for seam in range(-800, 2400, 160):
        sheet.line([(800 + (seam - 800) * 0.5, 780), (seam, HEIGHT)], "#DDD2BF", 3)
    for stall, cloth in ((140, BRICK), (400, OCHRE), (1060, SLATE), (1320, SPRUCE)):
        sheet.box(stall, 812, 150, 76, SAND)
        sheet.shape([(stall - 22, 760), (stall + 172, 760), (stall + 150, 700), (stall, 700)], cloth)
        for band in range(3):
            left = stall + 8 + band * 56
            sheet.shape([(left, 760), (left + 24, 760), (left + 20, 700), (left + 4, 700)], PAPER)
        for post in (stall - 6, stall + 148):
            sheet.box(post, 760, 6, 130, INK)
    for where, foot, coat in (
        (330, 930, BRICK),
        (620, 900, SPRUCE),
        (690, 912, OCHRE),
        (960, 940, SLATE),
        (1270, 925, ROSE),
    ):
        person(sheet, where, foot, 150, coat)
    return sheet


def planting_day() -> Print:
    """A spring planting: beds, young trees and the people who dig."""
    sheet = Print("#E6ECDD", 7)
    sheet.disc(260, 210, 90, "#F0D9A0")
    hills(sheet, 520, "#C9D3AE", 60)
    for tree, tall in ((120, 360), (360, 280), (1240, 330), (1470, 400)):
        maple(sheet, tree, 640, tall, MOSS if tall > 300 else "#7E9A6B")
    hills(sheet, 610, MEADOW, 20)
    for row in range(4):
        y = 690 + row * 78
        sheet.shape(
            [(180 - row * 60, y), (1420 + row * 60, y), (1450 + row * 64, y + 44), (150 - row * 64, y + 44)], "#6B4A36"
        )
        for plant in range(16 + row):
            x = 210 - row * 50 + plant * (1200 + row * 100) / (16 + row)
            sheet.disc(x, y + 6, 15 + row * 3, SPRUCE if (plant + row) % 3 else "#88A36A")
            if (plant + row) % 4 == 0:
                sheet.disc(x, y - 4, 6 + row, BRICK if plant % 2 else OCHRE)
    for where, foot, coat in ((420, 690, SLATE), (800, 760, BRICK), (1100, 690, OCHRE), (1290, 850, SLATE)):
        person(sheet, where, foot, 180, coat)
        sheet.line([(where + 34, foot - 110), (where + 70, foot)], INK, 7)
    return sheet


def bicycle_lane() -> Print:
    """A protected bicycle lane along a street of maples."""
    sheet = Print("#E3EAEC", 11)
    hills(sheet, 480, "#BCCBC8", 40)
    for number, (width, wall) in enumerate(((330, SAND), (280, BRICK), (340, STONE), (300, ROSE), (350, SAND))):
        house(sheet, number * 325 - 20, 640, width - 20, 3, wall, ["#A8C0C6", SLATE])
    sheet.box(0, 640, WIDTH, 50, STONE)
    sheet.box(0, 690, WIDTH, 150, "#77726A")
    for dash in range(0, WIDTH, 180):
        sheet.box(dash, 762, 100, 8, PAPER)
    sheet.box(0, 840, WIDTH, 26, SPRUCE)
    for post in range(60, WIDTH, 200):
        sheet.box(post, 786, 12, 66, PAPER)
        sheet.box(post, 796, 12, 12, BRICK)
    sheet.box(0, 866, WIDTH, 134, "#B9AE98")
    for tree in (150, 560, 980, 1400):
        maple(sheet, tree, 700, 360, SPRUCE if tree % 4 else MOSS)
    for where, frame, coat in ((330, OCHRE, BRICK), (830, BRICK, SLATE), (1270, PAPER, OCHRE)):
        bicycle(sheet, where, 965, 130, frame)
        person(sheet, where + 4, 900, 150, coat)
    return sheet


def lantern_fete() -> Print:
    """A neighbourhood fête under strings of lanterns."""
    sheet = Print(NIGHT, 13)
    for _ in range(90):
        sheet.disc(sheet.random.uniform(0, WIDTH), sheet.random.uniform(0, 420), sheet.random.uniform(1, 3), SAND)
    hills(sheet, 600, "#27424E", 70)
    for tree, tall in ((80, 420), (1500, 460), (1330, 320), (260, 300)):
        spruce(sheet, tree, 760, tall, "#1F4A33")
    hills(sheet, 740, "#3E5B4A", 16)
    for start, sag in ((180, 110), (300, 130)):
        points = [(x, start + sag * (1 - ((x - 800) / 800) ** 2)) for x in range(0, WIDTH + 1, 40)]
        sheet.line(points, SAND, 3)
        for number, (x, y) in enumerate(points[1:-1:3]):
            sheet.disc(x, y + 26, 25, (OCHRE, ROSE, "#F0D9A0")[number % 3])
            sheet.box(x - 9, y - 1, 18, 6, INK)
    sheet.box(560, 706, 480, 64, "#6B4A36")
    sheet.box(540, 690, 520, 20, SAND)
    for where, coat in ((640, BRICK), (760, OCHRE), (870, SLATE), (960, ROSE)):
        person(sheet, where, 692, 160, coat)
    for number in range(15):
        person(sheet, 120 + number * 98, 930 - (number % 3) * 34, 165, (SLATE, BRICK, OCHRE, SPRUCE, ROSE)[number % 5])
    return sheet


def reading_room() -> Print:
    """Old papers and a photograph on the table where the neighbourhood's memory is kept."""
    sheet = Print("#7A5540", 17)
    for board in range(0, HEIGHT, 125):
        sheet.box(0, board, WIDTH, 4, "#664632")
    for x, y, width, height, fill in (
        (120, 130, 520, 700, PAPER),
        (560, 90, 620, 440, SNOW),
        (980, 420, 480, 470, STONE),
    ):
        sheet.box(x + 12, y + 14, width, height, "#4E3425")
        sheet.box(x, y, width, height, fill)
    sheet.box(170, 190, 420, 34, INK)
    for row in range(15):
        for column in (170, 390):
            sheet.box(column, 270 + row * 34, 190 - (row * 37) % 60, 8, "#8A8172")
    sheet.box(590, 120, 560, 380, "#8E9A98")
    sheet.shape([(590, 420), (760, 260), (900, 360), (1010, 240), (1150, 400), (1150, 500), (590, 500)], "#5F6E6C")
    sheet.shape([(820, 440), (820, 300), (870, 230), (920, 300), (920, 440)], STONE)
    for row in range(3):
        for column in range(3):
            sheet.box(1020 + column * 140, 460 + row * 135, 120, 112, (SLATE, SAND, BRICK)[(row + column) % 3])
            sheet.disc(1080 + column * 140, 505 + row * 135, 22, STONE)
            sheet.shape(
                [
                    (1040 + column * 140, 572 + row * 135),
                    (1080 + column * 140, 522 + row * 135),
                    (1120 + column * 140, 572 + row * 135),
                ],
                STONE,
            )
    sheet.ring(640, 720, 96, INK, 16)
    sheet.disc(640, 720, 86, "#C9D6D4")
    sheet.line([(708, 790), (800, 884)], INK, 26)
    return sheet


DRAWINGS: dict[str, Callable[[], Print]] = {
    drawing.__name__: drawing
    for drawing in (winter_street, church_square, planting_day, bicycle_lane, lantern_fete, reading_room)
}

# What each is called in the library.
TITLES = {
    "winter_street": "Une rue en hiver",
    "church_square": "La place du parvis",
    "planting_day": "La corvée de plantation",
    "bicycle_lane": "La piste cyclable",
    "lantern_fete": "La veillée des lanternes",
    "reading_room": "La salle de lecture",
}


@cache
def draw(name: str) -> bytes:
    """The named drawing as a JPEG, drawn once. Raises ``KeyError`` for a name that nothing draws."""
    file = BytesIO()
    DRAWINGS[name]().finished().save(file, "JPEG", quality=86, optimize=True)
    return file.getvalue()
