"""Signing up through the API."""

from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from mentoring.models import IdempotencyRecord, MentoringSignup, OutgoingMail
from mentoring.sweep import enqueue_due_mails
from tests.api.requests import URL, post, problem
from tests.factories import SignupFactory
from tests.mentoring.answers import everything

pytestmark = pytest.mark.django_db


def test_a_signup_is_stored_with_its_mail_and_its_key(client, signup):
    key = uuid4()
    response = post(client, signup, key)
    assert response.status_code == 201
    assert response.json() == {
        "status": "received",
        "detail": "Schau in dein Postfach: Wir haben dir einen Link geschickt.",
    }
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    stored = MentoringSignup.objects.get()
    assert (stored.first_name, stored.age, stored.state) == ("Mila", 16, "received")
    assert OutgoingMail.objects.get().signup == stored
    assert IdempotencyRecord.objects.get().key == key


def test_the_same_key_and_body_get_the_same_answer_and_one_row(client, signup):
    key = uuid4()
    first, second = post(client, signup, key), post(client, dict(reversed(signup.items())), key)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert MentoringSignup.objects.count() == OutgoingMail.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(client, signup):
    key = uuid4()
    post(client, signup, key)
    for other in ({**signup, "first_name": "Lea"}, {**signup, "age": 5}, []):
        assert problem(post(client, other, key))["status"] == 422
    assert MentoringSignup.objects.count() == 1


@pytest.mark.parametrize("key", [None, "", "1", "x" * 36, "\x00"])
def test_a_request_without_a_key_is_refused(client, signup, key):
    headers = {} if key is None else {"Idempotency-Key": key}
    response = client.post(URL, signup, content_type="application/json", headers=headers)
    assert response.status_code == 400
    assert "Idempotency-Key" in problem(response)["detail"]
    assert not MentoringSignup.objects.exists()


def test_invalid_fields_are_named_in_german_and_leave_the_key_free(client, signup):
    key = uuid4()
    answer = problem(post(client, {**signup, "email": "mila", "career_fields": [7]}, key))
    assert answer["status"] == 400
    assert answer["errors"] == {
        "email": ["Das sieht nicht nach einer E-Mail-Adresse aus. Beispiel: name@example.org"],
        "career_fields": ["Dieses Berufsfeld kennen wir nicht."],
    }
    assert post(client, signup, key).status_code == 201


def test_under_sixteen_the_guardian_is_stored(client, young_signup):
    assert post(client, young_signup).status_code == 201
    stored = MentoringSignup.objects.get()
    assert (stored.needs_guardian, stored.guardian_email) == (True, "jana@example.org")


def test_from_sixteen_on_no_guardian_is_stored(client, young_signup):
    assert post(client, {**young_signup, "age": 16}).status_code == 201
    assert MentoringSignup.objects.get().guardian_email is None


def test_known_and_unknown_addresses_get_the_same_answer(client, signup):
    unknown = post(client, signup)
    known = post(client, {**signup, "first_name": "Lea", "email": "MILA@example.org"})
    assert everything(unknown) == everything(known)
    assert MentoringSignup.objects.get().first_name == "Mila"


def test_known_and_unknown_addresses_are_answered_at_the_same_beat(client, signup, settings, monkeypatch):
    settings.MENTORING_ANSWER_BEAT_SECONDS = 1000
    naps = []
    monkeypatch.setattr("mentoring.intake.time.sleep", naps.append)
    for _ in range(2):
        post(client, signup)
    assert naps == pytest.approx([1000, 1000], abs=60)


@pytest.mark.parametrize(("state", "kind"), [({}, "confirm_email"), ({"eligible": True}, "own_page")])
def test_a_known_address_is_mailed_the_link_to_its_signup(client, signup, state, kind):
    known = SignupFactory(email=signup["email"], **state)
    post(client, signup)
    assert known.mails.get().kind == kind


def test_repeating_a_signup_does_not_flood_the_mailbox(client, signup):
    for _ in range(5):
        assert post(client, signup).status_code == 201
    assert OutgoingMail.objects.count() == 1


def test_nothing_is_stored_when_the_mail_cannot_be_queued(client, signup, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("mentoring.models.MentoringSignup.owe_mail", fail)
    key = uuid4()
    with pytest.raises(RuntimeError):
        post(client, signup, key)
    assert not MentoringSignup.objects.exists()
    assert not IdempotencyRecord.objects.exists()
    monkeypatch.undo()
    assert post(client, signup, key).status_code == 201


def test_a_signup_counts_even_if_no_worker_can_be_told(
    client, signup, monkeypatch, mailoutbox, django_capture_on_commit_callbacks
):
    def fail(*args):
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr("django_tasks.base.Task.enqueue", fail)
        assert post(client, signup).status_code == 201
    assert enqueue_due_mails() == 1
    assert len(mailoutbox) == 1


def test_no_word_of_a_signup_is_logged(client, young_signup, caplog, django_capture_on_commit_callbacks):
    caplog.set_level("DEBUG")
    with django_capture_on_commit_callbacks(execute=True):
        post(client, young_signup)
        post(client, {**young_signup, "email": "mila@", "age": 3})
    assert caplog.text
    for word in ("Mila", "mila", "löte", "Jana", "jana"):
        assert word not in caplog.text


def test_no_word_of_a_signup_is_stored_readably(client, young_signup):
    post(client, young_signup)
    stored = MentoringSignup.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mentoring_mentoringsignup")
        signups = str(cursor.fetchall())
        cursor.execute("SELECT * FROM mentoring_outgoingmail")
        mails = str(cursor.fetchall())
        cursor.execute("SELECT * FROM mentoring_idempotencyrecord")
        records = str(cursor.fetchall())
    for word in ("Mila", "mila@", "löte", "Jana", "jana@"):
        assert word not in signups + mails + records
    assert str(stored) == stored.reference


def test_the_age_counts_at_the_day_of_the_signup(client, signup, settings):
    post(client, signup)
    settings.MENTORING_GUARDIAN_UNDER = 18
    stored = MentoringSignup.objects.get()
    stored.confirm_email()
    assert stored.state == "eligible"
    assert stored.state_since <= timezone.now()
