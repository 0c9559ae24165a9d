"""Signing up with what a phone has kept without network."""

import json
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from mentoring import sealing
from mentoring.checks import repeated_requests_are_recognised_while_phones_may_send_them
from mentoring.models import IdempotencyRecord, MentoringSignup, OutgoingMail
from tests.api.requests import problem

pytestmark = pytest.mark.django_db

URL = "/api/v1/mentoring/sealed-signups/"
SEAL = Path(__file__).with_name("seal.mjs")


def seal(content, key, sealing_key=None):
    """Return the envelope of a content (JSON, or bytes as they are) for an Idempotency-Key."""
    sealing_key = sealing_key or sealing.current_key()
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    info = sealing.envelope_info(sealing_key.id, key)
    sealed = sealing.SUITE.encrypt(text, sealing_key.private.public_key(), info)
    return {"key_id": sealing_key.id, "sealed": b64encode(sealed).decode()}


def kept(signup, **ago):
    return {"kept_at": int((timezone.now() - timedelta(**ago)).timestamp()), "signup": signup}


def post(client, body, key):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(URL, text, content_type="application/json", headers={"Idempotency-Key": str(key)})


def send(client, signup, key=None, **ago):
    key = key or uuid4()
    return post(client, seal(kept(signup, **ago), key), key)


def on_day(monkeypatch, days):
    """Let it be so many days later."""
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)


def test_a_sealed_signup_is_taken_in_like_any_other(client, young_signup):
    # A form holds texts only.
    response = send(client, {**young_signup, "age": "14", "consent": "on"})
    assert response.status_code == 201
    assert response.json()["status"] == "received"
    assert response["Cache-Control"] == "no-store"
    stored = MentoringSignup.objects.get()
    assert (stored.first_name, stored.age, stored.guardian_email) == ("Mila", 14, "jana@example.org")
    assert OutgoingMail.objects.get().signup == stored


def test_what_the_browser_seals_the_server_opens(client, signup):
    key, sealing_key = uuid4(), sealing.current_key()
    signup["message"] = "Ich löte gern. 🙂"
    text, info = json.dumps(kept(signup), ensure_ascii=False), sealing.envelope_info(sealing_key.id, key).decode()
    own = Path(sys.executable).parent / "node"
    node = str(own) if own.exists() else shutil.which("node")
    run = subprocess.run(
        [node, "--experimental-strip-types", "--no-warnings", SEAL],
        input=json.dumps([text, sealing_key.public, info]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert post(client, {"key_id": sealing_key.id, "sealed": run.stdout}, key).status_code == 201
    assert MentoringSignup.objects.get().message == signup["message"]


def test_however_often_it_is_sent_it_is_one_signup(client, signup):
    key = uuid4()
    envelope = seal(kept(signup), key)
    answers = {(answer.status_code, answer.content) for answer in (post(client, envelope, key) for _ in range(3))}
    assert len(answers) == 1
    assert MentoringSignup.objects.count() == OutgoingMail.objects.count() == IdempotencyRecord.objects.count() == 1


def test_another_signup_with_the_same_key_is_refused(client, signup):
    key = uuid4()
    send(client, signup, key)
    assert problem(send(client, {**signup, "first_name": "Lea"}, key))["status"] == 422
    assert MentoringSignup.objects.count() == 1


def test_an_envelope_counts_with_its_own_key_only(client, signup):
    answer = problem(post(client, seal(kept(signup), uuid4()), uuid4()))
    assert answer["errors"] == {"sealed": ["Deine Anmeldung lässt sich nicht öffnen. Füll sie noch mal aus."]}
    assert not MentoringSignup.objects.exists()


@pytest.mark.parametrize("place", [0, 1, 40, 64, 65, 100, -1])
def test_a_changed_envelope_is_not_opened(client, signup, place):
    key = uuid4()
    envelope = seal(kept(signup), key)
    sealed = bytearray(b64decode(envelope["sealed"]))
    sealed[place] ^= 1
    answer = problem(post(client, {**envelope, "sealed": b64encode(sealed).decode()}, key))
    assert (answer["status"], set(answer["errors"])) == (400, {"sealed"})
    assert not MentoringSignup.objects.exists()


def test_wrong_fields_are_named_in_german_without_what_was_typed(client, signup):
    answer = problem(send(client, {**signup, "email": "mila", "age": "elf"}))
    assert answer["status"] == 400
    assert answer["errors"] == {
        "email": ["Das sieht nicht nach einer E-Mail-Adresse aus. Beispiel: name@example.org"],
        "age": ["Schreib dein Alter als Zahl, zum Beispiel 15."],
    }


def test_a_key_is_accepted_for_forty_days_after_its_month(client, signup, monkeypatch):
    sealing_key = sealing.current_key()
    rest_of_the_month = (timezone.localdate().replace(day=28) + timedelta(days=4)).replace(day=1) - timezone.localdate()
    last_day = rest_of_the_month.days - 1 + 40
    key = uuid4()
    on_day(monkeypatch, last_day)
    assert sealing.current_key().id != sealing_key.id
    assert post(client, seal(kept(signup), key, sealing_key), key).status_code == 201
    on_day(monkeypatch, 1)
    key = uuid4()
    answer = problem(post(client, seal(kept(signup), key, sealing_key), key))
    assert set(answer["errors"]) == {"key_id"}


def test_after_a_rotation_the_old_keys_envelopes_are_opened_until_it_is_removed(client, signup, settings):
    before = sealing.current_key()
    new = Fernet.generate_key().decode()
    settings.PERSONAL_DATA_KEYS = [new, *settings.PERSONAL_DATA_KEYS]
    assert sealing.current_key().id != before.id
    key = uuid4()
    assert post(client, seal(kept(signup), key, before), key).status_code == 201
    settings.PERSONAL_DATA_KEYS = [new]
    assert "key_id" in problem(post(client, seal(kept(signup), key, before), key))["errors"]


def test_a_key_of_somebody_else_is_refused(client, signup):
    foreign = sealing.SealingKey(sealing.current_key().id, "", ec.generate_private_key(ec.SECP256R1()))
    key = uuid4()
    assert "sealed" in problem(post(client, seal(kept(signup), key, foreign), key))["errors"]


@pytest.mark.parametrize(
    ("ago", "status"),
    [({"hours": 72}, 201), ({"days": 5}, 400), ({"days": -2}, 400), ({"hours": -1}, 201), ({"days": 9999}, 400)],
)
def test_what_lay_on_the_phone_for_too_long_is_refused(client, signup, ago, status):
    response = send(client, signup, **ago)
    assert response.status_code == status
    if status == 400:
        assert "länger als drei Tage" in problem(response)["errors"]["sealed"][0]


def test_a_copied_envelope_makes_no_second_signup_when_its_key_is_forgotten(client, signup, settings, monkeypatch):
    key = uuid4()
    envelope = seal(kept(signup, days=-1), key)
    assert post(client, envelope, key).status_code == 201
    MentoringSignup.objects.get().withdraw()
    on_day(monkeypatch, settings.MENTORING_IDEMPOTENCY_DAYS)
    IdempotencyRecord.objects.all().delete()
    assert problem(post(client, envelope, key))["status"] == 400
    assert not MentoringSignup.objects.exists()


def test_a_setting_that_would_let_it_be_sent_twice_is_reported(settings):
    assert not repeated_requests_are_recognised_while_phones_may_send_them(None)
    settings.MENTORING_IDEMPOTENCY_DAYS = 4
    assert repeated_requests_are_recognised_while_phones_may_send_them(None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"7",
        b'"x"',
        b"{}",
        b'{"signup": {}}',
        b"[" * 4000,
        b'{"kept_at": 1e999, "signup": {}}',
        b'{"kept_at": "gestern", "signup": {}}',
        b'{"kept_at": ' + b"9" * 5000 + b', "signup": {}}',
        b'{"kept_at": NaN, "signup": null}',
    ],
)
def test_nonsense_that_is_sealed_well_is_refused(client, content):
    key = uuid4()
    answer = problem(post(client, seal(content, key), key))
    assert (answer["status"], set(answer["errors"])) == (400, {"sealed"})


@pytest.mark.parametrize("signup", [None, [], "x", 7, {}, {"email": "\x00"}, {"first_name": "\ud800"}, {"age": 1e308}])
def test_a_sealed_signup_of_any_shape_is_judged_by_the_rules(client, signup):
    assert problem(send(client, signup))["status"] == 400


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "7",
        "{",
        "[" * 9000,
        "{}",
        '{"key_id": null, "sealed": null}',
        '{"key_id": [], "sealed": {}}',
        '{"key_id": "\\u0000", "sealed": "\\ud800"}',
        '{"key_id": "x", "sealed": "ä"}',
    ],
)
def test_an_envelope_of_any_other_shape_is_refused(client, body):
    assert problem(post(client, body, uuid4()))["status"] == 400


@pytest.mark.parametrize("sealed", ["x", "ä", "\r\n", "AAAA", "=" * 8, "\ud800", "\u2028"])
def test_what_is_no_envelope_is_not_opened(client, sealed):
    body = {"key_id": sealing.current_key().id, "sealed": sealed}
    assert set(problem(post(client, body, uuid4()))["errors"]) == {"sealed"}


def test_huge_envelopes_are_refused_unread(client):
    assert problem(post(client, {"key_id": "x", "sealed": "A" * 20_000}, uuid4()))["status"] == 413


def test_a_missing_key_is_refused(client, signup):
    assert "Idempotency-Key" in problem(post(client, seal(kept(signup), uuid4()), "x"))["detail"]


def test_without_a_proof_of_work_the_limit_is_tighter(client, signup, settings):
    settings.MENTORING_UNPROVEN_REQUESTS_PER_HOUR = 0
    assert problem(send(client, signup))["status"] == 429


def test_no_word_of_a_sealed_signup_is_logged(client, young_signup, caplog):
    caplog.set_level("DEBUG")
    send(client, young_signup)
    send(client, {**young_signup, "email": "mila@", "age": 3})
    for word in ("Mila", "mila", "löte", "Jana", "jana"):
        assert word not in caplog.text
