"""The read API, as programs of others use it."""

from datetime import time, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from api.reading.examples import EXAMPLES
from api.reading.throttling import ReadThrottle
from careers.models import EvidenceFigure, Offer
from cms.models import SiteSettings
from tests import factories
from tests.api.requests import problem
from tests.world import site_with

pytestmark = pytest.mark.django_db

API = "/api/v1"
TOMORROW = timezone.localdate() + timedelta(days=1)


def get(client, path):
    response = client.get(f"{API}/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def ids(client, path):
    return [entry["id"] for entry in get(client, path)["results"]]


@pytest.fixture
def site():
    """Two of everything, and a company with an offer of one name."""
    factories.InterestStatementFactory(text="Du prüfst Öl.")
    return site_with(2, [factories.ImageFactory()])


@pytest.mark.usefixtures("site")
def test_every_collection_is_named_at_the_entrance_and_every_entry_found_again_at_its_address(client):
    entrance = get(client, "")
    assert set(entrance["collections"]) == set(EXAMPLES)
    for url in (entrance["schema"], entrance["reference"]):
        assert client.get(url).status_code == 200
    for name, url in entrance["collections"].items():
        answer = client.get(url).json()
        assert answer["count"] == len(answer["results"]) > 0, name
        for entry in answer["results"]:
            assert entry["url"].endswith(f"{API}/{name}/{entry['id']}/")
            again = client.get(entry["url"]).json()
            assert {key: again[key] for key in entry} == entry
            assert list(again) == list(EXAMPLES[name])
            assert "html_url" not in entry or client.get(entry["html_url"]).status_code == 200


def test_ids_are_words_and_stay_while_others_come_and_go(client):
    field = factories.CareerFieldFactory(slug="elektro")
    occupation = factories.OccupationFactory(parent=field, slug="mechatronik")
    company = factories.CompanyFactory(slug="werk")
    first = factories.OfferFactory(page=company, title="Prüfen & Öl", occupation=occupation)
    second = factories.OfferFactory(page=company, title="Prüfen & Öl", valid_until=timezone.localdate())
    factories.OfferFactory(page=company, title="Anderes", valid_until=timezone.localdate() - timedelta(days=1))
    assert ids(client, "occupations/") == ["elektro/mechatronik"]
    assert ids(client, "offers/") == ["werk/pruefen-oel-2", "werk/pruefen-oel"]
    assert get(client, "offers/werk/pruefen-oel/")["occupation"]["id"] == "elektro/mechatronik"
    assert get(client, "offers/werk/pruefen-oel-2/")["last_day"] == str(second.valid_until)
    second.delete()
    assert get(client, "offers/werk/pruefen-oel/")["last_day"] == str(first.valid_until)
    assert problem(client.get(f"{API}/offers/werk/pruefen-oel-2/"))["status"] == 404


def test_occupations_of_one_name_in_two_fields_are_told_apart(client):
    for slug in ("elektro", "metall"):
        factories.OccupationFactory(parent=factories.CareerFieldFactory(slug=slug), slug="technik", title=slug)
    assert get(client, "occupations/metall/technik/")["title"] == "metall"
    assert problem(client.get(f"{API}/occupations/holz/technik/"))["status"] == 404


def test_only_what_is_live_is_told_or_named(client):
    field = factories.CareerFieldFactory(live=False)
    occupation = factories.OccupationFactory(parent=field, live=False)
    company = factories.CompanyFactory(live=False, slug="zu")
    factories.OfferFactory(page=company, title="Stelle")
    factories.OfferFactory(page=factories.CompanyFactory(), occupation=occupation)
    factories.StoryFactory(occupation=occupation, company=company, career_fields=[field])
    assert [ids(client, name) for name in ("career-fields/", "occupations/")] == [[], []]
    assert problem(client.get(f"{API}/companies/zu/"))["status"] == 404
    assert problem(client.get(f"{API}/offers/zu/stelle/"))["status"] == 404
    assert [offer["occupation"] for offer in get(client, "offers/")["results"]] == [None]
    story = get(client, "stories/")["results"][0]
    assert (story["occupation"], story["company"], story["career_fields"]) == (None, None, [])


def test_figures_have_a_unit_and_a_source_and_badges_their_figure(client):
    occupation = factories.OccupationFactory(kldb_code="26112", strengths="RX", duration_months=42)
    factories.FigureFactory(page=occupation, value="8.5")
    factories.FigureFactory(page=occupation, kind=EvidenceFigure.Kind.SHORTAGE_SCORE, value="2.5", area="Sachsen")
    factories.PayStepFactory(page=occupation, label="1. Jahr", amount=1150)
    told = get(client, "occupations/")["results"][0]
    assert [(figure["value"], figure["unit"], figure["year"]) for figure in told["figures"]] == [
        (8.5, "percent", 2024),
        (2.5, "points", 2024),
    ]
    assert [badge["label"] for badge in told["badges"]] == ["Untypisch für Frauen", "Gesucht in Sachsen"]
    assert told["badges"][0]["figure"] == told["figures"][0]
    assert told["badges"][0]["figure"]["source_url"]
    assert told["pay"]["steps"] == [{"label": "1. Jahr", "amount": 1150}]
    assert (told["requirement_level"], told["strengths"]) == ("Fachkraft", ["R"])


def test_examples_are_marked(client):
    SiteSettings.objects.update(count_example_figures=True)
    story, company = factories.StoryFactory(), factories.CompanyFactory(is_example=True)
    factories.OfferFactory(page=company)
    factories.FigureFactory(is_example=True)
    assert get(client, f"stories/{story.slug}/")["is_example"] is True
    assert get(client, f"companies/{company.slug}/")["is_example"] is True
    assert get(client, "offers/")["results"][0]["is_example"] is True
    assert get(client, "occupations/")["results"][0]["figures"][0]["is_example"] is True


def test_texts_come_with_one_entry_and_have_whole_addresses_in_their_links(client):
    field = factories.CareerFieldFactory(slug="elektro")
    link = f'<p>Siehe <a linktype="page" id="{field.pk}">hier</a>, <a href="https://example.org/">dort</a>.</p>'
    factories.OccupationFactory(parent=field, slug="lampen", tasks=link)
    assert "tasks" not in get(client, "occupations/")["results"][0]
    tasks = get(client, "occupations/elektro/lampen/")["tasks"]
    assert 'href="http://testserver/berufsfelder/elektro/"' in tasks
    assert 'href="https://example.org/"' in tasks


@pytest.mark.usefixtures("site")
def test_pictures_are_sizes_made_for_the_site_never_originals(client):
    image = get(client, "stories/")["results"][0]["image"]
    assert image["alt"] == "Werkbank"
    for url in (image["url"], image["thumbnail_url"]):
        assert "/images/" in url
        assert "original" not in url
        assert client.get(url).status_code == 200
    company = get(client, "companies/")["results"][0]
    assert company["logo"]["url"].endswith(".webp")
    assert "original" not in str(get(client, "companies/")) + str(get(client, "stories/"))


def test_nobody_is_named_whose_address_could_be_gathered(client):
    company = factories.CompanyFactory(contact_name="Ria Kern", contact_email="ria@example.org", contact_phone="0358")
    factories.OfferFactory(page=company, contact_email="ria@example.org")
    told = str(get(client, f"companies/{company.slug}/")) + str(get(client, "offers/"))
    assert "Ria" not in told
    assert "example.org" not in told


def consented_story(**consent):
    story = factories.DraftStoryFactory(slug="jette", age=19)
    factories.ConsentFactory(story=story, **consent)
    story.save_revision().publish()
    return story


def test_a_story_is_gone_with_its_consent_at_once(client):
    consented = consented_story()
    etag = client.get(f"{API}/stories/")["ETag"]
    assert ids(client, "stories/") == ["jette"]
    consent = consented.consents.get()
    consent.withdrawn_on = timezone.localdate()
    consent.save()
    answer = client.get(f"{API}/stories/", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.json()["results"]) == (200, [])
    assert problem(client.get(f"{API}/stories/jette/"))["status"] == 404


def test_a_story_is_gone_at_midnight_before_the_clock_comes_by(client, monkeypatch):
    consented_story(valid_until=timezone.localdate())
    etag = client.get(f"{API}/stories/")["ETag"]
    assert ids(client, "stories/") == ["jette"]
    monkeypatch.setattr(timezone, "localdate", lambda *args: TOMORROW)
    answer = client.get(f"{API}/stories/", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.json()["results"]) == (200, [])


def test_an_offer_is_gone_at_midnight(client, monkeypatch):
    offer = factories.OfferFactory(valid_until=timezone.localdate())
    url = f"{API}/companies/{offer.page.slug}/"
    answers = [client.get(path) for path in (f"{API}/offers/", url)]
    monkeypatch.setattr(timezone, "localdate", lambda *args: TOMORROW)
    later = [client.get(one.request["PATH_INFO"], headers={"If-None-Match": one["ETag"]}) for one in answers]
    assert [answer.status_code for answer in later] == [200, 200]
    assert later[0].json()["results"] == later[1].json()["offers"] == []


def test_events_are_told_until_their_last_day_is_over(client, monkeypatch):
    today = timezone.localdate()
    factories.EventFactory(slug="woche", starts_on=today - timedelta(days=3), ends_on=today)
    factories.EventFactory(slug="gestern", starts_on=today - timedelta(days=1))
    factories.EventFactory(slug="bald", starts_at=time(9), registration_email="ria@example.org", is_cancelled=True)
    assert ids(client, "events/") == ["woche", "bald"]
    assert ids(client, "events/?wann=7-tage") == ["woche"]
    assert ids(client, "events/?ordering=-starts_on") == ["bald", "woche"]
    assert problem(client.get(f"{API}/events/gestern/"))["status"] == 404
    event = get(client, "events/bald/")
    assert (event["starts_at"], event["is_cancelled"], event["organiser"]) == ("09:00", True, "Kreisjugendring")
    assert client.get(event["calendar_url"])["Content-Type"].startswith("text/calendar")
    assert "ria" not in str(event)
    monkeypatch.setattr(timezone, "localdate", lambda *args: TOMORROW)
    assert ids(client, "events/") == ["bald"]


def test_interest_statements_come_as_they_are_asked(client):
    for text, dimension in (("Du sägst.", "R"), ("Du sägst!", "R"), ("Du forschst.", "I"), ("Du malst.", "A")):
        factories.InterestStatementFactory(text=text, dimension=dimension)
    factories.InterestStatementFactory(text="Du schweigst.", active=False)
    told = get(client, "interest-statements/")["results"]
    assert [(one["id"], one["dimension"], one["position"]) for one in told] == [
        ("du-saegst", "R", 1),
        ("du-forschst", "I", 2),
        ("du-malst", "A", 3),
        ("du-saegst-2", "R", 4),
    ]
    assert ids(client, "interest-statements/?dimension=R&limit=1&offset=1") == ["du-saegst-2"]
    assert get(client, "interest-statements/du-saegst-2/")["position"] == 4


def test_lists_are_read_piece_by_piece(client):
    for number in range(5):
        factories.MunicipalityFactory(name=f"Ort {number}", slug=f"ort-{number}")
    seen, url = [], f"{API}/municipalities/?limit=2"
    while url:
        answer = client.get(url).json()
        assert answer["count"] == 5
        seen += [entry["id"] for entry in answer["results"]]
        url = answer["next"]
    assert seen == [f"ort-{number}" for number in range(5)]
    assert ids(client, "municipalities/?offset=900000") == []


def test_only_the_fields_asked_for_are_told(client):
    factories.OccupationFactory(title="Mechatronik", parent=factories.CareerFieldFactory(slug="elektro"), slug="m")
    assert get(client, "occupations/?fields=title,id")["results"] == [{"id": "elektro/m", "title": "Mechatronik"}]
    assert get(client, "occupations/elektro/m/?fields=tasks") == {"tasks": ""}
    # What is nested keeps its own fields.
    assert get(client, "occupations/?fields=career_field")["results"][0]["career_field"]["id"] == "elektro"


@pytest.fixture
def trades():
    elektro, pflege = factories.CareerFieldFactory(slug="elektro"), factories.CareerFieldFactory(slug="pflege")
    zittau = factories.MunicipalityFactory(slug="zittau", name="Zittau", latitude="50.8977", longitude="14.8076")
    oybin = factories.MunicipalityFactory(slug="oybin", name="Oybin", latitude="50.8400", longitude="14.7400")
    goerlitz = factories.MunicipalityFactory(slug="goerlitz", name="Görlitz", latitude="51.1528", longitude="14.9872")
    lamps = factories.OccupationFactory(parent=elektro, slug="lampen", title="Lampen", duration_months=42)
    care = factories.OccupationFactory(
        parent=pflege, slug="pflege", title="Pflege", training_kind="school", duration_months=36
    )
    factories.FigureFactory(page=lamps)
    for slug, place, field, occupation, kind in (
        ("lampenwerk", zittau, elektro, lamps, Offer.Kind.APPRENTICESHIP),
        ("pflegehaus", oybin, pflege, care, Offer.Kind.INTERNSHIP),
        ("leeres-werk", goerlitz, elektro, None, None),
    ):
        company = factories.CompanyFactory(slug=slug, title=slug.title())
        company.career_fields.set([field])
        company.save()
        factories.LocationFactory(page=company, municipality=place)
        company.save()
        if kind:
            factories.OfferFactory(page=company, occupation=occupation, kind=kind, title=slug)
        story = {"slug": f"aus-{slug}", "municipality": place, "occupation": occupation, "company": company}
        factories.StoryFactory(**story, career_fields=[field], title=f"Aus {place.name}")


@pytest.mark.usefixtures("trades")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("occupations/?feld=elektro", ["elektro/lampen"]),
        ("occupations/?art=school", ["pflege/pflege"]),
        ("occupations/?abzeichen=untypisch-frauen", ["elektro/lampen"]),
        ("occupations/?ordering=duration_months", ["pflege/pflege", "elektro/lampen"]),
        ("occupations/?ordering=-title", ["pflege/pflege", "elektro/lampen"]),
        ("occupations/?q=lampen", ["elektro/lampen"]),
        ("occupations/?q=lampen&feld=pflege", []),
        ("companies/?angebot=internship", ["pflegehaus"]),
        ("companies/?ort=zittau", ["lampenwerk"]),
        ("companies/?ort=zittau&umkreis=10", ["lampenwerk", "pflegehaus"]),
        ("companies/?feld=elektro&ordering=-title", ["leeres-werk", "lampenwerk"]),
        ("companies/?q=Goerlitz", ["leeres-werk"]),
        ("offers/?angebot=internship", ["pflegehaus/pflegehaus"]),
        ("offers/?feld=elektro", ["lampenwerk/lampenwerk"]),
        ("offers/?ort=zittau&umkreis=10&ordering=-title", ["pflegehaus/pflegehaus", "lampenwerk/lampenwerk"]),
        ("offers/?ort=goerlitz", []),
        ("offers/?beruf=pflege/pflege", ["pflegehaus/pflegehaus"]),
        ("offers/?unternehmen=lampenwerk", ["lampenwerk/lampenwerk"]),
        ("offers/?q=lamp", ["lampenwerk/lampenwerk"]),
        ("stories/?feld=pflege", ["aus-pflegehaus"]),
        ("stories/?ort=goerlitz", ["aus-leeres-werk"]),
        ("stories/?beruf=elektro/lampen", ["aus-lampenwerk"]),
        ("stories/?unternehmen=pflegehaus", ["aus-pflegehaus"]),
        ("stories/?q=Goerlitz", ["aus-leeres-werk"]),
        ("stories/?ordering=title", ["aus-leeres-werk", "aus-pflegehaus", "aus-lampenwerk"]),
        ("municipalities/?q=goerl", ["goerlitz"]),
        ("municipalities/?q=Görlitz", ["goerlitz"]),
        ("municipalities/?q=...", []),
        ("municipalities/?ordering=-title", ["zittau", "oybin", "goerlitz"]),
        ("career-fields/?ordering=title&limit=1&fields=id", None),
    ],
)
def test_lists_are_filtered_searched_and_ordered(client, path, expected):
    assert expected is None or ids(client, path) == expected


@pytest.mark.usefixtures("trades")
def test_a_filtered_list_of_the_site_is_the_same_list_here(client):
    for page, path in (("/unternehmen/", "companies/"), ("/berufsfelder/", "occupations/")):
        query = "?feld=elektro"
        shown = client.get(page + query).content.decode()
        for entry in get(client, path)["results"]:
            is_listed = entry["id"] in ids(client, path + query)
            assert (f'href="{entry["html_url"].removeprefix("http://testserver")}"' in shown) == is_listed


@pytest.mark.usefixtures("trades")
@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("occupations/?gibtesnicht=1", "gibtesnicht"),
        ("occupations/?Feld=elektro", "Feld"),
        ("occupations/?format=xml", "format"),
        ("occupations/?feld=gibtesnicht", "feld"),
        ("occupations/?art=🙂", "art"),
        ("occupations/?limit=0", "limit"),
        ("occupations/?limit=101", "limit"),
        ("occupations/?limit=", "limit"),
        ("occupations/?limit=٣", "limit"),
        ("occupations/?limit=1e3", "limit"),
        ("occupations/?offset=-1", "offset"),
        ("occupations/?offset=" + "9" * 5000, "offset"),
        ("occupations/?fields=", "fields"),
        ("occupations/?fields=id,pk", "fields"),
        ("occupations/?fields=tasks", "fields"),
        ("occupations/?ordering=path", "ordering"),
        ("occupations/?ordering=", "ordering"),
        ("occupations/?ordering=,", "ordering"),
        ("occupations/?ordering=title,", "ordering"),
        ("occupations/?ordering=title,;--", "ordering"),
        ("occupations/?q=" + "x" * 300, "q"),
        ("occupations/elektro/lampen/?feld=elektro", "feld"),
        ("companies/?umkreis=10", "umkreis"),
        ("companies/?ort=zittau&umkreis=7", "umkreis"),
        ("offers/?beruf=lampen", "beruf"),
        ("offers/?beruf=elektro/%25", "beruf"),
        ("offers/?beruf=elektro/lampen/x", "beruf"),
        ("offers/?unternehmen=gibtesnicht", "unternehmen"),
        ("stories/?untypisch=nein", "untypisch"),
        ("events/?wann=morgen", "wann"),
        ("events/?umkreis=10", "umkreis"),
        ("interest-statements/?dimension=X", "dimension"),
        ("?limit=1", "limit"),
    ],
)
def test_what_makes_no_sense_is_named(client, path, parameter):
    answer = problem(client.get(f"{API}/{path}"))
    assert answer["status"] == 400
    assert list(answer["errors"]) == [parameter]
    assert answer["errors"][parameter][0]


@pytest.mark.parametrize("path", ["occupations/?q=%00", "occupations/?feld=%FF", "occupations/%00/x/", "?%00"])
def test_bytes_that_no_text_has_are_a_problem_too(client, path):
    assert problem(client.get(f"{API}/{path}"))["status"] == 400


def test_nothing_can_be_written(client):
    for path in ("", "occupations/", "stories/x/"):
        for method in (client.post, client.put, client.patch, client.delete):
            assert problem(method(f"{API}/{path}"))["status"] == 405
            assert problem(method(f"{API}/{path}?unknown=1"))["status"] == 405
    assert client.head(f"{API}/occupations/").content == b""


def test_only_json_is_spoken(client):
    response = client.get(f"{API}/occupations/", headers={"Accept": "text/csv"})
    assert problem(response)["status"] == 406


def test_what_has_not_changed_is_not_sent_again(client, django_assert_num_queries):
    factories.OccupationFactory(title="Mechatronik")
    first = client.get(f"{API}/occupations/")
    assert first["Cache-Control"] == "public, no-cache"
    etag = first["ETag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}'):
        with django_assert_num_queries(1):
            answer = client.get(f"{API}/occupations/", headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    # Another list, and another site, are another answer.
    for path, host in (("occupations/?limit=1", "testserver"), ("occupations/", "example.org")):
        answer = client.get(f"{API}/{path}", headers={"If-None-Match": etag, "Host": host})
        assert answer.status_code == 200
    factories.OccupationFactory(title="Optik")
    assert client.get(f"{API}/occupations/", headers={"If-None-Match": etag}).status_code == 200


def test_what_was_told_once_is_not_made_again_until_something_changes(client, django_assert_max_num_queries):
    factories.OccupationFactory(title="Mechatronik")
    first = client.get(f"{API}/occupations/")
    with django_assert_max_num_queries(1):
        assert client.get(f"{API}/occupations/").content == first.content
    factories.OccupationFactory(title="Optik")
    assert len(ids(client, "occupations/")) == 2


def test_a_mistake_is_told_whatever_the_client_has(client):
    answer = client.get(f"{API}/occupations/?limit=0", headers={"If-None-Match": "*"})
    assert problem(answer)["status"] == 400
    assert problem(client.get(f"{API}/stories/x/", headers={"If-None-Match": "*"}))["status"] == 404


def test_any_website_may_read_and_only_read(client):
    origin = {"Origin": "https://schule.example"}
    for path in ("occupations/", "occupations/?limit=0", "schema/", "?%00"):
        answer = client.get(f"{API}/{path}", headers=origin)
        assert answer["Access-Control-Allow-Origin"] == "*", path
        assert "Access-Control-Allow-Credentials" not in answer
        assert "ETag" in answer["Access-Control-Expose-Headers"]
    ask = {**origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    allowed = client.options(f"{API}/occupations/", headers=ask)
    assert "POST" not in allowed["Access-Control-Allow-Methods"]
    assert "if-none-match" in allowed["Access-Control-Allow-Headers"]
    for path in (f"{API}/mentoring/signups/", "/healthz", "/", "/suche/"):
        for answer in (client.get(path, headers=origin), client.options(path, headers=ask)):
            assert "Access-Control-Allow-Origin" not in answer, path


def test_nobody_gets_a_cookie(client):
    for path in (f"{API}/", f"{API}/stories/", reverse("api-reference")):
        assert not client.get(path).cookies


@pytest.mark.usefixtures("no_indexing")
def test_a_list_of_a_hundred_costs_as_many_queries_as_one_of_three(client, monkeypatch):
    monkeypatch.setattr(ReadThrottle, "allow_request", lambda *args: True)
    images = [factories.ImageFactory() for _ in range(2)]
    field = site_with(3, images)[0]
    factories.InterestStatementFactory()
    lists = {name: f"{name}/?limit=100" for name in EXAMPLES}
    lists["filtered"] = f"occupations/?limit=100&feld={field.slug}&abzeichen=untypisch-frauen&abschluss=abitur"
    before = {name: cost(client, path) for name, path in lists.items()}
    site_with(97, images)
    factories.InterestStatementFactory()
    assert {name: cost(client, path) for name, path in lists.items()} == before
    assert len(get(client, "occupations/?limit=100")["results"]) == 100
    # Version, number, occupations with figures and pay, their fields, settings, the site for addresses.
    assert before["occupations"] == 8
    assert max(before.values()) <= 15


def cost(client, path):
    """Return how many queries an answer takes that was not told before, when its pictures are made."""
    caches["readings"].delete(client.get(f"{API}/{path}")["ETag"])
    with CaptureQueriesContext(connection) as queries:
        get(client, path)
    return len(queries)
