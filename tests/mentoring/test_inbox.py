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


def test_a_match_waits_for_answers_half_the_time_then_for_the_agreement_and_in_a_pause(settings):
    user = UserFactory()
    match = Match.objects.propose(SignupFactory(age=15, eligible=True), MentorFactory(active=True), user)
    assert told() == []
    Match.objects.update(state_since=ago(days=settings.MENTORING_PROPOSAL_DAYS / 2))
    assert told() == [("Antworten fehlen", match.reference)]
    match.accept(match.signup)
    match.accept(match.mentor)
    assert told() == [("Vereinbarung einholen", match.reference)]
    match.note_agreement(user, timezone.localdate())
    match.plan_meeting(kind="meeting", day=timezone.localdate())
    assert told() == []
    match.pause(user=user)
    assert told() == [("Pause: fortsetzen oder beenden", match.reference)]


def adults():
    match = Match.objects.propose(SignupFactory(age=18, eligible=True), MentorFactory(active=True), UserFactory())
    match.accept(match.signup)
    match.accept(match.mentor)
    return match


def hold(match, kind):
    meeting = match.plan_meeting(kind=kind, day=timezone.localdate())
    match.note_meeting(meeting.pk, "held")


def test_a_tandem_that_begins_is_told_until_its_first_meeting_is_planned():
    match = adults()
    assert told() == [("Es geht los: erstes Treffen ausmachen", match.reference)]
    match.plan_meeting(kind="meeting", day=timezone.localdate())
    assert told() == []
    match.note_meeting(match.meetings.get().pk, "cancelled")
    assert told() == [("Es geht los: erstes Treffen ausmachen", match.reference)]
    Match.objects.update(state_since=ago(days=31))
    assert told() == [("Nachfragen: lange kein Treffen", match.reference)]


def test_a_tandem_with_all_its_meetings_and_the_task_is_ready_to_be_completed():
    match = adults()
    for _ in range(6):
        hold(match, "meeting")
    assert told() == []
    hold(match, "task")
    assert told() == [("Bereit zum Abschließen", match.reference)]
    match.complete(UserFactory())
    assert told() == []


def test_who_wants_to_talk_comes_before_all_that_has_waited_longer(client, coordinator):
    SignupFactory(eligible=True, state_since=ago(days=300))
    match = adults()
    hold(match, "meeting")
    match.take_feedback(match.meetings.get(), match.signup, rating=3, wants_to_talk=True)
    assert told()[0] == ("Sich melden: Jugendliche oder Jugendlicher möchte reden", match.reference)
    page = text_of(client.get(reverse(PAGE)))
    assert page.index("dringend") < page.index("Jemanden vorschlagen")


def test_the_start_page_of_coordinators_shows_the_inbox(client, coordinator):
    assert "Nichts wartet auf Sie" in text_of(client.get("/admin/"))
    signup = SignupFactory(eligible=True, email="mila@example.org")
    page = text_of(client.get("/admin/"))
    for word in ("Jemanden vorschlagen", signup.reference):
        assert word in page
    assert "Mila" not in page


def test_who_waits_with_others_is_led_to_the_board(client, coordinator):
    board = f'href="{reverse("matches:board")}"'
    SignupFactory(eligible=True)
    assert board not in text_of(client.get(reverse(PAGE)))
    SignupFactory(eligible=True)
    page = text_of(client.get(reverse(PAGE)))
    assert board in page
    assert "2 Jugendliche zusammen" in page


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
