"""Workplaces of technology, industry and building."""

from itertools import pairwise

from .canvas import ICE, INK, LEAF, MINT, PAPER, PLUM, RED, RIVER, ROSE, SUN, Canvas
from .geometry import Point, arc, rounded_box
from .picture import PORTRAIT, picture
from .shapes import dots, rays, wolf_teeth
from .tools import hammer, pliers, saw, screwdriver, spanner


def _breaker(canvas: Canvas, width: float, switch: str, on: bool) -> None:
    """A circuit breaker; origin at its top left corner."""
    canvas.rectangle(0, 0, width, 230, PAPER)
    canvas.rectangle(width * 0.24, 60, width * 0.52, 110, INK)
    canvas.rectangle(width * 0.24, 60 if on else 118, width * 0.52, 52, switch)


def _cable(canvas: Canvas, start: Point, end: Point, width: float, colour: str) -> None:
    """Hangs straight from its start, swings over, and comes down straight on its end."""
    (x0, y0), (x1, y1) = start, end
    shares = [step / 40 for step in range(41)]
    path = [(x0 + (x1 - x0) * share**2 * (3 - 2 * share), y0 + (y1 - y0) * share) for share in shares]
    canvas.stroke(path, width, colour, round_ends=False)


@picture("Schaltschrank mit Sicherungen und Kabeln", RIVER, (700, 520, 900, 760))
def schaltschrank(canvas: Canvas) -> None:
    canvas.rectangle(0, 120, 1600, 70, INK)
    canvas.rectangle(0, 868, 1600, 70, INK)
    width, gap = 132, 14
    lefts = [86 + number * (width + gap) for number in range(10)]
    colours = (SUN, RED, ICE, SUN, MINT, RED, SUN, ICE, MINT, RED)
    targets = (3, 0, 1, 5, 2, 4, 8, 6, 9, 7)
    for left, target, colour in zip(lefts, targets, colours, strict=True):
        _cable(canvas, (left + width / 2, 260), (lefts[target] + width / 2, 840), 40, colour)
    for number, left in enumerate(lefts):
        _breaker(canvas.at(left, 40), width, LEAF if number != 5 else RED, number != 5)
    for left in lefts:
        canvas.rectangle(left, 800, width, 200, PAPER)
        canvas.circle(left + width / 2, 900, 34, INK)


@picture("Gang zwischen Serverschränken", INK, (640, 520, 700, 760))
def serverraum(canvas: Canvas) -> None:
    def at(share: float, x: float, y: float) -> Point:
        return 640 + x * share, 470 + y * share

    canvas.polygon([at(1.6, -700, 560), at(0.16, -700, 560), at(0.16, 900, 560), at(1.6, 900, 560)], PLUM)
    for number in range(9):
        x = -700 + 1600 * (number + 0.5) / 9
        canvas.polygon([at(0.16, x - 8, 560), at(0.16, x + 8, 560), at(1.6, x + 8, 560), at(1.6, x - 8, 560)], INK)
    canvas.polygon([at(0.16, -700, -520), at(0.16, 900, -520), at(0.16, 900, 560), at(0.16, -700, 560)], SUN)
    canvas.polygon([at(0.16, 60, -200), at(0.16, 500, -200), at(0.16, 500, 560), at(0.16, 60, 560)], RED)
    edges = (0.19, 0.27, 0.39, 0.57, 0.85, 1.3)
    for x, colour in ((-700, RIVER), (900, RIVER)):
        for far, near in pairwise(edges):
            near_edge = near * 0.965
            canvas.polygon([at(far, x, -520), at(near_edge, x, -520), at(near_edge, x, 560), at(far, x, 560)], colour)
            for row in range(9):
                y = -450 + row * 112
                for step in range(4):
                    share = far + (near_edge - far) * (0.18 + step * 0.2)
                    light = (ICE, ICE, SUN, ICE, RED)[(row * 3 + step * 2 + int(near * 10)) % 5]
                    canvas.ellipse(*at(share, x, y), 15 * share, 24 * share, light)


@picture("Werkzeug an der Wand über der Werkbank", SUN, (800, 420, 1000, 760))
def werkbank(canvas: Canvas) -> None:
    for row in range(8):
        dots(canvas, [(50 + 50 * (row % 2), 50 + row * 100), (1550 + 50 * (row % 2), 50 + row * 100)], 16, 9, PAPER)
    hammer(canvas.at(240, 200, scale=1.14), INK, RED)
    spanner(canvas.at(545, 210, scale=1.08), INK, SUN)
    pliers(canvas.at(820, 330, scale=0.82), INK, RED)
    screwdriver(canvas.at(1090, 345, scale=1.15), INK, RED)
    saw(canvas.at(1370, 270, scale=0.98), INK, RED, SUN)
    canvas.rectangle(0, 860, 1600, 56, INK)
    canvas.rectangle(0, 916, 1600, 160, LEAF)
    wolf_teeth(canvas, [(1640, 915), (-40, 915)], 21, 60, INK)


def _flask(canvas: Canvas, liquid: str, glass: str) -> None:
    """A conical flask, 750 high; origin at the middle of its foot."""
    foot = [*arc(240, -60, 60, -30, 90), *arc(-240, -60, 60, 90, 210)]
    body = [(-76, -700), (76, -700), (76, -440), *foot, (-76, -440)]
    canvas.polygon(body, glass)
    with canvas.inside(body) as inside:
        inside.rectangle(-300, -310, 600, 310, liquid)
    canvas.polygon(rounded_box(-108, -744, 216, 56, 28), glass)


def _tube(canvas: Canvas, level: float, liquid: str, glass: str) -> None:
    """A test tube, 520 high; origin at the middle of its foot."""
    outline = [(-54, -500), (54, -500), *arc(0, -54, 54, 0, 180)]
    canvas.polygon(outline, glass)
    with canvas.inside(outline) as inside:
        inside.rectangle(-60, -level, 120, level, liquid)
    canvas.polygon(rounded_box(-72, -520, 144, 40, 20), glass)


@picture("Glaskolben und Reagenzgläser im Labor", PLUM, (480, 560, 760, 900))
def labor(canvas: Canvas) -> None:
    canvas.rectangle(0, 930, 1600, 137, INK)
    _flask(canvas.at(470, 930), SUN, ROSE)
    for x, y, radius in (
        (410, 830, 36),
        (540, 780, 26),
        (440, 700, 18),
        (600, 860, 18),
        (500, 660, 14),
        (470, 560, 22),
        (490, 460, 13),
        (458, 360, 20),
        (486, 280, 12),
        (500, 120, 26),
        (440, 70, 16),
        (560, 40, 32),
    ):
        canvas.circle(x, y, radius, RED)
    canvas.rectangle(880, 500, 640, 430, INK)
    for x, level, liquid in ((975, 270, MINT), (1125, 150, RED), (1275, 330, ICE), (1425, 200, SUN)):
        _tube(canvas.at(x, 890), level, liquid, ROSE)
    canvas.rectangle(880, 500, 640, 50, INK)
    canvas.rectangle(880, 850, 640, 90, INK)


def _valve_wheel(canvas: Canvas, radius: float, colour: str, hub: str) -> None:
    canvas.circle(0, 0, radius, colour)
    for number in range(5):
        sector = canvas.at(0, 0, number * 72)
        sector.polygon([*arc(0, 0, radius * 0.78, -117, -63), *arc(0, 0, radius * 0.36, -70, -110)], hub)
    canvas.circle(0, 0, radius * 0.13, hub)


def _flange(canvas: Canvas, width: float, colour: str, bolts: str) -> None:
    """A joint across a pipe that runs along the x axis."""
    canvas.rectangle(-38, -width / 2 - 34, 76, width + 68, colour)
    canvas.rectangle(-3, -width / 2 - 34, 6, width + 68, bolts)


@picture("Rohre, Handrad und Druckmesser im Wasserwerk", RIVER, (1010, 400, 620, 700))
def wasserwerk(canvas: Canvas) -> None:
    canvas.rectangle(230, -10, 200, 500, MINT)
    _flange(canvas.at(330, 330, 90), 200, INK, RIVER)
    canvas.rectangle(-10, 530, 1620, 250, ICE)
    canvas.polygon([(200, 540), (230, 470), (430, 470), (460, 540)], MINT)
    canvas.polygon([(800, 540), (870, 440), (1150, 440), (1220, 540)], INK)
    canvas.rectangle(970, 300, 80, 200, INK)
    for x in (640, 1370):
        _flange(canvas.at(x, 655), 250, INK, RIVER)
    _valve_wheel(canvas.at(1010, 290), 250, RED, RIVER)
    canvas.circle(330, 655, 96, PAPER)
    rays(canvas, 330, 655, 86, 24, -16, INK)
    canvas.polygon([(322, 660), (380, 596), (338, 668)], RED)
    canvas.circle(330, 660, 16, RED)
    for row, (colour, height) in enumerate(((MINT, 50), (ICE, 50), (PAPER, 50))):
        y = 920 + row * 70
        wolf_teeth(canvas, [(-80 - 40 * (row % 2), y), (1720 - 40 * (row % 2), y)], 22, height, colour)


def _lattice(canvas: Canvas, length: float, depth: float, bar: float, cells: int, colour: str) -> None:
    """A girder along the x axis, filled with wolf's teeth."""
    canvas.rectangle(0, -depth / 2, length, bar, colour)
    canvas.rectangle(0, depth / 2 - bar, length, bar, colour)
    step = length / cells
    zigzag = [(number * step / 2, (depth / 2 - bar / 2) * (1 if number % 2 else -1)) for number in range(2 * cells + 1)]
    canvas.stroke(zigzag, bar * 0.8, colour)


def _shell(canvas: Canvas, width: float, storey: float, storeys: int) -> None:
    """A building of bare slabs and columns; origin at the left end of its foot."""
    for level in range(storeys):
        top = -(level + 1) * storey
        if level < storeys - 1:
            canvas.rectangle(width * 0.06, top, width * 0.36, storey, PLUM)
            canvas.rectangle(width * 0.15, top + storey * 0.36, width * 0.18, storey * 0.36, SUN)
        canvas.rectangle(-20, top, width + 40, 34, INK)
        for share in (0, 0.46, 0.94):
            canvas.rectangle(width * share, top, width * 0.06, storey, INK)
    for share in (0, 0.46, 0.94):
        for rod in (0.01, 0.04):
            canvas.rectangle(width * (share + rod), -storeys * storey - 70, 7, 80, INK)


@picture("Kran und Rohbau auf der Baustelle", PAPER, (560, 480, 1080, 900), PORTRAIT)
def baustelle(canvas: Canvas) -> None:
    canvas.circle(360, 560, 270, SUN)
    mast, deck = 930, 270
    _lattice(canvas.at(mast, deck, 90), 1400, 140, 24, 10, RED)
    _lattice(canvas.at(mast, deck, 180), 880, 100, 22, 9, RED)
    canvas.rectangle(mast, deck - 50, 240, 100, RED)
    canvas.rectangle(mast + 130, deck - 20, 130, 180, INK)
    canvas.polygon([(mast - 70, deck + 50), (mast - 8, 60), (mast + 8, 60), (mast + 70, deck + 50)], RED)
    for x in (280, 1150):
        canvas.stroke([(mast, 70), (x, deck - 45)], 12, RED)
    canvas.rectangle(mast - 160, deck + 50, 160, 140, INK)
    canvas.rectangle(mast - 134, deck + 76, 70, 66, ICE)
    canvas.rectangle(355, deck + 40, 10, 200, INK)
    canvas.stroke([(230, 610), (360, 500), (490, 610)], 10, INK)
    canvas.rectangle(190, 605, 340, 190, INK)
    canvas.rectangle(300, 655, 120, 140, SUN)
    _shell(canvas.at(60, 1500), 700, 220, 2)
    canvas.rectangle(0, 1500, 1200, 100, INK)


def _carton(canvas: Canvas, width: float, height: float, colour: str, tape: str) -> None:
    """A parcel; origin at the middle of its foot."""
    canvas.rectangle(-width / 2, -height, width, height, colour)
    canvas.rectangle(-width * 0.09, -height, width * 0.18, height * 0.42, tape)


def _forklift(canvas: Canvas, lift: float) -> None:
    """A forklift facing left; origin on the ground below its front axle."""
    canvas.rectangle(-96, -720, 34, 700, INK)
    canvas.rectangle(-40, -720, 34, 700, INK)
    canvas.rectangle(-330, -lift, 260, 26, INK)
    canvas.rectangle(-124, -lift - 150, 40, 176, INK)
    canvas.polygon(
        [
            (-20, -60),
            (-20, -250),
            (70, -270),
            (130, -190),
            (230, -190),
            (270, -330),
            (470, -330),
            (500, -230),
            (500, -60),
        ],
        RED,
    )
    canvas.polygon(
        [(20, -250), (70, -560), (400, -560), (440, -320), (400, -320), (362, -516), (112, -516), (66, -250)], INK
    )
    for x in (50, 400):
        canvas.circle(x, -90, 92, INK)
        canvas.circle(x, -90, 46, SUN)


@picture("Stapler vor dem Hochregal im Lager", MINT, (1060, 620, 860, 820))
def lager(canvas: Canvas) -> None:
    floor = 950
    cartons = (
        (110, 330, 190, 170, RED),
        (320, 330, 160, 220, SUN),
        (500, 330, 150, 130, PAPER),
        (130, 640, 230, 190, SUN),
        (380, 640, 200, 150, PLUM),
        (160, floor, 280, 210, PLUM),
        (470, floor, 240, 170, RED),
    )
    for x, foot, width, height, colour in cartons:
        _carton(canvas.at(x, foot), width, height, colour, INK)
    for y in (330, 640):
        canvas.rectangle(0, y, 620, 40, LEAF)
    for x in (-10, 600):
        canvas.rectangle(x, 0, 40, floor, LEAF)
    canvas.rectangle(0, floor, 1600, 120, INK)
    _forklift(canvas.at(1070, floor), 560)
    _carton(canvas.at(860, floor - 560), 260, 220, RED, INK)


WORKPLACES = (schaltschrank, serverraum, werkbank, labor, wasserwerk, baustelle, lager)
