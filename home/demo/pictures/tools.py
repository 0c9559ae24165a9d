"""Hand tools as silhouettes, upright, in their own coordinates."""

from .canvas import INK, Canvas
from .geometry import arc, curve, ribbon, rounded_box


def pliers(canvas: Canvas, steel: str, grips: str, opening: float = 0) -> None:
    """Combination pliers, about 780 high; origin at the joint, jaws upwards, `opening` in degrees."""
    for mirror in (False, True):
        turn = -opening if mirror else opening
        jaw = canvas.at(0, 0, turn, mirror=mirror)
        jaw.polygon(
            [
                (6, 20),
                (6, -50),
                (26, -74),
                (28, -112),
                (6, -136),
                (6, -262),
                (44, -258),
                (88, -90),
                (96, -20),
                (70, 60),
                (0, 80),
            ],
            steel,
        )
        half = canvas.at(0, 0, -turn, mirror=mirror)
        handle = curve([(-14, 30), (70, 110), (104, 250), (98, 400), (74, 520)])
        half.polygon(ribbon(handle, [78 - 18 * i / len(handle) for i in range(len(handle))]), steel)
        grip = handle[18:]
        half.polygon(ribbon(grip, [76.0] * len(grip)), grips)
        half.circle(*grip[-1], 38, grips)
    canvas.circle(0, 0, 78, steel)
    canvas.circle(0, 0, 24, grips)


def hammer(canvas: Canvas, steel: str, handle: str) -> None:
    """About 520 high; origin where the handle meets the head."""
    canvas.polygon([(-22, 0), (22, 0), (30, 420), (24, 450), (-24, 450), (-30, 420)], handle)
    canvas.polygon(
        [
            (-60, -50),
            (70, -50),
            (78, -62),
            (130, -62),
            (130, 62),
            (78, 62),
            (70, 50),
            (-60, 50),
            (-170, 14),
            (-170, -14),
        ],
        steel,
    )


def spanner(canvas: Canvas, steel: str, hole: str) -> None:
    """An open-ended spanner with a ring, about 560 high; origin in the open jaw."""
    canvas.polygon([(-30, 40), (30, 40), (26, 440), (-26, 440)], steel)
    jaw = [*arc(0, 0, 96, -62, 242), (-40, -10), (-20, 24), (20, 24), (40, -10)]
    canvas.polygon(jaw, steel)
    canvas.circle(0, 470, 76, steel)
    canvas.polygon(arc(0, 470, 40, 0, 360, steps=6), hole)


def saw(canvas: Canvas, steel: str, handle: str, hole: str) -> None:
    """A hand saw hanging by its handle, about 700 high; origin at the top of the blade."""
    teeth = [
        point for step in range(15) for point in ((100 - step * 3.2, step * 34), (122 - step * 3.2, step * 34 + 17))
    ]
    canvas.polygon([(-90, 0), *teeth, (52, 510), (-10, 510)], steel)
    grip = curve([(-110, 10), (-120, -90), (-60, -170), (60, -170), (120, -90), (104, 10)], closed=False)
    canvas.polygon(grip, handle)
    canvas.polygon(rounded_box(-62, -120, 120, 66, 30), hole)


def screwdriver(canvas: Canvas, steel: str, handle: str) -> None:
    """About 560 high, tip downwards; origin where the blade enters the handle."""
    canvas.rectangle(-13, -10, 26, 270, steel)
    canvas.polygon([(-13, 258), (13, 258), (26, 300), (20, 340), (-20, 340), (-26, 300)], steel)
    outline = [(-30, 0), (-62, -50), (-62, -170), (-40, -230), (40, -230), (62, -170), (62, -50), (30, 0)]
    canvas.polygon(curve(outline, closed=True), handle)
    for x in (-24, 24):
        canvas.stroke([(x, -70), (x, -170)], 12, INK)
