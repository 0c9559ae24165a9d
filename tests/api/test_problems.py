"""Everything that can be wrong with a request is told as a problem, never as a failure of the server."""

import json
from uuid import uuid4

import pytest
from django.db import OperationalError

from mentoring.models import MentoringSignup
from tests.api.requests import URL, post, problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "nein",
        "[]",
        "null",
        "5",
        '"text"',
        '{"age": NaN}',
        '{"first_name": "\\ud800"}',
        '{"\\ud800": "\\u0000"}',
        '{"first_name": "Mila\\u0000"}',
        b'{"first_name": "\xff"}',
        b"\x00",
        '{"age": 1e999}',
        '{"age": ' + "9" * 4000 + "}",
        "[" * 8000,
        "[" * 8000 + "]" * 8000,
        '{"message": ' + "[" * 8000 + "]" * 8000 + "}",
        '{"message": ' + "[" * 940 + "]" * 940 + "}",
        '{"a":' * 2000 + "1" + "}" * 2000,
    ],
)
def test_bodies_that_make_no_sense(client, body):
    assert problem(post(client, body))["status"] == 400


def test_bodies_of_any_depth(client):
    for depth in range(10, 1500, 70):
        assert problem(post(client, '{"message": ' + "[" * depth + "]" * depth + "}"))["status"] == 400


def test_a_body_without_data_is_told_in_german(client):
    expected = {"non_field_errors": ["Erwartet wird ein Objekt mit den Feldern der Anmeldung."]}
    assert problem(post(client, "null"))["errors"] == expected == problem(post(client, "5"))["errors"]


def test_requests_that_the_schema_cannot_answer(client):
    for method in (client.post, client.put, client.patch, client.delete):
        assert problem(method("/api/v1/schema/"))["status"] == 405
    assert problem(client.get("/api/v1/schema/?format=x"))["status"] == 404
    assert problem(client.get("/api/v1/schema/", headers={"Accept": "text/xml"}))["status"] == 406


def test_a_body_that_is_too_large(client, signup):
    assert problem(post(client, {**signup, "message": "a" * 20_000}))["status"] == 413
    assert problem(post(client, "[" * 10_000_000))["status"] == 413


def test_other_methods(client):
    for method in (client.get, client.put, client.patch, client.delete):
        response = method(URL)
        assert problem(response)["status"] == 405
        assert "POST" in response["Allow"]


def test_other_media_types(client, signup):
    headers = {"Idempotency-Key": str(uuid4())}
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        response = client.post(URL, "age=16", content_type=media_type, headers=headers)
        assert problem(response)["status"] == 415
    assert problem(post(client, signup, Accept="text/html"))["status"] == 406


def test_a_strange_charset(client, signup):
    for charset in ("bz2_codec", "utf-16"):
        response = client.generic(
            "POST",
            URL,
            json.dumps(signup),
            content_type=f"application/json; charset={charset}",
            headers={"Idempotency-Key": str(uuid4())},
        )
        assert problem(response)["status"] == 400


@pytest.mark.parametrize(
    "path", ["/api/v1/offers/1/", "/api/v1/mentoring/signups/1/", "/api/v2/mentoring/signups/", "/api/x/"]
)
def test_unknown_addresses(client, path):
    assert problem(client.get(path))["status"] == 404
    assert problem(client.post(path, {}, content_type="application/json"))["status"] == 404


def test_a_busy_database_asks_to_come_back(client, signup, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("mentoring.intake.IdempotencyRecord.objects.create", fail)
    response = post(client, signup)
    assert problem(response)["status"] == 503
    assert int(response["Retry-After"]) >= 1
    assert not MentoringSignup.objects.exists()


def test_the_address_of_a_request_cannot_hold_a_nul_byte(client):
    assert problem(client.get("/api/v1/%00"))["status"] == 400


def test_a_logged_in_user_is_nobody_special(admin_client, signup):
    assert post(admin_client, signup).status_code == 201
