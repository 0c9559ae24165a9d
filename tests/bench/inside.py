"""What is measured in the site's own Django. Each prints its milliseconds by name, as JSON."""

import json
import random
import time
from functools import partial
from http import HTTPStatus

from django.core.cache import caches
from django.db import transaction
from django.test import Client, override_settings

from careers.models import CareerFieldPage, EvidenceFigure, Municipality, OccupationPage
from cms.models import ContentGeneration
from frontend.models import PackagedPage
from frontend.package import build
from mentoring.matching.scores import Scoring, best_pairs
from mentoring.models import Match, MatchingWeights, Mentor, MentoringSignup
from stories.models import StoryPage
from tests.factories import FigureFactory, MentorFactory, OccupationFactory, PayStepFactory, SignupFactory

TIMES = 3
READINGS = 30
OCCUPATIONS = 100
MENTORS = 300
YOUTHS = 500


def tell(functions, times=TIMES):
    print(json.dumps({name: [milliseconds(function) for _ in range(times)] for name, function in functions.items()}))


def milliseconds(function):
    began = time.perf_counter()
    function()
    return (time.perf_counter() - began) * 1000


def package():
    def first():
        PackagedPage.objects.all().delete()
        ContentGeneration.advance()
        build()

    def after_a_story():
        story = StoryPage.objects.live().first()
        story.pull_quote += " Neu."
        story.save()
        build()

    tell({"all pages new": first, "one story changed": after_a_story, "nothing changed": build})


def assignment():
    with transaction.atomic():
        populate()
        tell({"a fifth of them": partial(assign, 5), "best assignment, with its reasons": partial(assign, 1)})
        transaction.set_rollback(True)


def assign(step):
    """Assign every `step`th. What the people's career fields are is read anew."""
    signups, mentors = list(MentoringSignup.objects.searching()), list(Mentor.objects.with_free_places())
    best_pairs(signups[::step], mentors[::step], Scoring(MatchingWeights(), Match.objects.past_ends(signups)))


def populate():
    chance = random.Random(7)
    fields, places = list(CareerFieldPage.objects.all()), list(Municipality.objects.all())
    for _ in range(YOUTHS):
        youth = SignupFactory(eligible=True, municipality=chance.choice(places))
        youth.career_fields.set(chance.sample(fields, 3))
    for _ in range(MENTORS):
        mentor = MentorFactory(active=True, municipality=chance.choice(places), capacity=chance.randint(1, 2))
        mentor.career_fields.set(chance.sample(fields, 3))


def reading():
    """The list of a hundred occupations, each with figures and pay: made, told again, and not even that."""
    with transaction.atomic(), override_settings(ROOT_URLCONF="tests.bench.bare"):
        field = CareerFieldPage.objects.live().first()
        for _ in range(OCCUPATIONS - OccupationPage.objects.live().count()):
            occupation = OccupationFactory(parent=field)
            FigureFactory(page=occupation)
            FigureFactory(page=occupation, kind=EvidenceFigure.Kind.SHORTAGE_SCORE, value=2)
            PayStepFactory(page=occupation)
        client, url = Client(SERVER_NAME="localhost"), f"/api/v1/occupations/?limit={OCCUPATIONS}"
        first = client.get(url)
        if first.status_code != HTTPStatus.OK or len(first.json()["results"]) != OCCUPATIONS:
            raise RuntimeError(f"No list of {OCCUPATIONS}: {first.status_code}")

        def made():
            caches["readings"].clear()
            client.get(url)

        tell(
            {
                "a bare Django view": partial(client.get, "/bare/"),
                "made anew": made,
                "warm": partial(client.get, url),
                "304": partial(client.get, url, headers={"If-None-Match": first["ETag"]}),
            },
            READINGS,
        )
        transaction.set_rollback(True)
