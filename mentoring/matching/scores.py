"""How well a youth and a mentor fit, as points and in words, and the best assignment over all of them."""

from collections import Counter
from typing import NamedTuple

import numpy as np
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from scipy.optimize import linear_sum_assignment

from mentoring.models import Match, Mentor, MentoringSignup
from mentoring.models.mentor import Language

# Points of a pair that is possible although nothing speaks for it; 0 means impossible.
POSSIBLE = 1


class Obstacle(TextChoices):
    """Why two people are not brought together, as words about the mentor."""

    DECLINED = "declined", gettext_lazy("hat schon jemand Nein gesagt")
    LANGUAGES = "languages", gettext_lazy("spricht nicht, was gebraucht wird")
    DISTANCE = "distance", gettext_lazy("zu weit entfernt")
    FULL = "full", gettext_lazy("hat gerade keinen Platz frei")


class Place(NamedTuple):
    """One free place with a mentor; the first one of somebody who accompanies nobody has rank 0."""

    mentor: Mentor
    rank: int


class Pair(NamedTuple):
    """Two people, what speaks for them and what against; `most` are the points of the best pair for this youth."""

    signup: MentoringSignup
    mentor: Mentor
    points: int
    most: int
    reasons: list[str | Promise]
    concerns: list[str | Promise]
    is_poor: bool
    obstacle: Obstacle | None = None


class Unpaired(NamedTuple):
    signup: MentoringSignup
    why: list[str | Promise]


class Scoring:
    """Rates pairs by the weights that the coordination has set.

    `past` tells how earlier matches of the same two ended, as `Match.objects.past_ends()` returns it.
    """

    def __init__(self, weights, past=None):
        self.weights = weights
        self.past = past or {}
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
        kilometres = self.kilometres(signup, mentor)
        if self.obstacle(signup, mentor, kilometres):
            return None
        weights, wish = self.weights, wish_of(signup)
        points = weights.fields * len(field_ids(signup) & field_ids(mentor)) / max(len(field_ids(signup)), 1)
        if kilometres is not None:
            points += weights.distance * max(0, 1 - kilometres / weights.furthest_km)
        if wish and wish.languages:
            points += weights.languages
        return points + weights.wish if wish and wish.mentor_id == mentor.pk else points

    def obstacle(self, signup, mentor, kilometres):
        """Return what keeps the two apart, None if nothing does."""
        wish, past = wish_of(signup), self.past.get((signup.pk, mentor.pk))
        if past and not Match.REFUSALS.isdisjoint(past):
            return Obstacle.DECLINED
        if wish and not set(wish.languages) <= set(mentor.languages):
            return Obstacle.LANGUAGES
        furthest = self.furthest(signup)
        if furthest and kilometres is not None and kilometres > furthest:
            return Obstacle.DISTANCE
        return None

    def furthest(self, signup):
        """Return how many kilometres are too far: what the youth said, else the rule for the young, else None."""
        wish = wish_of(signup)
        if wish and wish.furthest_km:
            return wish.furthest_km
        return self.weights.young_km if signup.needs_guardian else None

    def most(self, signup):
        """Return the points of the best mentor whom this youth could have."""
        weights, wish = self.weights, wish_of(signup)
        points = POSSIBLE + weights.fields + weights.distance + weights.places
        if wish and wish.languages:
            points += weights.languages
        return points + weights.wish if wish and wish.mentor_id else points

    def pair(self, signup, place, points, obstacle=None):
        """Return two people with what speaks for them and what against, in words."""
        mentor = place.mentor
        reasons, concerns = [], []
        shared = [field.title for field in signup.career_fields.all() if field.pk in field_ids(mentor)]
        kilometres = self.kilometres(signup, mentor)
        is_far = kilometres is not None and kilometres > self.weights.furthest_km
        if shared:
            reasons.append(_("Beide: %(fields)s") % {"fields": "; ".join(shared)})
        else:
            concerns.append(_("Kein Berufsfeld gemeinsam"))
        (concerns if is_far or kilometres is None else reasons).append(self.distance_in_words(signup, mentor))
        reasons += [*self.wishes_met(signup, mentor), *places_in_words(place)]
        past = dict.fromkeys(self.past.get((signup.pk, mentor.pk), ()))
        if obstacle is None:
            before = _("Schon einmal zusammengebracht, Ende: %(end)s")
            concerns += [before % {"end": Match.End(end).label} for end in past]
        is_poor = not shared or is_far or bool(past)
        return Pair(signup, mentor, points, self.most(signup), reasons, concerns, is_poor, obstacle)

    def wishes_met(self, signup, mentor):
        wish = wish_of(signup)
        if wish and wish.languages and set(wish.languages) <= set(mentor.languages):
            names = "; ".join(str(Language(code).label) for code in wish.languages)
            yield _("Spricht wie gewünscht %(languages)s") % {"languages": names}
        if wish and wish.mentor_id == mentor.pk:
            yield _("Genau so gewünscht")

    def unmet(self, signup, mentor, free):
        """Return in words why a youth does not get the mentor whom they wish; None if they do, or wish nobody.

        `free` are the mentors with a free place, by primary key.
        """
        wish = wish_of(signup)
        if not (wish and wish.mentor_id) or mentor.pk == wish.mentor_id:
            return None
        if wanted := free.get(wish.mentor_id):
            obstacle = self.obstacle(signup, wanted, self.kilometres(signup, wanted))
            why = obstacle.label if obstacle else _("passt nach den Gewichten schlechter")
        else:
            why = _("ist gerade nicht frei")
        return _("Gewünscht war %(mentor)s: %(why)s") % {"mentor": wish.mentor, "why": why}

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


def places_in_words(place):
    """Yield how many the mentor accompanies, and whether the same board gives them somebody else, too."""
    number = place.mentor.open_matches
    if number:
        yield ngettext("Begleitet schon eine Person", "Begleitet schon %(number)d Personen", number) % {
            "number": number
        }
    else:
        yield _("Begleitet noch niemanden")
    if place.rank > number:
        yield _("Steht hier auch bei jemand anderem")


def best_pairs(signups, mentors, scoring):
    """Return the pairs of the assignment with the most points, the best pair first.

    `mentors` carry `open_matches`, the number of those they accompany already. All of a mentor's free places count.
    """
    places = [Place(mentor, rank) for mentor in mentors for rank in range(mentor.open_matches, mentor.capacity)]
    points = [scoring.row(signup, mentors, places) for signup in signups]
    free = {mentor.pk: mentor for mentor in mentors}
    pairs = []
    for row, column in best_assignment(points):
        signup, place = signups[row], places[column]
        pair = scoring.pair(signup, place, points[row][column])
        if unmet := scoring.unmet(signup, place.mentor, free):
            pair.concerns.append(unmet)
        pairs.append(pair)
    return sorted(pairs, key=lambda pair: (-pair.points, pair.signup.state_since))


def without_pair(signups, mentors, pairs, scoring):
    """Return those who are in none of the pairs, each with the reasons in words."""
    found = {pair.signup.pk for pair in pairs}
    return [Unpaired(signup, why_none(signup, mentors, scoring)) for signup in signups if signup.pk not in found]


def why_none(signup, mentors, scoring):
    """Return in words why none of the mentors with a free place is for this youth."""
    if not mentors:
        return [_("Kein Platz ist frei")]
    obstacles = Counter(scoring.obstacle(signup, mentor, scoring.kilometres(signup, mentor)) for mentor in mentors)
    if obstacles.pop(None, 0):
        return [_("Die freien Plätze passen bei anderen besser")]
    return [
        _("%(number)d × %(obstacle)s") % {"number": obstacles[obstacle], "obstacle": obstacle.label}
        for obstacle in Obstacle
        if obstacles[obstacle]
    ]


def candidates(signup, mentors, scoring):
    """Return a pair of the youth with each mentor, the best first, those that must not be at the end."""
    return sorted(
        (candidate(signup, mentor, scoring) for mentor in mentors),
        key=lambda pair: (pair.obstacle is not None, -pair.points),
    )


def candidate(signup, mentor, scoring):
    is_full = mentor.open_matches >= mentor.capacity
    place = Place(mentor, mentor.open_matches)
    obstacle = scoring.obstacle(signup, mentor, scoring.kilometres(signup, mentor)) or (
        Obstacle.FULL if is_full else None
    )
    (points,) = scoring.row(signup, [mentor], [place])
    return scoring.pair(signup, place, points, obstacle)


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
