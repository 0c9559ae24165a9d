"""What nobody moves on ends by itself, and whose clearance ends is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

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


def test_what_runs_is_left_alone(settings):
    accepted(age=18)
    settings.MENTORING_STALLED_DAYS = 10
    assert after(400) == [0, 0]


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
