"""Contrast of each pair of text and ground that the style sheet forms, in both schemes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest
from PIL import ImageColor

from frontend.ornament import PAIRS
from frontend.palette import FIELDS, INKS, PAPER, accent

CSS = Path(__file__).parents[2] / "frontend/src/css"
TOKENS = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text(), flags=re.DOTALL)
SCHEMES = ("light", "dark")
TEXT, LARGE = 4.5, 3.0


def declarations(selector: str) -> dict[str, str]:
    block = re.search(rf"^{re.escape(selector)} {{(.*?)^}}", TOKENS, flags=re.DOTALL | re.MULTILINE).group(1)
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):(.*?);", block, flags=re.DOTALL)}


def colour(name: str, scheme: str, pair: str | None = None) -> str:
    """The hex value of a token, by way of var() and light-dark()."""
    value = {**declarations(":root"), **(declarations(f".pair-{pair}") if pair else {})}[name]
    if both := re.fullmatch(r"light-dark\((.+), (.+)\)", value):
        value = both.group(1 + SCHEMES.index(scheme))
    if reference := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return colour(reference.group(1), scheme, pair)
    assert re.fullmatch(r"#[0-9a-f]{6}", value), f"--{name} is no colour: {value}"
    return value


def luminance(value: str) -> float:
    channels = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


PAGE = [
    *((text, ground, TEXT) for text in ("ink", "ink-soft", "impuls", "water") for ground in ("paper", "surface")),
    ("paper", "ink", TEXT),
    ("coal", "sun", TEXT),
    ("coal", "white", TEXT),
    ("good", "surface", LARGE),
]
FIELD = [
    ("on-field", "field", TEXT),
    ("on-field-button", "field-button", TEXT),
    ("mark", "paper", LARGE),
    ("mark", "surface", LARGE),
    ("figure", "field", 2.5),
]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground", "least"), PAGE)
def test_text_stands_out_on_the_page(text, ground, least, scheme):
    assert contrast(colour(text, scheme), colour(ground, scheme)) >= least


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize(("text", "ground", "least"), FIELD)
def test_text_stands_out_on_a_field_of_colour(text, ground, least, pair, scheme):
    assert contrast(colour(text, scheme, pair), colour(ground, scheme, pair)) >= least


@pytest.mark.parametrize("pair", PAIRS)
def test_the_browser_bar_has_the_colour_of_the_field(pair):
    assert tuple(colour("field", scheme, pair) for scheme in SCHEMES) == FIELDS[pair]


@pytest.mark.parametrize("pair", PAIRS)
def test_drawings_that_stand_alone_have_the_colours_of_the_pair(pair):
    assert INKS[pair] == {name: colour(name, "light", pair) for name in INKS[pair]}


def test_the_splash_screen_has_the_colour_of_the_page():
    assert tuple(colour("paper", scheme) for scheme in SCHEMES) == PAPER


def test_colour_values_stand_in_the_tokens_only():
    for sheet in CSS.rglob("*.css"):
        if sheet.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl)a?\(", sheet.read_text()), sheet.name


def test_every_component_sheet_is_imported_once():
    """By the site, by what stands in the frames of others, or by both."""
    imports = [(CSS / name).read_text() for name in ("main.css", "framed.css")]
    for sheet in (CSS / "components").glob("*.css"):
        counts = [text.count(f'"components/{sheet.name}"') for text in imports]
        assert set(counts) in ({1}, {0, 1}), sheet.name


@pytest.mark.parametrize("name", ImageColor.colormap)
def test_a_colour_that_somebody_chose_can_be_read(name):
    chosen = accent(name)
    assert contrast(chosen.field, chosen.on_field) >= TEXT
    for scheme, mark in zip(SCHEMES, (chosen.mark_light, chosen.mark_dark), strict=True):
        assert contrast(mark, colour("paper", scheme)) >= TEXT
        assert contrast(mark, colour("surface", scheme)) >= TEXT


def test_a_colour_that_can_be_read_already_stays_as_it_is():
    assert accent("teal").field == "#008080"
    with pytest.raises(KeyError):
        accent("#008080")
