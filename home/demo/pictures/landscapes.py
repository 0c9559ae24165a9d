"""The region outdoors: mountains, heath, water, fields and woods."""

from collections.abc import Sequence

from .canvas import ICE, INK, LEAF, MINT, PAPER, PLUM, RED, RIVER, ROSE, SUN, Canvas
from .geometry import Point, arc, curve
from .picture import PORTRAIT, WIDE, picture
from .shapes import dots, hill, round_tree, spruce, sun, wheel, windmill, wolf_teeth


@picture("Die Lausche und das Zittauer Gebirge hinter Fichten", SUN, (980, 360, 1100, 600), WIDE)
def zittauer_berge(canvas: Canvas) -> None:
    sun(canvas, 1640, 370, 270, RED)
    hill(
        canvas,
        [
            (0, 470),
            (170, 380),
            (330, 470),
            (520, 560),
            (700, 620),
            (1300, 600),
            (1500, 520),
            (1640, 560),
            (1900, 470),
            (2060, 360),
            (2200, 430),
            (2400, 560),
        ],
        1000,
        PLUM,
    )
    hill(
        canvas,
        [
            (-60, 800),
            (330, 610),
            (610, 400),
            (780, 262),
            (870, 214),
            (950, 208),
            (1040, 256),
            (1220, 396),
            (1510, 600),
            (1900, 800),
        ],
        1000,
        RIVER,
    )
    hill(canvas, [(0, 660), (260, 610), (640, 720), (1100, 745), (1600, 680), (2000, 610), (2400, 650)], 1000, LEAF)
    wolf_teeth(canvas, [(-40, 850), (2440, 850)], 31, 100, MINT)
    canvas.rectangle(0, 849, 2400, 200, MINT)
    wolf_teeth(canvas, [(-75, 1001), (2475, 1001)], 17, 180, INK)


def _heather(canvas: Canvas, ridge: Sequence[Point], rows: int, radius: float, colour: str) -> None:
    for row in range(rows):
        shift = 46 * (row + 1)
        dots(canvas, [(x + 26 * (row % 2), y + shift) for x, y in ridge], 32, radius * (0.7 + 0.12 * row), colour)


@picture("Windräder über der blühenden Heide", SUN, (1090, 420, 560, 700))
def heide_windraeder(canvas: Canvas) -> None:
    windmill(canvas.at(210, 780), 330, 20, PAPER)
    windmill(canvas.at(540, 780), 480, 75, PAPER)
    hill(canvas, [(0, 760), (500, 700), (1000, 740), (1600, 660)], 1067, LEAF)
    windmill(canvas.at(1110, 960), 660, 8, PAPER)
    heath = hill(canvas, [(0, 800), (400, 850), (900, 810), (1600, 880)], 1067, PLUM)
    _heather(canvas, heath, 5, 9, ROSE)


def _sail(canvas: Canvas, height: float, colour: str) -> None:
    canvas.polygon([(-6, -height * 0.12), (-6, -height), (-height * 0.4, -height * 0.12)], colour)
    canvas.polygon([(6, -height * 0.12), (6, -height * 0.86), (height * 0.3, -height * 0.12)], colour)
    canvas.polygon(
        [(-height * 0.42, -height * 0.07), (height * 0.34, -height * 0.07), (height * 0.24, 0), (-height * 0.32, 0)],
        colour,
    )


@picture("Bergbaufolgesee im Herbst mit Segelboot", ICE, (900, 500, 700, 760))
def see_im_herbst(canvas: Canvas) -> None:
    shore = 540
    trees = (
        (60, 390, 230, RED),
        (232, 490, 270, SUN),
        (410, 330, 210, PLUM),
        (1140, 300, 190, SUN),
        (1270, 440, 260, RED),
        (1440, 360, 230, PLUM),
        (1590, 490, 270, SUN),
    )
    canvas.rectangle(0, shore, 1600, 527, RIVER)
    for x, height, width, colour in trees:
        round_tree(canvas.at(x, shore), height, width, colour)
        round_tree(canvas.at(x, shore, 180), height * 0.9, width, colour)
    canvas.rectangle(0, shore - 12, 1600, 20, INK)
    _sail(canvas.at(800, 636, 180, stretch=-1), 190, PAPER)
    for row in range(9):
        canvas.rectangle(0, shore + 50 + row * 50, 1600, 13 + row * 3, RIVER)
    _sail(canvas.at(800, 620), 270, PAPER)
    wolf_teeth(canvas, [(-60, 1068), (760, 1068)], 13, 120, INK)


def _rails(canvas: Canvas, x: float, horizon: float, floor: float) -> None:
    """A straight track that runs to a vanishing point at (x, horizon)."""
    depth = floor - horizon

    def at(share: float, across: float) -> Point:
        return x + across * share, horizon + depth * share

    canvas.polygon([at(0, 0), at(1, 560), at(1, -720)], INK)
    for number in range(26):
        near, far = 1 / (0.88 + number * 0.3), 1 / (0.98 + number * 0.3)
        canvas.polygon([at(near, -540), at(far, -540), at(far, 380), at(near, 380)], ROSE)
    for inner, outer in ((-370, -430), (210, 270)):
        canvas.polygon([at(0, inner / 20), at(0, outer / 20), at(1, outer), at(1, inner)], PAPER)


def _semaphore(canvas: Canvas, height: float) -> None:
    """A signal with its arm raised, standing at the origin."""
    canvas.rectangle(-11, -height, 22, height, INK)
    arm = canvas.at(0, -height + 60, -38)
    arm.rectangle(-30, -24, 220, 48, RED)
    arm.circle(205, 0, 52, RED)
    arm.circle(205, 0, 26, PAPER)
    canvas.circle(0, -height + 60, 20, INK)


@picture("Bahnstrecke durch die Heide am Abend", SUN, (620, 720, 1000, 1000), PORTRAIT)
def bahnstrecke(canvas: Canvas) -> None:
    horizon = 820
    sun(canvas, 470, 660, 250, RED)
    wolf_teeth(canvas, [(-40, horizon + 1), (1240, horizon + 1)], 18, 70, LEAF)
    canvas.rectangle(0, horizon, 1200, 780, PLUM)
    for x, foot, height in ((1150, 960, 400), (215, 900, 400), (40, 980, 660)):
        spruce(canvas.at(x, foot), height, height * 0.46, LEAF)
    _rails(canvas, 560, horizon, 1600)
    _semaphore(canvas.at(980, horizon + 260), 760)


def _tractor(canvas: Canvas) -> None:
    """A tractor facing right; origin on the ground below the rear axle."""
    canvas.rectangle(338, -470, 24, 170, INK)
    canvas.polygon([(-120, -290), (-70, -560), (160, -560), (150, -330)], INK)
    canvas.polygon([(-66, -330), (-36, -520), (118, -520), (108, -330)], ICE)
    canvas.rectangle(-110, -590, 300, 40, RED)
    canvas.polygon([(90, -170), (110, -350), (420, -335), (470, -300), (480, -150), (90, -140)], RED)
    canvas.polygon([*arc(0, -165, 205, 180, 325), (90, -165)], RED)
    wheel(canvas, 0, -165, 165, INK, SUN)
    wheel(canvas, 390, -105, 105, INK, SUN)


def _furrows(canvas: Canvas, x: float, y: float, floor: float, count: int, reach: float, colour: str) -> None:
    """Stripes that run from a vanishing point down to the floor."""
    step = 2 * reach / count
    for number in range(0, count, 2):
        left = x - reach + number * step
        canvas.polygon([(x, y), (left, floor), (left + step, floor)], colour)


@picture("Traktor auf dem Feld", ROSE, (1000, 400, 760, 700))
def feld_traktor(canvas: Canvas) -> None:
    sun(canvas, 420, 420, 230, SUN)
    ridge = curve([(0, 700), (400, 640), (900, 640), (1300, 690), (1600, 760)])
    outline = [*ridge, (1600, 1067), (0, 1067)]
    with canvas.inside(outline) as field:
        field.rectangle(0, 0, 1600, 1067, LEAF)
        _furrows(field, 760, 330, 1067, 28, 2600, MINT)
    _tractor(canvas.at(850, 655, 2))


def _logs(canvas: Canvas, rows: int, radius: float) -> None:
    """A pile of trunks seen from their ends; origin at the middle of its foot."""
    for row in range(rows):
        count = rows + 1 - row
        for number in range(count):
            x = (number - (count - 1) / 2) * radius * 2
            y = -radius - row * radius * 1.73
            canvas.circle(x, y, radius, INK)
            canvas.circle(x, y, radius * 0.86, SUN)
            canvas.circle(x + radius * 0.06, y, radius * 0.5, INK)
            canvas.circle(x + radius * 0.06, y, radius * 0.41, SUN)
            canvas.circle(x + radius * 0.1, y, radius * 0.12, INK)


@picture("Fichtenwald mit gestapelten Stämmen", MINT, (560, 1150, 1000, 760), PORTRAIT)
def wald(canvas: Canvas) -> None:
    sun(canvas, 760, 430, 210, RED)
    for x, height in ((-50, 980), (330, 1110), (650, 880), (1160, 1040)):
        spruce(canvas.at(x, 1330), height, 400, LEAF, tiers=5)
    canvas.rectangle(0, 1180, 1200, 420, PLUM)
    spruce(canvas.at(930, 1440), 1260, 500, INK, tiers=5)
    _logs(canvas.at(440, 1500), 3, 104)


LANDSCAPES = (
    zittauer_berge,
    heide_windraeder,
    see_im_herbst,
    bahnstrecke,
    feld_traktor,
    wald,
)
