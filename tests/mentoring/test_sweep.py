"""Deadlines: nothing overdue remains, and nobody is reminded twice."""

from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from mentoring.models import AuditEvent, IdempotencyRecord, MentoringSignup, OutgoingMail, SignupToken, Tombstone
from mentoring.sweep import sweep
from tests.factories import SignupFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db


def ago(**time):
    return timezone.now() - timedelta(**time)


def test_an_unconfirmed_signup_is_erased_after_a_week():
    kept = SignupFactory(state_since=ago(days=6, hours=23))
    overdue = SignupFactory(state_since=ago(days=7))
    assert sweep()["erased"] == 1
    assert MentoringSignup.objects.get() == kept
    assert Tombstone.objects.get().reference == overdue.reference


def test_a_signup_without_its_guardian_is_erased_after_four_weeks():
    SignupFactory(age=14, email_confirmed=True, state_since=ago(days=28))
    kept = SignupFactory(age=14, email_confirmed=True, state_since=ago(days=27))
    sweep()
    assert MentoringSignup.objects.get() == kept


def test_a_signup_without_a_match_is_asked_about_and_erased_after_half_a_year(mailoutbox):
    SignupFactory(eligible=True, state_since=ago(days=153))
    assert sweep()["reminded"] == 0
    MentoringSignup.objects.update(state_since=ago(days=154))
    assert [sweep()["reminded"] for _ in range(2)] == [1, 0]
    assert "weitersuchen" in mailoutbox[0].subject
    MentoringSignup.objects.update(state_since=ago(days=182))
    assert sweep()["erased"] == 1


def test_a_youth_may_have_the_search_go_on_once(client, mailoutbox):
    SignupFactory(eligible=True, state_since=ago(days=154))
    sweep()
    path = link_in(mailoutbox[0])
    assert "Ja, sucht weiter" in client.get(path).content.decode()
    client.post(path, {"decision": "renew"})
    assert "Ja, sucht weiter" not in client.get(path).content.decode()
    MentoringSignup.objects.update(state_since=ago(days=183))
    assert sweep()["erased"] == 0

    MentoringSignup.objects.update(renewed_at=ago(days=154))
    assert sweep()["reminded"] == 1
    client.post(link_in(mailoutbox[1]), {"decision": "renew"})
    MentoringSignup.objects.update(renewed_at=ago(days=182))
    assert sweep()["erased"] == 1


def test_the_deadlines_are_settings(settings):
    settings.MENTORING_UNCONFIRMED_DAYS = 10
    SignupFactory(state_since=ago(days=8))
    assert sweep()["erased"] == 0


def test_an_unconfirmed_youth_is_reminded_once(client, mailoutbox):
    SignupFactory(state_since=ago(days=4))
    assert [sweep()["reminded"] for _ in range(3)] == [1, 0, 0]
    (reminder,) = mailoutbox
    assert "noch nicht bestätigt" in reminder.subject
    client.post(link_in(reminder))
    assert MentoringSignup.objects.eligible().exists()


def test_a_guardian_is_reminded_once(client, mailoutbox):
    SignupFactory(age=14, email_confirmed=True, state_since=ago(days=14))
    assert [sweep()["reminded"] for _ in range(3)] == [1, 0, 0]
    (reminder,) = mailoutbox
    assert reminder.to == ["jana@example.org"]
    client.post(link_in(reminder), {"decision": "consent"})
    assert MentoringSignup.objects.eligible().exists()


def test_a_youth_who_was_reminded_may_have_a_guardian_reminded_too():
    signup = SignupFactory(age=14, state_since=ago(days=4))
    sweep()
    signup.confirm_email()
    MentoringSignup.objects.update(state_since=ago(days=14))
    assert sweep()["reminded"] == 1


def test_nobody_is_reminded_early_or_after_confirming():
    SignupFactory(state_since=ago(days=3))
    SignupFactory(eligible=True, state_since=ago(days=20))
    assert sweep()["reminded"] == 0


def test_what_is_only_remembered_for_a_time_is_forgotten():
    signup = SignupFactory(eligible=True, created_at=ago(days=400))
    IdempotencyRecord.objects.create(key=uuid4(), fingerprint="x", created_at=ago(days=8))
    long_ago = ago(days=366)
    with patch("mentoring.models.audit.timezone.now", lambda: long_ago):
        AuditEvent.objects.record("details_opened", "x", actor="coordination")
    Tombstone.objects.create(reference="x", erased_at=ago(days=366))
    OutgoingMail.objects.create(signup=signup, kind="eligible", status="sent", sent_at=ago(days=29))
    SignupToken.issue(signup, SignupToken.Purpose.OWN_PAGE, timedelta(seconds=-1))
    assert sweep()["records deleted"] == 5
    for model in (IdempotencyRecord, AuditEvent, Tombstone, OutgoingMail, SignupToken):
        assert not model.objects.exists()
    assert MentoringSignup.objects.exists()


def test_what_is_still_needed_is_kept():
    signup = SignupFactory(age=14, eligible=True)
    IdempotencyRecord.objects.create(key=uuid4(), fingerprint="x", created_at=ago(days=6))
    OutgoingMail.objects.create(signup=signup, kind="eligible", status="dead", created_at=ago(days=200))
    SignupToken.objects.create(signup=signup, purpose="guardian_consent", digest="x", expires_at=None)
    assert sweep()["records deleted"] == 0


def test_the_command_tells_what_it_did(capsys):
    SignupFactory(state_since=ago(days=8))
    call_command("sweep_mentoring")
    assert "erased: 1" in capsys.readouterr().out
    call_command("sweep_mentoring", verbosity=0)
    assert not capsys.readouterr().out
