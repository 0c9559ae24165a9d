"""The inbox of the coordination: everything that waits, oldest first, and what is overdue."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.inbox import waiting
from mentoring.models import Clearance, Match, Mentor, MentoringSignup, OutgoingMail
from tests.factories import MentorFactory, SignupFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "inbox:index"


def ago(**time):
    return timezone.now() - timedelta(**time)


def told():
    return [(str(item.task), item.reference) for item in waiting()]


def text_of(response):
    return response.content.decode()


def test_what_waits_comes_oldest_first():
    signup = SignupFactory(eligible=True, state_since=ago(days=2))
    mentor = MentorFactory(email_confirmed=True, state_since=ago(days=5))
    OutgoingMail.objects.create(signup=signup, kind="eligible", status="dead", created_at=ago(days=3))
    SignupFactory(), MentorFactory(), MentorFactory(active=True)
    assert told() == [
        ("Führungszeugnis einsehen", mentor.reference),
        ("Mail kam nicht an", signup.reference),
        ("Jemanden vorschlagen", signup.reference),
    ]


def test_a_match_waits_for_answers_then_for_the_agreement_and_in_a_pause():
    user = UserFactory()
    match = Match.objects.propose(SignupFactory(age=15, eligible=True), MentorFactory(active=True), user)
    assert told() == [("Antworten fehlen", match.reference)]
    match.accept(match.signup)
    match.accept(match.mentor)
    assert told() == [("Vereinbarung einholen", match.reference)]
    match.note_agreement(user, timezone.localdate())
    assert told() == []
    match.pause(user=user)
    assert told() == [("Pause: fortsetzen oder beenden", match.reference)]


def test_a_clearance_that_ends_soon_or_ended_is_asked_for_anew():
    mentor = MentorFactory(active=True)
    today = timezone.localdate()
    Clearance.objects.update(valid_until=today + timedelta(days=91))
    assert told() == []
    for days in (90, 0):
        Clearance.objects.update(valid_until=today + timedelta(days=days))
        assert told() == [("Neues Führungszeugnis einsehen", mentor.reference)]
    Mentor.objects.update(state="left")
    assert told() == []


def test_what_waits_too_long_is_called_overdue_and_nobody_is_named(client, coordinator, settings):
    signup = SignupFactory(eligible=True, email="mila@example.org", state_since=ago(days=13))
    page = text_of(client.get(reverse(PAGE)))
    assert signup.reference in page
    assert "überfällig" not in page
    for word in ("Mila", "mila@"):
        assert word not in page
    MentoringSignup.objects.update(state_since=ago(days=14))
    page = text_of(client.get(reverse(PAGE)))
    assert "überfällig" in page
    assert "1 Sache wartet seit über 14 Tagen" in page
    settings.MENTORING_INBOX_DAYS = 20
    assert "überfällig" not in text_of(client.get(reverse(PAGE)))


def test_an_empty_inbox_says_so_and_the_menu_leads_to_it(client, coordinator):
    assert "Nichts wartet auf Sie" in text_of(client.get(reverse(PAGE)))
    assert reverse(PAGE) in text_of(client.get("/admin/"))


def test_it_takes_the_same_queries_for_many(client, coordinator, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def more():
        OutgoingMail.objects.create(signup=SignupFactory(eligible=True), kind="eligible", status="dead")
        MentorFactory(email_confirmed=True), MentorFactory(active=True)
        Clearance.objects.update(valid_until=timezone.localdate())

    more()
    client.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(PAGE))
    for _ in range(5):
        more()
    with django_assert_max_num_queries(len(one)):
        client.get(reverse(PAGE))


def test_nobody_else_gets_in(admin_client):
    SignupFactory(eligible=True)
    assert admin_client.get(reverse(PAGE)).status_code == 403
    assert reverse(PAGE) not in text_of(admin_client.get("/admin/"))
