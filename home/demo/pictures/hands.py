"""Hands at work, seen as a few thick shapes."""

import math
from collections.abc import Sequence
from itertools import pairwise

from .canvas import ICE, INK, LEAF, MINT, PAPER, PLUM, RED, RIVER, ROSE, SUN, Canvas
from .geometry import Point, curve, ribbon, rounded_box
from .picture import PORTRAIT, picture
from .shapes import dots, wolf_teeth
from .tools import pliers


def _limb(
    canvas: Canvas, joints: Sequence[Point], start: float, end: float, skin: str, line: str | None = None
) -> None:
    """A finger or arm along its joints, tapering from one width to the other; with an outline when `line` is given."""
    path = curve(joints)
    widths = [start + (end - start) * index / (len(path) - 1) for index in range(len(path))]
    if line:
        canvas.polygon(ribbon(path, [width + 24 for width in widths]), line)
        canvas.circle(*path[-1], end / 2 + 12, line)
        ends = ribbon(path, [width + 12 for width in widths])
        for x, y in (ends[0], ends[-1]):
            canvas.circle(x, y, 6, line)
    canvas.polygon(ribbon(path, widths), skin)
    canvas.circle(*path[0], start / 2, skin)
    canvas.circle(*path[-1], end / 2, skin)


def _nail(canvas: Canvas, tip: Point, angle: float, size: float, colour: str) -> None:
    nail = canvas.at(*tip, angle)
    nail.polygon(rounded_box(-size / 2, -size * 0.4, size, size * 1.1, size * 0.44), colour)


def _sleeve(canvas: Canvas, colour: str, cuff: str, width: float = 260) -> None:
    """A sleeve whose cuff lies across the origin; it runs downwards out of the picture."""
    half = width / 2
    canvas.polygon([(-half, 0), (half, 0), (half * 1.5, 1200), (-half * 1.5, 1200)], colour)
    canvas.rectangle(-half - 12, 0, width + 24, 60, cuff)
    wolf_teeth(canvas, [(half, 59), (-half, 59)], 5, 64, cuff)


def _open_hand(canvas: Canvas, skin: str, nails: str | None, spread: float = 1) -> None:
    """A right hand seen from its back, 560 high; origin at the wrist, fingers upwards, thumb to the left."""
    _limb(canvas, [(0, 700), (0, 0)], 230, 164, skin)
    palm = [
        (-80, 60),
        (-86, -40),
        (-126, -150),
        (-124, -236),
        (-60, -290),
        (60, -288),
        (126, -226),
        (124, -130),
        (88, -40),
        (80, 60),
    ]
    canvas.polygon(curve(palm), skin)
    fingers = ((-92, -225, -10, 225, 76), (-31, -245, -3, 262, 80), (34, -240, 5, 240, 78), (96, -205, 13, 180, 68))
    for x, y, angle, length, width in fingers:
        finger = canvas.at(x, y, angle * spread)
        _limb(finger, [(0, 30), (0, -length)], width, width * 0.88, skin)
        if nails:
            _nail(finger, (0, -length), 0, width * 0.54, nails)
    thumb = [(-22, 60), (-84, -50), (-168, -160), (-212, -280)]
    _limb(canvas, thumb, 120, 78, skin)
    if nails:
        _nail(canvas, thumb[-1], -10, 42, nails)


def _fist(canvas: Canvas, skin: str, line: str, thumb: bool = True) -> None:
    """A fist around an upright bar through the origin; the arm leaves to the right."""
    _limb(canvas, [(1400, 30), (260, 0)], 290, 230, skin)
    upper = curve([(620, -114), (500, -118), (380, -128), (270, -166), (160, -200), (60, -204)])
    lower = curve([(110, 186), (190, 184), (280, 164), (380, 136), (500, 130), (620, 134)])
    canvas.polygon([*upper, *lower], skin)
    for index, (reach, width) in enumerate(((-112, 100), (-136, 104), (-128, 100), (-94, 90))):
        y = -152 + index * 101
        _limb(canvas, [(190, y * 0.92), (0, y), (reach, y * 1.02)], width, width, skin, line)
    if thumb:
        _limb(canvas, [(250, -100), (140, -232), (20, -300)], 124, 92, skin, line)


@picture("Hand mit Kombizange", MINT, (690, 520, 860, 960))
def haende_zange(canvas: Canvas) -> None:
    tool = canvas.at(560, 360, -35)
    pliers(tool.at(0, 0, scale=1.3), INK, RED, opening=3)
    hand = tool.at(-40, 350)
    _fist(hand, ROSE, INK)
    _sleeve(hand.at(560, 15, -90), RIVER, INK, 330)


def _plane(canvas: Canvas, body: str, wood: str) -> None:
    """A smoothing plane facing right, 1000 long; origin at the left end of its sole."""
    canvas.polygon(
        curve(
            [
                (40, -60),
                (150, -200),
                (150, -340),
                (150, -480),
                (210, -590),
                (320, -560),
                (300, -480),
                (280, -340),
                (290, -200),
                (330, -60),
            ]
        ),
        wood,
    )
    canvas.polygon([(400, -100), (520, -400), (580, -370), (580, -100)], RED)
    canvas.polygon(
        curve(
            [
                (760, -100),
                (780, -170),
                (730, -240),
                (750, -310),
                (820, -340),
                (890, -310),
                (910, -240),
                (860, -170),
                (880, -100),
            ]
        ),
        wood,
    )
    canvas.polygon(
        [
            (0, 0),
            (0, -90),
            (40, -120),
            (420, -120),
            (460, -170),
            (660, -170),
            (700, -120),
            (930, -120),
            (1000, -70),
            (1010, 0),
        ],
        body,
    )


def _shaving(canvas: Canvas, root: Point, radius: float, turns: float, width: float, colour: str) -> None:
    """A curl of wood that rises from its root to the left below and rolls up around the origin."""
    steps = int(turns * 30)
    spiral: list[Point] = []
    for step in range(steps + 1):
        reach, turn = radius * (1 - 0.84 * step / steps), math.tau * (0.3 - turns * step / steps)
        spiral.append((reach * math.cos(turn), reach * math.sin(turn)))
    canvas.stroke(curve([root, *spiral], steps=6), width, colour)


@picture("Hand am Hobel mit aufgerolltem Span", ICE, (620, 500, 1140, 820))
def haende_holz(canvas: Canvas) -> None:
    canvas.rectangle(0, 900, 1600, 190, SUN)
    for y in (950, 1000, 1050):
        canvas.rectangle(0, y, 1600, 8, INK)
    plane = canvas.at(260, 900, scale=1.16)
    _shaving(canvas.at(1190, 330), (-230, 400), 220, 2.1, 44, SUN)
    _plane(plane, INK, RED)
    hand = plane.at(175, -330, 30, mirror=True, scale=0.84)
    _fist(hand, PLUM, ICE)
    _sleeve(hand.at(470, 10, -90), RED, INK, 320)


@picture("Hände mit dem Nudelholz über dem Teig", RED, (800, 500, 1400, 760))
def haende_teig(canvas: Canvas) -> None:
    dough = [
        (300, 420),
        (420, 180),
        (640, 70),
        (900, 90),
        (1160, 130),
        (1310, 350),
        (1270, 640),
        (1080, 860),
        (820, 900),
        (520, 870),
        (340, 680),
    ]
    canvas.polygon(curve(dough, closed=True), PAPER)
    canvas.polygon(rounded_box(30, 424, 1540, 72, 36), INK)
    canvas.rectangle(470, 350, 660, 220, SUN)
    canvas.rectangle(440, 350, 30, 220, INK)
    canvas.rectangle(1130, 350, 30, 220, INK)
    wolf_teeth(canvas, [(470, 570), (1130, 570)], 9, 100, RED)
    wolf_teeth(canvas, [(1130, 350), (470, 350)], 9, 100, RED)
    for x, mirror in ((250, False), (1350, True)):
        hand = canvas.at(x, 460, 0, 0.78, mirror=mirror).at(0, 0, 84)
        _fist(hand, PLUM, ROSE)
        _sleeve(hand.at(520, 10, -90), INK, SUN, 320)


@picture("Hände auf der Tastatur", SUN, (800, 520, 1000, 800))
def haende_tastatur(canvas: Canvas) -> None:
    board = canvas.at(800, 360, -4)
    board.polygon(rounded_box(-760, -300, 1520, 580, 40), INK)
    for row in range(4):
        edges = [-724, *(-596 + column * 128 + row * 20 for column in range(10)), 738]
        for column, (left, right) in enumerate(pairwise(edges)):
            key = rounded_box(left, -266 + row * 132, right - left - 16, 114, 18)
            board.polygon(key, RED if (row, column) in ((0, 10), (3, 0)) else PAPER)
    for x, angle, mirror in ((440, 10, True), (1160, -10, False)):
        hand = canvas.at(x, 830, angle, 1.15, mirror=mirror)
        _open_hand(hand, RIVER, ICE, spread=1.7)
        _sleeve(hand.at(0, 80), RED, INK)


def _seedling(canvas: Canvas, height: float, colour: str) -> None:
    stem = curve([(0, 0), (16, -height * 0.5), (0, -height)])
    canvas.polygon(ribbon(stem, [34.0] * len(stem)), colour)
    for mirror in (False, True):
        leaf = canvas.at(0, -height, mirror=mirror)
        upper, lower = (
            curve([(-16, 16), (70, -110), (200, -180), (370, -190)]),
            [(370, -190), (300, -50), (150, 40), (-16, 16)],
        )
        leaf.polygon([*upper, *curve(lower)], colour)


@picture("Hände mit Erde und Keimling", LEAF, (600, 740, 1000, 1240), PORTRAIT)
def haende_erde(canvas: Canvas) -> None:
    for x, mirror in ((385, False), (815, True)):
        hand = canvas.at(x, 1240, 5 if mirror else -5, 1.28, mirror=mirror)
        _open_hand(hand, ROSE, None, spread=0.6)
        _sleeve(hand.at(0, 100), MINT, INK, 210)
    soil = [
        (210, 980),
        (290, 870),
        (450, 810),
        (600, 780),
        (750, 810),
        (910, 870),
        (990, 980),
        (900, 1110),
        (600, 1170),
        (300, 1110),
    ]
    canvas.polygon(curve(soil, closed=True), INK)
    for row, count in enumerate((4, 7, 6)):
        half = count * 46
        dots(canvas, [(600 - half, 890 + row * 90), (600 + half, 890 + row * 90)], count, 11, MINT)
    _seedling(canvas.at(600, 850), 500, MINT)


HANDS = (haende_zange, haende_holz, haende_teig, haende_tastatur, haende_erde)
