"""What other sites get when they show a page of ours in a frame."""

import json
import re
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.models import SiteSettings
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    EventFactory,
    InterestStatementFactory,
    LocationFactory,
    MunicipalityFactory,
    OccupationFactory,
    OfferFactory,
    StandardPageFactory,
    StoryFactory,
    company_index,
    event_index,
    home_page,
    interest_check_page,
    mentoring_page,
    story_index,
)

pytestmark = pytest.mark.django_db
DISCOVERY = re.compile(r'<link rel="alternate"\s+type="(application/json|text/xml)\+oembed"\s+href="([^"]+)"')


def text_of(response):
    return response.content.decode()


@pytest.fixture
def occupation():
    return OccupationFactory(
        title="Mechatronikerin und Mechatroniker",
        slug="mechatronik",
        parent=CareerFieldFactory(title="Elektro", slug="elektro", colour_pair="river"),
        berufenet_url="https://web.arbeitsagentur.de/berufenet/beruf/2868",
        last_published_at=timezone.make_aware(timezone.datetime(2026, 10, 3, 12)),
    )


def test_an_embed_shows_the_page_and_neither_header_nor_footer(client, occupation):
    mentoring_page()
    response = client.get("/embed/berufsfelder/elektro/mechatronik/")
    html = text_of(response)
    assert response.status_code == 200
    assert "Mechatronikerin" in html
    assert "Stand:" in html
    assert "03.10.2026" in html
    assert '<base target="_top">' in html
    assert "site-header" not in html
    assert "site-footer" not in html
    assert "Mentorin oder Mentor finden" in html


@pytest.mark.parametrize("secret", ["manifest", "serviceworker", "main.js", "berufenet", "<form", "style="])
def test_an_embed_brings_no_app_no_other_site_and_no_signup(client, occupation, secret):
    assert secret not in text_of(client.get("/embed/berufsfelder/elektro/mechatronik/"))


@pytest.mark.parametrize(
    ("query", "html_class", "pair"),
    [
        ("", "", "river"),
        ("?schema=dunkel&akzent=leaf", "scheme-dunkel", "leaf"),
        ("?schema=hell&akzent=Teal", "scheme-hell", "own"),
        ("?schema=<x>&akzent=#ff0000", "", "river"),
        ("?akzent=red;}&schema=auto", "", "river"),
    ],
)
def test_scheme_and_accent_follow_the_parameters(client, occupation, query, html_class, pair):
    html = text_of(client.get(f"/embed/berufsfelder/elektro/mechatronik/{query.replace('#', '%23')}"))
    assert (f'class="{html_class}"' in html) is bool(html_class)
    assert f'class="embed__card pair-{pair}"' in html
    assert ("/embed/akzent/teal.css" in html) is (pair == "own")


def test_the_style_of_a_chosen_colour_is_a_file_of_its_own(client):
    response = client.get("/embed/akzent/teal.css")
    assert response["Content-Type"].startswith("text/css")
    assert "--field: #008080" in text_of(response)
    assert client.get("/embed/akzent/nix.css").status_code == 404


def test_a_filtered_list_shows_what_its_address_asks_for(client):
    zittau = MunicipalityFactory(name="Zittau", slug="zittau")
    inside, outside = CompanyFactory(title="Nahwerk"), CompanyFactory(title="Fernwerk")
    LocationFactory(page=inside, municipality=zittau)
    for company in (inside, outside):
        OfferFactory(page=company, kind="internship")
    html = text_of(client.get("/embed/unternehmen/?angebot=internship&ort=zittau&umkreis=15&schema=dunkel"))
    assert "Nahwerk" in html
    assert "Fernwerk" not in html
    assert "15 km" in html
    assert 'href="/unternehmen/?angebot=internship&amp;ort=zittau&amp;umkreis=15"' in html


def test_a_long_list_shows_its_beginning_and_the_way_to_all_of_it(client):
    for _ in range(10):
        CompanyFactory()
    html = text_of(client.get("/embed/unternehmen/"))
    assert html.count('class="embed-row covers"') == 5
    assert "Alle 10 ansehen" in html


@pytest.mark.parametrize(
    ("path", "status"),
    [("gibt-es-nicht/", 404), ("", 404), ("impressum/", 404), ("a/b/c/d/", 404), ("%F0%9F%90%B8/", 404)],
)
def test_what_cannot_be_embedded_is_a_friendly_card(client, path, status):
    home_page()
    StandardPageFactory(slug="impressum")
    response = client.get(f"/embed/{path}")
    assert response.status_code == status
    assert "Das gibt es hier nicht mehr." in text_of(response)
    assert "X-Frame-Options" not in response
    assert response["Cache-Control"] == "no-cache"


def test_a_withdrawn_page_leaves_the_frame_at_the_next_look(client):
    story = StoryFactory(slug="jette", pull_quote="Strom riecht nicht")
    first = client.get("/embed/geschichten/jette/")
    assert "Strom riecht nicht" in text_of(first)
    assert first["Cache-Control"] == "no-cache"
    headers = {"If-None-Match": first["ETag"]}
    assert client.get("/embed/geschichten/jette/", headers=headers).status_code == 304
    story.unpublish()
    response = client.get("/embed/geschichten/jette/", headers=headers)
    assert response.status_code == 410
    assert "Strom riecht nicht" not in text_of(response)


def test_a_story_whose_consent_ended_just_now_is_not_shown(client):
    story = StoryFactory(slug="jette")
    type(story).objects.filter(pk=story.pk).update(is_example=False)
    assert client.get("/embed/geschichten/jette/").status_code == 410


def test_an_embed_follows_a_page_that_moved(client):
    company = CompanyFactory(slug="neues-werk")
    Redirect.add_redirect("/unternehmen/werk", redirect_to=company)
    response = client.get("/embed/unternehmen/werk/?schema=hell", follow=True)
    assert response.redirect_chain == [("/embed/unternehmen/neues-werk/?schema=hell", 302)]
    assert response.status_code == 200


def test_only_embeds_may_be_framed(client, occupation):
    embed, page = client.get("/embed/berufsfelder/elektro/mechatronik/"), client.get(occupation.url)
    assert "X-Frame-Options" not in embed
    assert "frame-ancestors" not in embed["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "default-src 'self'" in embed["Content-Security-Policy"]


def test_the_settings_may_name_who_embeds(client, occupation):
    path = "/embed/berufsfelder/elektro/mechatronik/"
    client.get(path)
    site = SiteSettings.for_site(Site.objects.get())
    site.embedding_domains = "https://www.Schule-am-Markt.de/start\nlernsäx.de\nwww.schule-am-markt.de"
    site.full_clean()
    site.save()
    assert site.embedding_domains == "www.schule-am-markt.de\nxn--lernsx-fua.de"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    for response in (first, again):
        policy = response["Content-Security-Policy"]
        assert "frame-ancestors 'self' www.schule-am-markt.de *.www.schule-am-markt.de xn--lernsx-fua.de" in policy


@pytest.mark.parametrize("text", ["schule", "schule.de; script-src *", "'none'", "-a.de", "http://[::1", "a..de", "*"])
def test_what_is_no_domain_is_refused_by_name(text):
    home_page()
    site = SiteSettings.current()
    site.embedding_domains = text
    with pytest.raises(Exception, match="keine Domain"):
        site.clean()


def test_only_the_interest_check_takes_a_form(client, occupation):
    assert client.post("/embed/berufsfelder/elektro/mechatronik/").status_code == 405


@pytest.fixture
def check():
    for letter in "RIASEC":
        for _ in range(2):
            InterestStatementFactory(dimension=letter)
    OccupationFactory(title="Tischlerei", strengths="R", kldb_code="22342")
    return interest_check_page()


def fields_of(html):
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', html))
    return hidden, list(dict.fromkeys(re.findall(r'type="radio" name="([^"]+)"', html)))


def test_the_interest_check_answers_in_the_frame_part_by_part(client, check):
    url = "/embed/interessencheck/"
    html = text_of(client.get(url))
    for part in (1, 2, 3, 4):
        assert f"Teil {part} von 4" in html
        assert 'target="_self"' in html
        carried, asked = fields_of(html)
        assert len(asked) == 3
        data = {**carried, **dict.fromkeys(asked, "3"), **({"teil": part + 1} if part < 4 else {})}
        response = client.post(url, data, headers={"Origin": "null"})
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies
        html = text_of(response)
    assert "Gerechnet aus 12 von 12 Antworten" in html
    assert "Tischlerei" in html


def test_too_few_answers_lead_back_to_the_questions(client, check):
    response = client.post("/embed/interessencheck/", {"teil": ""})
    assert response.status_code == 200
    response = client.post("/embed/interessencheck/", {"satz-1": "<script>", "satz-999": "1"})
    assert response.status_code == 422
    assert "<script>" not in text_of(response)


def test_the_script_has_one_address_for_everybody(client):
    response = client.get("/embed.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age" in response["Cache-Control"]
    headers = {"If-None-Match": response["ETag"]}
    assert client.get("/embed.js", headers=headers).status_code == 304


def oembed(client, url, **parameters):
    return client.get("/oembed", {"url": url, **parameters})


def test_oembed_describes_a_page_in_json_and_xml(client, occupation):
    url = "http://testserver/berufsfelder/elektro/mechatronik/"
    answer = oembed(client, url)
    assert answer["Access-Control-Allow-Origin"] == "*"
    described = json.loads(answer.content)
    assert described["version"] == "1.0"
    assert described["type"] == "rich"
    assert described["title"] == occupation.title
    assert described["width"] == 600
    assert 'src="http://testserver/embed/berufsfelder/elektro/mechatronik/"' in described["html"]
    xml = oembed(client, url, format="xml")
    assert xml["Content-Type"] == "text/xml"
    root = ElementTree.fromstring(xml.content)
    assert {child.tag: child.text for child in root} == {name: str(value) for name, value in described.items()}


def test_oembed_keeps_filters_and_stays_within_the_size_asked_for(client):
    company_index()
    url = "http://testserver/unternehmen/?angebot=internship&umkreis="
    described = oembed(client, url, maxwidth="320", maxheight="200").json()
    assert (described["width"], described["height"]) == (320, 200)
    assert "embed/unternehmen/?angebot=internship&amp;umkreis=" in described["html"]


def test_where_the_frame_does_not_come_the_link_keeps_the_filters(client, occupation):
    company_index()
    described = oembed(client, "http://testserver/unternehmen/?angebot=internship&akzent=teal&seite=2").json()
    assert '<a href="http://testserver/unternehmen/?angebot=internship">' in described["html"]
    described = oembed(client, f"http://testserver{occupation.url}?akzent=teal&pk_campaign=x").json()
    assert f'<a href="http://testserver{occupation.url}">' in described["html"]


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"url": "http://testserver/gibt-es-nicht/"}, 404),
        ({"url": "https://example.org/unternehmen/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://[testserver/unternehmen/"}, 404),
        ({"url": "http://testserver/"}, 404),
        ({"url": "http://testserver/unternehmen/", "format": "yaml"}, 501),
        ({}, 400),
        ({"url": "http://testserver/unternehmen/", "maxwidth": "0"}, 400),
        ({"url": "http://testserver/unternehmen/", "maxheight": "²"}, 400),
        ({"url": "http://testserver/unternehmen/", "maxwidth": "9" * 400}, 400),
    ],
)
def test_oembed_refuses_as_its_specification_says(client, parameters, status):
    company_index()
    assert client.get("/oembed", parameters).status_code == status


def test_pages_and_lists_lead_to_their_description(client, occupation):
    pages = (occupation, StoryFactory(), CompanyFactory(), EventFactory(), interest_check_page(), story_index())
    for model_page in pages:
        links = DISCOVERY.findall(text_of(client.get(model_page.url)))
        assert [kind for kind, _ in links] == ["application/json", "text/xml"]
        for _, href in links:
            assert client.get(unescape(href)).status_code == 200
    html = text_of(client.get("/unternehmen/?angebot=internship"))
    described = client.get(unescape(DISCOVERY.findall(html)[0][1])).json()
    assert "/embed/unternehmen/?angebot=internship" in described["html"]


def test_a_pasted_embed_with_a_look_of_its_own_keeps_it(client, occupation):
    html = text_of(client.get("/embed/berufsfelder/elektro/mechatronik/?akzent=teal"))
    described = client.get(unescape(DISCOVERY.findall(html)[0][1])).json()
    assert "/embed/berufsfelder/elektro/mechatronik/?akzent=teal" in described["html"]


def test_pages_about_the_site_offer_no_embed(client):
    assert not DISCOVERY.findall(text_of(client.get(StandardPageFactory().url)))


def test_the_list_of_events_says_what_is_cancelled(client):
    EventFactory(title="Tag der offenen Tür", is_cancelled=True)
    html = text_of(client.get("/embed/termine/"))
    assert "1 Termin" in html
    assert "Fällt aus" in html


@pytest.fixture
def event():
    return EventFactory(
        title="Offene Tür",
        slug="offene-tuer",
        company=CompanyFactory(title="Nahwerk"),
        venue="Halle 3",
        cost_note="kostenlos",
        registration_email="tuer@example.org",
    )


def test_an_event_says_when_where_and_who_invites(client, event):
    html = text_of(client.get("/embed/termine/offene-tuer/")).replace("\N{NO-BREAK SPACE}", " ")
    for words in ("Tag der offenen Tür", event.when, "Halle 3", "Nahwerk lädt ein", "kostenlos"):
        assert words in html
    assert 'href="/termine/offene-tuer/#anmeldung"' in html
    assert "tuer@example.org" not in html


def test_an_event_that_is_cancelled_or_over_says_so(client, event):
    event.is_cancelled = True
    event.save_revision().publish()
    html = text_of(client.get("/embed/termine/offene-tuer/"))
    assert "Fällt aus" in html
    assert "#anmeldung" not in html
    event.starts_on = timezone.localdate() - timedelta(days=1)
    event.save_revision().publish()
    html = text_of(client.get("/embed/termine/offene-tuer/"))
    assert "Vorbei" in html
    assert "Fällt aus" not in html


def test_an_event_without_registration_leads_to_its_page(client):
    html = text_of(client.get(f"/embed{EventFactory(organiser_name='Kreisjugendring').url}"))
    assert "Zum Termin" in html
    assert "<dd>Kreisjugendring</dd>" in html
    assert "#anmeldung" not in html


def test_a_long_query_is_answered_too(client):
    company_index()
    assert client.get(f"/embed/unternehmen/?ort={'x' * 2000}&seite=9").status_code == 200


@pytest.mark.parametrize("lists", ["berufsfelder", "unternehmen", "geschichten", "termine"])
def test_an_embedded_list_costs_the_same_however_long_it_is(client, django_assert_max_num_queries, lists):
    event_index()
    for _ in range(12):
        OccupationFactory()
        OfferFactory(page=LocationFactory().page)
        StoryFactory()
        EventFactory()
    # Any session cookie leads past the page cache.
    client.cookies.load({"sessionid": "unknown"})
    with django_assert_max_num_queries(40):
        assert client.get(f"/embed/{lists}/").status_code == 200
