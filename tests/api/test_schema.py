"""The interface describes itself."""

import json

import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from api.reading.views import COLLECTIONS
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
    lists = {f"/api/v1/{name}/" for name in COLLECTIONS}
    paths = set(yaml.safe_load(response.content)["paths"])
    assert {path for path in paths if "{" not in path} == {URL, SEALED_URL, "/healthz", "/api/v1/", *lists}
    assert len([path for path in paths if "{" in path]) == len(lists)


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


def test_every_error_of_the_read_api_is_described_as_a_problem(schema):
    for path, methods in schema["paths"].items():
        for status, response in methods.get("get", {}).get("responses", {}).items():
            expected = {"2": {"application/json"}, "3": set()}.get(status[0], {"application/problem+json"})
            assert set(response.get("content", {})) == expected, path


def test_every_answer_has_an_example_that_fits_its_description(schema):
    for path, methods in schema["paths"].items():
        if not path.startswith("/api/v1/") or "get" not in methods:
            continue
        media = methods["get"]["responses"]["200"]["content"]["application/json"]
        assert media["examples"], path
        for example in media["examples"].values():
            validator = Draft202012Validator({**media["schema"], "components": schema["components"]})
            validator.validate(json.loads(json.dumps(example["value"], default=str)))


def test_everything_is_described_in_german_and_of_a_subject(schema):
    tags = {tag["name"] for tag in schema["tags"]}
    for methods in schema["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert set(operation["tags"]) <= tags
