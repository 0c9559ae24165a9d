"""What nobody moves on ends by itself, and whose clearance ends is told."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from mentoring.models import AuditEvent, Clearance, Match
from mentoring.sweep import sweep
from tests.factories import ClearanceFactory, MentorFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


def accepted(age):
    match = Match.objects.propose(SignupFactory(age=age, eligible=True), MentorFactory(active=True), UserFactory())
    match.accept(match.signup)
    match.accept(match.mentor)
    return match


def after(days):
    """Move all matches into the past; return how many the sweep gave up then, and then again."""
    Match.objects.update(state_since=timezone.now() - timedelta(days=days))
    return [sweep()["matches given up"] for _ in range(2)]


def test_without_its_agreement_a_match_gives_the_youth_back_to_the_search(mailoutbox):
    match = accepted(age=16)
    mailoutbox.clear()
    assert after(89) == [0, 0]
    assert after(90) == [1, 0]
    match.refresh_from_db()
    match.signup.refresh_from_db()
    assert (match.state, match.end, match.signup.state) == ("ended", "stalled", "eligible")
    assert len(mailoutbox) == 2
    assert AuditEvent.objects.of(match)[0].detail == "stalled"


def test_a_pause_that_nobody_ends_ends_the_match(mailoutbox):
    match = accepted(age=18)
    match.pause(user=UserFactory())
    mailoutbox.clear()
    assert after(89) == [0, 0]
    assert after(90) == [1, 0]
    match.refresh_from_db()
    match.signup.refresh_from_db()
    assert (match.state, match.end, match.signup.state) == ("ended", "stalled", "ended")
    assert len(mailoutbox) == 2


def test_what_runs_has_a_time_of_its_own(settings):
    accepted(age=18)
    settings.MENTORING_STALLED_DAYS = 10
    assert after(100) == [0, 0]


def silent_for(days, told_for=None):
    """Move all matches, and the warning about their silence, into the past; return how many the sweep reminded."""
    now = timezone.now()
    told = None if told_for is None else now - timedelta(days=told_for)
    Match.objects.update(state_since=now - timedelta(days=days), silence_told_at=told)
    return [sweep()["reminded"] for _ in range(2)]


def test_a_match_of_which_nothing_is_heard_is_warned_and_then_ends(client, mailoutbox):
    match = accepted(age=18)
    mailoutbox.clear()
    assert silent_for(153) == [0, 0]
    assert silent_for(154) == [1, 0]
    match.refresh_from_db()
    last_day = date_format(timezone.localdate() + timedelta(days=28), "j. F Y")
    to_youth, to_mentor = mailoutbox
    assert (to_youth.to, to_mentor.to) == ([match.signup.email], [match.mentor.email])
    for mail in mailoutbox:
        assert last_day in mail.body
        assert last_day in client.get(link_in(mail)).content.decode()
        assert match.signup.first_name not in mail.body or mail is to_youth
    mailoutbox.clear()
    assert silent_for(181, told_for=27) == [0, 0]
    match.refresh_from_db()
    assert match.state == "active"
    silent_for(182, told_for=28)
    match.refresh_from_db()
    match.signup.refresh_from_db()
    assert (match.state, match.end, match.signup.state) == ("ended", "stalled", "ended")
    assert [mail.to for mail in mailoutbox] == [[match.signup.email], [match.mentor.email]]
    assert [event.kind for event in AuditEvent.objects.of(match)[:2]] == ["ended", "reminded"]


def test_nobody_is_ended_without_a_warning_four_weeks_before(mailoutbox):
    """As after a long time in which no clock ran, or when the rule is new."""
    match = accepted(age=18)
    assert silent_for(500) == [1, 0]
    match.refresh_from_db()
    assert match.state == "active"
    assert match.ends_on == timezone.localdate() + timedelta(days=28)


@pytest.mark.parametrize("sign", ["plan", "hold", "hear", "resume"])
def test_a_sign_of_life_takes_the_warning_back(sign, mailoutbox):
    match, user = accepted(age=18), UserFactory()
    planned = match.plan_meeting(kind="meeting", day=timezone.localdate() - timedelta(days=160))
    silent_for(160, told_for=5)
    match.refresh_from_db()
    if sign == "plan":
        match.plan_meeting(kind="meeting", day=timezone.localdate() + timedelta(days=7))
    elif sign == "hold":
        match.move_meeting(planned.pk, day=timezone.localdate())
        match.note_meeting(planned.pk, "held")
    elif sign == "hear":
        match.hear(user)
    else:
        match.pause(user=user)
        match.resume(user)
    match.refresh_from_db()
    assert (match.silence_told_at, match.ends_on) == (None, None)
    assert not Match.objects.silent().exists()
    mailoutbox.clear()
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=100)):
        assert sweep()["matches given up"] == 0
    assert not [mail for mail in mailoutbox if "lange nichts" in mail.body]


def test_a_word_too_little_is_warned_of_anew_and_does_not_keep_it_for_ever():
    match = accepted(age=18)
    silent_for(170, told_for=10)
    match.refresh_from_db()
    pk = match.plan_meeting(kind="meeting", day=timezone.localdate()).pk
    match.note_meeting(pk, "cancelled")
    assert sweep()["reminded"] == 1
    match.refresh_from_db()
    assert match.ends_on == timezone.localdate() + timedelta(days=28)


@pytest.fixture
def mentor():
    mentor = MentorFactory(active=True)
    mentor.clearances.update(valid_until=timezone.localdate() + timedelta(days=91))
    return mentor


def reminded():
    return [sweep()["reminded"] for _ in range(2)]


def test_a_mentor_is_told_once_that_the_clearance_ends(client, mentor, mailoutbox):
    assert reminded() == [0, 0]
    mentor.clearances.update(valid_until=timezone.localdate() + timedelta(days=90))
    assert reminded() == [1, 0]
    (mail,) = mailoutbox
    assert mail.to == [mentor.email]
    assert "neues Führungszeugnis" in mail.subject
    assert client.get(link_in(mail)).status_code == 200


def test_who_has_a_later_one_or_left_is_not_told(mentor, mailoutbox):
    mentor.clearances.update(valid_until=timezone.localdate() + timedelta(days=9))
    later = ClearanceFactory(mentor=mentor)
    assert reminded() == [0, 0]
    later.delete()
    mentor.leave()
    mailoutbox.clear()
    assert reminded() == [0, 0]
    assert not mailoutbox


def test_the_next_end_is_told_of_anew(mentor, mailoutbox):
    mentor.clearances.update(valid_until=timezone.localdate() + timedelta(days=9))
    assert reminded() == [1, 0]
    ClearanceFactory(mentor=mentor)
    assert reminded() == [0, 0]
    Clearance.objects.filter(reminded_at=None).update(valid_until=timezone.localdate() + timedelta(days=20))
    assert reminded() == [1, 0]
    assert len(mailoutbox) == 2
