"""Limits per network address."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.settings import api_settings

from api.reading.throttling import ReadThrottle
from cms.models import RequestCount
from cms.settings import base as settings_of_the_site
from cms.throttling import network
from mentoring.sweep import sweep
from mentoring.throttling import SignupThrottle
from tests.api.requests import post, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_request_an_hour(settings):
    settings.MENTORING_REQUESTS_PER_HOUR = 1


@pytest.fixture
def one_proxy(monkeypatch):
    monkeypatch.setattr(api_settings, "NUM_PROXIES", 1)


def test_a_class_behind_one_address_gets_through(client, signup):
    answers = [post(client, {**signup, "email": f"kind{number}@example.org"}) for number in range(35)]
    mistakes = [post(client, {**signup, "email": ""}) for _ in range(70)]
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.status_code for answer in mistakes} == {400}


def test_too_many_requests_are_asked_to_come_back(one_request_an_hour, client, signup):
    post(client, signup)
    response = post(client, signup)
    assert problem(response)["status"] == 429
    assert 0 < int(response["Retry-After"]) <= 3601


def test_a_made_up_forwarding_header_dodges_nothing(one_request_an_hour, client, signup):
    answers = [post(client, signup, **{"X-Forwarded-For": f"192.0.2.{number}"}).status_code for number in range(2)]
    assert answers == [201, 429]


def test_behind_our_proxy_its_word_counts_and_nobody_elses(one_request_an_hour, one_proxy, client, signup):
    heads = ("203.0.113.1, 192.0.2.1", "203.0.113.2, 192.0.2.1", "203.0.113.2, 192.0.2.2")
    answers = [post(client, signup, **{"X-Forwarded-For": head}).status_code for head in heads]
    assert answers == [201, 429, 201]


def test_a_subscriber_is_one_ipv4_address_or_one_ipv6_network():
    assert network("192.0.2.7") == network("::ffff:192.0.2.7") == "192.0.2.7"
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9") != network("2001:db8:1:3::1")
    assert network("") == network(None) == ""


def test_all_processes_count_together(one_request_an_hour, client, signup):
    """A process without Redis has a cache of its own, which here is emptied in between."""
    post(client, signup)
    cache.clear()
    assert post(client, signup).status_code == 429


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"]
)
@pytest.mark.parametrize("made_up", ["192.0.2.{0}", "192.0.2.{0}, 198.51.100.{0}", "::{0}", "{0}" * 4000, "ü{0}, ,,"])
def test_no_header_dodges_the_limit(one_request_an_hour, client, signup, header, made_up):
    answers = [post(client, signup, **{header: made_up.format(number)}).status_code for number in range(2)]
    assert answers == [201, 429]


@pytest.mark.parametrize("made_up", ["203.0.113.{0}", "{0}, {0}", "{0}" * 4000, ",,{0}", "192.0.2.9,203.0.113.{0}"])
def test_behind_our_proxy_what_stands_before_its_word_dodges_nothing(
    one_request_an_hour, one_proxy, client, signup, made_up
):
    heads = [made_up.format(number) + ", 192.0.2.1" for number in range(2)]
    answers = [post(client, signup, **{"X-Forwarded-For": head}).status_code for head in heads]
    assert answers == [201, 429]


def test_the_address_itself_is_kept_nowhere():
    SignupThrottle().allow_request(RequestFactory(REMOTE_ADDR="192.0.2.7").get("/"))
    keys = set(RequestCount.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert not [key for key in keys if "192.0.2.7" in key]


def test_the_numbers_are_forgotten_after_an_hour():
    SignupThrottle().allow_request(RequestFactory().get("/"))
    sweep()
    assert RequestCount.objects.exists()
    RequestCount.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    sweep()
    assert not RequestCount.objects.exists()


READ_URL = "/api/v1/municipalities/"


@pytest.fixture
def reading_limit(settings, monkeypatch):
    """Set the limit of reading requests, in a process that has none left from before."""
    monkeypatch.setattr(ReadThrottle, "leases", {})

    def limit(number):
        settings.READ_API_REQUESTS_PER_HOUR = number

    return limit


def read(client, times, **headers):
    return [client.get(READ_URL, headers=headers).status_code for _ in range(times)]


def test_reading_beyond_the_limit_is_asked_to_come_back(reading_limit, client):
    reading_limit(3)
    assert read(client, 4) == [200, 200, 200, 429]
    response = client.get(READ_URL)
    assert problem(response)["status"] == 429
    assert 0 < int(response["Retry-After"]) <= 3601
    assert "ETag" not in response


def test_a_class_behind_one_address_reads_a_whole_lesson(reading_limit, client, django_assert_max_num_queries):
    reading_limit(3000)
    with django_assert_max_num_queries(35 * 6):
        assert set(read(client, 35)) == {200}
    assert settings_of_the_site.READ_API_REQUESTS_PER_HOUR >= 35 * 60


def test_processes_share_the_limit_of_reading(reading_limit, client, monkeypatch):
    reading_limit(50)
    answers = []
    for process in range(4):
        monkeypatch.setattr(ReadThrottle, "leases", {})
        cache.clear()
        answers += read(client, 20 if process < 2 else 21)
    assert answers.count(200) == 50
    assert answers[-1] == 429


def test_who_asks_whether_something_changed_is_not_counted(reading_limit, client):
    reading_limit(1)
    etag = client.get(READ_URL)["ETag"]
    assert read(client, 3, **{"If-None-Match": etag}) == [304, 304, 304]
    assert read(client, 1) == [429]


def test_addresses_are_counted_apart_and_none_is_kept(reading_limit, client):
    reading_limit(1)
    answers = [client.get(READ_URL, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in (1, 2, 1)]
    assert answers == [200, 200, 429]
    kept = str([*RequestCount.objects.values_list("key", flat=True), *ReadThrottle.leases])
    assert "192.0.2" not in kept


def test_reading_and_signing_up_are_counted_apart(reading_limit, one_request_an_hour, client, signup):
    reading_limit(1)
    assert read(client, 2) == [200, 429]
    assert post(client, signup).status_code == 201
