"""Which websites show our pages in their frames: daily totals, and nothing of who looked."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from campaign.models import EmbedDay
from campaign.models.embed_day import host_of
from tests.factories import StoryFactory, UserFactory

pytestmark = pytest.mark.django_db
PATH = "/embed/geschichten/jette/"


@pytest.fixture
def story():
    return StoryFactory(slug="jette")


def load(client, referrer="https://schule.example/", **headers):
    return client.get(PATH, headers={"Referer": referrer, **headers})


def totals():
    return list(EmbedDay.objects.values_list("host", "kind", "loads").order_by("host"))


def test_loads_are_counted_by_website_from_the_cache_and_from_the_browser_too(client, story):
    etag = load(client)["ETag"]
    assert load(client).status_code == 200
    assert load(client, **{"If-None-Match": etag}).status_code == 304
    load(client, "https://www.andere.example/")
    assert totals() == [("schule.example", "story", 3), ("www.andere.example", "story", 1)]
    assert EmbedDay.objects.first().day == timezone.localdate()


def test_the_count_changes_no_page_in_the_cache(client, story, django_assert_num_queries):
    load(client)
    generation = load(client)["Content-Generation"]
    # The number of the content generation, and one row raised.
    with django_assert_num_queries(2):
        assert load(client)["Content-Generation"] == generation


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "empty"},
    ],
)
def test_what_is_no_frame_of_another_site_is_not_counted(client, story, headers):
    load(client, **headers)
    assert totals() == []


def test_what_is_gone_or_no_embed_is_not_counted(client, story):
    client.get(story.url, headers={"Referer": "https://schule.example/"})
    client.get("/embed/nix/", headers={"Referer": "https://schule.example/"})
    client.head(PATH, headers={"Referer": "https://schule.example/"})
    assert totals() == []


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        ("https://Schule.Example:8443/klasse/9?name=Mila#x", "schule.example"),
        ("https://schule.example./", "schule.example"),
        ("http://192.168.178.20/moodle/", ""),
        ("http://[fe80::1]/", ""),
        ("http://intranet/", ""),
        ("http://[/", ""),
        ("null", ""),
        ("", ""),
        (f"https://{'a' * 64}.example/", ""),
        (f"https://{'a.' * 130}de/", ""),
        ("https://schule.example\t<script>/", ""),
        ("https://mila@schule.example/", "schule.example"),
    ],
)
def test_only_the_name_of_the_website_is_read(referrer, host):
    assert host_of(referrer) == host


def test_made_up_names_are_bounded_and_known_ones_keep_theirs(client, story, settings):
    settings.EMBED_NEW_HOSTS_A_DAY = 3
    EmbedDay.objects.create(host="schule.example", kind="story", day=timezone.localdate() - timedelta(days=1), loads=7)
    for number in range(10):
        load(client, f"https://erfunden-{number}.example/")
    load(client)
    today = EmbedDay.objects.filter(day=timezone.localdate())
    assert today.count() == 5
    assert today.get(host="").loads == 7
    assert today.get(host="schule.example").loads == 1


def test_a_count_that_fails_disturbs_nobody(client, story, monkeypatch):
    def fail(*args):
        raise DatabaseError

    monkeypatch.setattr("campaign.models.embed_day.EmbedDayQuerySet.add_load", fail)
    assert load(client).status_code == 200


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_loads_at_the_same_time_are_all_counted():
    def add():
        for _ in range(5):
            EmbedDay.objects.add_load("schule.example", "story")
        connections.close_all()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    assert totals() == [("schule.example", "story", 20)]


def test_totals_go_after_their_time(settings):
    settings.EMBED_DAYS_KEPT = 10
    for age in (9, 11):
        EmbedDay.objects.create(host="a.example", kind="story", day=timezone.localdate() - timedelta(days=age))
    call_command("prune_embed_days")
    assert EmbedDay.objects.count() == 1


def test_campaign_managers_read_the_report_and_change_nothing(client):
    for day in (0, 1):
        EmbedDay.objects.create(
            host="schule.example", kind="story", day=timezone.localdate() - timedelta(days=day), loads=21
        )
    EmbedDay.objects.create(host="", kind="events", day=timezone.localdate(), loads=1)
    client.force_login(UserFactory(groups=["Kampagne"]))
    html = client.get("/admin/reports/embeds/").content.decode()
    assert "schule.example" in html
    assert "42" in html
    assert "ohne Namen" in html
    today = client.get(f"/admin/reports/embeds/?day_from={timezone.localdate()}&kind=story").content.decode()
    assert "42" not in today
    export = b"".join(client.get("/admin/reports/embeds/?export=csv").streaming_content).decode()
    assert "schule.example,story,42" in export


def test_who_does_not_manage_the_campaign_sees_no_report(client):
    client.force_login(UserFactory(groups=["Redaktion"]))
    assert client.get("/admin/reports/embeds/").status_code == 302
