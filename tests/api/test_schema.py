"""The interface describes itself."""

import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from tests.api.requests import URL
from tests.api.test_sealed_signups import URL as SEALED_URL


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator(urlconf="api.urls").get_schema(request=None, public=True)


def test_the_schema_is_valid_openapi_without_warnings(tmp_path):
    file = tmp_path / "schema.yaml"
    call_command("spectacular", urlconf="api.urls", validate=True, fail_on_warn=True, file=str(file))


def test_the_schema_is_served(client):
    response = client.get("/api/v1/schema/")
    assert response.status_code == 200
    assert set(yaml.safe_load(response.content)["paths"]) == {URL, SEALED_URL, "/healthz"}


def test_the_schema_tells_the_rules_of_a_signup(schema):
    signup = schema["components"]["schemas"]["Signup"]
    assert set(signup["required"]) == {"first_name", "age", "email", "municipality", "career_fields", "consent"}
    assert signup["properties"]["message"]["maxLength"] == 300
    assert signup["properties"]["career_fields"]["maxItems"] == 3
    proof, key = schema["paths"][URL]["post"]["parameters"]
    assert (proof["name"], proof.get("required", False)) == ("Altcha-Payload", False)
    assert (key["name"], key["in"], key["required"]) == ("Idempotency-Key", "header", True)


def test_every_error_is_described_as_a_problem(schema):
    for url in (URL, SEALED_URL):
        responses = schema["paths"][url]["post"]["responses"]
        assert {"400", "413", "415", "422", "429", "503"} <= set(responses)
        for status in set(responses) - {"201"}:
            assert set(responses[status]["content"]) == {"application/problem+json"}
    assert "409" in schema["paths"][URL]["post"]["responses"]
