"""How answers become suggestions, and that the phone comes to the same as the server."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from careers import interest
from careers.interest import RIASEC, Candidate, Employer, Statement
from careers.models import Municipality
from tests.measures import node

SCRIPT = Path(__file__).with_name("reckon.mjs")
STATEMENTS = [Statement(number, letter) for number, letter in enumerate([*RIASEC] * 4)]


def answers(**degrees):
    return {one.key: degrees.get(one.dimension) for one in STATEMENTS}


def chosen(candidates):
    return [candidate.key for candidate in candidates]


def test_a_dimension_is_the_mean_of_what_was_answered():
    given = answers(R=3) | {0: 0, 6: None}
    assert interest.points_of(STATEMENTS, given) == {"R": 66}


def test_the_first_letter_of_a_profile_weighs_most():
    points = {"R": 90, "I": 60, "A": 30}
    assert interest.score("RIA", points) == 70
    assert interest.score("AIR", points) == 50
    assert interest.score("R", points) == 90
    assert interest.score("RIASEC", points) == 70


def test_silence_speaks_for_nothing():
    assert interest.score("SR", {"R": 100}) == 40
    assert interest.score("", {"R": 100}) == 0


def test_only_what_fits_is_suggested_best_first_and_equals_as_they_come():
    candidates = [Candidate(1, "C", "a"), Candidate(2, "RC", "b"), Candidate(3, "R", "c"), Candidate(4, "R", "d")]
    assert chosen(interest.fitting(candidates, {"R": 80, "C": 49}, 6)) == [3, 4, 2]
    assert chosen(interest.fitting(candidates, {"R": 80, "C": 49}, 2)) == [3, 4]


def test_one_career_field_does_not_take_all_places():
    candidates = [Candidate(number, "R", "metall") for number in range(5)] + [Candidate(9, "RC", "bau")]
    assert chosen(interest.fitting(candidates, {"R": 100, "C": 50}, 6)) == [0, 1, 9]


def test_surprises_take_turns_and_come_from_fields_not_suggested():
    candidates = [
        Candidate(1, "R", "metall", "women"),
        Candidate(2, "S", "soziales", "men"),
        Candidate(3, "RC", "bau", "women"),
        Candidate(4, "RC", "bau", "women"),
        Candidate(5, "C", "verkehr", "women"),
        Candidate(6, "E", "medien"),
    ]
    assert chosen(interest.surprising(candidates, {"R": 100, "C": 60, "S": 0}, candidates[:1])) == [3, 2, 5]


def test_each_reason_is_a_yes_and_lists_do_not_say_one_thing_all_the_time():
    given = answers(R=3, I=1, C=2)
    quoted = Counter()
    first, second = (interest.reasons_for("RIC", STATEMENTS, given, quoted) for _ in range(2))
    assert [one.dimension for one in first] == [one.dimension for one in second] == ["R", "C"]
    assert not set(first) & set(second)


def test_answers_within_a_quarter_are_flat():
    assert interest.is_flat({"R": 60, "I": 40})
    assert not interest.is_flat({"R": 65, "I": 40})


def test_who_offers_the_occupation_itself_comes_before_who_is_nearer():
    employers = [
        Employer(1, (), ("metall",), ("zittau",)),
        Employer(2, (7,), (), ("oybin", "goerlitz")),
        Employer(3, (8,), ("bau",), ("zittau",)),
        Employer(4, (7,), (), ()),
    ]
    suggested = [Candidate(7, "R", "metall")]
    distances = {"zittau": 0, "oybin": 8.5, "goerlitz": 30}
    found = interest.nearby(employers, suggested, distances, 10)
    assert [(employer.key, away) for employer, away in found] == [(2, 8.5), (1, 0)]
    assert [employer.key for employer, _ in interest.nearby(employers, suggested)] == [2, 4, 1]


def random_case(dice):
    """Return a case in which much is equal, for ties are where two reckonings part."""
    profiles = ["".join(dice.sample(list(RIASEC), dice.randint(1, 4))) for _ in range(12)]
    fields, places = "abcdefgh", [f"ort-{number}" for number in range(5)]
    return {
        "statements": [[one.key, one.dimension] for one in STATEMENTS],
        "answers": {one.key: dice.choice([None, 0, 1, 2, 2, 3, 3]) for one in STATEMENTS} | {0: 3},
        "candidates": [
            [number, dice.choice(profiles), dice.choice(fields), dice.choice(["", "women", "men"])]
            for number in range(40)
        ],
        "employers": [
            [
                number,
                dice.sample(range(40), dice.randint(0, 4)),
                dice.sample(fields, dice.randint(0, 2)),
                dice.sample(places, dice.randint(0, 2)),
            ]
            for number in range(20)
        ],
        "distances": dice.choice([None, {place: dice.choice([0, 5.25, 12.5, 40]) for place in places}]),
        "kilometres": dice.choice([10, 20, 50]),
    }


def reckon(case):
    """Do in Python what reckon.mjs does with the phone's script."""
    statements = [Statement(*fields) for fields in case["statements"]]
    candidates = [Candidate(*fields) for fields in case["candidates"]]
    employers = [
        Employer(key, tuple(occupations), tuple(fields), tuple(places))
        for key, occupations, fields, places in case["employers"]
    ]
    points = interest.points_of(statements, case["answers"])
    fitting = interest.fitting(candidates, points, interest.OCCUPATIONS)
    surprises = interest.surprising(candidates, points, fitting)
    quoted = Counter()
    near = interest.nearby(employers, fitting, case["distances"], case["kilometres"])
    return {
        "points": points,
        "flat": interest.is_flat(points),
        "scores": [interest.score(candidate.profile, points) for candidate in candidates],
        "fitting": chosen(fitting),
        "surprises": chosen(surprises),
        "reasons": [
            chosen(interest.reasons_for(candidate.profile, statements, case["answers"], quoted))
            for candidate in (*fitting, *surprises)
        ],
        "nearby": [[employer.key, away] for employer, away in near],
    }


def test_phone_and_server_come_to_the_same_for_a_thousand_answer_sets(tmp_path):
    dice = random.Random(24)
    cases = [random_case(dice) for _ in range(1000)]
    (tmp_path / "cases.json").write_text(json.dumps(cases))
    run = node(SCRIPT, tmp_path / "cases.json")
    assert run.returncode == 0, run.stderr
    for case, phone in zip(cases, json.loads(run.stdout), strict=True):
        assert phone == reckon(case)


@pytest.mark.parametrize("pair", [((50.896, 14.806), (51.156, 14.988)), ((51.5, 14.6), (51.5, 14.6))])
def test_phone_and_server_measure_the_same_distance(pair, tmp_path):
    one, other = (Municipality(latitude=latitude, longitude=longitude) for latitude, longitude in pair)
    (tmp_path / "pair.json").write_text(json.dumps(pair))
    run = node(SCRIPT, tmp_path / "pair.json", "distance")
    assert json.loads(run.stdout) == pytest.approx(one.distance_to(other), abs=1e-9)
