"""What people built here: the houses of the Oberland and the towers of Görlitz."""

from collections.abc import Sequence

from .canvas import ICE, INK, LEAF, PAPER, PLUM, RED, RIVER, SUN, Canvas
from .geometry import Point, arc, curve
from .picture import picture
from .shapes import hill, sun, window, wolf_teeth


def _umgebinde(canvas: Canvas, width: float, height: float, arches: int) -> None:
    """Log wall with the posts and round braces that carry the upper floor; origin at the top left."""
    canvas.rectangle(0, 0, width, height, INK)
    bay = width / arches
    post = bay * 0.13
    for number in range(arches):
        left, right = number * bay + post / 2 + 6, (number + 1) * bay - post / 2 - 6
        middle, radius = (left + right) / 2, (right - left) / 2
        opening = [(left, height), *arc(middle, radius + 26, radius, 180, 360), (right, height)]
        canvas.polygon(opening, SUN)
        for board in range(1, 6):
            y = height * (0.2 + board * 0.14)
            canvas.rectangle(left, y, right - left, 5, INK)
        window(canvas, middle - 46, height * 0.38, 92, 104, RIVER)


def _slates(canvas: Canvas, outline: Sequence[Point], top: float, bottom: float, left: float, right: float) -> None:
    with canvas.inside(outline) as wall:
        wall.rectangle(left, top, right - left, bottom - top, RIVER)
        for row in range(int((bottom - top) // 46) + 1):
            y = bottom - row * 46
            wolf_teeth(wall, [(left - 23 * (row % 2), y), (right + 46 - 23 * (row % 2), y)], 20, 18, ICE, gap=0.3)


def _fence(canvas: Canvas, left: float, right: float, foot: float, pickets: int, colour: str) -> None:
    width = (right - left) / pickets
    for number in range(pickets):
        x = left + number * width
        canvas.polygon(
            [
                (x, foot),
                (x, foot - 90),
                (x + width * 0.3, foot - 130),
                (x + width * 0.6, foot - 90),
                (x + width * 0.6, foot),
            ],
            colour,
        )
    for y in (foot - 72, foot - 28):
        canvas.rectangle(left, y, right - left, 12, colour)


@picture("Umgebindehaus mit Schiefergiebel", RED, (660, 500, 900, 860))
def umgebindehaus(canvas: Canvas) -> None:
    sun(canvas, 1340, 290, 120, SUN, teeth=20)
    left, right, middle, eaves, joist, foot = 220, 1100, 660, 470, 650, 960
    gable = [(left, eaves), (middle, 50), (right, eaves), (right, joist), (left, joist)]
    _slates(canvas, gable, 40, joist, left, right)
    canvas.polygon(
        [(middle, 20), (right + 110, 560), (right + 60, 590), (middle, 98), (left - 60, 590), (left - 110, 560)], INK
    )
    for x in (320, 500, 728, 908):
        window(canvas, x, 500, 92, 104, INK)
    for x in (559, 669):
        window(canvas, x, 300, 92, 104, INK)
    _umgebinde(canvas.at(left, joist), right - left, foot - joist, 4)
    hill(canvas, [(0, 900), (500, 935), (1100, 935), (1600, 880)], 1067, INK)
    _fence(canvas, 1190, 1610, 985, 7, PAPER)


def _helm(canvas: Canvas, width: float, shaft: float, top: float, colour: str) -> None:
    """A square tower with a pointed helm, standing at the origin."""
    half = width / 2
    canvas.rectangle(-half, -shaft, width, shaft, colour)
    canvas.polygon([(-half * 1.12, -shaft), (0, -shaft - top), (half * 1.12, -shaft)], colour)
    for side in (-1, 1):
        canvas.polygon(
            [(side * half * 1.12, -shaft), (side * half * 0.9, -shaft - top * 0.24), (side * half * 0.6, -shaft)],
            colour,
        )


def _onion_tower(canvas: Canvas, width: float, shaft: float, colour: str) -> None:
    """A tower with a baroque cap and lantern, standing at the origin."""
    half = width / 2
    canvas.rectangle(-half, -shaft, width, shaft, colour)
    canvas.rectangle(-half * 1.2, -shaft, width * 1.2, 16, colour)
    cap = [
        (-half * 1.05, 0),
        (-half * 0.95, -half * 0.7),
        (-half * 0.34, -half * 1.4),
        (0, -half * 1.5),
        (half * 0.34, -half * 1.4),
        (half * 0.95, -half * 0.7),
        (half * 1.05, 0),
    ]
    canvas.polygon([(x, y - shaft) for x, y in curve(cap)], colour)
    canvas.rectangle(-half * 0.3, -shaft - half * 2.1, half * 0.6, half, colour)
    canvas.polygon(
        [(-half * 0.45, -shaft - half * 2.1), (0, -shaft - half * 3.8), (half * 0.45, -shaft - half * 2.1)], colour
    )


def _round_tower(canvas: Canvas, width: float, shaft: float, colour: str) -> None:
    """A stout town tower with a low bell roof, standing at the origin."""
    half = width / 2
    canvas.rectangle(-half, -shaft, width, shaft, colour)
    roof = [
        (-half * 1.15, 0),
        (-half * 0.7, -half * 0.5),
        (-half * 0.2, -half * 1.1),
        (0, -half * 2),
        (half * 0.2, -half * 1.1),
        (half * 0.7, -half * 0.5),
        (half * 1.15, 0),
    ]
    canvas.polygon([(x, y - shaft) for x, y in curve(roof)], colour)


def _church_by_the_river(canvas: Canvas) -> None:
    """A Gothic hall church with two spires; origin at the quay below its west end."""
    canvas.polygon([(150, -250), (190, -430), (640, -430), (720, -250)], LEAF)
    canvas.polygon([(0, 0), (0, -270), (720, -270), (720, 0)], INK)
    for x in (70, 210):
        _helm(canvas.at(x, 0), 122, 430, 320, INK)
        for step in range(4):
            canvas.circle(x, -470 - step * 52, 13 - step * 2.4, SUN)
    for x in (340, 440, 540, 640):
        canvas.polygon([(x - 20, -60), (x - 20, -190), (x, -230), (x + 20, -190), (x + 20, -60)], SUN)


def _gables(canvas: Canvas, houses: tuple[tuple[float, float, float], ...], foot: float, colour: str) -> None:
    """A row of gabled houses, each given by left edge, width and height of the eaves."""
    for left, width, eaves in houses:
        top = foot - eaves
        canvas.polygon(
            [
                (left, foot),
                (left, top),
                (left + width / 2, top - width * 0.62),
                (left + width, top),
                (left + width, foot),
            ],
            colour,
        )
        for x in (0.22, 0.62):
            canvas.rectangle(left + width * x, top + 14, width * 0.16, width * 0.24, SUN)


@picture("Die Türme von Görlitz an der Neiße", RED, (1010, 400, 700, 720))
def goerlitz_tuerme(canvas: Canvas) -> None:
    quay = 800
    sun(canvas, 470, 330, 190, SUN)
    _round_tower(canvas.at(90, quay), 130, 390, PLUM)
    _onion_tower(canvas.at(300, quay), 84, 450, PLUM)
    _onion_tower(canvas.at(640, quay), 74, 410, PLUM)
    _helm(canvas.at(470, quay), 64, 330, 250, PLUM)
    canvas.rectangle(0, 680, 800, 130, PLUM)
    _gables(canvas, ((-60, 190, 90), (130, 150, 120), (280, 210, 80), (490, 160, 110), (650, 180, 90)), quay, INK)
    _church_by_the_river(canvas.at(830, quay))
    canvas.rectangle(0, quay - 1, 1600, 267, RIVER)
    for row in range(3):
        y = 878 + row * 76
        wolf_teeth(canvas, [(-60 * (row % 2), y), (1680 - 60 * (row % 2), y)], 14, 26, ICE, gap=0.3)


TOWNS = (umgebindehaus, goerlitz_tuerme)
