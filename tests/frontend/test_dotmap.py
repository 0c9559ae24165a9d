import csv
from itertools import combinations
from pathlib import Path

import pytest

from frontend.dotmap import BORDER_TOWNS, HEIGHT, WIDTH, Place, dot_map, place_labels

SLUGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-"})
TOWNS = Path(__file__).parents[2] / "careers/data/municipalities-goerlitz.csv"


@pytest.fixture(scope="module")
def county():
    with TOWNS.open(encoding="utf-8") as lines:
        return [(row["name"], float(row["lat"]), float(row["lon"])) for row in csv.DictReader(lines)]


def places(county, count):
    return [
        Place(name.split("/")[0].lower().translate(SLUGS), name, latitude, longitude, count(index), "/unternehmen/")
        for index, (name, latitude, longitude) in enumerate(county)
    ]


@pytest.mark.parametrize("count", [lambda _: 0, lambda _: 1, lambda index: index % 3, lambda index: index])
def test_labels_touch_neither_each_other_nor_a_dot_nor_the_frame(county, count):
    drawn = dot_map(places(county, count))
    labels = [dot.label for dot in drawn.dots if dot.label]
    assert labels
    assert not [(one.text, other.text) for one, other in combinations(labels, 2) if one.box.touches(other.box)]
    for label in labels:
        assert label.box.left >= 0
        assert label.box.right <= WIDTH
        assert label.box.top >= 0
        assert label.box.bottom <= HEIGHT
        for dot in drawn.dots:
            inside = label.box.left < dot.x < label.box.right and label.box.top < dot.y < label.box.bottom
            assert not inside


def test_the_list_names_every_place_with_offers_most_first(county):
    listed = dot_map(places(county, lambda index: index % 4)).listed
    assert len(listed) == sum(1 for index in range(len(county)) if index % 4)
    assert [place.count for place in listed] == sorted((place.count for place in listed), reverse=True)


def test_more_offers_make_a_larger_dot(county):
    radius = {dot.place.count: dot.radius for dot in dot_map(places(county, lambda index: index)).dots}
    assert radius[1] < radius[5] < radius[20]


def test_north_is_up_and_east_is_right(county):
    at = {dot.place.slug: dot for dot in dot_map(places(county, lambda _: 1)).dots}
    assert at["bad-muskau"].y < at["goerlitz"].y < at["zittau"].y
    assert at["loebau"].x < at["goerlitz"].x


def test_the_neisse_runs_past_its_border_towns(county):
    everywhere = places(county, lambda _: 1)
    assert {*BORDER_TOWNS} <= {place.slug for place in everywhere}
    assert dot_map(everywhere).river.startswith("M")


def test_a_county_without_places_is_an_empty_map():
    drawn = dot_map([])
    assert (drawn.land, drawn.river, list(drawn.dots)) == ("", "", [])


def test_a_label_without_room_is_left_out():
    crowd = [(WIDTH / 2, HEIGHT / 2 + shift, 4, "Ebersbach-Neugersdorf") for shift in (-2, -1, 0, 1, 2)]
    labels = place_labels(crowd)
    assert any(label is None for label in labels)
