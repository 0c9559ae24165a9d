"""A mentor reads on the own page what comes next, and gets there with one click."""

from datetime import time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from mentoring.models import Match, SignupToken
from tests.factories import MentorFactory, SignupFactory, UserFactory

pytestmark = pytest.mark.django_db


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def mentor():
    return MentorFactory(active=True, capacity=3)


@pytest.fixture
def path(mentor):
    return f"/mentoring/mentor-werden/bewerbung/{SignupToken.issue(mentor, 'mentor_page', timedelta(hours=1))}/"


@pytest.fixture
def steps(client, path):
    """Return a function that reads what comes next, as (text, address)."""

    def steps():
        page = BeautifulSoup(client.get(path).content, "html.parser")
        found = page.select_one("#naechste-schritte")
        return [(link.get_text(strip=True), link["href"]) for link in found.find_all("a")] if found else []

    return steps


def proposed(mentor, name="Mila", age=18):
    return Match.objects.propose(SignupFactory(first_name=name, age=age, eligible=True), mentor, UserFactory())


def running(mentor, **youth):
    match = proposed(mentor, **youth)
    match.accept(match.signup)
    match.accept(match.mentor)
    return match


def test_who_waits_for_nothing_is_told_of_nothing(steps):
    assert steps() == []


def test_a_proposal_is_to_be_answered_once(steps, mentor, client, path):
    match = proposed(mentor)
    assert steps() == [("Auf den Vorschlag antworten", f"#tandem-{match.reference}")]
    assert f'id="tandem-{match.reference}"' in client.get(path).content.decode()
    match.accept(match.mentor)
    assert steps() == []


def test_from_the_first_meeting_to_the_end(steps, mentor, client, path):
    match = running(mentor)
    plan = f"tandem/{match.reference}/"
    assert steps() == [("Das nächste Treffen mit Mila planen", plan)]
    first = match.plan_meeting(kind="meeting", day=in_days(3), begins_at=time(15, 30))
    day = f"{in_days(3).day}. "
    ((text, address),) = steps()
    assert text.startswith(f"Treffen mit Mila am {day}")
    assert text.endswith(", 15:30 Uhr")
    assert address == plan
    match.move_meeting(first.pk, day=in_days(-1))
    assert [text.partition(" am ")[0] for text, _ in steps()] == [
        "Notieren, ob es stattgefunden hat: Treffen mit Mila",
        "Das nächste Treffen mit Mila planen",
    ]
    match.note_meeting(first.pk, "held")
    (_plan, rate) = steps()
    assert rate[0].startswith("Wie war das Treffen mit ")
    assert client.get(f"{path}{rate[1]}").status_code == 200
    match.take_feedback(first, mentor, rating=1, wants_to_talk=False)
    for number in range(6):
        kind = "task" if number == 5 else "meeting"
        match.note_meeting(match.plan_meeting(kind=kind, day=in_days(-number)).pk, "held")
        match.take_feedback(match.meetings.latest("pk"), mentor, rating=1, wants_to_talk=False)
    assert steps() == []
    assert "Alle Treffen und die Aufgabe mit Mila sind geschafft" in client.get(path).content.decode()


def test_names_come_last_here_too(client, path, mentor):
    proposed(mentor, name="Zuzana")
    assert "Zuzana" not in client.get(path).content.decode()


def test_a_clearance_that_ends_is_told(client, path, mentor):
    assert "neues Führungszeugnis" not in client.get(path).content.decode()
    mentor.clearances.update(valid_until=in_days(30))
    assert "neues Führungszeugnis" in client.get(path).content.decode()


def test_many_matches_take_the_same_queries(client, path, mentor, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from mentoring.mentors.next_steps import next_steps

    running(mentor).plan_meeting(kind="meeting", day=in_days(3))
    with CaptureQueriesContext(connection) as one:
        next_steps(mentor)
    for _ in range(2):
        running(mentor).plan_meeting(kind="meeting", day=in_days(3))
    with django_assert_max_num_queries(len(one)):
        assert len(next_steps(mentor)) == 3
