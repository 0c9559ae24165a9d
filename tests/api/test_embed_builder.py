"""The page where teachers put together what they embed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone
from wagtail.models import Site

from cms.models import SiteSettings
from tests.factories import (
    CompanyFactory,
    EventFactory,
    OccupationFactory,
    company_index,
    home_page,
    interest_check_page,
)

pytestmark = pytest.mark.django_db
URL = "/schulen/einbetten/"


def page(client, **choice):
    response = client.get(URL, choice)
    assert response.status_code == 200
    return response, response.content.decode()


def codes(html):
    return [unescape(text) for text in re.findall(r"data-text>(.*?)</textarea>", html, re.DOTALL)]


def test_the_code_follows_the_choice(client):
    company_index()
    CompanyFactory()
    choice = {"was": "plaetze", "angebot": "internship", "schema": "dunkel", "akzent": "teal"}
    _, html = page(client, **choice)
    link, frame, element = codes(html)
    address = "http://testserver/embed/unternehmen/?angebot=internship&schema=dunkel&akzent=teal"
    assert link == address
    assert f'<iframe src="{address.replace("&", "&amp;")}"' in frame
    assert 'referrerpolicy="strict-origin"' in frame
    assert '<script async src="http://testserver/embed.js"></script>' in element
    assert '<a href="http://testserver/unternehmen/?angebot=internship">' in element
    for code in codes(html):
        embed = re.search(r"http://testserver(/embed/[^\"\s]+)", unescape(code))[1]
        assert client.get(embed).status_code == 200


def test_without_a_look_of_its_own_the_link_is_that_of_the_page(client):
    occupation = OccupationFactory(slug="mechatronik")
    link, _, _ = codes(page(client, was="beruf", welche="mechatronik")[1])
    assert link == f"http://testserver{occupation.url}"


def test_only_lists_have_filters_and_single_pages_no_choice(client):
    company_index()
    interest_check_page()
    OccupationFactory()
    assert 'name="angebot"' in page(client, was="plaetze")[1]
    assert 'name="welche"' in page(client, was="beruf")[1]
    html = page(client, was="interessencheck")[1]
    assert 'name="angebot"' not in html
    assert 'name="welche"' not in html


def test_only_events_still_to_come_are_offered(client):
    coming = EventFactory(title="Kommt noch")
    EventFactory(title="Ist vorbei", starts_on=timezone.localdate() - timedelta(days=1))
    _, html = page(client, was="termin")
    assert "Kommt noch" in html
    assert "Ist vorbei" not in html
    assert codes(html)[0] == f"http://testserver{coming.url}"


@pytest.mark.parametrize(
    "choice",
    [
        {"was": "<script>", "welche": "x" * 500, "akzent": "<script>", "schema": "?"},
        {"was": "plaetze", "umkreis": "20", "ort": "atlantis"},
        {"was": "termine", "wann": "nie"},
    ],
)
def test_nonsense_is_answered_with_what_there_is(client, choice):
    home_page()
    company_index()
    _, html = page(client, **choice)
    assert "<script>" not in html


def test_only_this_page_may_show_frames_and_only_ours(client):
    OccupationFactory()
    response, _ = page(client)
    assert "frame-src 'self'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    again = client.get(URL)
    assert again["Content-Generation"]
    assert again["Content-Security-Policy"] == response["Content-Security-Policy"]
    assert "frame-src 'none'" in client.get("/suche/")["Content-Security-Policy"]


def test_teachers_read_who_may_embed(client):
    OccupationFactory()
    SiteSettings.objects.filter(site=Site.objects.get()).update(embedding_domains="schule.example")
    assert "Einbetten dürfen zurzeit: schule.example" in page(client)[1]
