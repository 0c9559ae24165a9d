"""The vocabulary: wolf's teeth, dots, suns, and what several pictures share."""

import math
from collections.abc import Sequence
from itertools import pairwise

from .canvas import INK, PAPER, Canvas
from .geometry import Point, arc, curve, spaced


def wolf_teeth(canvas: Canvas, line: Sequence[Point], count: int, height: float, colour: str, gap: float = 0) -> None:
    """A row of triangles standing on a line drawn left to right; `gap` is the share left free between two feet."""
    feet = spaced(line, count + 1)
    for (x0, y0, _), (x1, y1, _) in pairwise(feet):
        tooth = canvas.at((x0 + x1) / 2, (y0 + y1) / 2, math.degrees(math.atan2(y1 - y0, x1 - x0)))
        half = math.hypot(x1 - x0, y1 - y0) * (1 - gap) / 2
        tooth.polygon([(-half, 0.5), (0, -height), (half, 0.5)], colour)


def dots(canvas: Canvas, line: Sequence[Point], count: int, radius: float, colour: str) -> None:
    for x, y, _ in spaced(line, count):
        canvas.circle(x, y, radius, colour)


def rays(canvas: Canvas, x: float, y: float, radius: float, count: int, length: float, colour: str) -> None:
    """Wolf's teeth around a circle, pointing outwards; a negative length points inwards."""
    wolf_teeth(canvas, arc(x, y, radius, -90, 270), count, length, colour)


def sun(canvas: Canvas, x: float, y: float, radius: float, colour: str, teeth: int = 0) -> None:
    canvas.circle(x, y, radius, colour)
    if teeth:
        rays(canvas, x, y, radius * 1.14, teeth, radius * 0.3, colour)


def hill(canvas: Canvas, ridge: Sequence[Point], floor: float, colour: str) -> list[Point]:
    """A hill below a smooth ridge, down to the floor; returns the ridge line, to stand things on."""
    line = curve(ridge)
    canvas.polygon([*line, (line[-1][0], floor), (line[0][0], floor)], colour)
    return line


def windmill(canvas: Canvas, height: float, turn: float, colour: str) -> None:
    """A wind turbine standing at the origin."""
    canvas.polygon(
        [(-height * 0.024, 0), (-height * 0.011, -height), (height * 0.011, -height), (height * 0.024, 0)], colour
    )
    for blade in range(3):
        arm = canvas.at(0, -height, turn + 120 * blade, height * 0.62)
        arm.polygon(
            [*curve([(0, -0.02), (0.08, -0.044), (0.2, -0.056), (0.6, -0.03), (1, -0.002)]), (0.2, 0.022), (0, 0.02)],
            colour,
        )
    canvas.circle(0, -height, height * 0.032, colour)


def spruce(canvas: Canvas, height: float, width: float, colour: str, tiers: int = 4, trunk: str = INK) -> None:
    """A tree of stacked triangles standing at the origin."""
    foot = height * 0.12
    canvas.rectangle(-width * 0.06, -foot - 1, width * 0.12, foot + 1, trunk)
    crown = height - foot
    for tier in range(tiers):
        low = foot + crown * 0.72 * tier / tiers
        half = width / 2 * (1 - 0.6 * tier / tiers)
        top = height if tier == tiers - 1 else low + crown * 0.46
        canvas.polygon([(-half, -low), (0, -top), (half, -low)], colour)


def round_tree(canvas: Canvas, height: float, width: float, colour: str, trunk: str = INK) -> None:
    """A broad-leaved tree, an egg on a stem, standing at the origin."""
    canvas.polygon(
        [(-width * 0.05, 0), (-width * 0.02, -height * 0.6), (width * 0.02, -height * 0.6), (width * 0.05, 0)], trunk
    )
    middle = -height * 0.58
    outline = [
        (0, -height),
        (width * 0.36, -height * 0.8),
        (width * 0.5, middle + height * 0.1),
        (width * 0.3, -height * 0.24),
        (0, -height * 0.18),
        (-width * 0.3, -height * 0.24),
        (-width * 0.5, middle + height * 0.1),
        (-width * 0.36, -height * 0.8),
    ]
    canvas.polygon(curve(outline, closed=True), colour)


def window(canvas: Canvas, x: float, y: float, width: float, height: float, glass: str, frame: str = PAPER) -> None:
    """A casement window with a cross; x, y is its top left corner."""
    bar = width * 0.11
    canvas.rectangle(x - bar, y - bar, width + 2 * bar, height + 2 * bar, frame)
    canvas.rectangle(x, y, width, height, glass)
    canvas.rectangle(x + width / 2 - bar / 2, y, bar, height, frame)
    canvas.rectangle(x, y + height * 0.4, width, bar, frame)


def wheel(canvas: Canvas, x: float, y: float, radius: float, tyre: str, rim: str) -> None:
    canvas.circle(x, y, radius, tyre)
    canvas.circle(x, y, radius * 0.58, rim)
    canvas.circle(x, y, radius * 0.2, tyre)
