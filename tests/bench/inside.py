"""What is measured in the site's own Django. Each prints its milliseconds by name, as JSON."""

import json
import random
import time
from functools import partial

from django.db import transaction

from careers.models import CareerFieldPage, Municipality
from cms.models import ContentGeneration
from frontend.models import PackagedPage
from frontend.package import build
from mentoring.matching.scores import best_pairs
from mentoring.models import MatchingWeights, Mentor, MentoringSignup
from stories.models import StoryPage
from tests.factories import MentorFactory, SignupFactory

TIMES = 3
MENTORS = 300
YOUTHS = 500


def tell(functions):
    print(json.dumps({name: [milliseconds(function) for _ in range(TIMES)] for name, function in functions.items()}))


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
    best_pairs(signups[::step], mentors[::step], MatchingWeights())


def populate():
    chance = random.Random(7)
    fields, places = list(CareerFieldPage.objects.all()), list(Municipality.objects.all())
    for _ in range(YOUTHS):
        youth = SignupFactory(eligible=True, municipality=chance.choice(places))
        youth.career_fields.set(chance.sample(fields, 3))
    for _ in range(MENTORS):
        mentor = MentorFactory(active=True, municipality=chance.choice(places), capacity=chance.randint(1, 2))
        mentor.career_fields.set(chance.sample(fields, 3))
