"""How well a youth and a mentor fit, as points and in words, and the best assignment over all of them."""

from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from scipy.optimize import linear_sum_assignment

from mentoring.models import Mentor, MentoringSignup
from mentoring.models.mentor import Language

# Points of a pair that is possible although nothing speaks for it; 0 means impossible.
POSSIBLE = 1


class Place(NamedTuple):
    """One free place with a mentor; the first one of somebody who accompanies nobody has rank 0."""

    mentor: Mentor
    rank: int


class Pair(NamedTuple):
    signup: MentoringSignup
    mentor: Mentor
    points: int
    reasons: list[str]


class Scoring:
    """Rates pairs by the weights that the coordination has set."""

    def __init__(self, weights):
        self.weights = weights
        # In kilometres, by the primary keys of two municipalities.
        self.distances = {}

    def row(self, signup, mentors, places):
        """Return the points of a youth with each place, 0 where the two may not be brought together."""
        fit = {mentor.pk: self.fit(signup, mentor) for mentor in mentors}
        return [
            0 if (points := fit[mentor.pk]) is None else POSSIBLE + round(points + self.weights.places / (rank + 1))
            for mentor, rank in places
        ]

    def fit(self, signup, mentor):
        """Return the points of two people, whichever of the mentor's places it is; None if that must not be."""
        weights, wish = self.weights, wish_of(signup)
        kilometres = self.kilometres(signup, mentor)
        points = weights.fields * len(field_ids(signup) & field_ids(mentor)) / max(len(field_ids(signup)), 1)
        if kilometres is not None:
            points += weights.distance * max(0, 1 - kilometres / weights.furthest_km)
        return points if wish is None else self.with_wish(points, wish, mentor, kilometres)

    def with_wish(self, points, wish, mentor, kilometres):
        if not set(wish.languages) <= set(mentor.languages):
            return None
        if wish.furthest_km and kilometres is not None and kilometres > wish.furthest_km:
            return None
        if wish.languages:
            points += self.weights.languages
        return points + self.weights.wish if wish.mentor_id == mentor.pk else points

    def reasons(self, signup, place):
        """Return in words what the points come from."""
        mentor, wish = place.mentor, wish_of(signup)
        shared = [field.title for field in signup.career_fields.all() if field.pk in field_ids(mentor)]
        reasons = [
            _("Beide: %(fields)s") % {"fields": ", ".join(shared)} if shared else _("Kein Berufsfeld gemeinsam"),
            self.distance_in_words(signup, mentor),
        ]
        if wish and wish.languages:
            names = ", ".join(str(Language(code).label) for code in wish.languages)
            reasons.append(_("Spricht wie gewünscht %(languages)s") % {"languages": names})
        if wish and wish.mentor_id == mentor.pk:
            reasons.append(_("Genau so gewünscht"))
        if place.rank:
            reasons.append(
                ngettext("Begleitet schon eine Person", "Begleitet schon %(number)d Personen", place.rank)
                % {"number": place.rank}
            )
        else:
            reasons.append(_("Begleitet noch niemanden"))
        return reasons

    def kilometres(self, signup, mentor):
        """Return the distance between their municipalities, None if one of them lives outside the county."""
        ends = signup.municipality_id, mentor.municipality_id
        if None in ends:
            return None
        if ends not in self.distances:
            self.distances[ends] = signup.municipality.distance_to(mentor.municipality)
        return self.distances[ends]

    def distance_in_words(self, signup, mentor):
        kilometres = self.kilometres(signup, mentor)
        if kilometres is None:
            return _("Entfernung unbekannt")
        if signup.municipality == mentor.municipality:
            return _("Im selben Ort")
        return _("%(kilometres)d km auseinander") % {"kilometres": round(kilometres)}


def best_pairs(signups, mentors, weights):
    """Return the pairs of the assignment with the most points, the best pair first.

    `mentors` carry `open_matches`, the number of those they accompany already. All of a mentor's free places count.
    """
    scoring = Scoring(weights)
    places = [Place(mentor, rank) for mentor in mentors for rank in range(mentor.open_matches, mentor.capacity)]
    points = [scoring.row(signup, mentors, places) for signup in signups]
    pairs = []
    for row, column in best_assignment(points):
        signup, place = signups[row], places[column]
        pairs.append(Pair(signup, place.mentor, points[row][column], scoring.reasons(signup, place)))
    return sorted(pairs, key=lambda pair: (-pair.points, pair.signup.state_since))


def best_assignment(points):
    """Return (row, column) of the one-to-one assignment with the largest sum; cells with 0 points are never taken."""
    if not points or not points[0]:
        return []
    matrix = np.array(points)
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if matrix[row, column] > 0]


def field_ids(person):
    """Return the primary keys of a person's career fields, read once."""
    if not hasattr(person, "_field_ids"):
        person._field_ids = {field.pk for field in person.career_fields.all()}
    return person._field_ids


def wish_of(signup):
    return getattr(signup, "wish", None)
