import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from wagtail.models import Site

from cms.models import SiteSettings
from frontend import pwa
from frontend.palette import PAPER

pytestmark = pytest.mark.django_db


def worker_constants(client):
    script = client.get("/serviceworker.js").content.decode()
    return json.loads(re.match(r"Object\.assign\(self,(.*)\);\n", script)[1])


def revisions(client):
    return {entry["url"]: entry["revision"] for entry in worker_constants(client)["PRECACHE"]}


def set_site(**values):
    SiteSettings.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults=values)


def test_the_worker_may_control_the_whole_site_and_is_asked_for_anew_each_time(client):
    response = client.get("/serviceworker.js")
    assert response["Content-Type"] == "application/javascript"
    assert response["Service-Worker-Allowed"] == "/"
    assert response["Cache-Control"] == "no-cache"


def test_an_unchanged_worker_is_not_sent_again(client):
    etag = client.get("/serviceworker.js")["ETag"]
    assert client.get("/serviceworker.js", headers={"if-none-match": etag}).status_code == 304


def test_the_pages_that_are_always_on_the_phone_can_be_fetched(client):
    pages = [url for url, revision in revisions(client).items() if revision]
    assert pages == [
        "/offline/",
        "/merkliste/",
        "/merkliste/geraet/",
        "/offline/suche/",
        "/offline/anmeldung/",
        "/manifest.json",
    ]
    assert {worker_constants(client)[name] for name in ("OFFLINE_URL", "SEARCH_URL", "SIGNUP_URL")} < set(pages)
    for url in pages:
        response = client.get(url)
        assert response.status_code == 200
        assert not response.cookies
        assert "private" not in response["Cache-Control"]


def test_the_worker_knows_whether_visited_pages_stay(client):
    assert worker_constants(client)["KEEP_VISITED"] is True
    set_site(keep_visited=False)
    assert worker_constants(client)["KEEP_VISITED"] is False


def test_a_changed_page_is_a_new_version_for_phones(client):
    before = revisions(client)
    assert revisions(client) == before
    set_site(brand_name="Heimspiel")
    assert revisions(client) != before


def test_an_editors_phone_gets_the_same_version_as_everybody(client):
    before = client.get("/serviceworker.js").content
    client.force_login(get_user_model().objects.create_superuser("chefin", password="x"))
    assert client.get("/serviceworker.js").content == before


def test_files_are_stored_by_their_hashed_name_only():
    urls = ["/static/frontend/main.0123456789ab.css", "/static/frontend/main.js"]
    assert pwa.precache_entries(urls, {}) == [{"url": urls[0], "revision": None}]


def test_the_shell_names_files_that_the_build_makes():
    assert [path for path in pwa.SHELL_FILES if not finders.find(path)] == []


def test_the_manifest_carries_the_campaigns_name(client):
    set_site(brand_name="Heimspiel")
    response = client.get("/manifest.json")
    assert response["Content-Type"] == "application/manifest+json"
    assert response.json()["name"] == response.json()["short_name"] == "Heimspiel"


def test_the_app_can_be_installed_with_every_purpose_of_icon(client):
    manifest = client.get("/manifest.json").json()
    assert manifest["id"] == manifest["start_url"] == manifest["scope"] == "/"
    assert manifest["display"] == "standalone"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable", "monochrome"}
    assert {screenshot["form_factor"] for screenshot in manifest["screenshots"]} == {"narrow", "wide"}
    for image in manifest["icons"] + manifest["screenshots"]:
        assert pwa.image_size(finders.find(image["src"].removeprefix("/static/"))) == image["sizes"]


def test_the_splash_screen_follows_the_scheme(client):
    manifest = client.get("/manifest.json").json()
    assert manifest["background_color"].lower() == PAPER[0]
    assert manifest["color_scheme_dark"] == {"theme_color": PAPER[1], "background_color": PAPER[1]}


def test_a_long_press_on_the_icon_leads_into_the_site(client):
    shortcuts = client.get("/manifest.json").json()["shortcuts"]
    assert "/merkliste/" in {shortcut["url"] for shortcut in shortcuts}
    for shortcut in shortcuts:
        icon = shortcut["icons"][0]
        assert pwa.image_size(finders.find(icon["src"].removeprefix("/static/"))) == icon["sizes"]


def test_a_page_links_the_manifest_and_runs_no_inline_script(client):
    html = client.get("/merkliste/").content.decode()
    assert '<link rel="manifest" href="/manifest.json">' in html
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert "prefers-color-scheme: dark" in html


@pytest.mark.parametrize(
    ("name", "kilobytes"),
    [
        ("main.js", 8),
        ("filter.js", 5),
        ("kept.js", 8),
        ("search.js", 12),
        ("outbox.js", 5),
        ("worker.js", 20),
        ("main.css", 20),
    ],
)
def test_bundles_stay_small(name, kilobytes):
    bundle = Path(finders.find(f"frontend/{name}")).read_bytes()
    assert len(gzip.compress(bundle)) <= kilobytes * 1024
