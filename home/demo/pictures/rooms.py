"""Rooms where people are looked after, fed, taught and heard, and the weaving mill."""

from .canvas import ICE, INK, LEAF, MINT, PAPER, PLUM, RED, RIVER, ROSE, SUN, Canvas
from .geometry import arc, box, curve, ribbon, rounded_box
from .picture import SQUARE, picture
from .shapes import dots, hill, rays, sun, wolf_teeth


def _loaf(canvas: Canvas, width: float, crust: str, cuts: str) -> None:
    """A loaf with slanting cuts; origin at the middle of its foot."""
    half = width / 2
    outline = [
        (-half * 0.86, 0),
        (-half, -half * 0.3),
        (-half * 0.7, -half * 0.66),
        (0, -half * 0.82),
        (half * 0.7, -half * 0.66),
        (half, -half * 0.3),
        (half * 0.86, 0),
    ]
    canvas.polygon(curve(outline), crust)
    for share in (-0.46, 0, 0.46):
        middle = half * share
        canvas.polygon(
            [
                (middle - half * 0.16, -half * 0.16),
                (middle - half * 0.02, -half * 0.2),
                (middle + half * 0.2, -half * 0.6),
                (middle + half * 0.06, -half * 0.62),
            ],
            cuts,
        )


@picture("Brot auf dem Schieber vor dem Backofen", ROSE, (660, 480, 1000, 860))
def backstube(canvas: Canvas) -> None:
    middle, sill, radius, crown = 640, 800, 440, 610
    canvas.polygon(
        [(middle - radius - 120, sill), *arc(middle, crown, radius + 120, 180, 360), (middle + radius + 120, sill)], INK
    )
    rays(canvas, middle, crown, radius + 18, 36, 76, ROSE)
    canvas.rectangle(middle - radius - 120, crown, 2 * radius + 240, sill - crown, INK)
    canvas.polygon([(middle - radius, sill), *arc(middle, crown, radius, 180, 360), (middle + radius, sill)], RED)
    _loaf(canvas.at(middle, 760), 640, SUN, INK)
    canvas.rectangle(0, sill, 1600, 270, INK)
    canvas.rectangle(middle - 380, 752, 760, 40, PAPER)
    canvas.rectangle(middle + 360, 756, 700, 32, PAPER)
    canvas.rectangle(1310, 420, 300, 34, INK)
    _loaf(canvas.at(1500, 420), 290, SUN, INK)
    for row in range(3):
        dots(canvas, [(60 - 46 * (row % 2), 880 + row * 62), (1632 - 46 * (row % 2), 880 + row * 62)], 18, 11, ROSE)


def _pot(canvas: Canvas, width: float, height: float, colour: str, trim: str) -> None:
    """A cooking pot with its lid; origin at the middle of its foot."""
    half = width / 2
    for side in (-1, 1):
        canvas.stroke(
            [
                (side * half, -height * 0.74),
                (side * (half + 70), -height * 0.74),
                (side * (half + 70), -height * 0.52),
                (side * half, -height * 0.52),
            ],
            34,
            trim,
        )
    canvas.polygon(
        [(-half, -height), (half, -height), *arc(half - 70, -70, 70, 0, 90), *arc(-half + 70, -70, 70, 90, 180)], colour
    )
    canvas.polygon([*arc(0, -height - 30, half + 24, 180, 360, 120)], trim)
    canvas.rectangle(-half - 24, -height - 32, width + 48, 40, trim)
    canvas.circle(0, -height - 168, 40, trim)


def _steam(canvas: Canvas, height: float, width: float, colour: str) -> None:
    line = curve([(0, 0), (46, -height * 0.25), (-10, -height * 0.52), (40, -height * 0.78), (0, -height)])
    share = [index / (len(line) - 1) for index in range(len(line))]
    canvas.polygon(ribbon(line, [width * 4 * s * (1 - s) + 2 for s in share]), colour)


def _hanging_pan(canvas: Canvas, radius: float, colour: str) -> None:
    """A pan on a hook; origin at the hook."""
    canvas.polygon(rounded_box(-18, -10, 36, 270, 18), colour)
    canvas.circle(0, 250 + radius, radius, colour)


def _hanging_ladle(canvas: Canvas, colour: str) -> None:
    canvas.polygon(rounded_box(-14, -10, 28, 360, 14), colour)
    canvas.polygon(arc(0, 340, 84, 0, 180), colour)


@picture("Topf auf dem Gasherd, darüber Pfannen und Kellen", MINT, (560, 600, 800, 860))
def kueche(canvas: Canvas) -> None:
    canvas.rectangle(0, 96, 1600, 26, INK)
    _hanging_pan(canvas.at(1170, 110), 110, INK)
    _hanging_pan(canvas.at(1440, 110), 140, INK)
    _hanging_ladle(canvas.at(940, 110), INK)
    for x, height in ((430, 210), (560, 250), (690, 200)):
        _steam(canvas.at(x, 390), height, 44, PAPER)
    _pot(canvas.at(560, 850), 560, 320, RED, INK)
    wolf_teeth(canvas, [(330, 931), (790, 931)], 9, 80, RIVER)
    canvas.rectangle(0, 930, 1600, 140, INK)
    wolf_teeth(canvas, [(1060, 931), (1520, 931)], 9, 60, RIVER)
    for x in (330, 560, 790, 1060, 1290, 1520):
        canvas.circle(x, 1000, 34, SUN)


def _care_bed(canvas: Canvas) -> None:
    """A nursing bed with a raised head end on the left; origin on the floor below its middle."""
    for x in (-440, 400):
        canvas.stroke([(x, -200), (x, -50)], 30, INK)
        canvas.circle(x, -46, 46, INK)
        canvas.circle(x, -46, 16, ROSE)
    canvas.polygon(rounded_box(-600, -560, 56, 420, 28), INK)
    canvas.polygon(rounded_box(520, -420, 56, 280, 28), INK)
    canvas.rectangle(-580, -230, 1130, 50, INK)
    canvas.stroke([(-510, -400), (-190, -280), (460, -280)], 96, PAPER)
    pillow = canvas.at(-440, -440, 20)
    pillow.polygon(rounded_box(-120, -54, 250, 96, 48), MINT)
    blanket = [
        *curve([(-250, -330), (-180, -390), (0, -372), (300, -376), (480, -366), (536, -300)]),
        (536, -160),
        (-250, -160),
    ]
    with canvas.inside(blanket) as cloth:
        cloth.rectangle(-260, -420, 820, 280, LEAF)
        wolf_teeth(cloth, [(-260, -160), (560, -160)], 12, 64, SUN)


def _grab_pole(canvas: Canvas) -> None:
    """The pole above a bed with its triangular handle; origin at its foot."""
    canvas.stroke([(0, 0), *arc(110, -650, 110, 180, 270), (340, -760)], 26, INK)
    canvas.stroke([(318, -760), (318, -600)], 10, INK)
    canvas.stroke([(318, -600), (258, -500), (378, -500), (318, -600)], 22, RED)


@picture("Bett am Fenster im Pflegezimmer", ROSE, (700, 620, 1200, 800))
def pflegezimmer(canvas: Canvas) -> None:
    canvas.rectangle(0, 920, 1600, 150, PLUM)
    canvas.rectangle(860, 70, 440, 440, PAPER)
    with canvas.inside(box(890, 100, 380, 380)) as view:
        view.rectangle(890, 100, 380, 380, ICE)
        sun(view, 1180, 240, 56, SUN, teeth=14)
        hill(view, [(880, 420), (1000, 370), (1130, 420), (1280, 390)], 490, LEAF)
    canvas.rectangle(1070, 70, 20, 440, PAPER)
    canvas.rectangle(830, 500, 500, 30, INK)
    _grab_pole(canvas.at(130, 810))
    _care_bed(canvas.at(690, 970))
    canvas.rectangle(1370, 700, 190, 270, INK)
    canvas.rectangle(1395, 760, 140, 14, ROSE)
    canvas.polygon([(1420, 610), (1500, 610), (1490, 700), (1430, 700)], RED)
    for angle in (-32, 0, 32):
        stem = canvas.at(1460, 612, angle)
        stem.rectangle(-5, -110, 10, 112, LEAF)
        stem.circle(0, -120, 32, SUN)
        stem.circle(0, -120, 12, RED)


@picture("Regenbogen, Bauklötze und Ball im Kitaraum", SUN, (560, 600, 1000, 860))
def kitaraum(canvas: Canvas) -> None:
    floor = 940
    for radius, colour in ((600, RED), (480, PAPER), (360, RIVER), (240, SUN)):
        canvas.polygon(arc(440, floor, radius, 180, 360), colour)
    for x, colour in ((1150, LEAF), (1400, PLUM)):
        canvas.rectangle(x, 690, 140, 250, colour)
    canvas.rectangle(1100, 560, 490, 130, INK)
    canvas.rectangle(1250, 380, 190, 180, PAPER)
    canvas.circle(1345, 470, 50, RED)
    canvas.polygon([(1200, 380), (1345, 170), (1490, 380)], RED)
    canvas.rectangle(0, floor, 1600, 130, INK)
    canvas.circle(440, floor - 110, 110, PLUM)
    dots(canvas, arc(440, floor - 110, 66, 0, 315), 8, 14, ROSE)


def _microphone(canvas: Canvas, body: str, grille: str, holes: str) -> None:
    """A studio microphone, 760 high; origin at its middle."""
    canvas.polygon(rounded_box(-170, -380, 340, 480, 170), grille)
    with canvas.inside(rounded_box(-170, -380, 340, 480, 170)) as net:
        for row in range(9):
            shift = 26 * (row % 2)
            dots(net, [(-182 + shift, -340 + row * 46), (182 + shift, -340 + row * 46)], 8, 12, holes)
    canvas.rectangle(-190, 20, 380, 60, holes)
    canvas.polygon([(-170, 80), (170, 80), (140, 350), *arc(0, 350, 140, 0, 180, 40)], body)
    canvas.circle(0, 190, 32, RED)


@picture("Mikrofon im Tonstudio", RIVER, (640, 620, 640, 900), SQUARE)
def studio(canvas: Canvas) -> None:
    heights = (120, 220, 380, 300, 560, 760, 980, 700, 860, 540, 660, 380, 460, 240, 160)
    for number, height in enumerate(heights):
        canvas.polygon(rounded_box(38 + number * 92, 620 - height / 2, 44, height, 22), ICE)
    canvas.stroke([(640, 900), (640, 1500)], 54, INK)
    canvas.rectangle(0, 1290, 1400, 110, INK)
    canvas.stroke(arc(640, 640, 300, -40, 220), 40, INK)
    _microphone(canvas.at(640, 560), SUN, PAPER, INK)


def _cloth(canvas: Canvas, left: float, right: float, top: float, floor: float) -> None:
    """Woven bands below the fell line."""
    canvas.rectangle(left, top, right - left, floor - top, RED)
    wolf_teeth(canvas, [(left, top + 110), (right, top + 110)], 16, 92, SUN)
    canvas.rectangle(left, top + 110, right - left, 70, INK)
    dots(canvas, [(left + 35, top + 145), (right - 35, top + 145)], 16, 15, PAPER)
    canvas.rectangle(left, top + 180, right - left, 120, LEAF)
    wolf_teeth(canvas, [(left, top + 300), (right, top + 300)], 8, 110, MINT)
    canvas.rectangle(left, top + 300, right - left, 300, PAPER)
    wolf_teeth(canvas, [(right, top + 300), (left, top + 300)], 16, 80, RED)


def _shuttle(canvas: Canvas, length: float, colour: str, thread: str) -> None:
    half = length / 2
    canvas.polygon(
        curve(
            [(-half, 0), (-half * 0.4, -44), (half * 0.4, -44), (half, 0), (half * 0.4, 44), (-half * 0.4, 44)],
            closed=True,
        ),
        colour,
    )
    canvas.polygon(rounded_box(-half * 0.42, -18, half * 0.84, 36, 18), thread)


@picture("Webstuhl mit Kettfäden und gemustertem Stoff", PLUM, (760, 700, 1000, 660))
def webstuhl(canvas: Canvas) -> None:
    left, right, fell = 200, 1400, 600
    for number in range(41):
        x = left + 10 + number * (right - left - 20) / 40
        canvas.rectangle(x - 4, 100, 8, fell - 90, ROSE)
    canvas.rectangle(0, 60, 1600, 90, INK)
    canvas.rectangle(left - 60, 260, right - left + 120, 26, SUN)
    canvas.rectangle(left - 60, 400, right - left + 120, 26, SUN)
    for x in (60, 1480):
        canvas.rectangle(x, 0, 70, 1067, INK)
    _cloth(canvas, left, right, fell, 1067)
    canvas.stroke([(left, fell + 6), (900, 520)], 8, RED)
    _shuttle(canvas.at(1010, 510, -6), 420, INK, RED)


ROOMS = (backstube, kueche, pflegezimmer, kitaraum, studio, webstuhl)
