"""Colours needed outside of the style sheet, as for the browser's own bar. A test keeps them like tokens.css."""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import ImageColor

FIELDS: dict[str, tuple[str, str]] = {
    "red": ("#e4002b", "#e4002b"),
    "sun": ("#ffc800", "#ffc800"),
    "leaf": ("#006b4f", "#006b4f"),
    "river": ("#0b4ea2", "#0b4ea2"),
    "plum": ("#6a1b5d", "#6a1b5d"),
    "coal": ("#17191c", "#2b2f36"),
}
"""Pair: (field in the light scheme, field in the dark one)."""

INKS: dict[str, dict[str, str]] = {
    "red": {"field": "#e4002b", "on-field": "#ffffff", "figure": "#17191c", "accent": "#ffc800"},
    "sun": {"field": "#ffc800", "on-field": "#17191c", "figure": "#17191c", "accent": "#e4002b"},
    "leaf": {"field": "#006b4f", "on-field": "#ffffff", "figure": "#c9f2df", "accent": "#ffc800"},
    "river": {"field": "#0b4ea2", "on-field": "#ffffff", "figure": "#d6e8ff", "accent": "#ffc800"},
    "plum": {"field": "#6a1b5d", "on-field": "#ffffff", "figure": "#ffd3e3", "accent": "#ffc800"},
    "coal": {"field": "#17191c", "on-field": "#ffffff", "figure": "#ffc800", "accent": "#ffffff"},
}
"""Pair: its colours in the light scheme, for drawings that stand alone."""

PAPER = ("#fbfaf5", "#121417")
SURFACE = ("#ffffff", "#1c1f24")
WHITE, COAL = "#ffffff", "#17191c"
TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text against its ground."""

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Accent:
    """A colour somebody chose by its CSS name, moved as little as it takes to be read: hex values."""

    field: str
    on_field: str
    mark_light: str
    mark_dark: str


def is_colour_name(name: str) -> bool:
    return name in ImageColor.colormap


def accent(name: str) -> Accent:
    """Return what a CSS colour name gives: a field with text on it, and a drawing ink for each scheme.

    Every pair has a contrast of at least TEXT_CONTRAST. Raise KeyError if there is no such name.
    """
    if not is_colour_name(name):
        raise KeyError(name)
    chosen = ImageColor.getrgb(name)[:3]
    on_field = max(WHITE, COAL, key=lambda text: contrast(hex_of(chosen), text))
    return Accent(
        field=_moved(chosen, COAL if on_field == WHITE else WHITE, (on_field,)),
        on_field=on_field,
        mark_light=_moved(chosen, COAL, (PAPER[0], SURFACE[0])),
        mark_dark=_moved(chosen, WHITE, (PAPER[1], SURFACE[1])),
    )


def _moved(colour: Rgb, towards: str, against: Iterable[str]) -> str:
    """Mix `colour` with `towards` until it stands out against each of `against`."""
    goal, grounds = ImageColor.getrgb(towards), tuple(against)
    mixes = (
        hex_of(tuple(round(own + (other - own) * step / 50) for own, other in zip(colour, goal, strict=False)))
        for step in range(51)
    )
    return next(mix for mix in mixes if all(contrast(mix, ground) >= TEXT_CONTRAST for ground in grounds))


def hex_of(colour: Iterable[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two hex colours, by WCAG's definition: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (part / 255 for part in ImageColor.getrgb(colour)[:3])
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
