"""Requests to the signup interface."""

import json
from uuid import uuid4

URL = "/api/v1/mentoring/signups/"


def post(client, body, key=None, **headers):
    """Post a body (a dict, or text as it is) with an Idempotency-Key, a new one by default."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"Idempotency-Key": str(key or uuid4()), **headers}
    return client.post(URL, text, content_type="application/json", headers=headers)


def problem(response):
    """Return the problem an answer tells of, having checked its form (RFC 9457)."""
    assert response["Content-Type"] == "application/problem+json"
    answer = response.json()
    assert set(answer) - {"errors"} == {"type", "title", "status", "detail"}
    assert answer["status"] == response.status_code
    return answer
