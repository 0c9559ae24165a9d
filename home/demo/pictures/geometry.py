"""Outlines as lists of points."""

import math
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def arc(
    x: float, y: float, radius: float, start: float, end: float, radius_y: float | None = None, steps: int = 96
) -> list[Point]:
    """Points on a circle or ellipse; 0 degrees is to the right, 90 is down."""
    vertical = radius if radius_y is None else radius_y
    turns = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + radius * math.cos(turn), y + vertical * math.sin(turn)) for turn in turns]


def box(x: float, y: float, width: float, height: float) -> list[Point]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def rounded_box(x: float, y: float, width: float, height: float, radius: float) -> list[Point]:
    corners = (
        (x + radius, y + radius, 180),
        (x + width - radius, y + radius, 270),
        (x + width - radius, y + height - radius, 0),
        (x + radius, y + height - radius, 90),
    )
    return [point for cx, cy, start in corners for point in arc(cx, cy, radius, start, start + 90, steps=16)]


def curve(points: Sequence[Point], closed: bool = False, steps: int = 16) -> list[Point]:
    """A smooth line (Catmull-Rom) through all the points."""
    knots = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    smooth: list[Point] = []
    for before, start, end, after in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        for step in range(steps):
            t = step / steps
            smooth.append(
                (_blend(before[0], start[0], end[0], after[0], t), _blend(before[1], start[1], end[1], after[1], t))
            )
    return smooth if closed else [*smooth, points[-1]]


def _blend(before: float, start: float, end: float, after: float, t: float) -> float:
    return 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )


def ribbon(points: Sequence[Point], widths: Sequence[float]) -> list[Point]:
    """The outline of a band along the points that is as wide at each point as the width says."""
    left: list[Point] = []
    right: list[Point] = []
    last = len(points) - 1
    for index, ((x, y), width) in enumerate(zip(points, widths, strict=True)):
        (x0, y0), (x1, y1) = points[max(index - 1, 0)], points[min(index + 1, last)]
        length = math.hypot(x1 - x0, y1 - y0) or 1
        dx, dy = (y0 - y1) / length * width / 2, (x1 - x0) / length * width / 2
        left.append((x + dx, y + dy))
        right.append((x - dx, y - dy))
    return [*left, *reversed(right)]


def spaced(points: Sequence[Point], count: int) -> list[tuple[float, float, float]]:
    """`count` places at even distances along a line, ends included, each as x, y and the direction in degrees."""
    lengths = [0.0]
    for (x0, y0), (x1, y1) in pairwise(points):
        lengths.append(lengths[-1] + math.hypot(x1 - x0, y1 - y0))
    places: list[tuple[float, float, float]] = []
    segment = 0
    for index in range(count):
        wanted = lengths[-1] * index / (count - 1)
        while segment < len(points) - 2 and lengths[segment + 1] < wanted:
            segment += 1
        (x0, y0), (x1, y1) = points[segment], points[segment + 1]
        share = (wanted - lengths[segment]) / ((lengths[segment + 1] - lengths[segment]) or 1)
        places.append((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, math.degrees(math.atan2(y1 - y0, x1 - x0))))
    return places
