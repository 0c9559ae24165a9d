"""Generated ornaments in the manner of Sorbian Easter eggs.

An ornament is an egg of concentric rings (wolf's teeth, rays, dots, suns), drawn from a slug alone: the same slug
always gives the same egg, and two slugs give two eggs. Colours are CSS custom properties set by the colour pair's
class, so one drawing serves the light scheme, the dark one and print.

Every ring is an egg itself: two half ellipses that share a width. Towards the middle they turn into circles, which
keeps the sun in the centre round. Points of a ring start at the top and run clockwise at equal arc lengths, so that an
egg is symmetric about its long axis.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import count, pairwise
from typing import Literal

from frontend.ornament.geometry import half_ellipse
from frontend.ornament.motifs import CENTRES, NARROW_BANDS, RIMS, SMALL_BANDS, SMALL_CENTRES, WIDE_BANDS
from frontend.ornament.quill import Picks, Quill

Crop = Literal["rise", "corner", "square"]
Detail = Literal["full", "small"]

PAIRS = ("red", "sun", "leaf", "river", "plum", "coal")
GRAINS: Mapping[Detail, float] = {"full": 0.75, "small": 0.4}
"""Drawing units are written multiplied by this and rounded: fewer digits where fewer are seen."""
LONGEST: Mapping[Detail, int] = {"full": 2800, "small": 1000}
"""Characters that the strokes of one egg may take."""
CROPS: Mapping[Crop | None, tuple[int, int, int, int]] = {
    None: (-205, -300, 410, 540),
    "rise": (-205, -300, 410, 340),
    "corner": (-205, -20, 240, 260),
    "square": (-150, -160, 300, 300),
}
"""Left, top, width and height in drawing units."""

RHYTHMIC = re.compile(
    r'(?P<egg>d="M0-(?P<above>\d+)a(?P<wide>\d+) \d+ 0 01\d+ \d+ \d+ (?P<below>\d+) 0 01[^"]*"[^>]*?)'
    r' pathLength="(?P<number>\d+)" stroke-dasharray="(?P<dash>[\d.]+) (?P<gap>[\d.]+)"'
    r'(?: stroke-dashoffset="(?P<phase>[\d.-]+)")?'
)
"""An egg whose line is divided into dashes (Quill.dots, Quill.comb)."""

_DARK_FIELD = {"field": ("figure", "accent"), "figure": ("field", "field"), "accent": ("field", "field")}
ON_GROUND: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "red": {"field": ("accent", "figure"), "figure": ("accent", "field"), "accent": ("figure", "field")},
    "sun": {"field": ("figure", "accent"), "figure": ("field", "accent"), "accent": ("field", "figure")},
    "leaf": _DARK_FIELD,
    "river": _DARK_FIELD,
    "plum": _DARK_FIELD,
    "coal": _DARK_FIELD,
}
"""Per pair and ground the inks that stand out on it, the stronger one first: yellow on mint would not."""


@lru_cache(maxsize=1024)
def ornament(slug: str, pair: str, *, crop: Crop | None = None, detail: Detail = "full") -> str:
    """Return the egg of `slug` as inline SVG, hidden from assistive technology.

    `pair` is one of PAIRS. `crop` frames a part of the egg and fills its box with it. `detail="small"` draws fewer
    rings, for lists. Under 3 KB, the small one under 1.2 KB. There are no ids in it, so any number fits on a page.
    """
    grain = GRAINS[detail]
    x, y, width, height = (round(number * grain) for number in CROPS[crop])
    fit = ' preserveAspectRatio="xMidYMin slice"' if crop else ""
    frame = f'viewBox="{x} {y} {width} {height}"{fit}'
    head = f'<svg class="ornament pair-{pair}" {frame} fill="none" stroke-linecap="round" aria-hidden="true"'
    return next(
        f'{head} focusable="false">{drawing}</svg>'
        for drawing in _drawings(slug, ON_GROUND[pair], detail)
        if len(drawing) < LONGEST[detail]
    )


def standalone(slug: str, pair: str, inks: Mapping[str, str], *, crop: Crop | None = None) -> str:
    """Return the egg of `slug` as an SVG file, for programs other than browsers. `inks`: colour by name of the ink.

    They know no CSS, and measure dashes in drawing units: most ignore `pathLength`.
    """
    svg = ornament(slug, pair, crop=crop).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    for name, colour in inks.items():
        svg = svg.replace(f"var(--{name})", colour)
    return RHYTHMIC.sub(_in_units, svg)


def _in_units(match: re.Match[str]) -> str:
    """Write the dashes of an egg, which count in shares of its line, as lengths."""
    wide, above, below = (int(match[name]) for name in ("wide", "above", "below"))
    unit = (half_ellipse(wide, above) + half_ellipse(wide, below)) / int(match["number"])
    # A line of no length is not drawn everywhere, round caps or not.
    dash, gap = (max(float(length), 0.001) * unit for length in (match["dash"], match["gap"]))
    offset = f' stroke-dashoffset="{float(match["phase"]) * unit:.2f}"' if match["phase"] else ""
    return f'{match["egg"]} stroke-dasharray="{dash:.2f} {gap:.2f}"{offset}'


def _drawings(slug: str, on: Mapping[str, tuple[str, str]], detail: Detail) -> Iterator[str]:
    """The eggs of a slug, without end: some rings together make one too long, then the next one is tried."""
    for attempt in count():
        egg = Quill(on, GRAINS[detail])
        (_draw_small if detail == "small" else _draw_full)(egg, Picks(f"{slug} {attempt}" if attempt else slug))
        yield "".join(egg.strokes)


def _draw_full(egg: Quill, pick: Picks) -> None:
    spokes = pick((7, 8, 9, 10))
    ground = pick(RIMS)(egg, pick, spokes)
    rings = pick(((162, 122, 104, 60), (162, 142, 92, 54), (162, 110, 90, 66), (162, 144, 102, 86, 52)))
    wide_first = rings[1] < 130
    rings = (rings[0], *(ring + pick(range(-2, 3)) for ring in rings[1:]))
    for index, (outer, inner) in enumerate(pairwise(rings)):
        if (index % 2 == 0) == wide_first:
            ground = pick(WIDE_BANDS)(egg, pick, outer, inner, spokes * (2 if inner > 100 else 1), ground)
        else:
            belt = pick(("field", "field", ground))
            egg.ground(outer, belt)
            ink = next(ink for ink in egg.on[belt] if ink != ground)
            pick(NARROW_BANDS)(egg, outer, inner, spokes * (3 if inner > 80 else 2), ink)
            egg.ground(inner, ground)
    pick(CENTRES)(egg, pick, rings[-1], spokes, ground)


def _draw_small(egg: Quill, pick: Picks) -> None:
    spokes = pick((7, 8, 9, 10))
    ground = pick(("figure", "accent", "field"))
    egg.ground(200, ground)
    if ground == "field":
        egg.line(196, egg.on[ground][0], 8)
    inner = pick((84, 90, 96, 102, 108))
    ground = pick(SMALL_BANDS)(egg, pick, 190, inner, spokes, ground)
    pick(SMALL_CENTRES)(egg, pick, inner - 10, pick((6, 8, 10)), ground)
