from itertools import chain

import pytest

from home.demo.content import read
from home.demo.mentoring import DemoMentoring
from mentoring.inbox import waiting
from mentoring.models import Match, Mentor, MentoringSignup, OutgoingMail
from tests.factories import CareerFieldFactory, CompanyFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    texts = read("mentoring.yaml")
    people = [*texts["mentors"], *texts["signups"], *(match["signup"] for match in texts["matches"])]
    for slug in {person["municipality"] for person in people}:
        MunicipalityFactory(slug=slug)
    for slug in set(chain.from_iterable(person["fields"] for person in people)):
        CareerFieldFactory(slug=slug)
    for slug in {person["visit"] for person in people if "visit" in person}:
        CompanyFactory(slug=slug, title="Webwerk")
    return DemoMentoring(texts, UserFactory(username="koordination"))


def test_the_demo_shows_what_can_wait_for_the_coordination(demo):
    demo.load()
    assert {str(item.task) for item in waiting()} >= {
        "Führungszeugnis einsehen",
        "Neues Führungszeugnis einsehen",
        "Jemanden vorschlagen",
        "Antworten fehlen",
        "Vereinbarung einholen",
        "Nachfragen: lange kein Treffen",
        "Besuch ausmachen: Webwerk",
    }
    assert any(item.is_overdue for item in waiting())


def test_the_demo_is_loaded_once_and_writes_to_nobody(demo):
    demo.load()
    counts = [model.objects.count() for model in (Mentor, MentoringSignup, Match)]
    demo.load()
    assert [model.objects.count() for model in (Mentor, MentoringSignup, Match)] == counts
    assert not OutgoingMail.objects.exists()


def test_whoever_of_the_demo_was_erased_stays_erased(demo):
    demo.load()
    for person in chain(MentoringSignup.objects.all(), Mentor.objects.all()):
        person.withdraw()
    demo.load()
    assert not Mentor.objects.exists()
