"""What a page costs does not grow with what is on the site."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaign.models import EventPage
from stories.models import StoryPage
from tests import factories
from tests.world import site_with

pytestmark = pytest.mark.django_db

FEW, MANY = 5, 50
TABLE = re.compile(r'(?:^[A-Z]+|FROM "\w+"|JOIN "\w+")')


def cost(client, url):
    """Return how often the second view asks which tables: the first one makes the renditions."""
    # Any session cookie leads past the page cache.
    client.cookies.load({"sessionid": "unknown"})
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return Counter(" ".join(TABLE.findall(query["sql"])) for query in queries.captured_queries)


@pytest.mark.usefixtures("no_indexing")
def test_no_page_asks_the_database_more_when_there_is_more(client):
    images = [factories.ImageFactory() for _ in range(3)]
    factories.mentoring_page()
    factories.interest_check_page()
    factories.InterestStatementFactory()
    field, occupation, company = site_with(FEW, images[:1])
    story, place = StoryPage.objects.first(), factories.MunicipalityFactory()
    event = EventPage.objects.first()
    pages = {
        "start": "/",
        "stories": "/geschichten/",
        "stories filtered": f"/geschichten/?feld={field.slug}&untypisch=ja",
        "fields": "/berufsfelder/",
        "fields filtered": f"/berufsfelder/?feld={field.slug}&abzeichen=untypisch-frauen&abschluss=abitur",
        "companies": "/unternehmen/",
        "companies filtered": f"/unternehmen/?ort={place.slug}&umkreis=50&angebot=apprenticeship",
        "interest check": "/interessencheck/",
        "field": field.url,
        "occupation": occupation.url,
        "company": company.url,
        "story": story.url,
        "events": "/termine/",
        "events filtered": f"/termine/?feld={field.slug}&wann=30-tage&art=open_day&ort={place.slug}&umkreis=50",
        "event": event.url,
    }
    before = {name: cost(client, url) for name, url in pages.items()}
    site_with(MANY - FEW, images)
    # Everything new also belongs to the first field, occupation and company.
    for other in StoryPage.objects.exclude(pk=story.pk):
        other.occupation, other.company = occupation, company
        other.career_fields.set([field])
        other.save()
    for other in EventPage.objects.exclude(pk=event.pk):
        other.company = company
        other.career_fields.set([field])
        other.save()
    after = {name: cost(client, url) for name, url in pages.items()}
    for name in pages:
        assert after[name] == before[name], name
        assert after[name].total() < 50, name


def figure(image):
    return {"image": {"image": image.pk, "decorative": False, "alt_text": "Werkbank"}, "caption": ""}


@pytest.mark.usefixtures("no_indexing")
def test_a_gallery_costs_the_same_with_two_and_with_twelve_images(client):
    images = [factories.ImageFactory() for _ in range(12)]
    story = factories.StoryFactory()

    def with_images(number):
        values = [figure(image) for image in images[:number]]
        story.body = story.body.stream_block.to_python([{"type": "gallery", "value": {"images": values}}])
        story.save()
        return cost(client, story.url)

    assert with_images(2) == with_images(12)


def test_search_costs_the_same_for_few_and_many_results(client):
    def found(number):
        for turn in range(number):
            for kind in (factories.StoryFactory, factories.CompanyFactory, factories.OccupationFactory):
                kind(title="Schaltschrank", slug=f"schrank-{number}-{turn}")
        return cost(client, reverse("search") + "?q=Schaltschrank")

    assert found(2) == found(8)
