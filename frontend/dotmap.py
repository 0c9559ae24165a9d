"""The map of the county as dots: geometry and placing of labels, without Django.

Land is a lattice of small dots around the municipalities, cut off at the Neisse, which runs past its border towns.
Places with offers are larger dots with a label. A label that would touch another one, a dot, the water or the frame is
left out: the list beside the map names every place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, dist, radians, sqrt

WIDTH, HEIGHT = 360, 560
MARGIN_Y = 46
LATTICE = 8.5
"""Distance of two land dots."""
BORDER_TOWNS = ("bad-muskau", "rothenburg", "goerlitz", "ostritz", "zittau")
"""From north to south along the Neisse."""
BORDER_SHIFT = 9
"""How far east of its towns' centres the river runs."""
LANDMARKS = ("goerlitz", "zittau", "weisswasser", "niesky", "loebau")
"""Towns that are named even without an offer, for orientation."""
LETTER, LINE = 7.9, 17
"""Room for one letter and one line of a label; wider than the letters are, for visitors who set wider spacing."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """A municipality as the map needs it; `count` is the number of offers, `href` where they are listed."""

    slug: str
    name: str
    latitude: float
    longitude: float
    count: int = 0
    href: str = ""


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def inside(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Label:
    text: str
    x: float
    y: float
    anchor: str
    box: Box


@dataclass(frozen=True)
class Dot:
    place: Place
    x: float
    y: float
    radius: float
    label: Label | None

    @property
    def height(self) -> float:
        """Half the height: a dot is an egg, too."""
        return round(self.radius * 1.22, 1)

    @property
    def ring(self) -> float:
        """Radius of the ring of dots on it."""
        return round(self.radius * 0.62, 1)

    @property
    def heart(self) -> float:
        return round(self.radius * 0.28, 1)


@dataclass(frozen=True)
class DotMap:
    view_box: str
    land: str
    river: str
    river_name: Label | None
    dots: Sequence[Dot]

    @property
    def listed(self) -> list[Place]:
        """The places with offers, most first."""
        return sorted((dot.place for dot in self.dots if dot.place.count), key=lambda place: (-place.count, place.name))


def dot_map(places: Iterable[Place]) -> DotMap:
    """Draw the map of `places`: all municipalities, those without offers too, as they make up the land."""
    places = list(places)
    view_box = f"0 0 {WIDTH} {HEIGHT}"
    if not places:
        return DotMap(view_box, "", "", None, ())
    points = project(places)
    by_slug = {place.slug: point for place, point in zip(places, points, strict=True)}
    border = _border(by_slug)
    shown = sorted(
        (place for place in places if place.count or place.slug in LANDMARKS),
        key=lambda place: (-place.count, place.name),
    )
    circles = [(place, *by_slug[place.slug], _radius(place.count)) for place in shown]
    river_name = _river_name(border)
    kept_free = [*_river_boxes(border), *([river_name.box] if river_name else [])]
    labels = place_labels([(x, y, radius, place.name.split("/")[0]) for place, x, y, radius in circles], kept_free)
    dots = [
        Dot(place, round(x, 1), round(y, 1), radius, label)
        for (place, x, y, radius), label in zip(circles, labels, strict=True)
    ]
    return DotMap(view_box, _land(tuple(points), tuple(border)), _smooth(border), river_name, dots)


def project(places: Sequence[Place]) -> list[Point]:
    """Fit the places into the map, north up; one degree of longitude shrinks with the latitude."""
    shrink = cos(radians(sum(float(place.latitude) for place in places) / len(places)))
    flat = [(float(place.longitude) * shrink, -float(place.latitude)) for place in places]
    west, east = min(x for x, _ in flat), max(x for x, _ in flat)
    north, south = min(y for _, y in flat), max(y for _, y in flat)
    scale = min((HEIGHT - 2 * MARGIN_Y) / ((south - north) or 1), (WIDTH * 0.7) / ((east - west) or 1))
    left, top = (WIDTH - (east - west) * scale) / 2, (HEIGHT - (south - north) * scale) / 2
    return [((x - west) * scale + left, (y - north) * scale + top) for x, y in flat]


def place_labels(
    circles: Sequence[tuple[float, float, float, str]], kept_free: Sequence[Box] = ()
) -> list[Label | None]:
    """A label for each circle (x, y, radius, text), in order of importance, or None where none fits."""
    frame = Box(2, 2, WIDTH - 2, HEIGHT - 2)
    taken = [Box(x - radius, y - radius, x + radius, y + radius) for x, y, radius, _ in circles]
    labels: list[Label | None] = []
    for index, (x, y, radius, text) in enumerate(circles):
        others = [*kept_free, *taken[:index], *taken[index + 1 :]]
        fitting = (
            label
            for label in _candidates(x, y, radius, text)
            if label.box.inside(frame) and not any(label.box.touches(box) for box in others)
        )
        label = next(fitting, None)
        labels.append(label)
        if label:
            taken.append(label.box)
    return labels


def _candidates(x: float, y: float, radius: float, text: str) -> Iterable[Label]:
    width, gap, rise = len(text) * LETTER, radius + 5, LINE / 2
    for anchor, at_x, middle in (
        ("start", x + gap, y),
        ("end", x - gap, y),
        ("middle", x, y - radius - rise - 1),
        ("middle", x, y + radius + rise + 1),
        ("start", x + gap * 0.8, y - radius),
        ("start", x + gap * 0.8, y + radius),
        ("end", x - gap * 0.8, y - radius),
        ("end", x - gap * 0.8, y + radius),
    ):
        left = {"start": at_x, "end": at_x - width, "middle": at_x - width / 2}[anchor]
        box = Box(left, middle - rise, left + width, middle + rise)
        yield Label(text, round(at_x, 1), round(middle + 5, 1), anchor, box)


def _river_name(border: Sequence[Point]) -> Label | None:
    """Between the second and the third town, east of the water, where no town is."""
    if len(border) < 4:
        return None
    (x, y), (next_x, next_y) = border[2], border[3]
    at_x, middle = max(x, next_x) + 6, (y + next_y) / 2
    width = 6 * LETTER
    return Label(
        "Neiße",
        round(at_x, 1),
        round(middle + 5, 1),
        "start",
        Box(at_x, middle - LINE / 2, at_x + width, middle + LINE / 2),
    )


def _river_boxes(border: Sequence[Point]) -> list[Box]:
    """The water in small boxes, for labels to stay out of."""
    boxes = []
    for (x, y), (next_x, next_y) in pairwise(border):
        pieces = max(int((next_y - y) / 6), 1)
        for piece in range(pieces + 1):
            at_x, at_y = x + (next_x - x) * piece / pieces, y + (next_y - y) * piece / pieces
            boxes.append(Box(at_x - 3, at_y - 3, at_x + 3, at_y + 3))
    return boxes


def _radius(count: int) -> float:
    return round(min(5.5 + 3 * sqrt(count), 20), 1) if count else 3.5


def _border(by_slug: dict[str, Point]) -> list[Point]:
    towns = [by_slug[slug] for slug in BORDER_TOWNS if slug in by_slug]
    line = [(x + BORDER_SHIFT, y) for x, y in towns]
    if len(line) < 2:
        return []
    (first_x, first_y), (last_x, last_y) = line[0], line[-1]
    return [(first_x - 14, first_y - 40), *line, (last_x - 4, last_y + 26)]


@lru_cache(maxsize=4)
def _land(points: tuple[Point, ...], border: tuple[Point, ...]) -> str:
    """Rows of dots as lines to be dashed: a dot wherever a municipality is near, and none beyond the border."""
    reach = [_reach(point, points) for point in points]
    path = []
    for row in range(int(HEIGHT / (LATTICE * 0.87)) + 1):
        y = row * LATTICE * 0.87
        shift = LATTICE / 2 * (row % 2)
        columns = [column * LATTICE + shift for column in range(int(WIDTH / LATTICE) + 1)]
        near = [_is_land((x, y), points, reach, border) for x in columns]
        start: float | None = None
        for x, is_land in zip([*columns, WIDTH], [*near, False], strict=True):
            if is_land and start is None:
                start = x
            elif not is_land and start is not None:
                # The last dot of a run lies on the end of its line; a hair more keeps it from falling off.
                path.append(f"M{start:g} {y:.1f}H{x - LATTICE + 0.1:g}")
                start = None
    return "".join(path)


def _reach(point: Point, points: Sequence[Point]) -> float:
    """How far a municipality's land goes: farther where neighbours are far."""
    neighbours = sorted(dist(point, other) for other in points if other != point)
    return min(max(neighbours[2] if len(neighbours) > 2 else 30, 24), 46)


def _is_land(at: Point, points: Sequence[Point], reach: Sequence[float], border: Sequence[Point]) -> bool:
    for (x, y), (next_x, next_y) in pairwise(border):
        if y <= at[1] <= next_y and at[0] > x + (next_x - x) * (at[1] - y) / (next_y - y) - LATTICE / 2:
            return False
    return any(dist(at, point) < far for point, far in zip(points, reach, strict=True))


def _smooth(line: Sequence[Point]) -> str:
    """A curve through all points (Catmull-Rom as Bezier pieces)."""
    if len(line) < 2:
        return ""
    path = f"M{line[0][0]:.0f} {line[0][1]:.0f}"
    padded = [line[0], *line, line[-1]]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        lean_out = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        lean_in = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path += "C" + " ".join(f"{x:.0f} {y:.0f}" for x, y in (lean_out, lean_in, end))
    return path
