"""A flat canvas: filled shapes in the palette, no gradients, smooth edges.

Coordinates are pixels of the finished picture, origin at the top left, angles in degrees clockwise.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

from PIL import Image, ImageDraw

from .geometry import Point, arc

PAPER = "#FBFAF5"
INK = "#17191C"
RED = "#E4002B"
SUN = "#FFC800"
LEAF = "#006B4F"
MINT = "#C9F0DC"
RIVER = "#0B4EA2"
ICE = "#D6E8FF"
PLUM = "#6A1B5D"
ROSE = "#FBD7E6"

SAMPLES = 3


class Placement(NamedTuple):
    """An affine map from a shape's own coordinates to the picture's."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    x: float = 0
    y: float = 0

    def map(self, point: Point) -> Point:
        x, y = point
        return self.a * x + self.c * y + self.x, self.b * x + self.d * y + self.y

    def then(self, inner: "Placement") -> "Placement":
        x, y = self.map((inner.x, inner.y))
        return Placement(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            x,
            y,
        )


class Canvas:
    """Draws on an image that is larger by SAMPLES; `finished` scales it down, which smooths the edges."""

    def __init__(self, image: Image.Image, placement: Placement) -> None:
        self._image = image
        self._placement = placement
        self._pen = ImageDraw.Draw(image)

    @classmethod
    def blank(cls, width: int, height: int, colour: str) -> "Canvas":
        image = Image.new("RGB", (width * SAMPLES, height * SAMPLES), colour)
        return cls(image, Placement(a=SAMPLES, d=SAMPLES))

    def finished(self) -> Image.Image:
        return self._image.reduce(SAMPLES)

    def at(
        self, x: float, y: float, angle: float = 0, scale: float = 1, stretch: float = 1, mirror: bool = False
    ) -> "Canvas":
        """The same picture with its origin moved to (x, y), turned, scaled, and mirrored left to right.

        `stretch` scales the shape's own x axis on top of `scale`.
        """
        cosine, sine = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
        across = -stretch if mirror else stretch
        inner = Placement(cosine * across, sine * across, -sine, cosine, x, y)
        return Canvas(self._image, self._placement.then(inner))

    @contextmanager
    def inside(self, outline: Sequence[Point]) -> Iterator["Canvas"]:
        """Only what lies inside the outline is kept of what is drawn in the block."""
        points = [self._placement.map(point) for point in outline]
        left = max(0, math.floor(min(x for x, _ in points)))
        top = max(0, math.floor(min(y for _, y in points)))
        right = min(self._image.width, math.ceil(max(x for x, _ in points)))
        bottom = min(self._image.height, math.ceil(max(y for _, y in points)))
        piece = self._image.crop((left, top, right, bottom))
        mask = Image.new("L", piece.size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in points], fill=255)
        yield Canvas(piece, Placement(x=-left, y=-top).then(self._placement))
        self._image.paste(piece, (left, top), mask)

    def polygon(self, points: Iterable[Point], colour: str) -> None:
        self._pen.polygon([self._placement.map(point) for point in points], fill=colour)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)

    def ellipse(self, x: float, y: float, radius_x: float, radius_y: float, colour: str) -> None:
        self.polygon(arc(x, y, radius_x, 0, 360, radius_y), colour)

    def circle(self, x: float, y: float, radius: float, colour: str) -> None:
        self.ellipse(x, y, radius, radius, colour)

    def stroke(self, points: Iterable[Point], width: float, colour: str, round_ends: bool = True) -> None:
        """A line of even width with round joints."""
        path = list(points)
        half = width / 2
        for (x0, y0), (x1, y1) in pairwise(path):
            length = math.hypot(x1 - x0, y1 - y0) or 1
            dx, dy = (y0 - y1) / length * half, (x1 - x0) / length * half
            self.polygon([(x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)], colour)
        for x, y in path if round_ends else path[1:-1]:
            self.circle(x, y, half, colour)
