from itertools import pairwise, product
from math import cos, dist, pi, sin
from xml.etree import ElementTree

import pytest

from frontend.ornament import CROPS, PAIRS, ornament, standalone
from frontend.ornament.geometry import half_ellipse
from frontend.palette import INKS

FIELDS = ["bau", "elektro", "gesundheit", "it", "landwirtschaft", "naturwissenschaften", "soziales"]
SLUGS = [*FIELDS, *(f"geschichte-{number}" for number in range(300))]


def test_the_same_slug_always_gives_the_same_egg():
    first = ornament("mechatronik", "river")
    ornament.cache_clear()
    assert ornament("mechatronik", "river") == first


def test_every_slug_has_an_egg_of_its_own():
    assert len({ornament(slug, "leaf") for slug in SLUGS}) == len(SLUGS)


def test_the_colour_pair_does_not_change_which_colours_are_named():
    for pair in PAIRS:
        drawing = ornament("mechatronik", pair)
        assert f'class="ornament pair-{pair}"' in drawing
        assert "var(--" in drawing
        assert "#" not in drawing


@pytest.mark.parametrize(("detail", "limit"), [("full", 3 * 1024), ("small", 1200)])
def test_an_egg_stays_light(detail, limit):
    assert max(len(ornament(slug, pair, detail=detail)) for slug, pair in product(SLUGS, PAIRS)) < limit


@pytest.mark.parametrize("crop", CROPS)
@pytest.mark.parametrize("detail", ["full", "small"])
def test_an_egg_is_well_formed_and_hidden_from_screen_readers(crop, detail):
    for slug in FIELDS:
        root = ElementTree.fromstring(ornament(slug, "plum", crop=crop, detail=detail))
        assert root.tag == "svg"
        assert root.get("aria-hidden") == "true"
        assert root.get("focusable") == "false"
        assert len(root.get("viewBox").split()) == 4
        assert not root.findall(".//*[@id]")


def test_an_unknown_pair_is_refused():
    with pytest.raises(KeyError):
        ornament("bau", "magenta")


@pytest.mark.parametrize(("wide", "high"), [(50, 50), (150, 219), (121, 80)])
def test_the_length_of_an_ellipse_is_that_of_many_small_steps(wide, high):
    points = [(wide * cos(pi * step / 5000), high * sin(pi * step / 5000)) for step in range(5001)]
    assert half_ellipse(wide, high) == pytest.approx(sum(dist(*step) for step in pairwise(points)), rel=1e-4)


def test_an_egg_for_other_programs_names_colours_and_measures_its_dashes():
    """They take no colour from a style sheet, and no share of a line for a length."""
    for slug, pair in product(SLUGS[:40], PAIRS):
        drawing = standalone(slug, pair, INKS[pair])
        assert "var(" not in drawing
        assert "pathLength" not in drawing
        assert drawing.count("stroke-dasharray") == ornament(slug, pair).count("pathLength")
        ElementTree.fromstring(drawing)
