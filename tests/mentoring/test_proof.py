"""Spam: a browser that worked gets through easily, one without script with a tighter limit, a program hardly."""

import base64
import json
from datetime import timedelta

import pytest
from altcha import v1
from django.utils import timezone

from mentoring.forms import TRAP
from mentoring.models import MentoringSignup, SpentProof
from mentoring.proof import MAXIMUM_LENGTH, is_proven
from mentoring.sweep import sweep
from tests.api.requests import post
from tests.mentoring.test_form import filled_in, text_of, token_of

pytestmark = pytest.mark.django_db
TASK = "/mentoring/aufgabe/"
MENTORS = "/mentoring/mentor-werden/"


def solved(client, **changes):
    """Solve a task as the browser does; return the payload it sends."""
    task = client.get(TASK).json()
    answer = v1.solve_challenge(task["challenge"], task["salt"], task["algorithm"], task["maxNumber"])
    payload = {key: task[key] for key in ("algorithm", "challenge", "salt", "signature")}
    return packed({**payload, "number": answer.number, **changes})


def packed(payload):
    return base64.b64encode(json.dumps(payload).encode()).decode()


@pytest.fixture(autouse=True)
def _small_tasks(settings):
    settings.MENTORING_PROOF_NUMBERS = 200


@pytest.fixture
def strict(settings):
    """Only who brings a proof gets through."""
    settings.MENTORING_UNPROVEN_REQUESTS_PER_HOUR = 0


@pytest.fixture
def form(signup_page, client, monkeypatch):
    token = token_of(client.get("/mentoring/"))
    monkeypatch.setattr("mentoring.forms.MINIMUM_SECONDS", -1)
    return {"token": token, **filled_in()}


def test_each_task_is_another_one_and_kept_nowhere(client):
    first, second = client.get(TASK), client.get(TASK)
    assert first.json()["challenge"] != second.json()["challenge"]
    assert set(first.json()) == {"algorithm", "challenge", "maxNumber", "salt", "signature"}
    assert "no-store" in first["Cache-Control"]
    assert not first.cookies


def test_a_proof_counts_once(client):
    proof = solved(client)
    assert [is_proven(proof) for _ in range(3)] == [True, False, False]


def test_guesses_and_forgeries_prove_nothing(client):
    for changes in ({"number": -1}, {"signature": "0" * 64}, {"algorithm": "MD5"}, {"salt": "x"}, {"challenge": "x"}):
        assert not is_proven(solved(client, **changes))
    assert not SpentProof.objects.exists()


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "",
        "x",
        "ü",
        packed([]),
        packed(5),
        packed({}),
        packed({"algorithm": 1}),
        "[" * 900,
        "A" * (MAXIMUM_LENGTH + 1),
    ]
    + [
        packed(dict.fromkeys(("algorithm", "challenge", "number", "salt", "signature"), value))
        for value in (None, 5, [])
    ],
)
def test_nothing_that_is_sent_as_a_proof_breaks_anything(payload):
    assert is_proven(payload) is False


def test_an_old_proof_is_none(client, monkeypatch):
    monkeypatch.setattr("mentoring.proof.LIFETIME", timedelta(seconds=-5))
    assert not is_proven(solved(client))


def test_with_a_proof_the_form_gets_through(form, client, strict):
    assert client.post("/mentoring/", {**form, "altcha": solved(client)}).status_code == 303
    assert MentoringSignup.objects.count() == 1


def test_without_one_the_limit_is_tighter_but_a_class_gets_through(form, client, settings):
    settings.MENTORING_UNPROVEN_REQUESTS_PER_HOUR = 2
    statuses = [client.post("/mentoring/", form).status_code for _ in range(3)]
    assert statuses == [303, 303, 429]
    assert client.post("/mentoring/", {**form, "altcha": solved(client)}).status_code == 303
    settings.MENTORING_REQUESTS_PER_HOUR = 3
    assert client.post("/mentoring/", {**form, "altcha": solved(client)}).status_code == 429


def test_the_limit_for_a_class_without_script_holds_a_class():
    from django.conf import settings

    assert settings.MENTORING_UNPROVEN_REQUESTS_PER_HOUR >= 2 * 35


def test_a_repetition_with_another_proof_is_the_same_signup(form, client):
    for _ in range(2):
        assert client.post("/mentoring/", {**form, "altcha": solved(client)}).status_code == 303
    assert MentoringSignup.objects.count() == 1


def test_who_is_faster_than_a_person_has_proven_nothing(form, client, strict, monkeypatch):
    monkeypatch.setattr("mentoring.forms.MINIMUM_SECONDS", 3)
    assert client.post("/mentoring/", {**form, "altcha": solved(client)}).status_code == 429
    monkeypatch.setattr("mentoring.forms.MINIMUM_SECONDS", -1)
    assert client.post("/mentoring/", {**form, "altcha": solved(client)}).status_code == 303


def test_who_fills_in_the_hidden_field_is_told_and_can_send_again(form, client):
    response = client.post("/mentoring/", {**form, TRAP: "http://spam.example"})
    assert response.status_code == 400
    assert "leer bleiben muss" in text_of(response)
    assert "spam.example" not in text_of(response)
    assert 'value="mila@example.org"' in text_of(response)
    assert not MentoringSignup.objects.exists()
    assert client.post("/mentoring/", {**form, "token": token_of(response)}).status_code == 303


def test_the_form_for_mentors_has_the_same_guard(signup_page, client, strict, monkeypatch):
    page = client.get(MENTORS)
    assert all(part in text_of(page) for part in ('name="altcha"', f'name="{TRAP}"', "frontend/signup"))
    monkeypatch.setattr("mentoring.forms.MINIMUM_SECONDS", -1)
    token = token_of(page)
    assert client.post(MENTORS, {"token": token}).status_code == 429
    assert client.post(MENTORS, {"token": token, "altcha": solved(client)}).status_code == 400
    trapped = client.post(MENTORS, {"token": token, TRAP: "http://spam.example"})
    assert "Bitte schicken Sie Ihre Angaben noch einmal ab" in text_of(trapped)


def test_programs_send_the_proof_in_a_header(signup, client, strict):
    assert post(client, signup).status_code == 429
    assert post(client, signup, **{"Altcha-Payload": solved(client)}).status_code == 201


def test_spent_proofs_are_forgotten_when_they_could_not_be_used_anyway(client):
    assert is_proven(solved(client))
    sweep()
    assert SpentProof.objects.exists()
    SpentProof.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    sweep()
    assert not SpentProof.objects.exists()
