"""The shape of the rings. Points are in drawing units, turns and phases in shares of a whole."""

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, pairwise
from math import cos, dist, pi, sin, sqrt

Point = tuple[float, float]

OUTER = 200
"""Half the width of the widest ring, in drawing units."""
ROUND = 60
"""Rings up to this one are circles."""


def half_heights(ring: float) -> tuple[float, float]:
    """Heights of a ring above and below its widest place: a circle in the middle, an egg at the edge."""
    length = max(0, ring - ROUND) / (OUTER - ROUND)
    return ring * (1 + 0.46 * length), ring * (1 + 0.18 * length)


def half_ellipse(wide: float, high: float) -> float:
    """Return the length of half an ellipse's line, to a ten-thousandth (Ramanujan's second approximation)."""
    flatness = 3 * ((wide - high) / (wide + high)) ** 2
    return pi * (wide + high) / 2 * (1 + flatness / (10 + sqrt(4 - flatness)))


def _on_egg(ring: float, turn: float) -> Point:
    above, below = half_heights(ring)
    angle = 2 * pi * turn - pi / 2
    return ring * cos(angle), (above if sin(angle) < 0 else below) * sin(angle)


@lru_cache(maxsize=1)
def _rhythm_of_turns() -> tuple[list[float], list[float]]:
    """Arc lengths (as shares) and turns along a middling ring. All rings use its rhythm: so teeth stand upright."""
    turns = [step / 360 for step in range(361)]
    points = [_on_egg(OUTER * 0.6, turn) for turn in turns]
    lengths = list(accumulate((dist(*step) for step in pairwise(points)), initial=0.0))
    return [length / lengths[-1] for length in lengths], turns


def _turn_at(share: float) -> float:
    shares, turns = _rhythm_of_turns()
    index = bisect_right(shares, share % 1)
    low, high = shares[index - 1], shares[index]
    return turns[index - 1] + (turns[index] - turns[index - 1]) * (share % 1 - low) / (high - low)


def ring_points(ring: float, number: int, phase: float) -> list[Point]:
    return [_on_egg(ring, _turn_at((step + phase) / number)) for step in range(number)]
