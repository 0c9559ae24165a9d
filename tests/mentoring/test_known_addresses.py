"""No form tells whether it knows an address: known and unknown ones get the same answer, byte for byte, at one beat.

How long it really takes is measured by `make drill ARGS=timing`.
"""

import re
from datetime import timedelta
from html import unescape

import pytest

from mentoring.models import Mentor, MentoringSignup, OutgoingMail, SignupToken
from tests.api.requests import post
from tests.factories import CompanyFactory, MentorFactory, SignupFactory
from tests.mentoring.answers import everything

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "bekannt@example.org", "unbekannt@example.org"
YOUTH = {"first_name": "Mila", "age": "16", "municipality": "goerlitz", "career_fields": ["it"], "consent": "on"}
ADULT = {
    **YOUTH,
    "last_name": "Hänsel",
    "occupation": "Zimmermeisterin",
    "languages": ["de"],
    "capacity": "2",
    "is_adult": "on",
}


def fill_in(client, path, data):
    token = unescape(re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())[1])
    return client.post(path, {**data, "token": token})


def sign_up(client, email):
    return fill_in(client, "/mentoring/", {**YOUTH, "email": email})


def sign_up_for_a_visit(client, email):
    CompanyFactory(slug=f"werk-{email[:3]}", offers_visits=True)
    return fill_in(client, f"/mentoring/besuch/werk-{email[:3]}/", {**YOUTH, "email": email})


def sign_up_by_program(client, email):
    return post(client, {**YOUTH, "age": 16, "consent": True, "email": email})


def apply(client, email):
    return fill_in(client, "/mentoring/mentor-werden/", {**ADULT, "email": email})


def ask_for_the_link(client, email):
    return client.post("/mentoring/link/", {"email": email})


def change_the_address(client, email):
    signup = SignupFactory(age=14, eligible=True)
    token = SignupToken.issue(signup, SignupToken.Purpose.OWN_PAGE, timedelta(hours=1))
    return client.post(f"/mentoring/anmeldung/{token}/adresse/", {"email": email})


def change_a_mentors_address(client, email):
    token = SignupToken.issue(MentorFactory(active=True), SignupToken.Purpose.MENTOR_PAGE, timedelta(hours=1))
    return client.post(f"/mentoring/mentor-werden/bewerbung/{token}/adresse/", {"email": email})


OF_YOUTHS = [sign_up, sign_up_for_a_visit, sign_up_by_program, ask_for_the_link, change_the_address]
OF_MENTORS = [apply, ask_for_the_link, change_a_mentors_address]
# Known, and in each state in which another mail is owed.
STATES = {MentoringSignup: ({}, {"eligible": True}), Mentor: ({}, {"email_confirmed": True}, {"active": True})}
CASES = [
    (way, factory, state)
    for ways, factory in ((OF_YOUTHS, SignupFactory), (OF_MENTORS, MentorFactory))
    for way in ways
    for state in STATES[factory._meta.model]
]


def name_of(value):
    return getattr(value, "__name__", None) or "-".join(value) or "unconfirmed"


@pytest.mark.parametrize(("way", "factory", "state"), CASES, ids=name_of)
def test_the_answer_does_not_tell_whether_the_address_is_known(
    signup_page, client, settings, monkeypatch, way, factory, state
):
    settings.MENTORING_ANSWER_BEAT_SECONDS = 0.2
    waits = []
    monkeypatch.setattr("mentoring.intake.time.sleep", waits.append)
    known = factory(email=KNOWN, **state)
    answers = [way(client, email) for email in (KNOWN, UNKNOWN)]
    assert everything(answers[0]) == everything(answers[1])
    assert answers[0].status_code in {201, 303}
    # Both waited for the beat, and the known one was mailed.
    assert len(waits) == 2
    assert known.mails.count() == 1
    expected = 0 if way is ask_for_the_link else 1
    assert OutgoingMail.objects.exclude(pk__in=known.mails.all()).count() == expected
