import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from frontend.ornament.geometry import ROUND, Point, half_heights, ring_points

Choice = TypeVar("Choice")

INKS: Mapping[str, str] = {"field": "var(--field)", "figure": "var(--figure)", "accent": "var(--accent)"}


class Picks:
    """Choices that depend on the slug alone, on every machine and in every Python."""

    def __init__(self, slug: str) -> None:
        self._bytes = iter(hashlib.blake2b(slug.encode(), digest_size=64).digest())

    def __call__(self, options: Sequence[Choice]) -> Choice:
        return options[next(self._bytes) % len(options)]


class Quill:
    """Draws the strokes of one egg; every method appends SVG and nothing else. `ink` is a key of INKS."""

    def __init__(self, on: Mapping[str, tuple[str, str]], grain: float) -> None:
        self.on = on
        self.grain = grain
        self.strokes: list[str] = []
        self._floor = "field"
        self._last_ground = ("", "field")

    def ground(self, ring: float, ink: str) -> None:
        """Fill everything inside. A ground that this one covers is taken back: its edge would shine through."""
        shape = self._shape(ring)
        covered, floor = self._last_ground
        if self.strokes and self.strokes[-1] == covered and covered.startswith(f"<{shape} "):
            self.strokes.pop()
            self._floor = floor
        if ink != self._floor:
            floor, self._floor = self._floor, ink
            self._fill(shape, ink)
            self._last_ground = (self.strokes[-1], floor)

    def line(self, ring: float, ink: str, width: float = 4) -> None:
        if ink != self._floor:
            self._stroke(self._shape(ring), ink, width)

    def dots(self, ring: float, number: int, size: float, ink: str, phase: float = 0) -> None:
        self._stroke(self._egg(ring), ink, size, _rhythm(number, "0 1", phase))

    def comb(self, ring: float, number: int, width: float, ink: str) -> None:
        self._stroke(self._egg(ring), ink, width, _rhythm(number, ".4 .6", -0.2) + ' stroke-linecap="butt"')

    def teeth(self, tip: float, base: float, number: int, ink: str) -> None:
        """A closed ring of wolf's teeth; what lies inside gets filled too."""
        tips, bases = ring_points(tip, number, 0), ring_points(base, number, 0.5)
        self._fill_path(self._polygon([point for tooth in zip(tips, bases, strict=True) for point in tooth]), ink)
        self._floor = ink

    def rays(self, tip: float, base: float, number: int, ink: str, share: float = 0.5) -> None:
        """Single triangles, `share` of a step wide at the base; `tip` may lie inside of `base`."""
        left, right = ring_points(base, number, -share / 2), ring_points(base, number, share / 2)
        triangles = zip(left, ring_points(tip, number, 0), right, strict=True)
        self._fill_path("".join(self._polygon(triangle) for triangle in triangles), ink)

    def petals(self, tip: float, base: float, number: int, ink: str) -> None:
        """Drops as a goose quill sets them: pointed at the base, full at the tip."""
        feet, heads = ring_points(base, number, 0), ring_points(tip, number, 0)
        bulge = base + (tip - base) * 0.66
        left, right = ring_points(bulge, number, -0.46), ring_points(bulge, number, 0.46)
        self._fill_path("".join(self._drop(*corners) for corners in zip(feet, left, heads, right, strict=True)), ink)

    def bows(self, crest: float, base: float, number: int, ink: str, width: float) -> None:
        """A garland of bows from foot to foot."""
        feet, crests = ring_points(base, number, 0.5), ring_points(2 * crest - base, number, 0)
        path, pen = f"M{self._xy(feet[-1])}q", feet[-1]
        for control, foot in zip(crests, feet, strict=True):
            path, pen = f"{path} {self._steps(pen, control, foot)}", foot
        self._stroke(f'path d="{_tight(path)}"', ink, width)

    def _xy(self, point: Point) -> str:
        return "{} {}".format(*self._place(point))

    def _place(self, point: Point) -> tuple[int, int]:
        return round(point[0] * self.grain), round(point[1] * self.grain)

    def _steps(self, pen: Point, *points: Point) -> str:
        """The ways from `pen` to each of the points, taken between rounded places, so that nothing drifts."""
        from_x, from_y = self._place(pen)
        return " ".join(f"{x - from_x} {y - from_y}" for x, y in map(self._place, points))

    def _shape(self, ring: float) -> str:
        return f'circle r="{round(ring * self.grain)}"' if ring <= ROUND else self._egg(ring)

    def _egg(self, ring: float) -> str:
        wide, above = self._place((ring, half_heights(ring)[0]))
        below = round(half_heights(ring)[1] * self.grain)
        quarter = f"{wide} {above} 0 01{wide}"
        return f'path d="M0-{above}a{quarter} {above} {wide} {below} 0 01-{2 * wide} 0 {quarter}-{above}"'

    def _polygon(self, points: Sequence[Point]) -> str:
        steps = " ".join(self._steps(here, there) for here, there in pairwise(points))
        return _tight(f"M{self._xy(points[0])}l{steps}z")

    def _drop(self, foot: Point, left: Point, head: Point, right: Point) -> str:
        return _tight(f"M{self._xy(foot)}q{self._steps(foot, left, head)} {self._steps(head, right, foot)}")

    def _fill_path(self, path: str, ink: str) -> None:
        self._fill(f'path d="{path}"', ink)

    def _fill(self, shape: str, ink: str) -> None:
        self.strokes.append(f'<{shape} fill="{INKS[ink]}"/>')

    def _stroke(self, shape: str, ink: str, width: float, rhythm: str = "") -> None:
        self.strokes.append(f'<{shape} stroke="{INKS[ink]}" stroke-width="{width * self.grain:.3g}"{rhythm}/>')


def _tight(path: str) -> str:
    return path.replace(" -", "-").replace("q ", "q")


def _rhythm(number: int, dashes: str, phase: float) -> str:
    offset = f' stroke-dashoffset="{-phase:g}"' if phase else ""
    return f' pathLength="{number}" stroke-dasharray="{dashes}"{offset}'
