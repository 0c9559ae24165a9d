"""How answers to the interest check become suggestions. Pure functions on whole numbers.

The phone reckons the same way by itself (frontend/src/interest/scoring.ts and nearby.ts), and
tests/careers/test_interest_scoring.py compares the two. What they agree on:

- Points. Every statement belongs to one of six dimensions (Holland's RIASEC). The answers to a dimension's statements,
  0 to 3 each, make its points: their mean, scaled to 0 to 100, rounded down. What was skipped does not count; a
  dimension without any answer has no points.
- Score. A profile names up to three dimensions, the most important first; they weigh 3, 2 and 1. The score is the
  weighted mean of their points, rounded down. A dimension without points adds nothing: silence speaks for nothing.
- Order. Best score first. Equal scores keep the order in which the candidates come.
- Suggested is what scores FITS_FROM or more, at most PER_FIELD of one career field.
- Reasons. For the first REASONS dimensions of the profile that have one: a statement with the highest answer, if that
  is a yes. Of equals the one quoted least so far, then the one asked first: a list shall not say one thing six times.
- Surprises are atypical for women or for men, by sourced figures, and from a career field that was not suggested: in
  turn the best of each direction, one per field. Nobody is asked for a gender, everybody sees both directions.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext_lazy as _

RIASEC = {
    "R": _("praktisch-technisch"),
    "I": _("forschend"),
    "A": _("gestaltend"),
    "S": _("sozial"),
    "E": _("unternehmerisch"),
    "C": _("ordnend"),
}
ANSWERS = {0: _("gar nicht"), 1: _("eher nicht"), 2: _("eher ja"), 3: _("voll meins")}
YES = 2
WEIGHTS = (3, 2, 1)
FITS_FROM = 50
FLAT_BELOW = 25
"""Points between the highest and the lowest dimension under which answers tell little."""
ENOUGH = 6
"""Answers without which a result would be a guess."""
PER_FIELD = 2
OCCUPATIONS, STORIES, SURPRISES, COMPANIES, REASONS = 6, 3, 4, 6, 2
"""How many of each are shown at most; reasons for each suggestion."""
STATEMENTS_PER_DIMENSION = 4

Answers = Mapping[int, int | None]
"""Answers by the key of the statement; None where it was skipped."""


@dataclasses.dataclass(frozen=True)
class Statement:
    key: int
    dimension: str
    text: str = ""


@dataclasses.dataclass(frozen=True)
class Candidate:
    """What may be suggested: an occupation, or a story by its occupation."""

    key: int
    profile: str
    field: str
    atypical: str | None = None
    """ "women" or "men" where the occupation is atypical for them."""
    page: Any = dataclasses.field(default=None, compare=False)


@dataclasses.dataclass(frozen=True)
class Employer:
    """A company with current offers. Its page shows all this, in an order that is the same in every process."""

    key: int
    occupations: tuple[int, ...]
    fields: tuple[str, ...]
    places: tuple[str, ...]
    page: Any = dataclasses.field(default=None, compare=False)


def in_turns(statements: Iterable[Statement]) -> list[Statement]:
    """Order statements so that one dimension follows the other: two alike in a row would be noticed."""
    statements = list(statements)
    columns = ([statement for statement in statements if statement.dimension == letter] for letter in RIASEC)
    return [statement for row in zip_longest(*columns) for statement in row if statement]


def points_of(statements: Sequence[Statement], answers: Answers) -> dict[str, int]:
    points = {}
    for letter in RIASEC:
        given = [
            answer
            for statement in statements
            if statement.dimension == letter and (answer := answers.get(statement.key)) is not None
        ]
        if given:
            points[letter] = 100 * sum(given) // (max(ANSWERS) * len(given))
    return points


def is_flat(points: Mapping[str, int]) -> bool:
    return max(points.values()) - min(points.values()) < FLAT_BELOW


def score(profile: str, points: Mapping[str, int]) -> int:
    weighted = list(zip(profile, WEIGHTS, strict=False))
    total = sum(weight for _letter, weight in weighted)
    return sum(weight * points.get(letter, 0) for letter, weight in weighted) // total if total else 0


def best_first(candidates: Iterable[Candidate], points: Mapping[str, int]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: -score(candidate.profile, points))


def fitting(candidates: Iterable[Candidate], points: Mapping[str, int], most: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    for candidate in best_first(candidates, points):
        if score(candidate.profile, points) < FITS_FROM or len(chosen) == most:
            break
        if sum(other.field == candidate.field for other in chosen) < PER_FIELD:
            chosen.append(candidate)
    return chosen


def surprising(
    candidates: Iterable[Candidate], points: Mapping[str, int], suggested: Iterable[Candidate]
) -> list[Candidate]:
    waiting = best_first(candidates, points)
    fields = {candidate.field for candidate in suggested}
    chosen: list[Candidate] = []
    for group in ("women", "men") * (SURPRISES // 2):
        pick = next((other for other in waiting if other.atypical == group and other.field not in fields), None)
        if pick:
            fields.add(pick.field)
            chosen.append(pick)
    return chosen


def reasons_for(
    profile: str, statements: Sequence[Statement], answers: Answers, quoted: Counter[int]
) -> list[Statement]:
    """Return the statements that speak for a profile, and count them in `quoted`."""
    reasons: list[Statement] = []
    for letter in profile[: len(WEIGHTS)]:
        agreed = [(answers.get(one.key) or 0, -quoted[one.key], one) for one in statements if one.dimension == letter]
        best = max(agreed, key=lambda pair: pair[:2], default=(0, 0, None))
        if best[0] >= YES and best[2] and len(reasons) < REASONS:
            reasons.append(best[2])
            quoted[best[2].key] += 1
    return reasons


def nearby(
    employers: Iterable[Employer],
    suggested: Sequence[Candidate],
    distances: Mapping[str, float] | None = None,
    kilometres: int = 0,
) -> list[tuple[Employer, float | None]]:
    """Return the employers that offer a suggested occupation (first) or are in its career field, with their distance.

    With `distances` (kilometres by place) only those within `kilometres`, nearest first; without, all of the county.
    """
    occupations = {candidate.key for candidate in suggested}
    fields = {candidate.field for candidate in suggested}
    found = []
    for employer in employers:
        away = min((distances[place] for place in employer.places), default=None) if distances else None
        is_in_reach = not distances or (away is not None and away <= kilometres)
        if is_in_reach and (occupations.intersection(employer.occupations) or fields.intersection(employer.fields)):
            found.append((employer, away))
    found.sort(key=lambda pair: (occupations.isdisjoint(pair[0].occupations), pair[1] or 0))
    return found[:COMPANIES]
