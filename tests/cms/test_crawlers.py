"""What programs that visit the site by themselves are told: robots.txt, security.txt and the sitemap."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms.models import SiteSettings
from tests.factories import CareerFieldFactory, OccupationFactory, StandardPageFactory, StoryFactory, home_page

pytestmark = pytest.mark.django_db


def text(client, url):
    response = client.get(url)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def robots(client):
    parser = RobotFileParser()
    parser.parse(text(client, "/robots.txt").splitlines())
    return parser


def listed(client):
    """Return the sitemap: last change by path."""
    names = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    urls = root.findall("map:url", names)
    return {
        url.findtext("map:loc", "", names).removeprefix("http://localhost"): url.findtext("map:lastmod", None, names)
        for url in urls
    }


def test_search_engines_may_read_the_pages_and_not_what_is_behind_them(client):
    rules = robots(client)
    for path in ("/", "/geschichten/", "/berufsfelder/it/", "/media/images/x.avif", "/static/x.css", "/karte/1-a.png"):
        assert rules.can_fetch("Googlebot", path), path
    for path in ("/admin/", "/suche/?q=x", "/embed/geschichten/", "/api/v1/mentoring/signups/", "/offline/paket.json"):
        assert not rules.can_fetch("Googlebot", path), path
    assert rules.site_maps() == ["http://127.0.0.1:8000/sitemap.xml"]


def test_no_path_in_it_gives_a_link_with_a_token_away(client):
    assert "/mentoring/bestaetigen" not in text(client, "/robots.txt")


def test_nothing_is_found_while_somebody_develops(client, settings):
    settings.DEBUG = True
    assert not robots(client).can_fetch("Googlebot", "/")
    assert "Sitemap" not in text(client, "/robots.txt")


def fields(client):
    return dict(line.split(": ", 1) for line in text(client, "/.well-known/security.txt").splitlines())


def test_who_finds_a_hole_reads_whom_to_tell(client):
    home_page()
    SiteSettings.objects.update(contact_email="sicherheit@example.org")
    told = fields(client)
    assert told["Contact"] == "mailto:sicherheit@example.org"
    assert told["Preferred-Languages"] == "de, en"
    assert told["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"
    expires = datetime.fromisoformat(told["Expires"])
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


def test_without_an_address_the_imprint_says_it(client):
    home_page()
    imprint = StandardPageFactory(title="Impressum", slug="impressum")
    SiteSettings.objects.update(imprint_page=imprint)
    assert fields(client)["Contact"] == "http://localhost/impressum/"
    imprint.unpublish()
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_sitemap_lists_what_is_public(client):
    StoryFactory(slug="jette")
    StoryFactory(slug="entwurf", live=False)
    assert {"/", "/geschichten/", "/geschichten/jette/"} == set(listed(client))


def test_a_page_is_as_new_as_what_it_lists(client):
    field = CareerFieldFactory(slug="it")
    page = OccupationFactory(parent=field, slug="informatik")
    old, new = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    Page.objects.filter(pk=field.pk).update(last_published_at=old)
    Page.objects.filter(pk=page.pk).update(last_published_at=new)
    dates = listed(client)
    assert dates["/berufsfelder/it/informatik/"] == dates["/berufsfelder/it/"] == dates["/"] == "2026-05-01"
    Page.objects.filter(pk=page.pk).update(live=False)
    StandardPageFactory()  # the page cache lets go
    assert listed(client)["/berufsfelder/it/"] == "2026-01-01"


def test_a_withdrawal_changes_its_date(client):
    page, other = StandardPageFactory(), StandardPageFactory()
    other.save_revision().publish()
    page.save_revision().publish()
    since = client.get("/sitemap.xml")["Last-Modified"]
    assert client.get("/sitemap.xml", headers={"if-modified-since": since}).status_code == 304
    page.unpublish()
    PageLogEntry.objects.filter(action="wagtail.unpublish").update(timestamp=timezone.now() + timedelta(hours=1))
    answer = client.get("/sitemap.xml", headers={"if-modified-since": since})
    assert answer.status_code == 200
    assert page.url.encode() not in answer.content


def test_the_sitemap_costs_the_same_for_few_and_many(client, django_assert_max_num_queries):
    for number in (2, 9):
        for _ in range(number):
            StandardPageFactory()
        client.cookies.load({"sessionid": "unknown"})
        with django_assert_max_num_queries(14):
            assert client.get("/sitemap.xml").status_code == 200
