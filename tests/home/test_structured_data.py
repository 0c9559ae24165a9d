"""What search engines read of the pages: JSON-LD in the words of schema.org, which TypeScript's compiler checks."""

import json
from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms.models import SiteSettings
from cms.structured_data import node, script
from tests import factories
from tests.measures import FRONTEND
from tests.measures import node as run_node

pytestmark = pytest.mark.django_db

ROOT = "http://localhost/"


def document(client, url):
    """Return the JSON-LD of a page, None without any."""
    soup = BeautifulSoup(client.get(url).content, "html.parser")
    blocks = soup.select('head > script[type="application/ld+json"]')
    assert len(blocks) <= 1
    return json.loads(blocks[0].string) if blocks else None


def things(client, url):
    """Return the nodes of a page by type, the last one of each."""
    return {thing["@type"]: thing for thing in document(client, url)["@graph"]}


@pytest.fixture
def field():
    return factories.CareerFieldFactory(title="Elektro", slug="elektro")


@pytest.fixture
def occupation(field):
    page = factories.OccupationFactory(
        parent=field,
        title="Mechatronikerin und Mechatroniker",
        slug="mechatronik",
        short_name="Mechatronik",
        teaser="Du baust Anlagen.",
        kldb_code="26112",
        qualification="intermediate",
        tasks="<p>Schaltschränke <b>verdrahten</b></p><ul><li>Messen</li></ul>",
        berufenet_url="https://web.arbeitsagentur.de/berufenet/beruf/2868",
        pay_source="Tarifregister",
        pay_source_url="https://example.org/tarif",
    )
    factories.PayStepFactory(page=page, label="1. Jahr", amount=1150)
    return page


@pytest.fixture
def company(field):
    page = factories.CompanyFactory(
        title="Neißewerk",
        slug="neissewerk",
        teaser="Wir bauen Anlagen.",
        size="50_249",
        founded=1994,
        industry="Metall",
    )
    page.career_fields.set([field])
    page.save()
    place = factories.MunicipalityFactory(name="Görlitz", slug="goerlitz")
    factories.LocationFactory(page=page, municipality=place, address="Uferstraße 1, 02826 Görlitz")
    return page


def offer(company, **values):
    return factories.OfferFactory(page=company, **{"title": "Ausbildung Mechatronik", "places": 3, **values})


@pytest.fixture
def story(field, occupation, company):
    page = factories.StoryFactory(
        title="Ein Dienstag",
        slug="dienstag",
        teaser="Frühschicht.",
        is_example=False,
        live=False,
        occupation=occupation,
    )
    factories.ConsentFactory(story=page)
    page.career_fields.set([field])
    page.save_revision().publish()
    return page


def test_the_home_page_introduces_the_site_and_who_is_behind_it(client):
    factories.home_page()
    SiteSettings.objects.update(instagram_url="https://instagram.com/impuls")
    site = things(client, "/")["WebSite"]
    assert (site["name"], site["url"], site["inLanguage"]) == ("Impuls Regio", ROOT, "de")
    assert site["publisher"]["@id"] == f"{ROOT}#organization"
    assert site["publisher"]["sameAs"] == ["https://instagram.com/impuls"]
    assert site["publisher"]["logo"].startswith(ROOT)


def test_every_page_says_the_way_to_it(client, occupation):
    steps = things(client, occupation.url)["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [
        (1, "Start"),
        (2, "Berufsfelder"),
        (3, "Elektro"),
        (4, "Mechatronikerin und Mechatroniker"),
    ]
    assert steps[-1]["item"] == occupation.full_url


def test_a_story_is_an_article_of_the_site_and_names_no_person(client, story, occupation):
    article = things(client, story.url)["Article"]
    assert article["headline"] == "Ein Dienstag"
    assert article["author"]["@id"] == f"{ROOT}#organization"
    assert article["about"]["url"] == occupation.full_url
    assert article["articleSection"] == ["Elektro"]
    assert article["datePublished"][:4] == str(timezone.localdate().year)
    assert "Jette" not in json.dumps(article)
    assert "Person" not in json.dumps(article)


def test_an_occupation_says_what_it_needs_and_what_it_pays(client, occupation):
    told = things(client, occupation.url)["Occupation"]
    assert told["occupationalCategory"]["codeValue"] == "26112"
    assert told["educationRequirements"]["credentialCategory"] == "Realschulabschluss"
    assert told["estimatedSalary"][0]["value"] == {"@type": "QuantitativeValue", "value": 1150, "unitText": "MONTH"}
    assert told["responsibilities"] == "Schaltschränke verdrahten Messen"


@pytest.mark.parametrize("change", [{"pay_is_example": True}, {"pay_source": ""}, {"pay_basis": "net"}])
def test_pay_without_a_source_invented_or_net_is_told_to_no_machine(client, occupation, change):
    for name, value in change.items():
        setattr(occupation, name, value)
    occupation.save()
    assert "estimatedSalary" not in things(client, occupation.url)["Occupation"]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("company", "Organization"), ("vocational_school", "School"), ("university", "CollegeOrUniversity")],
)
def test_a_place_to_learn_is_called_what_it_is(client, company, kind, type_):
    company.kind = kind
    company.save()
    told = things(client, company.url)[type_]
    assert told["name"] == "Neißewerk"
    assert told["numberOfEmployees"] == {"@type": "QuantitativeValue", "minValue": 50, "maxValue": 249}
    assert told["address"][0]["addressLocality"] == "Görlitz"


def test_who_answers_letters_is_for_readers_and_not_for_machines(client, company):
    company.contact_name, company.contact_email = "Ines Krahl", "krahl@example.org"
    company.save()
    assert "rahl" not in json.dumps(document(client, company.url))


def test_a_free_place_is_told_with_all_that_search_engines_ask_for(client, company, occupation):
    free = offer(
        company, occupation=occupation, deadline=date(2099, 3, 1), valid_until=date(2099, 6, 1), start="August"
    )
    job = things(client, company.url)["JobPosting"]
    assert {"title", "description", "datePosted", "hiringOrganization", "jobLocation"} <= set(job)
    assert job["datePosted"] == timezone.localdate().isoformat()
    assert job["validThrough"] == "2099-03-01T23:59:59+01:00"
    assert job["jobLocation"][0]["address"]["addressCountry"] == "DE"
    assert job["hiringOrganization"] == {"@id": things(client, company.url)["Organization"]["@id"]}
    assert job["relevantOccupation"]["name"] == occupation.title
    assert job["url"] == f"{company.full_url}#angebot-{free.pk}"
    assert f'id="angebot-{free.pk}"' in client.get(company.url).content.decode()


def test_what_is_over_or_nowhere_is_no_job(client, company):
    offer(company, valid_until=timezone.localdate() - timedelta(days=1))
    assert "JobPosting" not in things(client, company.url)
    offer(company)
    company.locations.all().delete()
    company.save()
    assert "JobPosting" not in things(client, company.url)


def test_a_place_to_study_is_a_course_and_no_job(client, company):
    offer(company, kind="degree_course", title="Bauingenieurwesen")
    told = things(client, company.url)
    assert told["EducationalOccupationalProgram"]["name"] == "Bauingenieurwesen"
    assert "JobPosting" not in told


def event(**values):
    place = factories.MunicipalityFactory(name="Zittau", slug="zittau")
    values = {"starts_on": date(2099, 4, 22), "municipality": place, "venue": "Markt 1", "is_example": False, **values}
    return factories.EventFactory(**values)


def test_an_event_says_when_and_where(client, company):
    page = event(company=company, starts_at=time(10), ends_at=time(16, 30), age_from=14, age_to=18)
    told = things(client, page.url)["Event"]
    assert (told["startDate"], told["endDate"]) == ("2099-04-22T10:00:00+02:00", "2099-04-22T16:30:00+02:00")
    assert told["location"][0]["address"]["addressLocality"] == "Zittau"
    assert told["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert told["eventStatus"] == "https://schema.org/EventScheduled"
    assert told["organizer"] == {"@type": "Organization", "name": "Neißewerk", "url": company.full_url}
    assert told["typicalAgeRange"] == "14-18"


def test_an_event_on_the_net_for_days_that_is_cancelled_says_so(client):
    page = event(is_online=True, municipality=None, venue="", ends_on=date(2099, 4, 24), is_cancelled=True, age_from=16)
    told = things(client, page.url)["Event"]
    assert (told["startDate"], told["endDate"]) == ("2099-04-22", "2099-04-24")
    assert told["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert told["eventStatus"] == "https://schema.org/EventCancelled"
    assert told["location"][0]["@type"] == "VirtualLocation"
    assert told["typicalAgeRange"] == "16-"
    assert page.share_texts()["note"] == "Fällt aus"


def test_an_example_claims_nothing_and_says_that_it_is_one(client, company, field):
    offer(company)
    company.is_example = True
    company.save()
    for page in (company, factories.StoryFactory(), event(is_example=True)):
        told = things(client, page.url)
        assert set(told) == {"WebPage", "BreadcrumbList"}
        assert told["WebPage"]["creativeWorkStatus"] == "Beispiel"


def test_a_text_in_it_ends_no_element_and_stays_as_it_was(client, company):
    company.teaser = "</script><script>alert('&amp; <!--')"
    company.save()
    assert things(client, company.url)["Organization"]["description"] == company.teaser
    assert "<script>alert" not in client.get(company.url).content.decode().partition("</head>")[0]


def test_an_empty_property_is_left_out_and_a_page_without_subjects_has_no_block():
    assert node("Place", name="", address=None, geo={}, latitude=0) == {"@type": "Place", "latitude": 0}
    assert script([]) == ""


def test_each_type_uses_the_properties_that_schema_org_gives_it(client, story, occupation, company, tmp_path):
    """The compiler refuses an unknown type, a property of another type, and a value of a wrong kind."""
    image = factories.ImageFactory()
    company.logo = image
    company.save()
    for kind in ("apprenticeship", "internship", "dual_study", "degree_course", "holiday_job"):
        offer(company, kind=kind, occupation=occupation, start="August", deadline=date(2099, 3, 1),
              valid_until=date(2099, 6, 1), link="https://example.org/stelle")  # fmt: skip
    school = factories.CompanyFactory(kind="university", founded=1992, size="250_plus")
    events = [
        event(company=company, starts_at=time(10), age_from=14),
        event(is_online=True, is_cancelled=True, municipality=None, venue="Leipzig, Messe", organiser_name="Kammer"),
    ]
    pages = [story, occupation, company, school, factories.StoryFactory(), *events]
    documents = [document(client, url) for url in ("/", *(page.url for page in pages))]
    assert not type_errors(documents, tmp_path)
    wrong = {"@context": "https://schema.org", "@graph": [node("JobPosting", headline="Das hat nur ein Artikel")]}
    assert "headline" in type_errors([wrong], tmp_path)


def type_errors(documents, folder):
    """Return what tsc says to the documents as values of schema-dts, "" where it has nothing to say."""
    source = folder / "documents.ts"
    values = ",\n".join(json.dumps(document, indent=1) for document in documents)
    types = FRONTEND / "node_modules/schema-dts/dist/schema"
    source.write_text(f'import type {{ Graph }} from "{types}";\nexport const documents: Graph[] = [{values}];\n')
    options = (
        "--ignoreConfig",
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--module",
        "esnext",
        "--moduleResolution",
        "bundler",
    )
    return run_node("node_modules/typescript/bin/tsc", *options, source).stdout
